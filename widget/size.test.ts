import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
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
/** Bytes over the wire: what is too small to gain by it is not packed. */
const packed = (path: string) => {
  const file = join(outDir, path)
  return statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size
}

const assets = () => readdirSync(join(outDir, 'assets')).filter((name) => /\.(?:js|css)$/.test(name))
/** One file per language; English is in the chat itself. */
const languageFile = /^([a-z]{2})-[\w-]+\.js$/

test('[V-01] the loader has at most 6 KB, everything after opening at most 60 KB, packed', () => {
  const sizes = assets().map((name) => ({ size: packed(`assets/${name}`), isLanguage: languageFile.test(name) }))
  const always = sizes.filter(({ isLanguage }) => !isLanguage).reduce((sum, { size }) => sum + size, 0)
  const largest = Math.max(...sizes.filter(({ isLanguage }) => isLanguage).map(({ size }) => size))
  expect(packed('widget.js')).toBeLessThanOrEqual(6_000)
  expect(packed('chat.html') + always + largest).toBeLessThanOrEqual(60_000)
})

test('[V-01] [V-14] a language is loaded when it is wanted, and only that one', () => {
  const languages = assets().flatMap((name) => languageFile.exec(name)?.[1] ?? [])
  expect(languages.sort()).toEqual(['ar', 'de', 'es', 'fr', 'it', 'ja', 'pl', 'pt', 'tr'])
  const always = assets().filter((name) => name.endsWith('.js') && !languageFile.test(name))
  for (const name of always) expect(read(`assets/${name}`)).not.toMatch(/Unterhaltung|المحادثة|会話/)
  for (const name of assets().filter((one) => languageFile.test(one))) expect(read('chat.html')).not.toContain(name)
  expect(read('widget.js')).not.toMatch(/Unterhaltung|المحادثة|会話/)
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
