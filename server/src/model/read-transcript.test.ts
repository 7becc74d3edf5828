import type { ConversationEvent } from '@baton/core/conversation'
import type { ModelWork } from '@baton/core/flow'
import { asId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import { expect, test } from 'vitest'
import { readTranscript } from './read-transcript.ts'

/** A log of so many events, of which every hundredth is a message of the contact. */
function logOf(length: number) {
  const reads: [number, number][] = []
  const events = Array.from({ length }, (_, index): ConversationEvent => {
    const stamp = { seq: index + 1, id: asId<'event'>(`evt_${index}`), at: instant(0), epoch: 0 }
    const actor = { kind: 'contact' as const, id: asId<'contact'>('contact_1') }
    if (index % 100 === 0) return { ...stamp, actor, type: 'message', data: { text: `${index}`, parts: [] } }
    return { ...stamp, actor, type: 'tag_set', data: { tag: 'x' } }
  })
  return {
    reads,
    async events(_: unknown, __: unknown, after: number, limit: number) {
      reads.push([after, limit])
      return events.slice(after, after + limit)
    },
  }
}

const read = (log: ReturnType<typeof logOf>, upTo: number, historyMessages: number) => {
  const work = { stretch: { upTo, about: null }, historyMessages } as ModelWork
  return readTranscript(log, { workspace: asId('ws_1'), conversation: asId('conv_1'), work })
}

test('[LLM02] the log is read from its end, as far as is needed and never past what the answer is about', async () => {
  const log = logOf(1_000)
  expect((await read(log, 950, 3)).map(({ text }) => text)).toEqual(['700', '800', '900'])
  expect(log.reads).toEqual([
    [750, 200],
    [550, 200],
  ])
  const short = logOf(150)
  expect((await read(short, 150, 20)).map(({ text }) => text)).toEqual(['0', '100'])
  expect(short.reads).toEqual([[0, 150]])
})

test('[LLM06] a log of any length costs so many reads at most', async () => {
  const log = logOf(20_000)
  expect((await read(log, 20_000, 100)).length).toBe(50)
  expect(log.reads.length).toBe(25)
})
