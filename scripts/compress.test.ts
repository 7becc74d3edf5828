import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compressFiles } from './compress.mjs'

const long = 'all that is said twice is said in fewer bits; '.repeat(100)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-compress-'))
  mkdirSync(join(folder, 'assets'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('[V-01] what shrinks lies beside itself in two forms, both of which give it back', () => {
  writeFileSync(join(folder, 'widget.js'), long)
  writeFileSync(join(folder, 'assets/chat.css'), long)
  compressFiles(folder)
  for (const name of ['widget.js', 'assets/chat.css']) {
    const [plain, brotli, gzip] = ['', '.br', '.gz'].map((end) => readFileSync(join(folder, name + end)))
    expect(plain?.toString()).toBe(long)
    expect(brotliDecompressSync(brotli ?? '').toString()).toBe(long)
    expect(gunzipSync(gzip ?? '').toString()).toBe(long)
    expect(brotli?.length).toBeLessThan(long.length / 10)
  }
})

test('[V-01] pictures, and what fits into one packet, stay as they are', () => {
  writeFileSync(join(folder, 'picture.png'), long)
  writeFileSync(join(folder, 'chat.html'), '<!doctype html>')
  compressFiles(folder)
  expect(readdirSync(folder).sort()).toEqual(['assets', 'chat.html', 'picture.png'])
})
