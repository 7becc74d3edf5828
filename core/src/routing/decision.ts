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

export type Considered = { operator: OperatorRef; verdict: Verdict; load: number }

export type Verdict = 'picked' | 'tied' | 'busier' | 'full' | 'offline' | 'not_in_group' | 'disabled' | 'owner'

/** By what the operator was found: the pick mode, an owner who keeps the conversation, or no pick at all. */
export type Rule = PickMode | 'kept' | 'none'

export type PickMode = 'random' | 'less_busy' | 'specific'

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
