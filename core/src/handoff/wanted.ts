import { isOpen } from '../calendar/opening.ts'
import type { Wanted } from '../routing/choose.ts'
import type { Team } from '../routing/team.ts'
import type { Instant } from '../time.ts'
import type { OperatorStateSettings } from './settings.ts'

type Moment = { team: Team; now: Instant }

/**
 * Resolves names to identities; [HO-13] a takeover without a pick means `random`, unless the group has an order of its own
 * (RO-31). [HO-14] A request without a pick asks everybody alike.
 */
export function wantedBy(settings: OperatorStateSettings, { team, now }: Moment): Wanted {
  const { mode, operatorsGroup, assignOperator, operator, onlyOnlineOperators } = settings
  const group = operatorsGroup === undefined ? null : (team.findGroup(operatorsGroup)?.id ?? 'missing')
  const pick = assignOperator ?? (group === 'missing' ? undefined : team.routing(group).pick) ?? 'random'
  const wanted: Wanted = {
    ...wantedIn(group, { team, now }),
    onlyOnline: onlyOnlineOperators ?? false,
    pick,
    operator: operator === undefined ? null : (team.findOperator(operator)?.id ?? 'missing'),
  }
  if (mode !== 'request_operator' || assignOperator !== undefined) return wanted
  const { preferred: _, ...alike } = wanted
  return { ...alike, pick: 'random' }
}

/** [RO-31] [RO-40] What a group asks of everybody who is picked for it. */
export function wantedIn(
  group: Wanted['group'],
  { team, now }: Moment,
): Pick<Wanted, 'group' | 'now' | 'required' | 'preferred' | 'isClosed'> {
  if (group === 'missing') return { group, now }
  const { required, preferred, calendar } = team.routing(group)
  return {
    group,
    now,
    ...(required && { required }),
    ...(preferred && { preferred }),
    ...(calendar != null && !isOpen(calendar, now) && { isClosed: true }),
  }
}
