/** What every channel must hold to. One suite, called by each channel's own test. */
import type { Part } from '@baton/core/conversation'
import type { Capability } from '@baton/core/flow'
import { asId } from '@baton/core/ids'
import type { EventView } from '@baton/core/protocol'
import { describe, expect, test } from 'vitest'
import { channels } from './catalogue.ts'
import type { Channel } from './channel.ts'

/** A full one of each kind that a channel may be able to show: one that is missing does not compile. */
const parts: { [Kind in Exclude<Capability, 'push'>]: Extract<Part, { type: Kind }> } = {
  image: { type: 'image', url: 'https://shop.example/a.png', alt: 'A bike' },
  quick_replies: { type: 'quick_replies', items: [{ label: 'Yes', payload: 'YES' }] },
  buttons: {
    type: 'buttons',
    items: [
      { label: 'Shop', url: 'https://shop.example/' },
      { label: 'Call', phone: '+43 1 234567' },
      { label: 'Write', email: 'us@shop.example' },
      { label: 'Buy', payload: 'BUY' },
    ],
  },
  card: {
    type: 'card',
    title: 'Bike',
    subtitle: 'Red',
    image: 'https://shop.example/b.png',
    buttons: [{ label: 'Buy', payload: 'BUY' }],
  },
  file: { type: 'file', url: '/api/v1/files/file_1/x/a.pdf', name: 'a.pdf', contentType: 'application/pdf', size: 1 },
  location: { type: 'location', lat: 48.2, lon: 16.4 },
}

/** `deliver` is how the channel's other side is handed an event; null: not at all. */
export function channelContract(channel: Channel, deliver: (event: EventView) => unknown, isListed = true): void {
  const kinds = Object.keys(parts) as Exclude<Capability, 'push'>[]
  const said = (data: Extract<EventView, { type: 'message' }>['data']): EventView => ({
    type: 'message',
    seq: 7,
    id: 'evt_7',
    at: '2026-01-05T12:00:00.000Z',
    epoch: 1,
    actor: { kind: 'operator', id: asId('op_ana'), name: 'Ana' },
    data,
  })
  const delivered = (data: Extract<EventView, { type: 'message' }>['data']) =>
    JSON.parse(JSON.stringify(deliver(said(data))))

  describe(`the channel ${channel.type}`, () => {
    test('[HO-22] states what it can do as plain data, each thing once and by its known name', () => {
      expect(JSON.parse(JSON.stringify(channel))).toEqual(channel)
      expect(channel.type).toMatch(/^[a-z][a-z0-9_]*$/)
      for (const words of [channel.title, channel.help]) expect(words.trim()).not.toBe('')
      expect(new Set(channel.can).size).toBe(channel.can.length)
      for (const ability of channel.can) expect(['push', ...kinds]).toContain(ability)
    })

    test('[HO-22] stands in the catalogue under a type of its own, unless it is only for tests', () => {
      const listed = channels.filter(({ type }) => type === channel.type)
      expect(listed).toEqual(isListed ? [channel] : [])
    })

    test('[HO-22] text goes over every channel', () => {
      expect(delivered({ text: 'Hello *you*', parts: [{ type: 'text', text: 'Hello *you*' }] })).toMatchObject({
        data: { text: 'Hello *you*', parts: [{ type: 'text', text: 'Hello *you*' }] },
      })
    })

    test.each(channel.can.filter((ability) => ability !== 'push'))(
      '[HO-22] %s, which it claims, arrives whole',
      (ability) => {
        expect(delivered({ text: 'Look', parts: [{ type: 'text', text: 'Look' }, parts[ability]] })).toMatchObject({
          seq: 7,
          actor: { kind: 'operator', name: 'Ana' },
          data: { parts: [{ type: 'text', text: 'Look' }, parts[ability]] },
        })
      },
    )
  })
}
