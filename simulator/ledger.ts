/** What the database took, commit by commit, in the order in which it did. */
import type { ConversationEvent } from '@baton/core/conversation'
import type { PresenceStatus } from '@baton/core/routing'

export type Entry = {
  conversation: string
  event: ConversationEvent
  /** The bot's turn that it belongs to; null also where that is not known. */
  turn: string | null
}

export type AuditEntry = {
  seq: number
  action: string
  object: string
  before: unknown
  after: unknown
  epoch: number | null
}

/** A message to whoever wants to hear of changes of control. */
export type Told = { event: string; conversation: string; type: string; epoch: number }

/** What a turn waits for, with the epoch it waits at. */
export type Begun = { id: string; turn: string; epoch: number; kind: string }

export type Commit = {
  workspace: string
  entries: readonly Entry[]
  audit: readonly AuditEntry[]
  /** Null where these cannot be seen. */
  told: readonly Told[] | null
  begun: readonly Begun[]
  /** Contacts whose erasure began, and ended, with it. */
  erasing: readonly string[]
  erased: readonly string[]
}

/** What is known of who is there, as the database took it. Times are instants. */
export type Sign =
  | { operator: string; kind: 'lease'; device: string; until: number }
  | { operator: string; kind: 'choice'; status: PresenceStatus }
  | { operator: string; kind: 'api'; status: PresenceStatus; until: number | null }

/** Looks at every commit as it happens; answers what it breaks. */
export type Looker = (commit: Commit) => string[]
