// What stands in the list, line by line, made of the view and the outbox.
import type { ContactEvent, Part, ReplyItem } from '@baton/core/protocol'
import { type Announcement, announcementOf } from './announcement.ts'
import type { Entry, FailedReason, Outbox } from './outbox.ts'
import { emptyThread, stand, standingOf, type Thread } from './thread.ts'
import type { View } from './view.ts'

export type Speaker = { kind: 'contact' | 'chatbot' | 'operator' | 'system'; name: string | null }

export type Delivery = { status: Entry['status']; reason: FailedReason | null }

export type MessageLine = {
  kind: 'message'
  key: string
  at: string
  speaker: Speaker
  text: string | null
  parts: Part[]
  /** Buttons of a conversation that is over do nothing. */
  isLive: boolean
  isFirstOfSpeaker: boolean
  isLastOfSpeaker: boolean
  /** Of own messages the log does not show yet. */
  delivery: Delivery | null
}

export type Line =
  | MessageLine
  | { kind: 'announcement'; key: string; at: string; says: Announcement }
  | { kind: 'divider'; key: string }
  | { kind: 'day'; key: string; at: string }

type MessageEvent = Extract<ContactEvent, { type: 'message' }>

/** `dayOf` names the contact's day of an instant. */
export function linesOf(view: View, outbox: Outbox, dayOf: (at: string) => string): Line[] {
  const lines = view.threads.flatMap((thread, index) => {
    const isLatest = index === view.threads.length - 1
    const divider: Line[] = index > 0 ? [{ kind: 'divider', key: `divider ${thread.id}` }] : []
    return [...divider, ...linesOfThread(thread, isLatest)]
  })
  const seen = seenIds(view)
  const waiting = outbox.filter(({ id }) => !seen.has(id)).map((entry) => ownLine(entry, labelIn(view, entry.payload)))
  return grouped(withDays([...lines, ...waiting], dayOf))
}

/** Chips stand under the chatbot's latest message, until something was answered. */
export function quickRepliesOf(view: View, outbox: Outbox): ReplyItem[] {
  const thread = view.threads.at(-1)
  const last = thread?.events.findLast(isMessage)
  if (!thread || !last || last.actor.kind !== 'chatbot' || standingOf(thread).isClosed) return []
  const seen = seenIds(view)
  if (outbox.some(({ id, status }) => status !== 'failed' && !seen.has(id))) return []
  return last.data.parts.flatMap((part) => (part.type === 'quick_replies' ? part.items : []))
}

/** The `clientMessageId`s that the log shows. */
export function seenIds(view: View): Set<string> {
  const messages = view.threads.flatMap(({ events }) => events.filter(isMessage))
  return new Set(messages.flatMap(({ data }) => data.clientMessageId ?? []))
}

export function isMessage(event: ContactEvent): event is MessageEvent {
  return event.type === 'message'
}

function linesOfThread(thread: Thread, isLatest: boolean): Line[] {
  const isLive = isLatest && !standingOf(thread).isClosed
  let standing = standingOf(emptyThread(thread.id))
  return thread.events.flatMap((event): Line[] => {
    const before = standing
    standing = stand(before, event)
    if (isMessage(event)) return messageLine(thread, event, isLive)
    const says = announcementOf(event, before)
    return says === null ? [] : [{ kind: 'announcement', key: event.id, at: event.at, says }]
  })
}

function messageLine(thread: Thread, event: MessageEvent, isLive: boolean): MessageLine[] {
  const { actor, data, id, at } = event
  const parts = data.parts.filter((part) => part.type !== 'quick_replies' && part.type !== 'text')
  const text = textOfMessage(event) ?? (data.payload === undefined ? null : labelOf(thread, data.payload))
  if (text === null && parts.length === 0) return []
  const key = actor.kind === 'contact' ? (data.clientMessageId ?? id) : id
  const speaker = { kind: actor.kind, name: actor.name ?? null }
  return [{ kind: 'message', key, at, speaker, text, parts, isLive, ...alone, delivery: null }]
}

const alone = { isFirstOfSpeaker: true, isLastOfSpeaker: true }

/** A text may stand in the parts, beside them, or in both. */
function textOfMessage({ data }: MessageEvent): string | null {
  const texts = data.parts.flatMap((part) => (part.type === 'text' ? part.text : []))
  const joined = texts.join('\n')
  const all = data.text === undefined || joined.includes(data.text) ? joined : [data.text, ...texts].join('\n')
  return all.trim() === '' ? null : all
}

function ownLine({ id, at, text, payload, status, reason }: Entry, label: string | null): MessageLine {
  const speaker: Speaker = { kind: 'contact', name: null }
  const shown = text ?? label ?? payload ?? ''
  const delivery = { status, reason: reason ?? null }
  return { kind: 'message', key: id, at, speaker, text: shown, parts: [], isLive: true, ...alone, delivery }
}

function labelIn(view: View, payload: string | undefined): string | null {
  const thread = view.threads.at(-1)
  return payload === undefined || thread === undefined ? null : labelOf(thread, payload)
}

/** A postback shows as the label that was pressed. */
function labelOf(thread: Thread, payload: string): string | null {
  const offered = thread.events.filter(isMessage).flatMap(({ data }) => data.parts.flatMap(itemsOf))
  return offered.findLast((item) => item.payload === payload)?.label ?? null
}

function itemsOf(part: Part): ReplyItem[] {
  if (part.type === 'quick_replies' || part.type === 'buttons') return part.items
  return part.type === 'card' ? (part.buttons ?? []) : []
}

function withDays(lines: Line[], dayOf: (at: string) => string): Line[] {
  let day = ''
  return lines.flatMap((line): Line[] => {
    if (line.kind === 'divider' || line.kind === 'day') return [line]
    const next = dayOf(line.at)
    if (next === day) return [line]
    day = next
    return [{ kind: 'day', key: `day ${next}`, at: line.at }, line]
  })
}

function grouped(lines: Line[]): Line[] {
  return lines.map((line, index) => {
    if (line.kind !== 'message') return line
    const isFirstOfSpeaker = !isSameSpeaker(lines[index - 1], line)
    return { ...line, isFirstOfSpeaker, isLastOfSpeaker: !isSameSpeaker(lines[index + 1], line) }
  })
}

function isSameSpeaker(other: Line | undefined, { speaker }: MessageLine): boolean {
  return other?.kind === 'message' && other.speaker.kind === speaker.kind && other.speaker.name === speaker.name
}
