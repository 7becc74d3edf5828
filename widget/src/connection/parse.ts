// The door: JSON from the network becomes what the widget trusts. What cannot be read is left out, never guessed.
import type {
  ButtonItem,
  ContactActor,
  ContactEvent,
  ContactHolder,
  Part,
  PlaceView,
  ReplyItem,
  ServerFrame,
} from '@baton/core/protocol'
import type { Snapshot } from '../state/thread.ts'

export type Session = { token: string; expiresAt: string; contactToken: string; botName: string; workspaceName: string }
export type Loaded = { snapshot: Snapshot; events: ContactEvent[] }
export type Answer = { conversation: string; events: ContactEvent[] }
export type Page = { events: ContactEvent[]; lastSeq: number }
export type Fields = { [key: string]: unknown }

/** The frames a contact's socket carries. */
export type ContactFrame =
  | Extract<ServerFrame, { type: 'caught_up' | 'typing' | 'pong' }>
  | { type: 'welcome' }
  | { type: 'resync_required' }
  | { type: 'bye'; retryAfterMs: number | null }
  | Extract<ServerFrame, { type: 'place' }>
  | { type: 'events'; conversation: string; events: ContactEvent[]; lastSeq: number }

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function parseSession(value: unknown): Session | null {
  if (!isFields(value)) return null
  const { token, expiresAt, contactToken, bot, workspace } = value
  if (typeof token !== 'string' || typeof contactToken !== 'string') return null
  return { token, contactToken, expiresAt: text(expiresAt), botName: nameOf(bot), workspaceName: nameOf(workspace) }
}

/** Null where there is no conversation yet. */
export function parseLoaded(value: unknown): Loaded | null {
  if (!isFields(value) || !isFields(value.conversation)) return null
  const { id, status, chatState, operator, locked, lastSeq } = value.conversation
  if (typeof id !== 'string') return null
  const snapshot: Snapshot = {
    id,
    status: status === 'closed' ? 'closed' : 'open',
    ...holder({ chatState, operator }),
    locked: locked === true,
    lastSeq: number(lastSeq),
  }
  return { snapshot, events: parseEvents(value.events) }
}

export function parseAnswer(value: unknown): Answer | null {
  if (!isFields(value)) return null
  const { conversation, events } = value
  const id = isFields(conversation) ? conversation.id : conversation
  return typeof id === 'string' ? { conversation: id, events: parseEvents(events) } : null
}

export function parsePage(value: unknown): Page | null {
  return isFields(value) ? { events: parseEvents(value.items), lastSeq: number(value.lastSeq) } : null
}

export function parseFrame(value: unknown): ContactFrame | null {
  if (!isFields(value)) return null
  const { type, conversation, lastSeq } = value
  switch (type) {
    case 'welcome':
    case 'resync_required':
    case 'pong':
      return { type }
    case 'events':
      return { type, conversation: text(conversation), events: parseEvents(value.events), lastSeq: number(lastSeq) }
    case 'caught_up':
      return { type, conversation: text(conversation), lastSeq: number(lastSeq) }
    case 'typing': {
      const { kind, name } = actorOf(value.actor)
      if (kind === 'system') return null
      const actor = name === undefined ? { kind } : { kind, name }
      return { type, conversation: text(conversation), actor, isTyping: value.isTyping === true }
    }
    case 'place':
      return { type, conversation: text(conversation), place: placeOf(value.place) }
    case 'bye':
      return { type, retryAfterMs: typeof value.retryAfterMs === 'number' ? value.retryAfterMs : null }
    default:
      return null
  }
}

