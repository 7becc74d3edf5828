import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

const noSuchProcess = 4_194_305

let folder: string
let lock: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-lock-'))
  lock = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

const options = { waitMs: 10_000, pollMs: 1, onWait: () => {} }

/** Reports how many were inside at most. */
async function crowd(size: number): Promise<number> {
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise(setImmediate)
    inside -= 1
  }
  await Promise.all(Array.from({ length: size }, () => withLock(lock, options, work)))
  return most
}

test('one at a time is inside', async () => {
  expect(await crowd(20)).toBe(1)
})

test("a dead holder's lock is taken over by one waiter only", async () => {
  writeFileSync(`${lock}.7`, `${noSuchProcess} 1`)
  expect(await crowd(20)).toBe(1)
  expect(readdirSync(folder)).toEqual(['lock.27'])
})

test('a number used again by another process is a dead holder', async () => {
  writeFileSync(`${lock}.7`, `${process.pid} 1`)
  expect(await crowd(1)).toBe(1)
})

test('work that fails leaves the lock free', async () => {
  await expect(withLock(lock, options, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await crowd(1)).toBe(1)
})

test('waiting is told once and has an end', async () => {
  let told = 0
  const impatient = { waitMs: 5, pollMs: 1, onWait: () => (told += 1) }
  await withLock(lock, options, async () => {
    await expect(withLock(lock, impatient, async () => {})).rejects.toThrow(`locked by process ${process.pid}`)
  })
  expect(told).toBe(1)
})
