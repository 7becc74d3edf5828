/** What the API, the desk and the widget show each other: plain JSON, times as RFC 3339. */
import type { Asked } from '../conversation/asked.ts'
import { isVerified, nameOfVerified } from '../conversation/chat-variables.ts'
import type {
  Actor,
  ConversationEvent,
  EventBody,
  GroupRef,
  HolderView,
  OperatorRef,
  StateChange,
} from '../conversation/event.ts'
import { type ChatState, type Holder, snoozedUntilOf } from '../conversation/holder.ts'
import { lineOf } from '../conversation/message.ts'
import { type Value, withVariable } from '../conversation/value.ts'
import type { PresenceStatus, Role } from '../routing/team.ts'
import { type Instant, toRfc3339 } from '../time.ts'
import { type Collected, collectedAfter, collectedIn, languageIn } from './collected.ts'
import type { ReadMark } from './read-mark.ts'

/** An event as `GET /conversations/{c}/events` and live frames carry it. */
export type EventView = EventBody & { seq: number; id: string; at: string; actor: Actor; epoch: number }

export type LastLineView = { by: 'contact' | 'chatbot' | 'operator'; text: string; at: string }

/** A row of the inbox. */
export type ConversationSummary = {
  id: string
  /** Ids; their names stand beside them. */
  bot: string
  botName: string
  channel: string
  contact: string
  contactName: string
  status: 'open' | 'closed'
  chatState: ChatState
  operator: OperatorRef | null
  requestedOperator: OperatorRef | null
  /** [RO-30] Until when that operator is asked alone; null: they are asked first, or nobody is. */
  offeredUntil: string | null
  group: GroupRef | null
  requestedAt: string | null
  takenOverAt: string | null
  /** [U-02] Until when its owner has put it aside; null, or a time that has passed: it is not. */
  snoozedUntil: string | null
  epoch: number
  lastSeq: number
  lastActivityAt: string
  lastLine: LastLineView | null
  tags: string[]
  locked: boolean
  /** [U-15] While it waits: why, as far as that is known. */
  asked: Asked | null
  language: string | null
  /** What the bot has found out, the latest first; the few that a list has room for. */
  collected: Collected[]
  /** [U-11] How far the operator who asks has read it; null: nothing is known. Absent where many are told at once. */
  read?: ReadMark | null
}

/** `GET /conversations/{c}`. */
export type ConversationView = ConversationSummary & {
  variables: Record<string, Value>
  openedAt: string
  previous: string | null
}

export type OperatorView = {
  id: string
  name: string
  email: string
  groups: { id: string; name: string }[]
  role: Role
  capacity: number | null
  status: PresenceStatus
  load: number
  enabled: boolean
  /** [RO-2] Missed an offer and has done nothing since. Absent: not so. */
  unresponsive?: true
}

export function viewOfEvent(event: ConversationEvent): EventView {
  return { ...event, at: toRfc3339(event.at) }
}

type MessageEvent = Extract<EventView, { type: 'message' }>

/** Applies a live event to a view that may be stale; events it has already seen change nothing. A gap is the caller's to notice. */
export function applyEvent<View extends ConversationSummary>(view: View, event: EventView): View {
  if (event.seq <= view.lastSeq) return view
  const next = { ...view, lastSeq: event.seq, epoch: event.epoch, lastActivityAt: event.at }
  switch (event.type) {
    case 'operator_offered':
      if (view.chatState !== 'operator_requested') return next
      return { ...next, requestedOperator: event.data.operator, offeredUntil: event.data.until }
    case 'operator_requested':
    case 'taken_over':
    case 'transferred':
    case 'handed_over':
      return withChat({ ...next, ...holderFields(event.data.to, event.at), asked: askedAfter(view, event.data) })
    case 'closed':
      return withChat({ ...next, ...holderFields(event.data.to, event.at), asked: null, status: 'closed' })
    case 'message':
      return event.data.note || event.actor.kind === 'system' ? next : withLine(next, event, event.actor.kind)
    case 'tag_set':
      return { ...next, tags: view.tags.includes(event.data.tag) ? view.tags : [...view.tags, event.data.tag] }
    case 'tag_dropped':
      return { ...next, tags: view.tags.filter((tag) => tag !== event.data.tag) }
    case 'variable_set':
      return withVariableSet(next, event.data.variable, event.data.value)
    case 'identified':
      return withContact(next, event.data.contact)
    case 'snoozed':
      return view.chatState === 'taken_over' ? { ...next, snoozedUntil: event.data.until } : next
    case 'locked':
    case 'unlocked':
      return { ...next, locked: event.type === 'locked' }
    default:
      return next
  }
}

