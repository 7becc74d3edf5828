import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seed } from '../state/testing.ts'
import { parseAnswer, parseFrame, parseLoaded, parsePage, parseSession } from './parse.ts'

const actor = { kind: 'chatbot', name: 'Juno', id: 'bot_1' }

test('a message is read with the parts that are known', () => {
  const parts = [
    { type: 'text', text: 'Hello' },
    { type: 'hologram' },
    { type: 'image' },
    { type: 'buttons', items: [{ label: 'Go', url: 'https://a.example' }, { url: 'no label' }, 'nonsense'] },
  ]
  const event = {
    type: 'message',
    seq: 3,
    id: 'ev_3',
    at: 'then',
    actor,
    epoch: 1,
    data: { text: 'Hello', parts, note: false },
  }
  const page = parsePage({ items: [event, { type: 'variable_set', seq: 4, id: 'ev_4' }, null], lastSeq: 9 })
  expect(page).toEqual({
    lastSeq: 9,
    events: [
      {
        ...{ type: 'message', seq: 3, id: 'ev_3', at: 'then', actor: { kind: 'chatbot', name: 'Juno' } },
        data: {
          text: 'Hello',
          parts: [
            { type: 'text', text: 'Hello' },
            { type: 'buttons', items: [{ label: 'Go', url: 'https://a.example' }] },
          ],
        },
      },
    ],
  })
})

test('an answer names its conversation by id or whole', () => {
  expect(parseAnswer({ conversation: 'conv_1', seq: 1, events: [] })).toEqual({ conversation: 'conv_1', events: [] })
  expect(parseAnswer({ conversation: { id: 'conv_1' }, seq: 1 })).toEqual({ conversation: 'conv_1', events: [] })
})

test('[RO-23] a place is read whole, without an estimate, or not at all', () => {
  const place = { position: 2, waiting: 5, estimate: { seconds: 240, basis: 9, from: 'this_place' } }
  const read = (value: unknown) => {
    const frame = parseFrame({ type: 'place', conversation: 'conv_1', place: value })
    return frame?.type === 'place' ? frame.place : 'no frame'
  }
  expect(read(place)).toEqual(place)
  expect(read({ ...place, estimate: { seconds: 'soon' } })).toEqual({ ...place, estimate: null })
  expect([read(null), read({ waiting: 5 }), read({ ...place, position: 'first' })]).toEqual([null, null, null])
})

test('whatever the network says, reading it does not fail', () => {
  const types = fc.constantFrom('message', 'events', 'typing', 'place', 'bye', 'closed', 'welcome', 'card', 'buttons')
  const values = fc.oneof(
    fc.anything(),
    fc.record({ type: types, seq: fc.nat(), id: fc.string(), data: fc.anything() }),
  )
  fc.assert(
    fc.property(values, fc.anything(), (value, other) => {
      for (const parse of [parseAnswer, parseFrame, parseLoaded, parsePage, parseSession]) parse(value)
      parsePage({ items: [value, other], lastSeq: other })
      parseFrame({
        type: 'events',
        events: [{ ...Object(value), data: { parts: [other, { type: 'card', buttons: value }] } }],
      })
    }),
    { seed, numRuns: 500 },
  )
})
