import { isOpen } from '../calendar/opening.ts'
import type { Wanted } from '../routing/choose.ts'
import type { Team } from '../routing/team.ts'
import type { Instant } from '../time.ts'
import type { OperatorStateSettings } from './settings.ts'

type Moment = { team: Team; now: Instant }

/**
 * Resolves names to identities; [HO-13] a takeover without a pick means `random`, unless the group has an order of its own
 * (RO-31).
 */
export function wantedBy(settings: OperatorStateSettings, { team, now }: Moment): Wanted {
  const { operatorsGroup, assignOperator, operator, onlyOnlineOperators } = settings
  const group = operatorsGroup === undefined ? null : (team.findGroup(operatorsGroup)?.id ?? 'missing')
  return {
    ...wantedIn(group, { team, now }),
    onlyOnline: onlyOnlineOperators ?? false,
    pick: assignOperator ?? (group === 'missing' ? undefined : team.routing(group).pick) ?? 'random',
    operator: operator === undefined ? null : (team.findOperator(operator)?.id ?? 'missing'),
  }
}

/** [RO-31] [RO-40] What a group asks of everybody who is picked for it. */
export function wantedIn(group: Wanted['group'], { team, now }: Moment) {
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
