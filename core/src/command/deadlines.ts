/** Deadlines (section 5 of the rules of routing): what happens when nobody does anything. Rows of work, with the epoch at which they were set, and the group. */
import type { Conversation } from '../conversation/conversation.ts'
import { groupOf } from '../conversation/holder.ts'
import type { Deadlines } from '../routing/routing.ts'
import type { Team } from '../routing/team.ts'
import { after, type Instant } from '../time.ts'
import type { Draft } from './draft.ts'

export type DeadlineKind = 'unanswered' | 'first_answer' | 'idle'

const kinds: readonly DeadlineKind[] = ['unanswered', 'first_answer', 'idle']

/** The deadlines that count for who holds it now, as the group, or else the workspace, has them. */
export function deadlinesOf({ holder }: Pick<Conversation, 'holder'>, team: Team): Deadlines {
  return team.routing(groupOf(holder)).deadlines ?? {}
}

/**
 * When a deadline passes as things stand; null: it is off, or was met. `since`: when it was asked for somebody of this
 * group. The age of a request may go back further, to before an owner who passed it on (RO-20).
 */
export function passesAt(
  kind: DeadlineKind,
  conversation: Conversation,
  deadlines: Deadlines,
  since: Instant,
): Instant | null {
  const { holder, answeredAt, lastActivityAt, status } = conversation
  if (status === 'closed') return null
  const behind = (from: Instant, set: { afterSeconds: number } | undefined) =>
    set === undefined ? null : after(from, set.afterSeconds * 1_000)
  switch (kind) {
    case 'unanswered':
      return holder.state === 'operator_requested' ? behind(since, deadlines.unanswered) : null
    case 'first_answer':
      return holder.state === 'taken_over' && answeredAt === undefined
        ? behind(holder.takenOverAt, deadlines.firstAnswer)
        : null
    case 'idle':
      return holder.state === 'taken_over' ? behind(lastActivityAt, deadlines.idle) : null
  }
}

/** Sets the deadlines of whoever holds it since just now. */
export function setDeadlines(draft: Draft): void {
  const deadlines = deadlinesOf(draft.conversation, draft.world.team)
  for (const kind of kinds) {
    const { now } = draft.world
    const at = passesAt(kind, draft.conversation, deadlines, now)
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
