/** [RO-50] "Why me?" and "why not me?", of the past from the record of a decision, of now from the team as it is. */
import type { Conversation } from '../conversation/conversation.ts'
import type { ConversationEvent } from '../conversation/event.ts'
import type { OperatorRef } from '../conversation/refs.ts'
import type { GroupId, OperatorId } from '../ids.ts'
import type { Decision, Verdict } from '../routing/decision.ts'
import { verdictNow } from '../routing/explain.ts'
import type { Seat } from '../routing/team.ts'
import { groupsAsked, offerOf, wantedNow } from './queue.ts'
import type { Moment } from './wanted.ts'

/** What a decision said of somebody. Absent from a large team's sample: null. */
export type VerdictThen = {
  seq: number
  verdict: Verdict | null
  load: number | null
  picked: OperatorId | null
  rule: string
}

/**
 * How it stands with somebody now. `is_owner`, `owned`: somebody else has it. `bot_has_it`: nobody is asked. `asked`: they
 * are asked alone; `other_asked`: somebody else is. `asked_first`, `may_take`: it waits, and they are, or may be, the one;
 * `not_automatic`: it waits until somebody takes it; `open_for_all`: so many declined that it does. Else a verdict: why
 * it does not go to them by itself.
 */
export type Standing =
  | {
      kind:
        | 'closed'
        | 'is_owner'
        | 'bot_has_it'
        | 'asked'
        | 'may_take'
        | 'asked_first'
        | 'not_automatic'
        | 'open_for_all'
    }
  | { kind: 'owned' | 'other_asked'; by: OperatorRef }
  | { kind: 'verdict'; verdict: Verdict; load: number; limit: number | null }

/** What the latest of these events that decided something said of somebody; null: none did. */
export function verdictThen(events: readonly ConversationEvent[], operator: OperatorId): VerdictThen | null {
  const decided = events.findLast((event) => decisionIn(event) !== null)
  const decision = decided && decisionIn(decided)
  if (decided === undefined || decision == null) return null
  const own = decision.considered.find((one) => one.operator.id === operator)
  const { picked, rule } = decision
  return { seq: decided.seq, verdict: own?.verdict ?? null, load: own?.load ?? null, picked, rule }
}

function decisionIn({ data }: ConversationEvent): Decision | null {
  return 'decision' in data && data.decision !== undefined ? data.decision : null
}

export function standingOf(conversation: Conversation, seat: Seat, moment: Moment): Standing {
  const { holder, status } = conversation
  const { team } = moment
  if (status === 'closed') return { kind: 'closed' }
  if (holder.state === 'chatbot_controlled') return { kind: 'bot_has_it' }
  if (holder.state === 'taken_over')
    return holder.owner === seat.id ? { kind: 'is_owner' } : { kind: 'owned', by: team.operatorRef(holder.owner) }
  if (holder.offer !== undefined && holder.operator !== null)
    return holder.operator === seat.id
      ? { kind: 'asked' }
      : { kind: 'other_asked', by: team.operatorRef(holder.operator) }
  const groups = groupsAsked(holder, moment)
  if (groups.length > 0) return bestOf(groups, seat, moment, holder.operator === seat.id)
  const isAutomatic = team.routing(holder.group).automatic === true
  return { kind: isAutomatic && offerOf(holder.group, team) !== null ? 'open_for_all' : 'not_automatic' }
}

/** Of the groups that are asked the first in which they could take it; else what the first says. */
function bestOf(groups: readonly (GroupId | null)[], seat: Seat, moment: Moment, isFirst: boolean): Standing {
  const verdicts = groups.map((group) => verdictNow(moment.team, seat, wantedNow(group, moment)))
  if (verdicts.includes('tied')) return { kind: isFirst ? 'asked_first' : 'may_take' }
  const [verdict = 'not_in_group'] = verdicts
  return { kind: 'verdict', verdict, load: seat.load, limit: seat.capacity }
}
