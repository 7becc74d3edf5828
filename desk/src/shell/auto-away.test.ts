import { expect, test } from 'vitest'
import { afterChange, dueStatus, readWatched, writeWatched } from './auto-away.ts'

const minute = 60_000
const active = { activeAt: 0, before: null }

test('[U-16] whoever does nothing for so long becomes away, and comes back as they were', () => {
  expect(dueStatus(active, 'online', 15 * minute - 1, 15)).toBeNull()
  expect(dueStatus(active, 'busy', 15 * minute, 15)).toBe('away')
  const away = afterChange(active, 'busy', 'away')
  expect(dueStatus(away, 'away', 20 * minute, 15)).toBeNull()
  expect(dueStatus({ ...away, activeAt: 20 * minute }, 'away', 20 * minute, 15)).toBe('busy')
})

test('[U-16] whoever has chosen away or offline stays so, and nobody is sent away where it is turned off', () => {
  expect(dueStatus(active, 'offline', 60 * minute, 15)).toBeNull()
  expect(dueStatus(active, 'away', minute, 15)).toBeNull()
  expect(dueStatus(active, 'online', 600 * minute, 0)).toBeNull()
  expect(afterChange(afterChange(active, 'online', 'away'), 'away', 'online')).toEqual(active)
})

test('all tabs of a browser know the same, and what cannot be read is nothing', () => {
  const kept = new Map<string, string>()
  const keep = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  }
  expect(readWatched(keep, 7)).toEqual({ activeAt: 7, before: null })
  writeWatched(keep, { activeAt: 3, before: 'busy' })
  expect(readWatched(keep, 7)).toEqual({ activeAt: 3, before: 'busy' })
  kept.set('baton.active', '{"activeAt":"x"}')
  expect(readWatched(keep, 7)).toEqual({ activeAt: 7, before: null })
})
