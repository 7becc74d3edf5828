import type { GroupId, OperatorId } from '../ids.ts'
import type { Instant } from '../time.ts'

/**
 * [HO-1] Who holds the conversation.
 *
 *   chatbot_controlled ──request──► operator_requested ──claim, takeover──► taken_over
 *          ▲    └──────────────────────takeover──────────────────────────────► │  │ transfer to an operator
 *          │                                ▲────────transfer to a group───────┘  └──► taken_over
 *          └──────────hand over, withdraw, close: from anywhere─────────────────
 *
 * Each case carries only what is true in it, so [HO-2] an owner exists exactly when taken over.
 */
export type Holder =
  | { state: 'chatbot_controlled' }
  | { state: 'operator_requested'; group: GroupId | null; operator: OperatorId | null; requestedAt: Instant }
  | { state: 'taken_over'; owner: OperatorId; group: GroupId | null; requestedAt: Instant | null; takenOverAt: Instant }

export type ChatState = Holder['state']
export type Requested = Extract<Holder, { state: 'operator_requested' }>
export type TakenOver = Extract<Holder, { state: 'taken_over' }>

export function ownerOf(holder: Holder): OperatorId | null {
  return holder.state === 'taken_over' ? holder.owner : null
}

export function groupOf(holder: Holder): GroupId | null {
  return holder.state === 'chatbot_controlled' ? null : holder.group
}

export function requestedAtOf(holder: Holder): Instant | null {
  return holder.state === 'chatbot_controlled' ? null : holder.requestedAt
}

/** Whether going from one to the other counts: the epoch moves at every change of chat state or owner, never otherwise. */
export function movesEpoch(from: Holder, to: Holder): boolean {
  return from.state !== to.state || ownerOf(from) !== ownerOf(to)
}
