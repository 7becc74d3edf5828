import type { Actor, ConversationEvent, StateEventType } from '../conversation/event.ts'
import { type Instant, instant } from '../time.ts'
import { type Handling, type Outcome, pingPongMs } from './handling.ts'

type Message = Extract<ConversationEvent, { type: 'message' }>
type Transition = Extract<ConversationEvent, { type: StateEventType | 'closed' }>

/** A handling while the log is read, with what only its end tells. */
type Draft = {
  handling: Handling
  endedBy: Actor | null
  /** The contact's last message before anybody answered. */
  unansweredAt: Instant
  /** Each owner and each group in turn, the same one never twice in a row. */
  owners: string[]
  groups: string[]
}

/** The handlings of one log. `leftAt` (when the contact went away) is not in it; `wrapUpMs` is for logs that do not say it. */
export function readHandlings(
  log: readonly ConversationEvent[],
  { leftAt = [], wrapUpMs = 0 }: { leftAt?: readonly Instant[]; wrapUpMs?: number } = {},
): Handling[] {
  const drafts: Draft[] = []
  let current: Draft | null = null
  for (const event of log) {
    if (event.type === 'message' && current !== null) readMessage(current, event)
    if (!isTransition(event)) continue
    const isOver = event.data.to.chatState === 'chatbot_controlled'
    if (current === null && isOver) continue
    if (current === null) {
      current = begin(event)
      drafts.push(current)
    }
    readTransition(current, event, wrapUpMs)
    if (isOver) current = null
  }
  for (const draft of drafts) conclude(draft, leftAt)
  markPingPongs(drafts)
  return drafts.map(({ handling }) => handling)
}

/** Whether this event asks for an operator who is not there yet: a request, or a takeover for which one was picked. */
export function asksForOperator(event: ConversationEvent): boolean {
  if (!isTransition(event) || event.data.from.chatState !== 'chatbot_controlled') return false
  return event.type === 'operator_requested' || event.data.decision !== undefined
}

function isTransition(event: ConversationEvent): event is Transition {
  return 'data' in event && 'from' in event.data && 'to' in event.data
}

function begin(event: Transition): Draft {
  return {
    handling: {
      startedAt: event.at,
      requestedAt: asksForOperator(event) ? event.at : null,
      assignedAt: null,
      contactWroteAt: null,
      answeredAt: null,
      leftAt: null,
      endedAt: null,
      outcome: 'open',
      owned: [],
      transfers: 0,
      bounces: false,
      isPingPong: false,
      wrapUpMs: 0,
    },
    endedBy: null,
    unansweredAt: event.at,
    owners: [],
    groups: [],
  }
}

function readMessage(draft: Draft, { actor, data, at }: Message): void {
  const { handling } = draft
  if (actor.kind === 'operator' && !data.note) handling.answeredAt ??= at
  if (actor.kind !== 'contact') return
  handling.contactWroteAt ??= at
  if (handling.answeredAt === null) draft.unansweredAt = at
}

function readTransition(draft: Draft, event: Transition, wrapUpMs: number): void {
  const { handling } = draft
  const { to } = event.data
  const last = handling.owned.at(-1)
  const owner = to.chatState === 'taken_over' ? (to.operator?.id ?? null) : null
  const isOwned = last?.until === null
  if (isOwned && last.operator !== owner) last.until = event.at
  if (owner !== null && !(isOwned && last.operator === owner)) {
    handling.owned.push({ operator: owner, from: event.at, until: null })
    handling.assignedAt ??= event.at
  }
  if (event.type === 'transferred') handling.transfers += 1
  if (goesBack(draft.owners, owner) || goesBack(draft.groups, to.group?.id ?? null)) handling.bounces = true
  if (to.chatState !== 'chatbot_controlled') return
  handling.endedAt = event.at
  const { wrapUpSeconds } = event.data
  const wrapUp = wrapUpSeconds === undefined ? wrapUpMs : wrapUpSeconds * 1_000
  handling.wrapUpMs = event.type === 'closed' && isOwned ? wrapUp : 0
  draft.endedBy = event.actor
}

/** Goes a step on; true when that was there before and another has been since. */
function goesBack(steps: string[], next: string | null): boolean {
  if (next === null || next === steps.at(-1)) return false
  const isBack = steps.includes(next)
  steps.push(next)
  return isBack
}

function conclude(draft: Draft, leftAt: readonly Instant[]): void {
  const { handling } = draft
  handling.leftAt = goneAt(draft, leftAt)
  handling.outcome = outcomeOf(draft)
}

/** Where nothing tells when the contact went, it is when it ended without an answer, unless an operator ended it. */
function goneAt({ handling, unansweredAt, endedBy }: Draft, leftAt: readonly Instant[]): Instant | null {
  const { answeredAt, endedAt } = handling
  const last = answeredAt ?? endedAt ?? instant(Number.POSITIVE_INFINITY)
  const gone = leftAt.find((moment) => moment >= unansweredAt && moment < last)
  if (gone !== undefined) return gone
  return answeredAt === null && endedBy !== null && endedBy.kind !== 'operator' ? endedAt : null
}

function outcomeOf({ handling, endedBy }: Draft): Outcome {
  if (handling.leftAt !== null) return 'abandoned'
  if (handling.answeredAt !== null) return 'answered'
  return endedBy === null ? 'open' : 'dismissed'
}

function markPingPongs(drafts: readonly Draft[]): void {
  let before: Instant | null = null
  for (const { handling } of drafts) {
    const { assignedAt } = handling
    if (assignedAt === null) continue
    handling.isPingPong = before !== null && assignedAt - before <= pingPongMs
    before = assignedAt
  }
}
