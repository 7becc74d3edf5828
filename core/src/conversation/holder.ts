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
  | {
      state: 'operator_requested'
      group: GroupId | null
      /** Who is asked first, or, where there is an offer, alone. */
      operator: OperatorId | null
      requestedAt: Instant
      /** [RO-30] Absent: nobody is being asked alone. */
      offer?: Offer
      /** [RO-30] How many offers this request of this group has had. Absent: none. */
      offersMade?: number
    }
  | {
      state: 'taken_over'
      owner: OperatorId
      group: GroupId | null
      requestedAt: Instant | null
      takenOverAt: Instant
      /** [RO-10] How many of its owner's seats it takes. Absent: 1. */
      units?: number
      /** [RO-10] It waits for the contact and takes no seat meanwhile. */
      onHold?: true
      /** [U-02] Absent: this owner never put it aside. */
      snooze?: Snooze
      /** [U-21] Who passed it on to this owner by hand, and when. Absent: nobody else did. */
      passedOn?: PassedOn
      /** Absent: its end was not announced, or somebody has written since. */
      ends?: AnnouncedEnd
    }

/** [RO-30] One operator is asked, and has until then; their seats are kept. `at`: when they were asked. */
export type Offer = { at: Instant; until: Instant; units?: number }

/**
 * [U-02] Put aside until then; once that has passed it is not any more, and nothing has to say so. What ends it earlier
 * moves `until` there. `at`: when it was said, or ended.
 */
export type Snooze = { at: Instant; until: Instant }

/** The end was announced at `at` and comes at `until`, unless the contact has put it off since. */
export type AnnouncedEnd = { at: Instant; until: Instant; putOffAt?: Instant }

export type PassedOn = { by: OperatorId; at: Instant }

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

export function snoozeOf(holder: Holder): Snooze | undefined {
  return holder.state === 'taken_over' ? holder.snooze : undefined
}

/** [U-02] Until when it is put aside; null: it is not, or not any more. */
export function snoozedUntilOf(holder: Holder, now: Instant): Instant | null {
  const until = snoozeOf(holder)?.until
  return until !== undefined && until > now ? until : null
}

/** What was said last of its end; undefined: nothing. */
export function announcedEndOf(holder: Holder): AnnouncedEnd | undefined {
  return holder.state === 'taken_over' ? holder.ends : undefined
}

/** When it ends, as was announced; null: nothing was, or it was put off. */
export function endsAtOf(holder: Holder): Instant | null {
  const ends = announcedEndOf(holder)
  return ends === undefined || ends.putOffAt !== undefined ? null : ends.until
}

/** Whether going from one to the other counts: the epoch moves at every change of chat state or owner, never otherwise. */
export function movesEpoch(from: Holder, to: Holder): boolean {
  return from.state !== to.state || ownerOf(from) !== ownerOf(to)
}

/** [RO-10] Whose seats a conversation takes, and how many; null: nobody's. */
export function seatsTakenBy(holder: Holder): { operator: OperatorId; units: number } | null {
  if (holder.state === 'taken_over') return holder.onHold ? null : { operator: holder.owner, units: holder.units ?? 1 }
  if (holder.state !== 'operator_requested' || holder.offer === undefined || holder.operator === null) return null
  return { operator: holder.operator, units: holder.offer.units ?? 1 }
}
