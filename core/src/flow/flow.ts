import type { Actor } from '../conversation/event.ts'
import type { Bubble, Cause } from '../conversation/message.ts'
import type { EffectId, TurnId } from '../ids.ts'
import type { FilePart } from './action.ts'

/**
 * [FL-4] Where a bot stands in a conversation: plain data, stored beside the fold of the log, so that a turn survives a crash.
 * A turn is: begun → running → (suspended on outside work → running)* → ended. Inputs that arrive meanwhile wait in `queue`.
 */
export type Flow = {
  position: Position | null
  previous: Position | null
  bookmark: Position | null
  /** The action that holds until the contact answers. */
  waiting: Waiting | null
  /** Replies and buttons last shown, for typed text that equals a label. */
  shown: Shown[]
  turn: Turn | null
  queue: Input[]
  /** [HO-19] How the last run of Set Chat Operator State ended. */
  outcome: { outcome: string; reason: string | null } | null
  /** The action that gave the conversation away and wants to hear what comes of it. Absent: none. */
  assigned?: Assigned
}

/** `message`: to be said when an operator takes the request; null: nothing. */
export type Assigned = { action: string; version: number; at: Position; message: Bubble | null }

export type Position = { behavior: string; interaction: string }

/** A place in a list of actions of one version: the index is that of the action to run next. */
export type Frame = Position & { version: number; list: string; index: number; fallback?: true }

/** `tokens`: what the action has spent on a model. Absent: nothing. */
export type Waiting = { frames: Frame[]; action: string; version: number; tries: number; tokens?: number }

export type Shown = { label: string; payload: string | null; list: string | null; version: number; at: Position }

export type Turn = {
  id: TurnId
  /** [HO-5] The epoch at which it may speak. */
  epoch: number
  input: Input
  phase: 'operations' | 'answer' | 'fallback'
  frames: Frame[]
  jumps: number
  /** Whether it said or asked something, or changed state or position (FL-3). */
  answered: boolean
  /** Whether it has shown replies already; the first that it shows replace those of earlier turns. */
  hasShown: boolean
  suspended: { effect: EffectId; action: string; version: number } | null
  /** [HO-5] Output that could not be delivered is recorded once. */
  suppressed: boolean
}

export type Input =
  | { kind: 'opened'; turn: TurnId }
  | MessageInput
  | { kind: 'interaction'; turn: TurnId; position: Position; actor: Actor; cause: Cause; speaks: boolean }
  /** Operations that fire outside of the turn in which their action ran. */
  | { kind: 'operations'; turn: TurnId; list: string; version: number; at: Position }

export const restingFlow: Flow = {
  position: null,
  previous: null,
  bookmark: null,
  waiting: null,
  shown: [],
  turn: null,
  queue: [],
  outcome: null,
}

/** What the contact wrote or clicked; `seq`: where it stands in the log. */
export type MessageInput = {
  kind: 'message'
  turn: TurnId
  text: string
  payload: string | null
  opening: boolean
  files?: FilePart[]
  seq?: number
}

/** [FL-7] */
export const limitOfJumps = 25
