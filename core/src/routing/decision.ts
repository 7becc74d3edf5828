import type { OperatorRef } from '../conversation/refs.ts'
import type { OperatorId } from '../ids.ts'

/** [HO-36] Why somebody was picked, or nobody: kept in the log, shown as "why?". */
export type Decision = {
  /** The settings as they were asked for. */
  settings: Record<string, unknown>
  considered: Considered[]
  picked: OperatorId | null
  rule: Rule
  /** Only for teams past `limitOfConsidered`: how many got each verdict, since not all are listed. */
  counts?: Partial<Record<Verdict, number>>
}

/** `weight`: only where it is not 1. */
export type Considered = { operator: OperatorRef; verdict: Verdict; load: number; weight?: number }

/**
 * Why not this one. The last eight belong to the orders and options of RO-31 and RO-32: lacks what is required; lacks more
 * of what is preferred; a newcomer who had an assignment just now; had one more recently; their turn comes later; not one
 * of the two drawn; not the contact's last owner; declined or missed an offer just now (RO-30). `closed`: their group is,
 * by its calendar, or they are outside their own hours (RO-40).
 */
export type Verdict =
  | 'picked'
  | 'tied'
  | 'busier'
  | 'full'
  | 'offline'
  | 'not_in_group'
  | 'disabled'
  | 'owner'
  | 'closed'
  | 'lacks_ability'
  | 'suits_less'
  | 'newcomer'
  | 'assigned_later'
  | 'later_turn'
  | 'not_drawn'
  | 'not_last_owner'
  | 'cooling_down'

/** By what the operator was found: the pick order, an owner who keeps the conversation, or no pick at all. */
export type Rule = PickOrder | 'kept' | 'none'

/** The orders that the action has (HO-30 … HO-32). */
export type PickMode = 'random' | 'less_busy' | 'specific'

/** [RO-31] The orders that a group can have. */
export type PickOrder = PickMode | 'longest_idle' | 'round_robin' | 'two_choices' | 'sticky'

export const pickOrders = [
  'random',
  'less_busy',
  'specific',
  'longest_idle',
  'round_robin',
  'two_choices',
  'sticky',
] as const satisfies readonly PickOrder[]

/** Why nobody was found: the first filter that leaves nobody names it (HO-19). */
export type NobodyReason =
  | 'unknown_operator'
  | 'empty_group'
  | 'not_in_group'
  | 'none_online'
  | 'group_closed'
  | 'all_full'

/** How many operators a decision lists one by one. */
export const limitOfConsidered = 100
