import { describe, expect, test } from 'vitest'
import { event } from '../../live/testing.ts'
import { placeOfOutbox, stillPending } from './outbox.ts'
import { SharedOutbox } from './shared-outbox.ts'
import { keptInMemory } from './testing.ts'

const message = {
  clientMessageId: 'm1',
  conversation: 'conv_1',
  text: 'Hello',
  note: false,
  at: '2026-11-22T09:00:00Z',
}
const place = `${placeOfOutbox('op_ana')}m1`
const never = () => new Promise<void>(() => {})
const atOnce = async () => {}
const opened = (
  kept: ReturnType<typeof keptInMemory>,
  page: string,
  whenGone: (page: string) => Promise<void> = never,
) => new SharedOutbox('op_ana', kept, page, whenGone)

describe('the outbox', () => {
  test('[U-05] a failed message stays, and a retry keeps its id', () => {
    const outbox = opened(keptInMemory(), 'one')
    outbox.send(message)
    outbox.fail('m1', 'full')
    expect(outbox.store.get()).toMatchObject([{ state: 'failed', detail: 'full' }])
    const [failed] = outbox.store.get()
    if (failed === undefined) throw new Error('gone')
    outbox.send(failed)
    expect(outbox.store.get()).toMatchObject([{ clientMessageId: 'm1', state: 'sending', detail: null }])
  })

  test('[U-05] what was on its way at a reload is offered again', async () => {
    const kept = keptInMemory()
    opened(kept, 'before').send(message)
    const after = opened(kept, 'after', atOnce)
    await Promise.resolve()
    expect(after.store.get()).toMatchObject([{ text: 'Hello', state: 'failed' }])
  })

  test('[U-05] what another tab is sending is left to it, for as long as that tab is there', async () => {
    const kept = keptInMemory()
    const sending = opened(kept, 'one')
    let leave = () => {}
    const other = opened(kept, 'two', () => new Promise((resolve) => (leave = resolve)))
    sending.send(message)
    other.storageChanged(place)
    expect(other.store.get()).toMatchObject([{ state: 'sending', page: 'one' }])
    leave()
    await Promise.resolve()
    expect(other.store.get()).toMatchObject([{ state: 'failed' }])
  })

  test('[U-05] tabs write each message by itself: none undoes what another has done', () => {
    const kept = keptInMemory()
    const [one, other] = [opened(kept, 'one'), opened(kept, 'two')]
    one.send(message)
    other.send({ ...message, clientMessageId: 'm0', at: '2026-11-22T08:00:00Z' })
    expect(
      opened(kept, 'three')
        .store.get()
        .map(({ clientMessageId }) => clientMessageId),
    ).toEqual(['m0', 'm1'])
    // Put away in the other tab before this one hears that it failed.
    other.storageChanged(place)
    other.remove(['m1'])
    one.storageChanged(place)
    one.fail('m1', 'late')
    expect(one.store.get()).toEqual([])
    expect(kept.getItem(place)).toBeNull()
  })

  test('[U-05] nobody sends as somebody else who was signed in here', () => {
    const kept = keptInMemory()
    opened(kept, 'one').send(message)
    expect(new SharedOutbox('op_ben', kept, 'one', never).store.get()).toEqual([])
  })

  test('a message is pending until the log has it', () => {
    const outbox = opened(keptInMemory(), 'one')
    outbox.send(message)
    const all = outbox.store.get()
    expect(stillPending(all, 'conv_1', [event(1)])).toHaveLength(1)
    const arrived = event(1, { data: { text: 'Hello', parts: [], clientMessageId: 'm1' } })
    expect(stillPending(all, 'conv_1', [arrived])).toHaveLength(0)
    expect(stillPending(all, 'conv_2', [])).toHaveLength(0)
  })
})
