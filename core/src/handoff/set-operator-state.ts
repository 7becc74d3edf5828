import type { Chance } from '../chance.ts'
import type { Conversation, Names } from '../conversation/conversation.ts'
import type { Holder, TakenOver } from '../conversation/holder.ts'
import type { GroupId } from '../ids.ts'
import { unreachable } from '../result.ts'
import { type Choice, chooseOperator, isEligible, type Wanted } from '../routing/choose.ts'
import type { Decision, NobodyReason } from '../routing/decision.ts'
import type { Cursor } from '../routing/pool.ts'
import type { Seat, Team } from '../routing/team.ts'
import type { OperatorStateSettings } from './settings.ts'
import { type Happening, type Origin, stateEvent } from './transition.ts'
import { type Moment, wantedBy } from './wanted.ts'

export type OutcomeReason = NobodyReason | 'already_taken_over'
export type Outcome = 'assigned' | 'requested' | 'returned' | 'unchanged'

/** [HO-24] The typed result of the action, whoever ran it. */
export type OperatorStateResult = {
  outcome: Outcome
  reason: OutcomeReason | null
  decision: Decision
  /** What is to be written; null when nothing happened (a repeated request, a bot's conversation returned to the bot). */
  happening: Happening | null
  /** [HO-10] Whether the rest of the interaction is executed. */
  rest: 'goes_on' | 'ends'
  /** [RO-31] Absent: nobody was picked in turn. */
  turnTaken?: TurnTaken
}

/** [RO-31] Where the circle of a group stands after a pick in turn, for the store to keep. */
export type TurnTaken = { group: GroupId | null; cursor: Cursor }

export type HandoffContext = Moment & { names: Names; chance: Chance; origin: Origin }

/** *Set Chat Operator State*: the one implementation behind the action, the API and agents' tools. Pure. */
export function setOperatorState(
  conversation: Pick<Conversation, 'holder'>,
  settings: OperatorStateSettings,
  context: HandoffContext,
): OperatorStateResult {
  switch (settings.mode) {
    case 'chatbot_controlled':
      return giveBack(conversation.holder, settings, context)
    case 'request_operator':
      return request(conversation.holder, settings, context)
    case 'operator_takeover':
      return takeOver(conversation.holder, settings, context)
    default:
      return unreachable(settings.mode)
  }
}

/** [HO-17] Owner, request and group are cleared. */
function giveBack(holder: Holder, settings: OperatorStateSettings, context: HandoffContext): OperatorStateResult {
  const decision: Decision = { settings, considered: [], picked: null, rule: 'none' }
  const happening =
    holder.state === 'chatbot_controlled'
      ? null
      : stateEvent('handed_over', holder, { state: 'chatbot_controlled' }, context.origin, context.names, { decision })
  return { outcome: 'returned', reason: null, decision, happening, rest: 'goes_on' }
}

/** [HO-14] [HO-15] [HO-16] Raises the flag; the bot keeps answering. */
function request(holder: Holder, settings: OperatorStateSettings, context: HandoffContext): OperatorStateResult {
  const wanted = wantedBy(settings, context)
  const choice = chooseOperator(context.team, wanted, settings, context.chance)
  const hasPick = settings.assignOperator !== undefined
  const decision = hasPick ? choice.decision : withoutPick(choice.decision)
  if (holder.state === 'taken_over')
    return unchanged('already_taken_over', withoutPick(choice.decision), context, 'goes_on')
  const reason = choice.found ? null : choice.reason
  if (reason !== null && wanted.onlyOnline) return unchanged(reason, decision, context, 'goes_on')
  const operator = choice.found && hasPick ? choice.operator : null
  const raised = raise(holder, wanted, operator, reason, decision, context)
  return operator === null ? raised : { ...raised, ...turnTakenBy(choice, wanted) }
}

/** [HO-10] [HO-11] [HO-12] [HO-18] Gives an operator control in one step. */
function takeOver(holder: Holder, settings: OperatorStateSettings, context: HandoffContext): OperatorStateResult {
  const wanted = wantedBy(settings, context)
  if (holder.state === 'taken_over') {
    const owner = context.team.seat(holder.owner)
    if (owner !== undefined && isEligible(owner, wanted))
      return unchanged('already_taken_over', keptBy(owner, settings), context, 'ends')
  }
  const choice = chooseOperator(context.team, wanted, settings, context.chance)
  if (choice.found)
    return { ...assign(holder, wanted, choice.operator, choice.decision, context), ...turnTakenBy(choice, wanted) }
  if (wanted.onlyOnline || holder.state === 'taken_over')
    return unchanged(choice.reason, choice.decision, context, 'goes_on')
  return raise(holder, wanted, null, choice.reason, choice.decision, context)
}

