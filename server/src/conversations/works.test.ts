import { asId, type EffectId } from '@baton/core/ids'
import { after, type Instant } from '@baton/core/time'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { handClock } from '../clock.ts'
import type { Egress, EgressOutcome } from '../egress/egress.ts'
import { type PendingWork, type Store, StoreUnavailable } from '../store/store.ts'
import type { ConversationLine } from './conversations.ts'
import { Works } from './works.ts'

const log = pino({ enabled: false })

/** A store that several nodes take work from: a row each, with the time until which somebody has it. */
function world() {
  const clock = handClock()
  const rows = new Map<EffectId, { work: PendingWork; until: Instant | null }>()
  const figures = { claims: 0, claimed: 0, isGone: false, dead: '', whileLooking: () => {} }
  const works = {
    async claim(limit: number, known: ReadonlySet<EffectId>, until: Instant) {
      figures.claims += 1
      await null
      if (figures.isGone) throw new StoreUnavailable('gone')
      const due = [...rows.values()]
        .filter(
          ({ work, until: taken }) => !known.has(work.id) && work.dueAt <= clock.now() && (taken ?? 0) <= clock.now(),
        )
        .sort((one, other) => one.work.dueAt - other.work.dueAt)
        .slice(0, limit)
      for (const row of due) row.until = until
      figures.claimed += due.length
      return due.map(({ work }) => work)
    },
    async extend(ids: readonly EffectId[], until: Instant, name: string) {
      if (figures.dead === name) return
      for (const id of ids) {
        const row = rows.get(id)
        if (row !== undefined) row.until = until
      }
    },
    async release(ids: readonly EffectId[]) {
      for (const id of ids) {
        const row = rows.get(id)
        if (row !== undefined) row.until = null
      }
    },
    async nextDueAt() {
      figures.whileLooking()
      const dues = [...rows.values()].map(({ work, until }) => Math.max(work.dueAt, until ?? 0))
      return dues.length === 0 ? null : (Math.min(...dues) as Instant)
    },
  }
  const finished: { node: string; id: EffectId }[] = []
  const calls: { node: string; url: string; answer: () => void }[] = []
  const node = (name: string) => {
    const waiting = new Set<() => void>()
    const egress = {
      request: ({ url }: { url: string }) =>
        new Promise<EgressOutcome>((resolve) => {
          const answer = () => {
            waiting.delete(abort)
            resolve({ ok: true, status: 200, body: '' } as unknown as EgressOutcome)
          }
          const abort = () => resolve({ ok: false, reason: 'aborted' } as unknown as EgressOutcome)
          waiting.add(abort)
          calls.push({ node: name, url, answer })
        }),
      async close() {
        for (const abort of waiting) abort()
      },
    } as unknown as Egress
    const line = {
      store: {
        works: { ...works, extend: (ids: EffectId[], until: Instant) => works.extend(ids, until, name) },
        workspaces: { find: async () => ({}) },
      } as unknown as Store,
      onWork() {},
      async run(_: unknown, __: unknown, { work }: { work: { id: EffectId } }) {
        await null
        if (figures.isGone) throw new StoreUnavailable('gone')
        rows.delete(work.id)
        finished.push({ node: name, id: work.id })
      },
    } as unknown as ConversationLine
    return new Works({ line, egress, clock, log })
  }
  const add = (id: string, work: 'delay' | 'http', dueIn = 0, workspace = 'ws_a') =>
    rows.set(asId(id), {
      work: {
        id: asId(id),
        workspace: asId(workspace),
        conversation: asId('conv_a'),
        turn: asId('turn_a'),
        epoch: 0,
        work:
          work === 'delay'
            ? { kind: 'delay' }
            : { kind: 'http', method: 'GET', url: id, headers: {}, body: null, timeoutMs: 1 },
        dueAt: after(clock.now(), dueIn),
      } as unknown as PendingWork,
      until: null,
    })
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 50) {
      clock.advance(50)
      for (let turn = 0; turn < 50; turn += 1) await null
    }
  }
  return { clock, rows, figures, finished, calls, node, add, pass }
}

