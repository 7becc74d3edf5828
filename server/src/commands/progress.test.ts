import { describe, expect, test } from 'vitest'
import { Progress } from './progress.ts'

function screen(isTTY: boolean) {
  const written: string[] = []
  let now = 0
  const progress = new Progress({ isTTY, write: (text) => written.push(text) }, () => now)
  return {
    progress,
    written,
    wait: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

describe('how far it is', () => {
  test('a line per table and one per step, where nothing can be written over', () => {
    const { progress, written, wait } = screen(false)
    const passed = progress.begin('Loading', 4_000, 'rows')
    passed({ table: 'bots', rows: 1, bytes: 10 })
    passed({ table: 'events', rows: 2_000, bytes: 900_000 })
    passed({ table: 'events', rows: 1_999, bytes: 1_100_000 })
    wait(2_500)
    progress.begin('Checking', 10, 'bytes')({ table: null, rows: 0, bytes: 10 })
    progress.end()
    expect(written.join('')).toBe(
      '  bots: 1\n  events: 3,999\nLoading: 4,000 rows, 2.0 MB, 2.5 s\nChecking: 0.0 MB, 0.0 s\n',
    )
  })

  test('a bar on a terminal, not more often than anybody can read', () => {
    const { progress, written, wait } = screen(true)
    const passed = progress.begin('Loading', 200, 'rows')
    for (let count = 0; count < 100; count += 1) passed({ table: 'events', rows: 1, bytes: 10_000 })
    wait(100)
    passed({ table: 'events', rows: 0, bytes: 0 })
    progress.over(() => written.push('something else\n'))
    progress.end()
    expect(written.length).toBeLessThan(8)
    expect(written.join('')).toContain('Loading ███████████████░░░░░░░░░░░░░░░ 50 %  100 rows  1.0 MB')
    expect(written.at(-1)).toMatch(/^\r\S+Loading: 100 rows, 1\.0 MB, 0\.1 s\n$/)
  })

  test('after a failure what was shown stays, and nothing is added', () => {
    const { progress, written } = screen(true)
    progress.begin('Loading', 200, 'rows')
    progress.stop()
    progress.end()
    expect(written.at(-1)).toBe('\n')
  })
})
