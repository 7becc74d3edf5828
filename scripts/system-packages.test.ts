import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withFiles } from './system-packages.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('files are there during the work and gone with their folders after it, also when it fails', async () => {
  const file = { path: join(folder, 'etc/deep/file'), text: 'text', mode: 0o755 }
  const work = async () => {
    expect(readFileSync(file.path, 'utf8')).toBe('text')
    expect(statSync(file.path).mode & 0o777).toBe(0o755)
    throw new Error('broken')
  }
  await expect(withFiles([file], work)).rejects.toThrow('broken')
  expect(existsSync(join(folder, 'etc'))).toBe(false)
})

test('what was there before, or came meanwhile, stays', async () => {
  const [own, made] = [join(folder, 'own'), join(folder, 'etc/made')]
  writeFileSync(own, 'own')
  const files = [own, made].map((path) => ({ path, text: 'ours' }))
  await withFiles(files, async () => writeFileSync(join(folder, 'etc/meanwhile'), ''))
  expect(readFileSync(own, 'utf8')).toBe('own')
  expect(existsSync(made)).toBe(false)
  expect(existsSync(join(folder, 'etc/meanwhile'))).toBe(true)
})
