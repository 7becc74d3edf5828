import type { ConversationEvent } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Asker } from '../access.ts'
import { limits } from './limits.ts'
import { LiveSocket } from './socket.ts'

const id = asId<'conversation'>('conv_a')
const asker: Asker = {
  kind: 'program',
  key: asId('key_a'),
  role: 'admin',
  workspace: { id: asId('ws_a'), name: 'A', packages: [], locale: 'en', timeZone: 'UTC' },
}

function eventAt(seq: number): ConversationEvent {
  return {
    id: asId(`evt_${seq}`),
    seq,
    at: instant(seq),
    epoch: 0,
    actor: { kind: 'contact' },
    type: 'tags_changed',
    data: { set: [], dropped: [] },
  } as unknown as ConversationEvent
}

type Frame = { type: string; events?: { seq: number }[]; lastSeq?: number; isTyping?: boolean }

/**
 * One connection on a log that grows, read through a store whose reads take as long as the scheduler likes and see the
 * log as it is when they begin or when they end.
 */
function world(scheduler: fc.Scheduler) {
  const log: ConversationEvent[] = []
  const frames: Frame[] = []
  let failures = 0
  const ws = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send: (text: string) => void frames.push(JSON.parse(text)),
    ping: (_data: unknown, _mask: unknown, done: () => void) =>
      void scheduler.schedule(Promise.resolve(), 'read by the other side').then(done),
    close() {},
  }
  const socket = new LiveSocket({
    asker,
    device: 'device',
    socket: ws as unknown as ConstructorParameters<typeof LiveSocket>[0]['socket'],
    async read(_, after) {
      const page = (from: readonly ConversationEvent[]) =>
        from.filter(({ seq }) => seq > after).slice(0, limits.replayPage)
      const early = page(log)
      await scheduler.schedule(Promise.resolve(), 'read begins')
      const late = page(log)
      await scheduler.schedule(Promise.resolve(), 'read ends')
      if (failures > 0) {
        failures -= 1
        throw new Error('the store is gone')
      }
      return log.length % 2 === 0 ? early : late
    },
    now: 0,
    onResync() {},
    onReadFailed: (_, again) => void scheduler.schedule(Promise.resolve(), 'later').then(again),
  })
  return {
    socket,
    ws,
    frames,
    log,
    write: (count: number) => {
      for (let more = 0; more < count; more += 1) log.push(eventAt(log.length + 1))
    },
    fail: (times: number) => {
      failures += times
    },
  }
}

type Step =
  | { do: 'write'; count: number; isTold: boolean }
  | { do: 'hint'; lastSeq: number }
  | { do: 'follow'; after: number }
  | { do: 'unfollow' }
  | { do: 'gap' }
  | { do: 'typing'; isTyping: boolean }
  | { do: 'fail'; times: number }
  | { do: 'slow'; isSlow: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('write'), count: fc.integer({ min: 1, max: 120 }), isTold: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('hint'), lastSeq: fc.integer({ min: 0, max: 1_000_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('follow'), after: fc.nat(1_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unfollow') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gap') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('typing'), isTyping: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail'), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('slow'), isSlow: fc.boolean() }) },
) as fc.Arbitrary<Step>

describe('following a log', () => {
  test('[D-10] [I-28] [I-50] whatever is hinted, failed, slow or begun anew: each follow gets the log from its position, once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 1, maxLength: 25 }), async (scheduler, steps) => {
        const { socket, ws, frames, log, write, fail } = world(scheduler)
        /** Where the follow that counts now began, and at which frame. */
        let current: { after: number; from: number } | null = null
        for (const one of [...steps, { do: 'slow', isSlow: false } as Step]) {
          if (one.do === 'write') write(one.count)
          if (one.do === 'write' && one.isTold) socket.moved(id, log.length)
          if (one.do === 'hint') socket.moved(id, one.lastSeq)
          if (one.do === 'gap') socket.readOnEverywhere()
          if (one.do === 'typing') socket.botTypes(id, log.length, one.isTyping)
          if (one.do === 'fail') fail(one.times)
          if (one.do === 'slow') ws.bufferedAmount = one.isSlow ? limits.replayBuffer + 1 : 0
          if (one.do === 'unfollow') socket.unfollow(id)
          if (one.do === 'unfollow') checkFollow(frames, current, null)
          if (one.do === 'unfollow') current = null
          if (one.do === 'follow') {
            const after = Math.min(one.after, log.length)
            checkFollow(frames, current, null)
            expect(socket.follow(id, after, log.length)).toBe(true)
            current = { after, from: frames.length }
          }
          if (scheduler.count() > 0) await scheduler.waitOne()
        }
        const ended = frames.length
        const isFollowing = current !== null
        // The last hint, or the gap after lost ones, finds everything.
        socket.readOnEverywhere()
        while (scheduler.count() > 0) await scheduler.waitOne()
        await scheduler.waitIdle()
        if (isFollowing) checkFollow(frames, current, log.length)
        else expect(frames.length).toBe(ended)
      }),
      { seed: 20_261_122, numRuns: 1_500 },
    )
  }, 120_000)

  test('[HO-5] the bot is shown as writing only while the log ends where it began to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.record({ isTyping: fc.boolean(), isLost: fc.boolean(), isLate: fc.boolean() }), { maxLength: 12 }),
        async (scheduler, turns) => {
          const { socket, frames, log, write } = world(scheduler)
          write(1)
          socket.follow(id, 0, 1)
          const late: (() => void)[] = []
          for (const { isTyping, isLost, isLate } of turns) {
            write(1)
            const seq = log.length
            if (!isLost) socket.moved(id, seq)
            const tell = () => socket.botTypes(id, seq, isTyping)
            if (isTyping && isLate) late.push(tell)
            else if (isTyping) tell()
            if (scheduler.count() > 0) await scheduler.waitOne()
          }
          for (const tell of late) tell()
          socket.readOnEverywhere()
          while (scheduler.count() > 0) await scheduler.waitOne()
          await scheduler.waitIdle()
          const shown = frames.findLast(({ type }) => type === 'typing')?.isTyping ?? false
          expect(shown).toBe(turns.at(-1)?.isTyping ?? false)
        },
      ),
      { seed: 20_261_122, numRuns: 1_000 },
    )
  }, 120_000)
})

/** What one follow was told: consecutive numbers from its position on, `caught_up` once, and (to the end) all there is. */
function checkFollow(
  frames: readonly Frame[],
  follow: { after: number; from: number } | null,
  end: number | null,
): void {
  if (follow === null) return
  const told = frames.slice(follow.from)
  const numbers = told.flatMap(({ events = [] }) => events.map(({ seq }) => seq))
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => follow.after + 1 + index))
  const caughtUp = told.filter(({ type }) => type === 'caught_up')
  expect(caughtUp.length).toBeLessThanOrEqual(1)
  if (end === null) return
  expect(numbers.length).toBe(end - follow.after)
  expect(caughtUp.length).toBe(1)
}
