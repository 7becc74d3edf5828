import { describe, expect, test } from 'vitest'
import { asId } from '../ids.ts'
import { noon } from '../testing.ts'
import type { Actor, ConversationEvent } from './event.ts'
import type { MessageData } from './message.ts'
import { transcriptOf } from './transcript.ts'

const contact: Actor = { kind: 'contact', id: asId('contact_1') }
const chatbot: Actor = { kind: 'chatbot', id: asId('bot_1'), name: 'Bot' }
const ana: Actor = { kind: 'operator', id: asId('op_ana'), name: 'Ana' }

type Line = [Actor, string | (Partial<MessageData> & { text?: string })]

function log(...lines: Line[]): ConversationEvent[] {
  return lines.map(([actor, said], index) => {
    const data: MessageData = typeof said === 'string' ? { text: said, parts: [] } : { parts: [], ...said }
    return { type: 'message', data, seq: index + 1, id: asId(`evt_${index}`), at: noon, actor, epoch: 0 }
  })
}

const saidIn = (events: ConversationEvent[], stretch = { upTo: 1_000, about: null as number | null }, most = 100) =>
  transcriptOf(events, stretch, most).map(({ by, text }) => `${by}: ${text}`)

describe('what a model may see of a conversation', () => {
  test('[I-40] is what contact, bot and operators said to each other, without notes and other events', () => {
    const events = log([chatbot, 'Hi'], [contact, 'Help'], [ana, { text: 'rude', note: true }], [ana, 'Ana here'])
    const [first] = events
    if (first === undefined) throw new Error('there is one')
    const data = { variable: 'code', value: 'secret' }
    events.push({ ...first, type: 'variable_set', data, seq: 5 } as ConversationEvent)
    expect(saidIn(events)).toEqual(['chatbot: Hi', 'contact: Help', 'operator: Ana here'])
  })

  test('[FL-6] ends with the message that is to be answered; what the contact wrote since is left for its own turn', () => {
    const events = log(
      [chatbot, 'Hi'],
      [contact, 'A'],
      [contact, 'B'],
      [chatbot, 'To A'],
      [contact, 'C'],
      [chatbot, 'Hm'],
    )
    expect(saidIn(events, { upTo: 3, about: 2 })).toEqual(['chatbot: Hi', 'contact: A'])
    expect(saidIn(events, { upTo: 6, about: 3 })).toEqual([
      'chatbot: Hi',
      'contact: A',
      'chatbot: To A',
      'chatbot: Hm',
      'contact: B',
    ])
    expect(saidIn(events, { upTo: 4, about: null }).at(-1)).toBe('chatbot: To A')
  })

  test('[LLM06] is bounded: so many messages, so much of each, so much in all, the last ones first', () => {
    const long = 'x'.repeat(10_000)
    const events = log(...Array.from({ length: 30 }, (_, index): Line => [contact, `${index} ${long}`]))
    const spoken = transcriptOf(events, { upTo: 30, about: 30 }, 100)
    expect(spoken.map(({ text }) => text.length)).toEqual(Array(15).fill(4_000))
    expect(spoken.at(-1)?.text.startsWith('29 ')).toBe(true)
    expect(transcriptOf(events, { upTo: 30, about: 30 }, 3).length).toBe(3)
  })

  test('[LLM01] is in words: what was clicked as it read, what is no text by its kind, nothing that is hidden', () => {
    const items = [{ label: 'Rooms', payload: 'p1' }]
    const card = {
      type: 'card' as const,
      title: 'Suite',
      subtitle: 'Sea view',
      buttons: [{ label: 'Book', payload: 'p2' }],
    }
    const file = { type: 'file' as const, url: '/f/1', name: 'bill.pdf', contentType: 'application/pdf', size: 1 }
    const events = log(
      [
        chatbot,
        {
          text: 'What?',
          parts: [
            { type: 'text', text: 'What?' },
            { type: 'quick_replies', items },
          ],
        },
      ],
      [contact, { payload: 'p1' }],
      [chatbot, { parts: [card] }],
      [contact, { payload: 'p2' }],
      [contact, { payload: 'p_unknown' }],
      [contact, { text: 'Look', parts: [{ type: 'text', text: 'Look' }, file] }],
      [
        contact,
        {
          parts: [
            { type: 'image', url: 'https://x.example/a.png' },
            { type: 'location', lat: 1, lon: 2 },
          ],
        },
      ],
      [contact, '\u{e0041}\u200b'],
      [contact, 'a\u202eb'],
    )
    expect(saidIn(events)).toEqual([
      'chatbot: What?\n[Rooms]',
      'contact: Rooms',
      'chatbot: Suite\nSea view\n[Book]',
      'contact: Book',
      'contact: p_unknown',
      'contact: Look\n[file: bill.pdf]',
      'contact: [image]\n[location]',
      'contact: ab',
    ])
  })
})