describe('work outside', () => {
  test('[FL-5] what is due is done once, by whichever node is first', async () => {
    const { add, node, pass, finished, calls } = world()
    for (let count = 0; count < 100; count += 1) add(`delay_${count}`, 'delay')
    for (let count = 0; count < 20; count += 1) add(`call_${count}`, 'http')
    const nodes = [node('a'), node('b'), node('c')]
    for (const one of nodes) one.wake()
    await pass(100)
    for (const { answer } of calls) answer()
    await pass(6_000)
    expect(finished.map(({ id }) => id).sort()).toEqual([...new Set(finished.map(({ id }) => id))].sort())
    expect(finished.length).toBe(120)
    expect(calls.length).toBe(20)
    for (const one of nodes) await one.stop()
  })

  test('[FL-5] a call that takes a minute is made by no other node meanwhile; that of a node which died, within half a minute', async () => {
    const { add, node, pass, calls, figures } = world()
    add('long', 'http')
    const [one, other] = [node('a'), node('b')]
    one.wake()
    await pass(100)
    other.wake()
    await pass(60_000)
    expect(calls.map((call) => call.node)).toEqual(['a'])
    figures.dead = 'a'
    await pass(30_000)
    expect(calls.map((call) => call.node)).toEqual(['a', 'b'])
    for (const works of [one, other]) await works.stop()
  })

  test('[FL-5] what falls due while a node looks is done at the end of that look, not by the next', async () => {
    const { add, clock, figures, node, finished } = world()
    add('just_now', 'delay', 10)
    figures.whileLooking = () => {
      figures.whileLooking = () => {}
      clock.advance(10)
    }
    const works = node('a')
    works.wake()
    for (let turn = 0; turn < 100; turn += 1) await null
    expect(finished.length).toBe(1)
    await works.stop()
  })

  test('[FL-5] [R-17] a node that looks while nothing is due finds what falls due later, also of others, within five seconds', async () => {
    const { add, node, pass, finished } = world()
    const works = node('a')
    works.wake()
    await pass(100)
    add('from_elsewhere', 'delay', 1_000)
    await pass(5_100)
    expect(finished.length).toBe(1)
    add('timed', 'delay', 2_000)
    works.wake()
    await pass(1_950)
    expect(finished.length).toBe(1)
    await pass(100)
    expect(finished.length).toBe(2)
    await works.stop()
  })

  test('[FL-5] calls are bounded in all and per workspace, delays are not, and what has no room is left to others', async () => {
    const { add, node, pass, finished, calls, figures } = world()
    for (let count = 0; count < 200; count += 1) add(`a_${count}`, 'http', -1_000, 'ws_a')
    for (let count = 0; count < 200; count += 1) add(`b_${count}`, 'http', -500, 'ws_b')
    for (let count = 0; count < 50; count += 1) add(`delay_${count}`, 'delay')
    const first = node('a')
    first.wake()
    await pass(1_000)
    expect(calls.filter(({ url }) => url.startsWith('a_')).length).toBe(32)
    expect(calls.length).toBe(64)
    expect(finished.length).toBe(50)
    const second = node('b')
    second.wake()
    await pass(1_000)
    expect(calls.length).toBe(128)
    expect(figures.claims).toBeLessThan(30)
    await first.stop()
    await second.stop()
  })

  test('[FL-5] [D-18] a node that stops gives back what it has begun; one that dies is waited for', async () => {
    const { add, node, pass, calls, finished } = world()
    add('call', 'http')
    const first = node('a')
    first.wake()
    await pass(50)
    expect(calls.length).toBe(1)
    await first.stop()
    expect(finished).toEqual([])
    const second = node('b')
    second.wake()
    await pass(50)
    expect(calls.map((call) => call.node)).toEqual(['a', 'b'])
    // The second one hangs without an end; nobody takes its work before its claim is over.
    const third = node('c')
    third.wake()
    await pass(89_000)
    expect(calls.length).toBe(2)
    await pass(25_000)
    expect(calls.map((call) => call.node)).toEqual(['a', 'b', 'c'])
    calls[2]?.answer()
    await pass(50)
    expect(finished).toEqual([{ node: 'c', id: 'call' }])
    await second.stop()
    await third.stop()
  })

  test('[FL-5] a store that is gone is asked again, and nothing is done twice for it', async () => {
    const { add, node, pass, calls, finished, figures } = world()
    add('call', 'http')
    const works = node('a')
    works.wake()
    await pass(50)
    figures.isGone = true
    calls[0]?.answer()
    await pass(3_000)
    expect(finished).toEqual([])
    figures.isGone = false
    await pass(2_000)
    expect(finished.length).toBe(1)
    expect(calls.length).toBe(1)
    await works.stop()
  })
})
