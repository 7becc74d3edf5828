import { expect, test } from 'vitest'
import { Problem } from './problems.ts'
import { turnstile } from './turnstile.ts'

test('[S-12] so many at once, so many wait in order, the rest are told to come back; one that fails lets the next in', async () => {
  const pass = turnstile(2, 2, 5)
  const open: PromiseWithResolvers<void>[] = []
  const begun: number[] = []
  const enter = (number: number) =>
    pass(async () => {
      begun.push(number)
      const mine = Promise.withResolvers<void>()
      open.push(mine)
      await mine.promise
      return number
    })
  const [one, two, three, four] = [enter(1), enter(2), enter(3), enter(4)]
  const refused = await enter(5).catch((error: unknown) => error)
  expect(refused instanceof Problem ? [refused.status, refused.options.retryAfter] : refused).toEqual([503, 5])
  expect(begun).toEqual([1, 2])
  open[1]?.reject(new Error('broken'))
  await expect(two).rejects.toThrow('broken')
  await Promise.resolve()
  expect(begun).toEqual([1, 2, 3])
  open[0]?.resolve()
  expect(await one).toBe(1)
  await Promise.resolve()
  for (const { resolve } of open) resolve()
  await Promise.resolve()
  open[3]?.resolve()
  expect(await three).toBe(3)
  expect(await four).toBe(4)
  const later = enter(6)
  open.at(-1)?.resolve()
  expect(await later).toBe(6)
})