/** [U-15] A request that goes on is asked for as it was before. */
function askedAfter(view: ConversationSummary, { to, asked }: StateChange): Asked | null {
  if (to.chatState !== 'operator_requested') return null
  return asked ?? (view.chatState === 'operator_requested' ? view.asked : null)
}

function withLine<View extends ConversationSummary>(view: View, event: MessageEvent, by: LastLineView['by']): View {
  const next = { ...view, lastLine: { by, text: lineOf(event.data), at: event.at } }
  return by === 'contact'
    ? withVariables({ ...next, snoozedUntil: null }, { last_user_message: event.data.text ?? event.data.payload ?? '' })
    : next
}

/** [HO-19] The chat variables that follow from who holds the conversation. */
function withChat<View extends ConversationSummary>(view: View): View {
  return withVariables(view, {
    chat_state: view.chatState,
    chat_operator_id: view.operator?.id ?? '',
    chat_operator_name: view.operator?.name ?? '',
    chat_operator_group: view.group?.name ?? '',
  })
}

function withVariables<View extends ConversationSummary>(view: View, changed: Record<string, Value>): View {
  return 'variables' in view
    ? { ...view, variables: { ...(view.variables as Record<string, Value>), ...changed } }
    : view
}

/** [V-13] The site has vouched for the contact: it is theirs from now on. */
function withContact<View extends ConversationSummary>(view: View, contact: string): View {
  const isNamed = view.contactName !== nameOfContact(view.contact, undefined)
  const contactName = isNamed ? view.contactName : nameOfContact(contact, undefined)
  const known = { user_id: contact, user_verified: isVerified({ channel: view.channel, contact }) }
  return withVariables({ ...view, contact, contactName }, known)
}

/** A row of the inbox has no variables, but it shows the contact's name. */
function withVariableSet<View extends ConversationSummary>(view: View, variable: string, value: Value): View {
  const [root, ...inner] = variable.split('.')
  const contactName = nameOfContact(view.contact, inner.length === 0 ? value : undefined)
  const named = root === 'user_name' ? { ...view, contactName } : view
  if (!('variables' in view)) {
    const language = variable === 'locale' ? languageIn({ locale: value }) : view.language
    return { ...named, language, collected: collectedAfter(view.collected, variable, value) }
  }
  const variables = withVariable(view.variables as Record<string, Value>, variable, value)
  const language = root === 'locale' ? languageIn(variables) : view.language
  return { ...named, variables, language, collected: collectedIn(variables) }
}

/** [FL-10] A contact is shown by `user_name`; without one by the caller's own name for them, or, on the web, by its last letters. */
export function nameOfContact(id: string, userName: Value | undefined): string {
  if (typeof userName === 'string' && userName !== '') return userName
  return id.startsWith('web_') ? `Contact ${id.slice(-4).toUpperCase()}` : (nameOfVerified(id) ?? id)
}

/** [RO-30] Until when whoever is asked alone may answer. */
export function offeredUntilOf(holder: Holder): string | null {
  return holder.state === 'operator_requested' && holder.offer !== undefined ? toRfc3339(holder.offer.until) : null
}

/** [U-02] Until when it is put aside, as of now. */
export function snoozedUntilIn(holder: Holder, now: Instant): string | null {
  const until = snoozedUntilOf(holder, now)
  return until === null ? null : toRfc3339(until)
}

/** How a holder shows in a conversation: a requested operator is not yet one who owns it. */
export function holderFields(to: HolderView, at: string) {
  const isTakenOver = to.chatState === 'taken_over'
  return {
    chatState: to.chatState,
    operator: isTakenOver ? to.operator : null,
    requestedOperator: isTakenOver ? null : to.operator,
    offeredUntil: null,
    group: to.group,
    requestedAt: to.requestedAt,
    takenOverAt: isTakenOver ? at : null,
    snoozedUntil: null,
  }
}
