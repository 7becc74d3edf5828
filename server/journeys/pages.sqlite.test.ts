import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTest } from '../src/testing.ts'

const script = `/* ${'the same words again and again, '.repeat(100)} */`
const page = `<!doctype html><title>Desk</title><p>${'words '.repeat(300)}`

describe('what has been built goes out as the browser takes it', async () => {
  let folder: string
  let baton: Awaited<ReturnType<typeof startTest>>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'baton-pages-'))
    const files = {
      'desk/index.html': page,
      'desk/worker.js': script,
      'desk/assets/index-1.js': script,
      'widget/chat.html': page,
      'widget/widget.js': script,
      'widget/assets/chat-1.js': script,
    }
    for (const room of ['desk', 'widget']) mkdirSync(join(folder, room, 'assets'), { recursive: true })
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(folder, name), content)
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
      writeFileSync(join(folder, `${name}.gz`), gzipSync(content))
    }
    const config = { BATON_DESK_DIR: join(folder, 'desk'), BATON_WIDGET_DIR: join(folder, 'widget') }
    baton = await startTest({ config })
  })
  afterAll(async () => {
    await baton[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  const get = (path: string, headers: Record<string, string> = {}) => fetch(baton.origin + path, { headers })

  test('[V-01] brotli before gzip before plain, always the same words', async () => {
    const bot = await baton.bot()
    const taken = [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['identity', null],
      ['zstd', null],
    ] as const
    const paths = [
      '/widget.js',
      '/widget/assets/chat-1.js',
      `/widget/chat?bot=${bot.id}`,
      '/',
      '/inbox',
      '/assets/index-1.js',
    ]
    for (const path of paths)
      for (const [accepted, encoding] of taken) {
        const answer = await get(path, { 'accept-encoding': accepted })
        const where = `${path} for ${accepted}`
        expect(answer.status, where).toBe(200)
        expect(answer.headers.get('content-encoding'), where).toBe(encoding)
        expect(answer.headers.get('vary'), where).toContain('accept-encoding')
        expect(answer.headers.get('content-type'), where).toMatch(path.endsWith('.js') ? 'javascript' : 'text/html')
        expect(await answer.text(), where).toBe(path.endsWith('.js') ? script : page)
      }
  })

  test('[V-01] a loader that has not changed is not sent again', async () => {
    const first = await get('/widget.js')
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toBe('public, max-age=300')
    expect(first.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect((await get('/widget.js', { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(304)
  })

  test('[S-15] a page comes whole each time, with the policy of this moment', async () => {
    const bot = await baton.bot()
    for (const path of ['/', `/widget/chat?bot=${bot.id}`]) {
      const { headers } = await get(path)
      expect([headers.get('etag'), headers.get('last-modified'), headers.get('cache-control')]).toEqual([
        null,
        null,
        'no-cache',
      ])
      expect(headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'")
    }
  })

  test('files that are named by their content are kept for good, the worker is asked for anew', async () => {
    for (const path of ['/assets/index-1.js', '/widget/assets/chat-1.js'])
      expect((await get(path)).headers.get('cache-control'), path).toContain('immutable')
    for (const accepted of ['br', 'identity'])
      expect((await get('/worker.js', { 'accept-encoding': accepted })).headers.get('cache-control')).toBe('no-cache')
    expect((await get('/assets/index-1.js.br')).status).toBe(404)
  })
})
