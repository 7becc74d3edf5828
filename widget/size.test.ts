import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

const outDir = mkdtempSync(join(tmpdir(), 'baton-widget-'))
const room = fileURLToPath(new URL('.', import.meta.url))

beforeAll(async () => {
  await build({
    root: room,
    configFile: join(room, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
}, 60_000)

afterAll(() => rmSync(outDir, { recursive: true }))

const read = (path: string) => readFileSync(join(outDir, path), 'utf8')
const packed = (path: string) => brotliCompressSync(read(path)).length

test('[V-01] the loader has at most 6 KB, everything after opening at most 60 KB, packed', () => {
  const afterOpening = readdirSync(join(outDir, 'assets')).map((name) => packed(`assets/${name}`))
  expect(packed('widget.js')).toBeLessThanOrEqual(6_000)
  expect(afterOpening.reduce((sum, size) => sum + size, packed('chat.html'))).toBeLessThanOrEqual(60_000)
})

test('[V-06] the loader is a classic script that leaves no name behind', () => {
  const loader = read('widget.js').trim()
  expect(loader).toMatch(/^\(function\(\)\{/)
  expect(loader).toMatch(/\}\)\(\);?$/)
  expect(loader).not.toMatch(/\bimport\b|\beval\b|innerHTML/)
})

test('[S-16] the chat has no script, style or handler inside its page', () => {
  const page = read('chat.html')
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
  for (const [, url] of page.matchAll(/(?:src|href)="([^"]*)"/g)) expect(url).toMatch(/^\/widget\/assets\//)
})

test('[V-05] no fonts and no other host are asked for', () => {
  const styles = readdirSync(join(outDir, 'assets')).filter((name) => name.endsWith('.css'))
  for (const name of styles) expect(read(`assets/${name}`)).not.toMatch(/@font-face|url\(|@import/)
})
