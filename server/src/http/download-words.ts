/** A conversation in words, for whoever reads it outside of Baton. English, as all that Baton writes for files. */
import type { ConversationView, EventView, Part } from '@baton/core/protocol'
import { visible } from '@baton/core/text'

/** How a conversation is written down: what comes before the log, each page of it, and what comes after. */
export type Written = {
  begin(view: ConversationView): string
  events(events: readonly EventView[], isFirst: boolean): string
  end(): string
}

/** A line of the log. `note`: internal; `event`: not said, but done. */
export type LogLine = { kind: 'message' | 'note' | 'event'; at: string; who: string; text: string }

export function lineOfEvent(event: EventView, contactName: string): LogLine | null {
  const { at } = event
  const who = nameOf(event, contactName)
  if (event.type === 'message') {
    const { note, text, payload, parts } = event.data
    const shown = parts.flatMap((part) => (part.type === 'text' && part.text === text ? [] : [wordsOfPart(part)]))
    const words = [...(text === undefined ? [] : [text]), ...shown].join('\n')
    return { kind: note === true ? 'note' : 'message', at, who, text: words === '' ? `(${payload ?? 'empty'})` : words }
  }
  const text = wordsOfEvent(event)
  return text === null ? null : { kind: 'event', at, who, text }
}

/** What stands above the log, as pairs of name and value. */
export function factsOf(view: ConversationView): [name: string, value: string][] {
  const { contactName, contact, botName, channel, status, openedAt, operator, group, tags } = view
  return [
    ['Conversation', view.id],
    ['Contact', contactName === contact ? contact : `${contactName} (${contact})`],
    ['Chatbot', botName],
    ['Channel', channel],
    ['Opened', openedAt],
    ['Status', status],
    ['Owner', operator?.name ?? '-'],
    ['Group', group?.name ?? '-'],
    ['Tags', tags.join(', ') || '-'],
  ]
}

export function variablesOf({ variables }: ConversationView): [name: string, value: string][] {
  return Object.entries(variables)
    .filter(([, value]) => value !== '' && value !== null)
    .map(([name, value]) => [name, plainValue(value)])
}

/** Times as the workspace counts them, to the second. */
export function timesIn(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone })
  return (at) => format.format(new Date(at))
}

/** Without what would steer a terminal or hide in the text. */
export function readable(text: string): string {
  return visible(text)
}

function nameOf({ actor }: EventView, contactName: string): string {
  if (actor.kind === 'contact') return contactName
  return actor.kind === 'system' ? 'Baton' : actor.name
}

function wordsOfEvent(event: Exclude<EventView, { type: 'message' }>): string | null {
  switch (event.type) {
    case 'message_status':
      return null
    case 'taken_over':
      return `Taken over by ${event.data.to.operator?.name ?? 'an operator'}`
    case 'transferred':
      return `Transferred to ${event.data.to.operator?.name ?? event.data.to.group?.name ?? 'everybody'}`
    case 'operator_requested':
      return `Operator requested: ${event.data.to.operator?.name ?? event.data.to.group?.name ?? 'anybody'}`
    case 'operator_offered':
      return `${event.data.operator.name} was asked`
    case 'tag_set':
    case 'tag_dropped':
      return `${event.type === 'tag_set' ? 'Tag set' : 'Tag dropped'}: ${event.data.tag}`
    case 'variable_set':
      return `${event.data.variable} = ${plainValue(event.data.value)}`
    case 'rated':
      return `Rated: ${event.data.score} of 5${event.data.comment === undefined ? '' : `: ${event.data.comment}`}`
    case 'identified':
      return 'The site has vouched for the contact'
    case 'diagnostic':
      return event.data.message
    case 'end_announced': {
      const what = event.data.outcome === 'close' ? 'is closed' : 'goes back to the chatbot'
      return `Nobody writes any more: the conversation ${what} at ${event.data.until}`
    }
    case 'end_put_off':
      return 'Is still there'
    default:
      return event.type.charAt(0).toUpperCase() + event.type.slice(1).replaceAll('_', ' ')
  }
}

function wordsOfPart(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'image':
      return `[Image: ${part.alt ?? part.url}]`
    case 'quick_replies':
    case 'buttons':
      return `[${part.items.map(({ label }) => label).join(' | ')}]`
    case 'card':
      return `[Card: ${[part.title, part.subtitle].filter(Boolean).join(', ')}]`
    case 'file':
      return `[File: ${part.name}, ${part.size} bytes]`
    case 'location':
      return `[Location: ${part.lat}, ${part.lon}]`
  }
}

function plainValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
