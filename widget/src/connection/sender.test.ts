import fc from 'fast-check'
import { expect, test } from 'vitest'
import { enqueue, type Outbox, restored, retried } from '../state/outbox.ts'
import { seed } from '../state/testing.ts'
import type { Message, Reply } from './api.ts'
import { type OutboxStore, parseOutbox } from './outbox-store.ts'
import type { Answer } from './parse.ts'
import { createSender } from './sender.ts'

type Fate = 'arrives' | 'answer_lost' | 'request_lost' | 'refused' | 'busy'
type Step = { do: 'write' } | { do: 'send'; fate: Fate } | { do: 'reload' } | { do: 'reload_while_sending'; fate: Fate }

const fates = fc.constantFrom<Fate>('arrives', 'arrives', 'answer_lost', 'request_lost', 'refused', 'busy')
const steps = fc.array(
  fc.oneof(
    fc.constant<Step>({ do: 'write' }),
    fates.map((fate): Step => ({ do: 'send', fate })),
    fc.constant<Step>({ do: 'reload' }),
    fates.map((fate): Step => ({ do: 'reload_while_sending', fate })),
  ),
  { maxLength: 40 },
)

/** A server that takes each `clientMessageId` once, behind a network with a fate for each call. */
function server() {
  const log: string[] = []
  const refusedIds: string[] = []
  const calls: string[] = []
  let open = 0
  let mostOpen = 0
  return {
    log,
    refusedIds,
    calls,
    mostOpen: () => mostOpen,
    async send({ clientMessageId: id = '' }: Message, fate: Fate): Promise<Reply<Answer>> {
      calls.push(id)
      mostOpen = Math.max(mostOpen, ++open)
      await Promise.resolve()
      open -= 1
      const unreachable = { ok: false, trouble: { kind: 'unreachable', retryAfterMs: null } } as const
      if (fate === 'request_lost' || fate === 'busy') return unreachable
      if (fate === 'refused' && !log.includes(id)) {
        refusedIds.push(id)
        return { ok: false, trouble: { kind: 'refused', status: 422 } }
      }
      if (!log.includes(id)) log.push(id)
      return fate === 'answer_lost' ? unreachable : { ok: true, value: { conversation: 'conv_1', events: [] } }
    },
  }
}

function storage() {
  let kept: string | null = null
  const store: OutboxStore = {
    read: () => parseOutbox(kept),
    change(how: (outbox: Outbox) => Outbox) {
      kept = JSON.stringify(how(store.read()))
    },
  }
  return store
}

/** A tab: its sender knows nothing but what is stored. */
function tab(outbox: OutboxStore, send: (message: Message) => Promise<Reply<Answer>>) {
  return createSender({
    api: { send },
    outbox,
    onAnswer: () => {},
    isLocked: () => false,
    alone: (work) => work(),
    wait: () => () => {},
    chance: () => 0,
  })
}

const settle = async () => {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve()
}

test('[D-14] whatever the network and the reader do, each message is delivered once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const far = server()
      const outbox = storage()
      const written: string[] = []
      let fate: Fate = 'request_lost'
      const send = (message: Message) => {
        const mine = fate
        // What follows in the same go is lost, so that each step decides about one message.
        fate = 'request_lost'
        return far.send(message, mine)
      }
      let sender = tab(outbox, send)
      for (const step of all) {
        if (step.do === 'write') {
          const id = `message ${written.length}`
          written.push(id)
          outbox.change((entries) => enqueue(entries, { id, text: id, at: '' }))
        }
        if (step.do === 'send' || step.do === 'reload_while_sending') {
          fate = step.fate
          sender.wake()
          if (step.do === 'send') await settle()
        }
        if (step.do !== 'write' && step.do !== 'send') {
          // The page is gone: nothing it hears later counts, only what it had stored.
          const stored = outbox.read()
          await settle()
          outbox.change(() => stored)
          sender = tab(outbox, send)
        }
      }
      for (let round = 0; round <= written.length; round++) {
        fate = 'arrives'
        sender.wake()
        await settle()
      }
      const undelivered = outbox.read().filter(({ status }) => status === 'failed')
      const refusedOnly = undelivered.map(({ id }) => id)
      expect(new Set(far.log).size).toBe(far.log.length)
      expect([...far.log, ...refusedOnly].sort()).toEqual([...written].sort())
      expect(far.mostOpen()).toBeLessThanOrEqual(1)
      if (far.refusedIds.length === 0) expect(far.log).toEqual(written)
    }),
    { seed, numRuns: 300 },
  )
})

test('[V-08] a second message waits for the first, and a refused one holds nobody up', async () => {
  const far = server()
  const outbox = storage()
  for (const id of ['one', 'two', 'three']) outbox.change((all) => enqueue(all, { id, text: id, at: '' }))
  tab(outbox, (message) => far.send(message, message.clientMessageId === 'two' ? 'refused' : 'arrives')).wake()
  await settle()
  expect(far.calls).toEqual(['one', 'two', 'three'])
  expect(far.mostOpen()).toBe(1)
  expect(outbox.read().map(({ id, status, reason }) => [id, status, reason])).toEqual([
    ['one', 'sent', undefined],
    ['two', 'failed', 'refused'],
    ['three', 'sent', undefined],
  ])
})

test('[D-02] a retry keeps the id and goes behind what was said since', () => {
  const outbox: Outbox = [
    { id: 'one', text: 'one', at: '', status: 'failed', reason: 'refused' },
    { id: 'two', text: 'two', at: '', status: 'waiting' },
  ]
  expect(retried(outbox, 'one')).toEqual([
    { id: 'two', text: 'two', at: '', status: 'waiting' },
    { id: 'one', text: 'one', at: '', status: 'waiting' },
  ])
  expect(retried(outbox, 'two')).toBe(outbox)
})

test('[D-14] what was on its way when the page went is waiting again', () => {
  expect(restored([{ id: 'one', at: '', status: 'sending' }])).toEqual([{ id: 'one', at: '', status: 'waiting' }])
})

test('a stored outbox that cannot be read is an empty one', () => {
  expect(
    [null, '', 'nonsense', '{}', '[1]', '[{"id":1}]', '[{"id":"a","at":"","status":"lost"}]'].map(parseOutbox),
  ).toEqual(Array.from({ length: 7 }, () => []))
})

test('[V-13] where the site has to vouch for the contact anew, what was written waits, and is not refused', async () => {
  const outbox = storage()
  outbox.change((all) => enqueue(all, { id: 'one', text: 'one', at: '' }))
  tab(outbox, async () => ({ ok: false, trouble: { kind: 'refused', status: 401 } })).wake()
  await settle()
  expect(outbox.read().map(({ status }) => status)).toEqual(['waiting'])
})
