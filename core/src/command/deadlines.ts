/** Deadlines (section 5 of the rules of routing): what happens when nobody does anything. Rows of work, with the epoch at which they were set, and the group. */
import type { Conversation } from '../conversation/conversation.ts'
import { announcedEndOf, endsAtOf, groupOf, snoozeOf } from '../conversation/holder.ts'
import type { OutsideWork } from '../flow/action.ts'
import { type Deadlines, idleTimes } from '../routing/routing.ts'
import type { Team } from '../routing/team.ts'
import { after, type Instant, instant } from '../time.ts'
import type { Draft } from './draft.ts'

export type DeadlineKind = Extract<OutsideWork, { kind: 'deadline' }>['deadline']

/** Those that begin with whoever holds it; an offer has its own, and the idle end begins with its warning. */
const kinds: readonly DeadlineKind[] = ['unanswered', 'waiting', 'first_answer', 'unreachable', 'idle_warning']

/**
 * [U-02] Those that begin only when what is put aside is taken up again: until then nobody has to write, and the owner need
 * not be there. A first answer is still owed: the contact waits for it.
 */
export const kindsAfterSnooze: readonly DeadlineKind[] = ['unreachable', 'idle_warning']

/** Whether one like it was set later, when the conversation was put aside or taken up again: then that one counts. */
export function isSetAnew(kind: DeadlineKind, { holder }: Pick<Conversation, 'holder'>, since: Instant): boolean {
  return (kind === 'idle' || kindsAfterSnooze.includes(kind)) && since < (snoozeOf(holder)?.at ?? since)
}

/**
 * What the row of an idle end is about: nothing ends that was not announced, so where somebody has shown that they
 * are there, or nobody was warned, it is the next warning.
 */
export function dueOf(kind: DeadlineKind, { holder }: Pick<Conversation, 'holder'>): DeadlineKind {
  return kind === 'idle' && endsAtOf(holder) === null ? 'idle_warning' : kind
}

/** The deadlines that count for who holds it now, as the group, or else the workspace, has them. */
export function deadlinesOf({ holder }: Pick<Conversation, 'holder'>, team: Team): Deadlines {
  return team.routing(groupOf(holder)).deadlines ?? {}
}

/**
 * When a deadline passes as things stand; null: it is off, or was met. `since`: when it was asked for somebody of this
 * group, or alone. The age of a request may go back further, to before an owner who passed it on (RO-20).
 */
export function passesAt(
  kind: DeadlineKind,
  conversation: Conversation,
  since: Instant,
  { team, now }: { team: Team; now: Instant },
): Instant | null {
  const { holder, answeredAt, lastLine, status } = conversation
  if (status === 'closed') return null
  const deadlines = deadlinesOf(conversation, team)
  const behind = (from: Instant, set: { afterSeconds: number } | undefined) =>
    set === undefined ? null : after(from, set.afterSeconds * 1_000)
  if (holder.state === 'operator_requested') {
    if (kind === 'offer') return holder.offer?.at === since ? holder.offer.until : null
    return kind === 'unanswered' || kind === 'waiting' ? behind(since, deadlines[kind]) : null
  }
  if (holder.state !== 'taken_over') return null
  const wokenAt = snoozeOf(holder)?.until ?? holder.takenOverAt
  const putOffAt = announcedEndOf(holder)?.putOffAt ?? 0
  const seenAt = instant(Math.max(wokenAt, holder.takenOverAt, lastLine?.at ?? 0, putOffAt))
  switch (kind) {
    case 'first_answer':
      return answeredAt === undefined ? behind(holder.takenOverAt, deadlines.firstAnswer) : null
    case 'unreachable': {
      // Somebody who is there now may be gone by then: it is looked at again.
      const goneAt = team.seat(holder.owner)?.offlineAt ?? now
      return behind(instant(Math.max(wokenAt, goneAt)), deadlines.unreachable)
    }
    case 'idle':
      return deadlines.idle === undefined ? null : endsAtOf(holder)
    case 'idle_warning': {
      if (deadlines.idle === undefined || endsAtOf(holder) !== null) return null
      const { afterSeconds, warnSeconds } = idleTimes(deadlines.idle)
      return behind(seenAt, { afterSeconds: afterSeconds - warnSeconds })
    }
    default:
      return null
  }
}

/** Sets the deadlines of whoever holds it since just now; or some of them, that begin anew. */
export function setDeadlines(draft: Draft, some: readonly DeadlineKind[] = kinds): void {
  const { now } = draft.world
  for (const kind of some) {
    const at = passesAt(kind, draft.conversation, now, draft.world)
    if (at !== null) setDeadline(draft, kind, at, now)
  }
}

export function setDeadline(draft: Draft, kind: DeadlineKind, at: Instant, since: Instant): void {
  const { newId, now } = draft.world
  draft.works.push({
    id: newId('effect'),
    turn: newId('turn'),
    epoch: draft.conversation.epoch,
    work: {
      kind: 'deadline',
      deadline: kind,
      group: groupOf(draft.conversation.holder),
      since,
      milliseconds: Math.max(0, at - now),
    },
  })
}
