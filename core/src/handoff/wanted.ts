import { isOpen } from '../calendar/opening.ts'
import type { OperatorId } from '../ids.ts'
import type { Wanted } from '../routing/choose.ts'
import { usualRampLasts } from '../routing/routing.ts'
import type { Team } from '../routing/team.ts'
import type { Instant } from '../time.ts'
import type { OperatorStateSettings } from './settings.ts'

/** What a pick depends on besides what is asked for. */
export type Moment = {
  team: Team
  now: Instant
  /** [RO-10] How many seats the conversation takes. Absent: 1. */
  units?: number
  /** [RO-31] Who owned it, or the contact's one before it, last. Absent: nobody has. */
  lastOwner?: OperatorId
}

/**
 * Resolves names to identities; [HO-13] a takeover without a pick means `random`, unless the group has an order of its own
 * (RO-31). [HO-14] A request without a pick asks everybody alike.
 */
export function wantedBy(settings: OperatorStateSettings, moment: Moment): Wanted {
  const { team } = moment
  const { mode, operatorsGroup, assignOperator, operator, operators, onlyOnlineOperators } = settings
  const group = operatorsGroup === undefined ? null : (team.findGroup(operatorsGroup)?.id ?? 'missing')
  const pick = assignOperator ?? (group === 'missing' ? undefined : team.routing(group).pick) ?? 'random'
  const wanted: Wanted = {
    ...wantedIn(group, moment),
    onlyOnline: onlyOnlineOperators ?? false,
    pick,
    operator: operator === undefined ? null : (team.findOperator(operator)?.id ?? 'missing'),
    ...(operators && { among: new Set(operators.flatMap((one) => team.findOperator(one)?.id ?? [])) }),
  }
  if (mode !== 'request_operator' || assignOperator !== undefined) return wanted
  const { preferred: _, ramp: __, ...alike } = wanted
  return { ...alike, pick: 'random' }
}

/** What the group says, or the workspace, of everybody who is picked for it (RO-31, RO-32, RO-40), and what it depends on. */
export function wantedIn(group: Wanted['group'], moment: Moment): Omit<Wanted, 'onlyOnline' | 'pick' | 'operator'> {
  const { team, now, units, lastOwner } = moment
  if (group === 'missing') return { group, now }
  const { required, preferred, calendar, ramp } = team.routing(group)
  return {
    group,
    now,
    cursor: team.cursor(group),
    ...(units !== undefined && { units }),
    ...(lastOwner !== undefined && { lastOwner }),
    ...(required && { required }),
    ...(preferred && { preferred }),
    ...(ramp && {
      ramp: { everyMs: ramp.everySeconds * 1_000, lastsMs: (ramp.lastsSeconds ?? usualRampLasts) * 1_000 },
    }),
    ...(calendar != null && !isOpen(calendar, now) && { isClosed: true }),
  }
}
