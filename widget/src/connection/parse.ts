// The door: JSON from the network becomes what the widget trusts. What cannot be read is left out, never guessed.
import type {
  Absence,
  ButtonItem,
  ContactActor,
  ContactEvent,
  ContactHolder,
  Part,
  PlaceView,
  ReplyItem,
  ServerFrame,
  WidgetLook,
} from '@baton/core/protocol'
import type { Snapshot } from '../state/thread.ts'
import { type Fields, isFields } from './fields.ts'
import { parseAbsence, parseLook } from './parse-look.ts'

export type Session = {
  token: string
  expiresAt: string
  /** Null: the site vouches for the contact, so that nothing need be kept to know them again. */
  contactToken: string | null
  /** Names the contact, so that tabs of the same one find each other. */
  contactKey: string
  /** Mail is sent from here. */
  canMail: boolean
  botName: string
  workspaceName: string
  /** [U-14] The workspace shows its operators what is written before it is sent. */
  isPreviewed: boolean
  look: WidgetLook
  absence: Absence | null
}
export type Loaded = { snapshot: Snapshot; events: ContactEvent[] }
export type Answer = { conversation: string; events: ContactEvent[] }
export type Page = { events: ContactEvent[]; lastSeq: number }

/** The frames a contact's socket carries. */
export type ContactFrame =
  | Extract<ServerFrame, { type: 'caught_up' | 'typing' | 'pong' }>
  | { type: 'welcome' }
  | { type: 'resync_required' }
  | { type: 'bye'; retryAfterMs: number | null }
  | Extract<ServerFrame, { type: 'place' }>
  | { type: 'events'; conversation: string; events: ContactEvent[]; lastSeq: number }

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function parseSession(value: unknown): Session | null {
  if (!isFields(value)) return null
  const { token, expiresAt, bot, workspace } = value
  if (typeof token !== 'string') return null
  const contactToken = typeof value.contactToken === 'string' ? value.contactToken : null
  const contactKey = isFields(value.contact) ? text(value.contact.key) : ''
  const canMail = value.canMail === true
  const names = { botName: nameOf(bot), workspaceName: nameOf(workspace) }
  const isPreviewed = isFields(workspace) && workspace.typingPreview === true
  const settings = { isPreviewed, look: parseLook(value.widget), absence: parseAbsence(value.absence) }
  return { token, contactToken, contactKey, canMail, expiresAt: text(expiresAt), ...names, ...settings }
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
    case 'rated':
      return isScore(data.score)
        ? { ...common, type, data: { score: data.score, ...optional('comment', data.comment) } }
        : null
    case 'end_announced':
      return { ...common, type, data: { until: text(data.until), outcome: outcomeOf(data.outcome) } }
    case 'conversation_opened':
    case 'locked':
    case 'unlocked':
    case 'end_put_off':
      return { ...common, type, data: {} }
    default:
      return null
  }
}

function outcomeOf(value: unknown): 'hand_back' | 'close' {
  return value === 'close' ? 'close' : 'hand_back'
}

function isScore(value: unknown): value is 1 | 2 | 3 | 4 | 5 {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 5
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
