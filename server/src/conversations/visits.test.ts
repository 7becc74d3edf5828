/** Counting in memory, on a store that is real but for writes that a test lets fail. */
import type { Change, Visit } from '@baton/core/command'
import { asId, type BotId } from '@baton/core/ids'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import { openSqlite } from '../store/sqlite/sqlite.ts'
import { type Committed, type Store, StoreUnavailable } from '../store/store.ts'
import { dayOf } from '../store/visits.ts'
import { VisitCounter } from './visits.ts'

const workspace = asId<'workspace'>('ws_1')
const acme = asId<'bot'>('bot_acme')
const day = 86_400_000

let clock = handClock()
let store: Store
let added: { sums: number; misses: number }[] = []
let isFailing = false
let counter: VisitCounter

beforeEach(() => {
  clock = handClock()
  added = []
  isFailing = false
  store = openSqlite({ path: ':memory:', newId, now: () => clock.now(), onCommitted: () => {} })
  const visits: Store['visits'] = {
    list: (...asked) => store.visits.list(...asked),
    misses: (...asked) => store.visits.misses(...asked),
    async add(to, sums, misses) {
      if (isFailing) throw new StoreUnavailable('not now')
      added.push({ sums: sums.length, misses: misses.length })
      await store.visits.add(to, sums, misses)
    },
  }
  counter = new VisitCounter({ store: { visits }, clock, log: pino({ enabled: false }) })
})
afterEach(async () => {
  isFailing = false
  await counter.stop()
  await store.close()
})

/** Only what is counted by is there. */
function commit({ visits = [], misses = [] }: Partial<Change>, bot: BotId = acme): void {
  const change = { visits, misses, record: { conversation: { bot } } } as unknown as Change
  counter.committed({ id: asId('conv_1'), workspace, change } satisfies Committed)
}

const entered = (interaction: string): Visit => ({ behavior: 'main', interaction, kind: 'entered' })
const kept = async (days = 1) =>
  (await store.visits.list(workspace, acme, dayOf(clock.now()) - days + 1)).map(
    ({ interaction, entered, toOperators, left }) => `${interaction} ${entered} ${toOperators} ${left}`,
  )

test('[FL-14] sums are written every five seconds, and nothing is written where nothing was counted', async () => {
  commit({ visits: [entered('welcome'), { ...entered('welcome'), kind: 'to_operators' }] })
  commit({ visits: [entered('welcome'), { ...entered('bye'), kind: 'left' }] })
  commit({})
  clock.advance(4_999)
  expect(added).toEqual([])
  clock.advance(1)
  await expect.poll(() => kept()).toEqual(['bye 0 0 1', 'welcome 2 1 0'])
  await counter.write()
  expect(added).toEqual([{ sums: 2, misses: 0 }])
})

test('[FL-14] what was counted belongs to the day at which it happened', async () => {
  commit({ visits: [entered('welcome')] })
  clock.advance(day)
  commit({ visits: [entered('welcome')] })
  await counter.write()
  expect(await kept()).toEqual(['welcome 1 0 0'])
  expect(await kept(2)).toEqual(['welcome 2 0 0'])
})

test('[FL-14] a write that fails keeps its sums, and adds them to what is counted meanwhile', async () => {
  isFailing = true
  commit({ visits: [entered('welcome')], misses: [{ seq: 1 }] })
  await counter.write()
  commit({ visits: [entered('welcome'), entered('ask')], misses: [{ seq: 2 }] })
  await counter.write()
  isFailing = false
  await counter.write()
  expect(await kept()).toEqual(['ask 1 0 0', 'welcome 2 0 0'])
  expect(added).toEqual([{ sums: 2, misses: 2 }])
})

test('[FL-14] what is counted while a write is under way is neither lost nor written twice', async () => {
  commit({ visits: [entered('welcome')] })
  const writing = counter.write()
  commit({ visits: [entered('welcome')] })
  await Promise.all([writing, counter.write()])
  expect(await kept()).toEqual(['welcome 2 0 0'])
})

test('[FL-14] stopping writes what is left', async () => {
  commit({ visits: [entered('welcome')] })
  await counter.stop()
  expect(await kept()).toEqual(['welcome 1 0 0'])
})

test('[FL-15] while nothing can be written, memory stays bounded: known sums go on, the newest misses count', async () => {
  isFailing = true
  for (let index = 0; index < 25_000; index += 1) commit({ visits: [entered(`i${index}`)], misses: [{ seq: index }] })
  await counter.write()
  for (let index = 0; index < 3_000; index += 1) commit({ misses: [{ seq: 1 }] }, asId(`bot_${index}`))
  commit({ visits: [entered('i0'), entered('i24999')] })
  await counter.write()
  isFailing = false
  await counter.write()
  const found = await kept()
  expect(found).toHaveLength(20_000)
  expect(found).toContain('i0 2 0 0')
  expect(found).not.toContain('i24999 1 0 0')
  expect(added).toEqual([{ sums: 20_000, misses: 500 + 1_999 }])
})