/** The conversation gets an owner: out of the bot's hands, of a request, or of another owner's. */
export function assign(
  holder: Holder,
  wanted: Wanted,
  operator: Seat,
  decision: Decision,
  context: HandoffContext,
): OperatorStateResult {
  const from = holder.state === 'chatbot_controlled' ? null : holder
  const to: TakenOver = {
    state: 'taken_over',
    owner: operator.id,
    group: groupIn(wanted) ?? from?.group ?? null,
    requestedAt: from?.requestedAt ?? null,
    takenOverAt: context.now,
    ...(context.units !== undefined && { units: context.units }),
  }
  const type = holder.state === 'taken_over' ? 'transferred' : 'taken_over'
  const happening = stateEvent(type, holder, to, context.origin, context.names, { decision })
  return { outcome: 'assigned', reason: null, decision, happening, rest: 'ends' }
}

/** [RO-31] Only where somebody was picked in turn. */
export function turnTakenBy(choice: Choice, wanted: Wanted): { turnTaken?: TurnTaken } {
  if (!choice.found || choice.cursor === null || wanted.group === 'missing') return {}
  return { turnTaken: { group: wanted.group, cursor: choice.cursor } }
}

function raise(
  holder: Exclude<Holder, TakenOver>,
  wanted: Wanted,
  picked: Seat | null,
  reason: NobodyReason | null,
  decision: Decision,
  context: HandoffContext,
): OperatorStateResult {
  const group = groupIn(wanted)
  const kept = stillAddressed(holder, group, wanted, picked, context.team)
  const operator = kept ?? picked
  const requestedAt = holder.state === 'operator_requested' ? holder.requestedAt : context.now
  const to: Holder = { state: 'operator_requested', group, operator: operator?.id ?? null, requestedAt }
  const isRepeated =
    holder.state === 'operator_requested' && holder.group === to.group && holder.operator === to.operator
  const written = kept === null ? decision : { ...keptBy(kept, decision.settings), rule: 'kept' as const }
  const happening = isRepeated
    ? null
    : stateEvent('operator_requested', holder, to, context.origin, context.names, { reason, decision: written })
  return { outcome: 'requested', reason, decision: written, happening, rest: 'goes_on' }
}

/** [HO-16] Twice is once: who was asked first stays asked, unless the group or the named one is another, or they no longer fit. */
function stillAddressed(
  holder: Holder,
  group: GroupId | null,
  wanted: Wanted,
  picked: Seat | null,
  team: Team,
): Seat | null {
  if (holder.state !== 'operator_requested' || holder.group !== group || holder.operator === null) return null
  const asked = team.seat(holder.operator)
  if (asked === undefined) return null
  if (picked === null) return wanted.pick === 'specific' ? null : asked
  return isEligible(asked, wanted) ? asked : null
}

function unchanged(
  reason: OutcomeReason,
  decision: Decision,
  { origin }: HandoffContext,
  rest: OperatorStateResult['rest'],
): OperatorStateResult {
  const data = { reason, cause: origin.cause, decision }
  return {
    outcome: 'unchanged',
    reason,
    decision,
    happening: { actor: origin.actor, body: { type: 'assignment_skipped', data } },
    rest,
  }
}

function keptBy(owner: Seat, settings: Record<string, unknown>): Decision {
  const considered = [{ operator: { id: owner.id, name: owner.name }, verdict: 'owner' as const, load: owner.load }]
  return { settings, considered, picked: owner.id, rule: 'kept' }
}

/** A request without a pick asks everybody: nobody was picked, all who could be are tied. */
function withoutPick({ counts, ...decision }: Decision): Decision {
  const considered = decision.considered.map((one) =>
    one.verdict === 'picked' || one.verdict === 'busier' ? { ...one, verdict: 'tied' as const } : one,
  )
  const without: Decision = { ...decision, considered, picked: null, rule: 'none' }
  if (counts === undefined) return without
  const { picked = 0, tied = 0, busier = 0 } = counts
  return { ...without, counts: { ...counts, picked: 0, tied: picked + tied + busier, busier: 0 } }
}

function groupIn(wanted: Wanted): GroupId | null {
  return wanted.group === 'missing' ? null : wanted.group
}
