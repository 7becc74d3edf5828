import { describe, expect, test } from 'vitest'
import { event } from '../live/testing.ts'
import { readDraft, writeDraft } from './drafts.ts'
import { type Outbox, readOutbox, stillPending, withFailure, withPending, withRetry, writeOutbox } from './outbox.ts'

function keep() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    size: () => kept.size,
  }
}

describe('drafts', () => {
  test('[U-06] a draft is kept per conversation and survives a reload', () => {
    const place = keep()
    writeDraft(place, 'conv_1', { reply: 'Hello', note: '' })
    expect(readDraft(place, 'conv_1').reply).toBe('Hello')
    expect(readDraft(place, 'conv_2')).toEqual({ reply: '', note: '' })
  })

  test('[U-10] reply and note are two texts', () => {
    const place = keep()
    writeDraft(place, 'conv_1', { reply: 'to the contact', note: 'to us' })
    expect(readDraft(place, 'conv_1')).toEqual({ reply: 'to the contact', note: 'to us' })
  })

  test('[U-06] an empty draft leaves nothing behind, a broken one is no draft', () => {
    const place = keep()
    writeDraft(place, 'conv_1', { reply: 'x', note: '' })
    writeDraft(place, 'conv_1', { reply: '', note: '' })
    expect(place.size()).toBe(0)
    place.setItem('baton.draft.conv_1', '{nonsense')
    expect(readDraft(place, 'conv_1').reply).toBe('')
  })
})

describe('the outbox', () => {
  const message = {
    clientMessageId: 'm1',
    conversation: 'conv_1',
    text: 'Hello',
    note: false,
    at: '2026-11-22T09:00:00Z',
  }

  test('[U-05] a failed message stays, and a retry keeps its id', () => {
    const failed = withFailure(withPending([], message), 'm1', 'full')
    expect(failed[0]).toMatchObject({ state: 'failed', detail: 'full' })
    expect(withRetry(failed, 'm1')[0]).toMatchObject({ clientMessageId: 'm1', state: 'sending', detail: null })
  })

  test('[U-05] what was on its way at a reload is offered again', () => {
    const place = keep()
    writeOutbox(place, withPending([], message))
    expect(readOutbox(place)[0]).toMatchObject({ text: 'Hello', state: 'failed' })
  })

  test('a message is pending until the log has it', () => {
    const outbox: Outbox = withPending([], message)
    expect(stillPending(outbox, 'conv_1', [event(1)])).toHaveLength(1)
    expect(
      stillPending(outbox, 'conv_1', [event(1, { data: { text: 'Hello', parts: [], clientMessageId: 'm1' } })]),
    ).toHaveLength(0)
    expect(stillPending(outbox, 'conv_2', [])).toHaveLength(0)
  })
})
