import type { ConversationRecord } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { handClock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import { memoryBus } from './bus.ts'
import { Waiting } from './waiting.ts'

const workspace = asId<'workspace'>('ws_a')
const id = asId<'conversation'>('conv_a')

function recordAt(lastSeq: number): ConversationRecord {
  return { conversation: { lastSeq } } as ConversationRecord
}

/** A store of one conversation; `read` says how long a read takes, and what it sees. */
function world({ isAlone = true, read = async () => {} }: { isAlone?: boolean; read?: () => Promise<void> } = {}) {
  const stored: { lastSeq: number | null } = { lastSeq: 1 }
  const reads = { count: 0 }
  const clock = handClock()
  const bus = memoryBus(isAlone)
  const find = async () => {
    reads.count += 1
    const { lastSeq } = stored
    await read()
    return lastSeq === null ? null : recordAt(lastSeq)
  }
  const store = { conversations: { find } } as unknown as Store
  const waiting = new Waiting({ store, bus, clock })
  const past = (seq: number, milliseconds = 10_000, signal?: AbortSignal) =>
    waiting.until(workspace, id, ({ conversation }) => conversation.lastSeq > seq, milliseconds, signal)
  const hint = () => bus.hear({ kind: 'moved', workspace, conversation: id, lastSeq: 1 })
  return { stored, reads, clock, bus, waiting, past, hint }
}

async function settles(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false
  const mark = () => {
    isSettled = true
  }
  promise.then(mark, mark)
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  return isSettled
}

describe('waiting for a conversation', () => {
  test('[D-10] settles at once when it is there, when it comes, and when another node writes it', async () => {
    const { stored, waiting, past, hint } = world()
    await past(0)
    const here = past(1)
    expect(await settles(here)).toBe(false)
    waiting.see(workspace, id, recordAt(2))
    await here
    stored.lastSeq = 2
    const elsewhere = past(2)
    expect(await settles(elsewhere)).toBe(false)
    stored.lastSeq = 3
    hint()
    await elsewhere
  })

  test('[I-50] without hints it looks every second', async () => {
    const { stored, clock, past } = world({ isAlone: false })
    const waiter = past(1)
    expect(await settles(waiter)).toBe(false)
    stored.lastSeq = 2
    clock.advance(999)
    expect(await settles(waiter)).toBe(false)
    clock.advance(1)
    expect(await settles(waiter)).toBe(true)
  })

  test('[I-50] where hints may have been lost, everybody of the workspace looks', async () => {
    const { stored, bus, past } = world()
    const waiter = past(1)
    await settles(waiter)
    stored.lastSeq = 2
    bus.hear({ kind: 'gap', workspace: asId('ws_b') })
    expect(await settles(waiter)).toBe(false)
    bus.hear({ kind: 'gap', workspace })
    expect(await settles(waiter)).toBe(true)
  })

  test('[D-18] ends with its time, with the caller, with the conversation and with the process; nothing is left behind', async () => {
    const { stored, clock, bus, waiting, past } = world()
    const late = past(1, 5_000)
    expect(await settles(late)).toBe(false)
    expect(bus.followed()).toEqual([workspace])
    clock.advance(5_000)
    await late
    const giver = new AbortController()
    const given = past(1, 5_000, giver.signal)
    giver.abort()
    await given
    await past(1, 5_000, giver.signal)
    await past(1, 0)
    stored.lastSeq = null
    await past(1)
    stored.lastSeq = 1
    const stopped = past(1)
    await settles(stopped)
    waiting.stop()
    await stopped
    await past(1)
    expect(bus.followed()).toEqual([])
  })

  test('a store that cannot be read is told, and a time that is over is not waited past it', async () => {
    let fail: (error: Error) => void = () => {}
    const { clock, past } = world({
      read: () =>
        new Promise((_, reject) => {
          fail = reject
        }),
    })
    const failing = past(1)
    fail(new Error('gone'))
    await expect(failing).rejects.toThrow('gone')
    const late = past(1, 1_000)
    clock.advance(1_000)
    await late
    fail(new Error('gone'))
  })

  test('[I-50] a flood of hints is at most one read and one more', async () => {
    const { reads, past, hint, waiting } = world()
    const waiter = past(1)
    await settles(waiter)
    const before = reads.count
    for (let told = 0; told < 1_000; told += 1) hint()
    await settles(waiter)
    expect(reads.count - before).toBe(2)
    waiting.stop()
    await waiter
    hint()
    expect(reads.count - before).toBe(2)
  })

  test('[D-10] whatever the order of reads, writes and hints: it settles when it is over, and not before', async () => {
    const step = fc.constantFrom('write here', 'write elsewhere', 'hint', 'read')
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(step, { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        async (scheduler, steps, seq) => {
          const { stored, waiting, past, hint } = world({ read: () => scheduler.schedule(Promise.resolve()) })
          const waiter = past(seq)
          let last = 1
          for (const one of steps) {
            if (one.startsWith('write')) last += 1
            if (one.startsWith('write')) stored.lastSeq = last
            if (one === 'write here') waiting.see(workspace, id, recordAt(last))
            if (one === 'hint') hint()
            if (one === 'read' && scheduler.count() > 0) await scheduler.waitOne()
            if (last <= seq) expect(await settles(waiter)).toBe(false)
          }
          // The last hint of all is not lost, or the store is looked into.
          hint()
          while (!(await settles(waiter)) && scheduler.count() > 0) await scheduler.waitOne()
          expect(await settles(waiter)).toBe(last > seq)
          waiting.stop()
          await waiter
        },
      ),
      { seed: 20_261_122, numRuns: 500 },
    )
  })
})