/** A place that cannot be read is none: nothing is said rather than something wrong. */
function placeOf(value: unknown): PlaceView | null {
  if (!isFields(value) || !isCount(value.position) || !isCount(value.waiting)) return null
  const { position, waiting, estimate, closedUntil } = value
  const hours = closedUntil === undefined ? {} : { closedUntil: closedUntil === null ? null : text(closedUntil) }
  if (!isFields(estimate) || !isCount(estimate.seconds)) return { position, waiting, estimate: null, ...hours }
  const from = estimate.from === 'this_place' ? 'this_place' : 'all_places'
  return { position, waiting, estimate: { seconds: estimate.seconds, basis: number(estimate.basis), from }, ...hours }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

export function parseEvents(value: unknown): ContactEvent[] {
  return Array.isArray(value) ? value.flatMap((one) => parseEvent(one) ?? []) : []
}

function parseEvent(value: unknown): ContactEvent | null {
  if (!isFields(value) || typeof value.seq !== 'number' || typeof value.id !== 'string') return null
  const { type, seq, id } = value
  const data = isFields(value.data) ? value.data : {}
  const common = { seq, id, at: text(value.at), actor: actorOf(value.actor) }
  switch (type) {
    case 'message':
      return { ...common, type, data: messageOf(data) }
    case 'operator_requested':
    case 'taken_over':
    case 'transferred':
    case 'handed_over':
    case 'closed':
      return { ...common, type, data: { to: holder(isFields(data.to) ? data.to : {}) } }
    case 'conversation_opened':
    case 'locked':
    case 'unlocked':
      return { ...common, type, data: {} }
    default:
      return null
  }
}

function messageOf(data: Fields): Extract<ContactEvent, { type: 'message' }>['data'] {
  return {
    parts: Array.isArray(data.parts) ? data.parts.flatMap((part) => partOf(part) ?? []) : [],
    ...optional('text', data.text),
    ...optional('payload', data.payload),
    ...optional('clientMessageId', data.clientMessageId),
    ...(data.userMayType === false ? { userMayType: false } : {}),
  }
}

function partOf(value: unknown): Part | null {
  if (!isFields(value)) return null
  const { type, url } = value
  switch (type) {
    case 'text':
      return { type, text: text(value.text) }
    case 'image':
      return typeof url === 'string' ? { type, url, ...optional('alt', value.alt) } : null
    case 'quick_replies':
      return { type, items: list(value.items, replyOf) }
    case 'buttons':
      return { type, items: list(value.items, buttonOf) }
    case 'card': {
      const buttons = value.buttons === undefined ? {} : { buttons: list(value.buttons, buttonOf) }
      return {
        type,
        title: text(value.title),
        ...optional('subtitle', value.subtitle),
        ...optional('image', value.image),
        ...buttons,
      }
    }
    case 'file': {
      if (typeof url !== 'string') return null
      return { type, url, name: text(value.name), contentType: text(value.contentType), size: number(value.size) }
    }
    case 'location':
      return { type, lat: number(value.lat), lon: number(value.lon) }
    default:
      return null
  }
}

function replyOf(value: unknown): ReplyItem | null {
  if (!isFields(value) || typeof value.label !== 'string') return null
  return { label: value.label, ...optional('payload', value.payload) }
}

function buttonOf(value: unknown): ButtonItem | null {
  const reply = replyOf(value)
  if (reply === null || !isFields(value)) return null
  return {
    ...reply,
    ...optional('url', value.url),
    ...optional('phone', value.phone),
    ...optional('email', value.email),
  }
}

function actorOf(value: unknown): ContactActor {
  if (!isFields(value)) return { kind: 'system' }
  const { kind } = value
  if (kind !== 'contact' && kind !== 'chatbot' && kind !== 'operator') return { kind: 'system' }
  return { kind, ...optional('name', value.name) }
}

function holder({ chatState, operator }: Fields): ContactHolder {
  const known = chatState === 'taken_over' || chatState === 'operator_requested' ? chatState : 'chatbot_controlled'
  const name = isFields(operator) && typeof operator.name === 'string' ? operator.name : null
  return { chatState: known, operator: known === 'taken_over' && name !== null ? { name } : null }
}

function optional<Key extends string>(key: Key, value: unknown): { [key in Key]?: string } {
  const found: { [key in Key]?: string } = {}
  if (typeof value === 'string') found[key] = value
  return found
}

function list<Item>(value: unknown, parse: (one: unknown) => Item | null): Item[] {
  return Array.isArray(value) ? value.flatMap((one) => parse(one) ?? []) : []
}

function nameOf(value: unknown): string {
  return isFields(value) ? text(value.name) : ''
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}
