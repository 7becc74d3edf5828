/** [V-11] A conversation as the contact may keep it: what they could see of it, in their language, and nothing else. */
import type { ContactEvent, Part } from '@baton/core/protocol'
import { pageStyle, safe } from './download-html.ts'
import { one } from './download-text.ts'
import { readable, timesIn } from './download-words.ts'
import { filled, transcriptWords } from './transcript-words.ts'

export type TranscriptOf = { bot: string; locale: string; zone: string; events: readonly ContactEvent[] }

type Line = { at: string; who: string | null; text: string }

export function transcriptText({ bot, locale, zone, events }: TranscriptOf): string {
  const words = transcriptWords(locale)
  const time = timesIn(zone)
  const lines = linesOf(events, words).map(({ at, who, text }) => {
    if (who === null) return `${time(at)}  * ${one(text)}\n`
    // Set in: nobody can write a line of somebody else.
    const set = readable(text).split(/[\n\u2028\u2029]/)
    return `${time(at)}  ${one(who)}\n${set.map((line) => `    ${line}\n`).join('')}`
  })
  return `${one(filled(words.title, { bot }))}\n${filled(words.times, { zone })}\n\n${lines.join('')}`
}

/** A page that needs nothing else: no script, no picture, no address that could be followed. */
export function transcriptHtml({ bot, locale, zone, events }: TranscriptOf): string {
  const words = transcriptWords(locale)
  const time = timesIn(zone)
  const title = safe(filled(words.title, { bot }))
  const lines = linesOf(events, words).map(({ at, who, text }) => {
    const clock = `<time datetime="${safe(at)}">${safe(time(at))}</time>`
    if (who === null) return `<li class="event">${clock} ${safe(text)}</li>\n`
    return `<li>${clock} <b dir="auto">${safe(who)}</b><div dir="auto">${safe(text)}</div></li>\n`
  })
  return [
    `<!doctype html>\n<html lang="${words.language}" dir="${words.language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${pageStyle}</style></head><body>\n`,
    `<h1 dir="auto">${title}</h1>\n<p>${safe(filled(words.times, { zone }))}</p>\n<ol>\n${lines.join('')}</ol>\n</body></html>\n`,
  ].join('')
}

type Words = ReturnType<typeof transcriptWords>

function linesOf(events: readonly ContactEvent[], words: Words): Line[] {
  const labels = labelsIn(events)
  let chatState = 'chatbot_controlled'
  let owner = ''
  return events.flatMap((event): Line[] => {
    if (event.type === 'message') {
      const text = wordsOf(event.data, labels, words)
      return text === '' ? [] : [{ at: event.at, who: nameOf(event, words), text }]
    }
    if (!('to' in event.data)) return []
    const text = wordsOfMove(event.type, { chatState, owner }, event.data.to.operator?.name ?? words.team, words)
    chatState = event.data.to.chatState
    owner = event.data.to.operator?.name ?? ''
    return text === null ? [] : [{ at: event.at, who: null, text }]
  })
}

function wordsOfMove(
  type: string,
  before: { chatState: string; owner: string },
  name: string,
  words: Words,
): string | null {
  const wasRequested = before.chatState === 'operator_requested'
  if (type === 'closed') return words.closed
  if (type === 'operator_requested') return wasRequested ? null : words.asking
  if (type === 'taken_over') return filled(words.joined, { name })
  if (type === 'transferred') return name === words.team ? words.asking : filled(words.joined, { name })
  if (wasRequested) return words.nobodyJoined
  return before.owner === '' ? words.back : filled(words.left, { name: before.owner })
}

function nameOf({ actor: { kind, name } }: ContactEvent, words: Words): string {
  if (kind === 'contact') return words.you
  if (kind === 'chatbot') return name === undefined ? words.assistant : `${name} · ${words.assistant}`
  return kind === 'operator' && name !== undefined ? name : words.team
}

type Said = Extract<ContactEvent, { type: 'message' }>['data']

function wordsOf({ text, payload, parts }: Said, labels: ReadonlyMap<string, string>, words: Words): string {
  const shown = parts.flatMap((part) => (part.type === 'text' && part.text === text ? [] : [wordsOfPart(part, words)]))
  const all = [...(text === undefined ? [] : [text]), ...shown].filter((line) => line !== '')
  return all.length > 0 || payload === undefined ? all.join('\n') : (labels.get(payload) ?? payload)
}

function wordsOfPart(part: Part, words: Words): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'quick_replies':
    case 'buttons':
      return part.items.map(({ label }) => `[${label}]`).join(' ')
    case 'card':
      return [part.title, part.subtitle ?? '', ...(part.buttons ?? []).map(({ label }) => `[${label}]`)]
        .filter((line) => line !== '')
        .join('\n')
    case 'image':
      return part.alt ? `[${words.image}: ${part.alt}]` : `[${words.image}]`
    case 'file':
      return `[${words.file}: ${part.name}]`
    case 'location':
      return `[${words.location}: ${part.lat}, ${part.lon}]`
  }
}

/** What was pressed is told by what stood on it. */
function labelsIn(events: readonly ContactEvent[]): Map<string, string> {
  const parts = events.flatMap((event) => (event.type === 'message' ? event.data.parts : []))
  const items = parts.flatMap((part) => {
    if (part.type === 'quick_replies' || part.type === 'buttons') return part.items
    return part.type === 'card' ? (part.buttons ?? []) : []
  })
  return new Map(items.flatMap(({ label, payload }) => (payload === undefined ? [] : [[payload, label] as const])))
}
