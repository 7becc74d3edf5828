import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeRunFolder } from './memory.mjs'

const dayMs = 24 * 3_600_000

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'baton-memory-'))
})
afterEach(() => rmSync(parent, { recursive: true }))

test('each run has a folder of its own, which others may look through and nobody else may list', () => {
  const [one, other] = [makeRunFolder(parent), makeRunFolder(parent)]
  expect(one).not.toBe(other)
  expect(readdirSync(parent).sort()).toEqual([basename(one), basename(other)].sort())
  expect(statSync(one).mode & 0o777).toBe(0o711)
})

test('what a run has left that was ended long ago goes; what runs, and what is no run of ours, stays', () => {
  const running = makeRunFolder(parent)
  for (const name of ['baton-test-left', 'other-left']) {
    mkdirSync(join(parent, name, 'within'), { recursive: true })
    utimesSync(join(parent, name), new Date(), new Date(Date.now() - dayMs - 60_000))
  }
  const next = makeRunFolder(parent)
  expect(readdirSync(parent).sort()).toEqual([basename(running), basename(next), 'other-left'].sort())
})

test('a folder that goes while it is looked at stops nobody', () => {
  symlinkSync(join(parent, 'gone'), join(parent, 'baton-test-gone'))
  expect(readdirSync(parent)).toContain('baton-test-gone')
  expect(() => makeRunFolder(parent)).not.toThrow()
})
