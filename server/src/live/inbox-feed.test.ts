import { asId, type ConversationId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InboxItem, Store } from '../store/store.ts'
import { InboxFeed } from './inbox-feed.ts'
import { limits } from './limits.ts'
import type { LiveSocket } from './socket.ts'

const workspace = asId<'workspace'>('ws_a')

type Frame = { type: string; position?: number; reason?: string }
type Desk = LiveSocket & { frames: Frame[]; joins: { after: number | null; from: number }[] }

/** A log that grows, read through a store whose reads take as long as the scheduler likes, for desks that come and go. */
function world(scheduler: fc.Scheduler) {
  const log: InboxItem[] = []
  let failures = 0
  const read = async <T>(look: () => T): Promise<T> => {
    const early = look()
    await scheduler.schedule(Promise.resolve())
    if (failures > 0) {
      failures -= 1
      throw new Error('the store is gone')
    }
    return log.length % 2 === 0 ? early : look()
  }
  const store = {
    conversations: {
      lastPosition: () => read(() => log.length),
      inbox: (_: unknown, after: number, limit: number) => read(() => log.slice(after, after + limit)),
      // Forgotten ones: what is looked at here is positions.
      find: () => read(() => null),
    },
    workspaces: { find: async () => null },
  } as unknown as Store
  const later: (() => void)[] = []
  const feed = new InboxFeed({
    workspace,
    store,
    now: () => instant(0),
    onReadFailed: (_, again) => void later.push(again),
  })
  const desk = (): Desk => {
    const frames: Frame[] = []
    const socket = {
      frames,
      joins: [],
      inboxPosition: null,
      send: (frame: Frame) => void frames.push(frame),
      sendText: (text: string) => void frames.push({ ...JSON.parse(text), type: 'item' }),
    }
    return socket as unknown as Desk
  }
  const join = async (socket: Desk, after: number | null) => {
    socket.joins.push({ after, from: log.length })
    await feed.join(socket, after)
  }
  const write = (count: number) => {
    for (let more = 0; more < count; more += 1)
      log.push({
        position: log.length + 1,
        conversation: asId<'conversation'>('conv_a') as ConversationId,
        event: { seq: log.length + 1, at: instant(0) } as unknown as InboxItem['event'],
      })
  }
  const settle = async () => {
    for (let idle = 0; idle < 3; ) {
      await new Promise((resolve) => setImmediate(resolve))
      if (scheduler.count() > 0) await scheduler.waitOne()
      else if (later.length > 0) later.shift()?.()
      else idle += 1
    }
  }
  const fail = (times: number) => {
    failures += times
  }
  return { feed, log, desk, join, write, settle, fail }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('write'), count: fc.integer({ min: 1, max: 30 }), isTold: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('join'), desk: fc.nat(4), after: fc.option(fc.nat(200)) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave'), desk: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail'), times: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turn') }) },
)

describe('the inbox of a workspace', () => {
  test('[D-10] [I-28] [I-50] each desk gets everything from its position on, once, in order, whoever else comes and goes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 30 }), async (scheduler, steps) => {
        const { feed, log, desk, join, write, settle, fail } = world(scheduler)
        const desks = Array.from({ length: 5 }, desk)
        const following = new Set<Desk>()
        for (const one of steps) {
          const socket = 'desk' in one ? desks[one.desk] : undefined
          if ('count' in one) write(one.count)
          if ('isTold' in one && one.isTold) feed.moved()
          if ('times' in one) fail(one.times)
          if ('after' in one && socket !== undefined && !following.has(socket)) {
            following.add(socket)
            void join(socket, one.after)
          }
          if (one.do === 'leave' && socket !== undefined && following.delete(socket)) {
            feed.leave(socket)
            // A socket that has left never comes back: another takes its place.
            desks[desks.indexOf(socket)] = desk()
          }
          if (one.do === 'turn') await new Promise((resolve) => setImmediate(resolve))
          if (one.do === 'turn' && scheduler.count() > 0) await scheduler.waitOne()
        }
        feed.moved()
        await settle()
        for (const socket of following) expectWhole(socket, log.length)
      }),
      { seed: 20_261_122, numRuns: 500 },
    )
  }, 120_000)

  test('[D-10] too many that were missed, or a position that cannot be, is told; then it goes on from now', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { feed, log, desk, join, write, settle } = world(scheduler)
        write(limits.replay + 1)
        const [late, early, ahead, many] = [desk(), desk(), desk(), Array.from({ length: 40 }, desk)]
        void join(late, 1)
        void join(early, 0)
        void join(ahead, 1e9)
        for (const one of many) void join(one, null)
        await settle()
        expect(late.frames.length).toBe(limits.replay + 1)
        expect(early.frames.map(({ type, reason }) => reason ?? type)).toEqual(['too_old', 'inbox_caught_up'])
        expect(ahead.frames.map(({ type, reason }) => reason ?? type)).toEqual(['unknown', 'inbox_caught_up'])
        write(1)
        feed.moved()
        await settle()
        for (const one of [late, early, ahead, ...many])
          expect(one.frames.at(-1)).toEqual({ type: 'item', position: log.length })
        expect(many.every(({ frames }) => frames.length === 2)).toBe(true)
      }),
      { seed: 20_261_122, numRuns: 5 },
    )
  }, 120_000)
})

/** What one desk was told: all positions after its own, up to the last, and once in between that it is up to date. */
function expectWhole({ frames, joins }: Desk, end: number): void {
  const [join] = joins
  const items = frames.flatMap(({ type, position = 0 }) => (type === 'item' ? [position] : []))
  const caughtUp = frames.filter(({ type }) => type === 'inbox_caught_up')
  expect(caughtUp.length).toBe(1)
  const isAhead = frames.some(({ reason }) => reason === 'unknown')
  const start = join?.after === null || isAhead ? (caughtUp[0]?.position ?? 0) : (join?.after ?? 0)
  expect(items).toEqual(Array.from({ length: Math.max(0, end - start) }, (_, index) => start + 1 + index))
  // What was there when they asked is what they are told, or told to be up to date with.
  if (join?.after === null) expect(start).toBeGreaterThanOrEqual(join.from)
  if (isAhead) expect(join?.after ?? 0).toBeGreaterThan(join?.from ?? 0)
}
