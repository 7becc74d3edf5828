import { asId, type ConversationId, type WorkspaceId } from '@baton/core/ids'
import fc from 'fast-check'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { handClock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import { type Bus, type Hint, memoryBus } from './bus.ts'
import { Watch } from './watch.ts'

const workspace = asId<'workspace'>('ws_a')

/** A store that other nodes write to, and a bus that may reach them or not. */
function world() {
  const clock = handClock()
  const health = { isHealthy: false }
  const store = { isGone: false, refreshes: 0, reads: 0, underWay: 0, mostUnderWay: 0 }
  const log: { workspace: WorkspaceId; conversation: ConversationId; seq: number }[] = []
  const read = async () => {
    store.reads += 1
    store.underWay += 1
    store.mostUnderWay = Math.max(store.mostUnderWay, store.underWay)
    await null
    store.underWay -= 1
    if (store.isGone) throw new Error('gone')
  }
  const conversations = {
    async lastPosition() {
      await read()
      return log.length
    },
    async moved(of: WorkspaceId, after: number, limit: number) {
      await read()
      const looked = log.slice(after, after + limit)
      const found = new Map<ConversationId, number>()
      for (const one of looked) if (one.workspace === of) found.set(one.conversation, one.seq)
      return {
        position: after + looked.length,
        conversations: [...found].map(([id, lastSeq]) => ({ id, lastSeq })),
      }
    },
  }
  const parts = {
    conversations,
    async refresh() {
      store.refreshes += 1
      if (store.isGone) throw new Error('gone')
    },
  } as unknown as Store
  const bus: Bus = { ...memoryBus(), isHealthy: () => health.isHealthy }
  const heard: Hint[] = []
  bus.listen((hint, isOurs) => void (isOurs || heard.push(hint)))
  const watch = new Watch({ bus, store: parts, clock, log: pino({ enabled: false }), steady: () => clock.now() })
  const write = (conversation: string, of = workspace) => {
    const seq = log.filter((one) => one.conversation === conversation).length + 1
    log.push({ workspace: of, conversation: asId(conversation), seq })
    return seq
  }
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 250) {
      clock.advance(250)
      for (let turn = 0; turn < 200; turn += 1) await null
    }
  }
  return { bus, health, store, heard, watch, write, pass }
}

const kinds = (hints: readonly Hint[]) => hints.map(({ kind }) => kind)

describe('looking into the store', () => {
  test('[I-50] without a bus, what others write is found every 250 ms, and presence every second', async () => {
    const { bus, heard, watch, write, pass, store } = world()
    write('conv_old')
    await pass(500)
    expect(heard).toEqual([])
    expect(store.reads).toBe(0)
    bus.follow(workspace)
    await pass(250)
    expect(kinds(heard).filter((kind) => kind !== 'presence')).toEqual(['gap'])
    write('conv_a')
    write('conv_b')
    write('conv_a')
    await pass(250)
    expect(heard.filter(({ kind }) => kind === 'moved')).toEqual([
      { kind: 'moved', workspace, conversation: 'conv_a', lastSeq: 2 },
      { kind: 'moved', workspace, conversation: 'conv_b', lastSeq: 1 },
    ])
    heard.length = 0
    await pass(4_000)
    expect(kinds(heard)).toEqual(['presence', 'presence', 'presence', 'presence'])
    expect(store.refreshes).toBeGreaterThanOrEqual(16)
    await watch.stop()
    await pass(4_000)
    expect(heard.length).toBe(4)
  })

  test('[I-50] with a bus that reaches the others it looks every five seconds, and at once when the bus has come back', async () => {
    const { bus, heard, health, write, pass, store } = world()
    bus.follow(workspace)
    await pass(250)
    health.isHealthy = true
    await pass(250)
    heard.length = 0
    const before = store.reads
    write('conv_a')
    await pass(4_750)
    expect(heard).toEqual([])
    expect(store.reads).toBe(before)
    await pass(250)
    expect(kinds(heard)).toEqual(['moved', 'presence'])
    health.isHealthy = false
    await pass(250)
    health.isHealthy = true
    write('conv_b')
    await pass(250)
    expect(heard.filter(({ kind }) => kind === 'moved').at(-1)).toMatchObject({ conversation: 'conv_b' })
  })

  test('a store that cannot be read is asked less and less often, and everything is found afterwards', async () => {
    const { bus, heard, write, pass, store } = world()
    bus.follow(workspace)
    await pass(250)
    store.isGone = true
    write('conv_a')
    const before = store.refreshes
    await pass(60_000)
    expect(store.refreshes - before).toBeLessThan(20)
    store.isGone = false
    await pass(5_000)
    expect(heard).toContainEqual({ kind: 'moved', workspace, conversation: 'conv_a', lastSeq: 1 })
  })

  test('many workspaces are read at most four at once', async () => {
    const { bus, pass, store } = world()
    for (let count = 0; count < 50; count += 1) bus.follow(asId(`ws_${count}`))
    await pass(500)
    expect(store.reads).toBe(100)
    expect(store.mostUnderWay).toBe(4)
  })

  test('[I-30] [I-50] whoever follows, whenever that began and whatever the bus did meanwhile, ends at the end of the log', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('write'), conversation: fc.constantFrom('conv_a', 'conv_b') }),
      fc.record({ do: fc.constant('follow') }),
      fc.record({ do: fc.constant('unfollow') }),
      fc.record({ do: fc.constant('health'), isHealthy: fc.boolean() }),
      fc.record({ do: fc.constant('pass'), milliseconds: fc.constantFrom(250, 750, 6_000) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { bus, health, write, pass, watch } = world()
        const written = new Map<string, number>()
        let seen = new Map<string, number>()
        let unfollow: (() => void) | null = null
        // A follower reads where it is told to, and everything when it begins or hints may have been lost.
        bus.listen((hint) => {
          if (hint.kind === 'gap') seen = new Map(written)
          if (hint.kind === 'moved') seen.set(hint.conversation, written.get(hint.conversation) ?? 0)
        })
        for (const one of steps) {
          if (one.do === 'write' && 'conversation' in one) written.set(one.conversation, write(one.conversation))
          if (one.do === 'follow' && unfollow === null) {
            unfollow = bus.follow(workspace)
            seen = new Map(written)
          }
          if (one.do === 'unfollow') unfollow?.()
          if (one.do === 'unfollow') unfollow = null
          if (one.do === 'health' && 'isHealthy' in one) health.isHealthy = one.isHealthy
          if (one.do === 'pass' && 'milliseconds' in one) await pass(one.milliseconds)
        }
        if (unfollow === null) return watch.stop()
        await pass(5_500)
        expect(seen).toEqual(written)
        await watch.stop()
      }),
      { seed: 20_261_122, numRuns: 300 },
    )
  })
})
