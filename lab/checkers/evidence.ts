/** What the checkers look at: of one workspace, what the database says and what the clients were told and shown. */
import type { ConversationEvent } from '@baton/core/conversation'
import type { ConversationSummary, ConversationView } from '@baton/core/protocol'
import type { Operation } from '../history.ts'
import type { ShownSeat, ShownStore } from '../traffic/shown-store.ts'

export type Logged = { position: number; conversation: string; event: ConversationEvent }

/** What the database says at one moment. What it keeps beside the log is looked at by an inspection of its rows. */
export type Snapshot = {
  /** Everything that happened, in the order of commits. */
  log: Logged[]
  operators: { id: string; capacity: number | null }[]
  /** Whether the workspace has positions of its own, without gaps; else it shares them with others. */
  isDense: boolean
}

/** What a client sees that loads everything afresh. */
export type Fresh = {
  rows: Map<string, ConversationSummary>
  views: Map<string, ConversationView>
  seats: Map<string, ShownSeat>
}

export type Evidence = {
  snapshot: Snapshot
  history: readonly Operation[]
  /** What everybody was shown who still has a live connection; only when all is quiet. */
  stores: readonly ShownStore[]
  fresh: Fresh | null
  leaks: readonly string[]
  /** Nothing is under way any more: no turn, no call, no news. */
  isQuiet: boolean
}

/** Answers every violation it finds, in words; none when all is well. */
export type Checker = (evidence: Evidence) => string[]
