import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { read } from './testing.ts'

function run(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, program), ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    )
  })
}

describe('probe.mjs', () => {
  test.each([
    ['/livez', 200, 0],
    ['/readyz', 503, 1],
  ])('an answer to %s of %i ends it with %i', async (path, status, code) => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(status).end('as it is')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const PORT = String((server.address() as AddressInfo).port)
    const ended = await run('probe.mjs', [path], { PORT })
    await new Promise((resolve) => server.close(resolve))
    expect([ended.code, asked]).toEqual([code, [path]])
  })

  test('nobody there ends it with 1', async () => {
    expect(await run('probe.mjs', [], { PORT: '1' })).toMatchObject({
      code: 1,
      output: expect.stringContaining('/livez'),
    })
  })
})

describe('make-secrets.mjs', () => {
  test('makes every secret that compose.yaml mounts, once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'baton-secrets-'))
    try {
      await run('make-secrets.mjs', [folder])
      const names = (await readdir(folder)).toSorted()
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
      const mounted = Object.values<{ file: string }>(parse(read('deploy/compose.yaml'), { merge: true }).secrets)
      const wanted = mounted.map(({ file }) => file.replace('./secrets/', '')).toSorted()
      // The certificate comes from whoever issues certificates.
      expect(names).toEqual(wanted.filter((name) => name !== 'certificate'))
      expect(new Set(texts).size).toBe(texts.length)
      expect((await stat(join(folder, 'api_key'))).mode & 0o777).toBe(0o444)

      expect(await run('make-secrets.mjs', [folder])).toEqual({ code: 0, output: '' })
      expect(await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).toEqual(texts)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
