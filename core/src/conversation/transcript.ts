import { visible } from '../text/visible.ts'
import type { ConversationEvent } from './event.ts'
import type { MessageData, Part } from './message.ts'

/** What somebody said, in words. */
export type Spoken = { by: 'contact' | 'chatbot' | 'operator'; text: string }

/** Up to where the log is looked at, and the contact's message that is to be answered; null: none in particular. */
export type Stretch = { upTo: number; about: number | null }

/** Of one message, in characters; what is longer is cut. */
const limitOfText = 4_000
/** Of all together, in characters; the oldest are left out. */
const limitOfAll = 60_000

/**
 * [I-40] What contact, bot and operators said to each other, the last `most` messages, oldest first: all of a conversation
 * that a model may see. Notes are internal, and variables are nobody's words. The message that is to be answered comes
 * last; what the contact has written since is a turn of its own.
 */
export function transcriptOf(events: readonly ConversationEvent[], { upTo, about }: Stretch, most: number): Spoken[] {
  const labels = labelsIn(events)
  const said = events.flatMap((event) => {
    if (event.type !== 'message' || event.data.note || event.seq > upTo || event.actor.kind === 'system') return []
    const isLater = about !== null && event.actor.kind === 'contact' && event.seq > about
    return isLater ? [] : [{ seq: event.seq, by: event.actor.kind, text: wordsOf(event.data, labels) }]
  })
  const asked = said.filter(({ seq }) => seq === about)
  const ordered = [...said.filter(({ seq }) => seq !== about), ...asked].filter(({ text }) => text !== '')
  return withinLimit(ordered.slice(-most)).map(({ by, text }) => ({ by, text }))
}

function withinLimit<One extends { text: string }>(said: readonly One[]): One[] {
  let left = limitOfAll
  const from = said.findLastIndex(({ text }) => {
    left -= text.length
    return left < 0
  })
  return said.slice(from + 1)
}

/** What stood on the buttons that were shown, by what a click on them sends. */
function labelsIn(events: readonly ConversationEvent[]): Map<string, string> {
  const parts = events.flatMap((event) => (event.type === 'message' ? event.data.parts : []))
  const items = parts.flatMap((part) => {
    if (part.type === 'quick_replies' || part.type === 'buttons') return part.items
    return part.type === 'card' ? (part.buttons ?? []) : []
  })
  return new Map(items.flatMap(({ label, payload }) => (payload === undefined ? [] : [[payload, label] as const])))
}

/** A message in words, as far as it has any. */
function wordsOf({ text, payload, parts }: MessageData, labels: ReadonlyMap<string, string>): string {
  const shown = parts.map(partInWords).filter((words) => words !== '')
  const words = [...(text === undefined ? [] : [text]), ...shown].join('\n')
  const clicked = payload === undefined ? '' : (labels.get(payload) ?? payload)
  return visible(words === '' ? clicked : words)
    .trim()
    .slice(0, limitOfText)
}

/** What can be clicked counts as what it says; the text of a message stands beside its parts already. */
function partInWords(part: Part): string {
  switch (part.type) {
    case 'text':
      return ''
    case 'quick_replies':
    case 'buttons':
      return part.items.map(({ label }) => `[${label}]`).join(' ')
    case 'card':
      return [part.title, part.subtitle ?? '', ...(part.buttons ?? []).map(({ label }) => `[${label}]`)]
        .filter((line) => line !== '')
        .join('\n')
    case 'image':
      return `[image${part.alt ? `: ${part.alt}` : ''}]`
    case 'file':
      return `[file: ${part.name}]`
    case 'location':
      return '[location]'
  }
}
