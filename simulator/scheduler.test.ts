import { seededChance } from '@baton/core/chance'
import { expect, test } from 'vitest'
import { newOwner, Scheduler } from './scheduler.ts'

const most = { milliseconds: 10_000, steps: 1_000 }
const ends = () => false

test('things happen at their times, and nothing happens to who is gone', async () => {
  const scheduler = new Scheduler(seededChance(1))
  const [one, other] = [newOwner('one'), newOwner('other')]
  const happened: string[] = []
  scheduler.after(one, 20, 'late', () => void happened.push('late'))
  scheduler.after(one, 10, 'early', () => void happened.push('early'))
  scheduler.after(other, 15, 'never', () => void happened.push('never'))
  scheduler.after(one, 5, 'cancelled', () => void happened.push('cancelled')).cancel()
  other.isGone = true
  expect(await scheduler.run(ends, most)).toBe(false)
  expect(happened).toEqual(['early', 'late'])
  expect(scheduler.elapsed).toBe(20)
})

test('what happens to somebody who is paused happens afterwards, in its order', async () => {
  const scheduler = new Scheduler(seededChance(1))
  const owner = newOwner('paused')
  owner.pausedUntil = scheduler.now() + 100
  const happened: number[] = []
  for (const at of [1, 2, 3, 150]) scheduler.after(owner, at, `${at}`, () => void happened.push(at))
  await scheduler.run(() => happened.length === 3, most)
  expect(scheduler.elapsed).toBe(100)
  await scheduler.run(ends, most)
  expect(happened).toEqual([1, 2, 3, 150])
})

test('rounds of one process keep their order, whatever the seed; other things of one moment do not', async () => {
  const orders = new Set<string>()
  for (let seed = 1; seed <= 20; seed += 1) {
    const scheduler = new Scheduler(seededChance(seed))
    const owner = newOwner('process')
    const rounds: number[] = []
    const others: number[] = []
    for (const index of [1, 2, 3, 4]) {
      scheduler.nextRound(owner, 'round', () => void rounds.push(index))
      scheduler.after(owner, 5, 'other', () => void others.push(index))
    }
    await scheduler.run(ends, most)
    expect(rounds).toEqual([1, 2, 3, 4])
    orders.add(others.join(''))
  }
  expect(orders.size).toBeGreaterThan(5)
})

test('nothing else happens before what was begun has settled', async () => {
  const scheduler = new Scheduler(seededChance(1))
  const owner = newOwner('one')
  const happened: string[] = []
  scheduler.after(owner, 1, 'begins', async () => {
    happened.push('begins')
    await new Promise<void>((resolve) => setImmediate(resolve))
    happened.push('ends')
  })
  scheduler.after(owner, 1.001, 'next', () => void happened.push('next'))
  await scheduler.run(ends, most)
  expect(happened).toEqual(['begins', 'ends', 'next'])
})

test('equal seeds leave equal traces, others do not', async () => {
  const trace = async (seed: number) => {
    const scheduler = new Scheduler(seededChance(seed))
    const owner = newOwner('one')
    for (const index of Array.from({ length: 10 }).keys()) scheduler.after(owner, 1, `${index}`, () => {})
    await scheduler.run(ends, most)
    return scheduler.fingerprint
  }
  expect(await trace(1)).toBe(await trace(1))
  expect(await trace(1)).not.toBe(await trace(2))
})
