/**
 * The wire of `GET /api/v1/live`: JSON text frames, one union per direction. Every stream is a log with positions:
 * name what you follow and the last position you have; you get what you missed, then `caught_up`, then what happens.
 */
import type { PresenceStatus } from '../routing/team.ts'
import type { ContactEvent } from './contact-view.ts'
import type { ReadMark } from './read-mark.ts'
import type { ConversationSummary, EventView } from './views.ts'

export const protocolVersion = 1

/** The contact's text or button, or the operator's reply or note. `ref` is the client's own mark; it comes back in the answer. */
export type SayFrame = {
  type: 'say'
  ref: string
  conversation?: string
  text?: string
  payload?: string
  note?: boolean
  clientMessageId: string
}

export type ClientFrame =
  /** One conversation, from a position (0: all of it). Contacts name only their own. */
  | { type: 'follow'; conversation: string; after: number }
  | { type: 'unfollow'; conversation: string }
  /** Operators: every change in the workspace, as rows of the inbox. `after: null` starts now. */
  | { type: 'follow_inbox'; after: number | null }
  | SayFrame
  /**
   * Sent at most every 3 s while writing; ends by itself after 10 s, by a message, or by `false`. [U-14] `text`: what a
   * contact has written so far, where the workspace shows it to operators and the contact was told so.
   */
  | { type: 'typing'; conversation: string; isTyping: boolean; text?: string }
  /** [U-07] Operators: the followed conversation stands before them; not active: nobody looks just now. Ends with `unfollow`, another one, or the connection. */
  | { type: 'viewing'; conversation: string; isActive: boolean }
  /** [U-13] Operators: whether somebody looks at this desk just now. Said at each change, and again with each connection. */
  | { type: 'attention'; isVisible: boolean }
  | { type: 'ping' }

/** `away`: it is open, and nobody looks at it. */
export type ViewingState = 'viewing' | 'away' | 'writing' | 'gone'

/** [U-14] Signs of what a contact is writing that operators are shown. */
export const longestPreview = 500

/** [RO-23] Where a request stands among those who wait for the same group. `estimate`: null while too little is known. */
export type PlaceView = {
  position: number
  waiting: number
  /** The median of so many recent waits: of those at this place, or of all, by the place. */
  estimate: { seconds: number; basis: number; from: 'this_place' | 'all_places' } | null
  /** [RO-40] Outside the group's opening hours: when these begin again (RFC 3339); null: nobody knows. Absent: open. */
  closedUntil?: string | null
}

export type ServerFrame =
  | { type: 'welcome'; protocol: number; as: 'operator' | 'contact' | 'program'; heartbeatMs: number }
  | { type: 'events'; conversation: string; events: EventView[] | ContactEvent[]; lastSeq: number }
  | { type: 'caught_up'; conversation: string; lastSeq: number }
  | { type: 'inbox'; position: number; conversation: ConversationSummary; event: EventView }
  | { type: 'inbox_caught_up'; position: number }
  | {
      type: 'presence'
      operator: { id: string; name: string }
      status: PresenceStatus
      load: number
      capacity: number | null
      /** [RO-2] Missed an offer and has done nothing since. Absent: not so. */
      unresponsive?: true
    }
  | {
      type: 'typing'
      conversation: string
      actor: { kind: 'contact' | 'chatbot' | 'operator'; name?: string }
      isTyping: boolean
      /** [U-14] To operators only, and never kept. */
      text?: string
    }
  /** [U-07] To operators, of their colleagues: who has which conversation before them. */
  | { type: 'viewing'; conversation: string; operator: { id: string; name: string }; state: ViewingState }
  /** [U-11] To one operator, on all their devices. */
  | { type: 'read'; conversation: string; read: ReadMark }
  /** [RO-23] To the contact, whenever it changes; null: they wait no more. */
  | { type: 'place'; conversation: string; place: PlaceView | null }
  /** [RO-3] To supervisors: whether anybody of a group (null: of everybody) who is online has room. */
  | { type: 'coverage'; group: { id: string; name: string } | null; isCovered: boolean }
  /** Committed. */
  | { type: 'ack'; ref: string; conversation: string; seq: number }
  | {
      type: 'refused'
      ref: string
      problem: { status: number; title: string; detail?: string; owner?: { id: string; name: string } }
    }
  /** The position is too old, or the client too slow: load afresh, then follow again. Never a silent gap. */
  | { type: 'resync_required'; conversation: string | null; reason: 'too_old' | 'too_slow' | 'unknown' }
  | { type: 'pong' }
  | { type: 'bye'; reason: CloseReason; retryAfterMs: number | null }

/** Why a socket ends; the number is the WebSocket close code. */
export const closeReasons = {
  shutting_down: 4001,
  signed_out: 4002,
  too_slow: 4003,
  bad_frame: 4004,
  too_many: 4005,
  silent: 4006,
} as const

export type CloseReason = keyof typeof closeReasons
