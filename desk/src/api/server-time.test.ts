import { expect, test, vi } from 'vitest'

test('[RO-30] the dates of answers tell how far the browser’s clock is off; what is no date tells nothing', async () => {
  // What it has been told is kept by the module: this test has one of its own.
  vi.resetModules()
  const { aheadByDates, noteDate } = await import('./server-time.ts')
  expect(aheadByDates()).toBeNull()
  noteDate(null, 0)
  noteDate('yesterday', 0)
  expect(aheadByDates()).toBeNull()
  const date = 'Sun, 22 Nov 2026 09:00:00 GMT'
  noteDate(date, Date.parse(date) + 300_500)
  expect(aheadByDates()).toBe(300_000)
})
