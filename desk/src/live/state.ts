import {
  applyEvent,
  type ConversationSummary,
  type EventView,
  type PresenceStatus,
  type ServerFrame,
} from '@baton/core/protocol'
import type { Coverage } from '../api/figures.ts'
import { extend, type Log } from './log.ts'
import { type TypingMark, withoutTyping, withTyping } from './typing.ts'
import { type Viewer, withViewer } from './viewing.ts'

/** Everything the desk knows live. Rows are shared by all lists; a list only says which of them it shows. */
export type LiveState = {
  rows: Readonly<Record<string, ConversationSummary>>
  logs: Readonly<Record<string, Log>>
  presence: Readonly<Record<string, Presence>>
  typing: readonly TypingMark[]
  /** [U-07] Colleagues by the conversation they have before them. */
  viewing: Readonly<Record<string, readonly Viewer[]>>
  /** [RO-3] By the id of the group; everybody's under the empty text. */
  coverage: Readonly<Record<string, Coverage>>
  /** How far this browser's clock goes ahead of the server's, in milliseconds, and news travels; null: not known yet. */
  clockAhead: number | null
  /** The position in the workspace's stream; null until the server has told it. */
  position: number | null
}

/** [RO-2] `isUnresponsive`: missed an offer and has done nothing since; absent: not so. */
export type Presence = { status: PresenceStatus; load: number; capacity: number | null; isUnresponsive?: true }

/** What must be fetched because the stream alone cannot tell. */
export type Errand = { kind: 'reload_inbox' } | { kind: 'reload_conversation'; conversation: string }

export const nothingKnown: LiveState = {
  rows: {},
  logs: {},
  presence: {},
  typing: [],
  viewing: {},
  coverage: {},
  clockAhead: null,
  position: null,
}

/** One frame of the server, applied. Frames may come twice, overlap or be older than what is known. */
export function receive(state: LiveState, frame: ServerFrame, now: number): { state: LiveState; errands: Errand[] } {
  switch (frame.type) {
    case 'events':
      return receiveEvents(state, frame)
    case 'inbox':
      return { state: { ...receiveRow(state, frame), clockAhead: clockAheadAfter(state, frame, now) }, errands: [] }
    case 'inbox_caught_up':
      return {
        state: { ...state, position: Math.max(state.position ?? 0, frame.position) },
        errands: state.position === null ? [{ kind: 'reload_inbox' }] : [],
      }
    case 'presence': {
      const { status, load, capacity } = frame
      const one: Presence = { status, load, capacity, ...(frame.unresponsive && { isUnresponsive: true }) }
      const presence = { ...state.presence, [frame.operator.id]: one }
      return { state: { ...state, presence }, errands: [] }
    }
    case 'coverage': {
      const { group, isCovered } = frame
      return { state: withCoverage(state, [{ group, isCovered, since: new Date(now).toISOString() }]), errands: [] }
    }
    case 'typing':
      return { state: { ...state, typing: withTyping(state.typing, frame, now) }, errands: [] }
    case 'viewing':
      return { state: { ...state, viewing: withViewer(state.viewing, frame) }, errands: [] }
    case 'resync_required':
      return frame.conversation === null
        ? { state: { ...state, position: null }, errands: [{ kind: 'reload_inbox' }] }
        : { state, errands: [{ kind: 'reload_conversation', conversation: frame.conversation }] }
    default:
      return { state, errands: [] }
  }
}

/** Rows fetched from the server; a row already known from a newer event stays. */
export function withRows(state: LiveState, rows: readonly ConversationSummary[]): LiveState {
  if (rows.length === 0) return state
  const next = { ...state.rows }
  for (const row of rows) next[row.id] = newer(next[row.id], row)
  return { ...state, rows: next }
}

export function withCoverage(state: LiveState, coverage: readonly Coverage[]): LiveState {
  const told = coverage.map((one) => [one.group?.id ?? '', one] as const)
  return { ...state, coverage: { ...state.coverage, ...Object.fromEntries(told) } }
}

/** What is replayed is older than news that has just come: the shortest way there was is nearest the truth. */
function clockAheadAfter(
  { clockAhead }: LiveState,
  { event }: Extract<ServerFrame, { type: 'inbox' }>,
  now: number,
): number {
  return Math.min(clockAhead ?? Number.POSITIVE_INFINITY, now - Date.parse(event.at))
}

export function withLog(state: LiveState, log: Log): LiveState {
  return { ...withRows(state, [log.view]), logs: { ...state.logs, [log.view.id]: log } }
}

function receiveEvents(state: LiveState, frame: Extract<ServerFrame, { type: 'events' }>): ReturnType<typeof receive> {
  const log = state.logs[frame.conversation]
  if (log === undefined) return { state, errands: [] }
  const events = frame.events.filter(isEventView)
  const extended = extend(log, events)
  if (extended.kind === 'gap') {
    return { state, errands: [{ kind: 'reload_conversation', conversation: frame.conversation }] }
  }
  let { typing } = state
  for (const event of events) {
    if (event.type === 'message') typing = withoutTyping(typing, frame.conversation, event.actor.kind)
  }
  return { state: withLog({ ...state, typing }, extended.log), errands: [] }
}

function receiveRow(state: LiveState, frame: Extract<ServerFrame, { type: 'inbox' }>): LiveState {
  const { conversation, event, position } = frame
  const row = applyEvent(newer(state.rows[conversation.id], conversation), event)
  const typing =
    event.type === 'message' ? withoutTyping(state.typing, conversation.id, event.actor.kind) : state.typing
  return {
    ...state,
    rows: { ...state.rows, [conversation.id]: row },
    typing,
    position: Math.max(state.position ?? 0, position),
  }
}

function newer(known: ConversationSummary | undefined, row: ConversationSummary): ConversationSummary {
  return known !== undefined && known.lastSeq > row.lastSeq ? known : row
}

type AnyEvent = Extract<ServerFrame, { type: 'events' }>['events'][number]

/** A desk's socket carries whole events; the contact's form lacks the epoch. */
function isEventView(event: AnyEvent): event is EventView {
  return 'epoch' in event
}
