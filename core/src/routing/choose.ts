import type { Chance } from '../chance.ts'
import { unreachable } from '../result.ts'
import type { Instant } from '../time.ts'
import { hasRoomFor, isEligible, membersFor, namedSeat, readyOf, type Wanted, whyNobody } from './candidates.ts'
import type { Decision, NobodyReason, PickOrder } from './decision.ts'
import { Draw } from './draw.ts'
import { explain } from './explain.ts'
import type { Picked } from './picked.ts'
import type { Cursor, Pool } from './pool.ts'
import type { Seat } from './seat.ts'
import type { Team } from './team.ts'

export { hasRoomFor, isEligible, type Wanted, whyNobody } from './candidates.ts'

/** `cursor`: where the circle stands after a pick by `round_robin`, for the store to keep; null by any other order. */
export type Choice =
  | { found: true; operator: Seat; decision: Decision; cursor: Cursor | null }
  | { found: false; reason: NobodyReason; decision: Decision }

/**
 * [HO-30] [HO-31] [HO-32] [RO-31] Picks an operator out of the candidates, or says which filter left nobody. The load, the
 * time of the assignment and the cursor are the caller's to write.
 */
export function chooseOperator(team: Team, wanted: Wanted, settings: Record<string, unknown>, chance: Chance): Choice {
  const reason = whyNobody(team, wanted)
  const picked = reason === null ? pick(team, wanted, chance) : null
  const decision = explain(team, wanted, settings, picked)
  if (picked !== null) return { found: true, operator: picked.operator, decision, cursor: picked.cursor }
  return { found: false, reason: reason ?? 'all_full', decision }
}

/** The pick of `chooseOperator` without its record, for when picks are made by the million and nobody asks why. */
export function pickOperator(team: Team, wanted: Wanted, chance: Chance): Picked | null {
  return whyNobody(team, wanted) === null ? pick(team, wanted, chance) : null
}

function pick(team: Team, wanted: Wanted, chance: Chance): Picked | null {
  const alone = wanted.pick === 'specific' ? namedSeat(team, wanted) : lastOwner(team, wanted)
  if (alone !== undefined)
    return { operator: alone, rule: wanted.pick, draw: Draw.only(alone.id), drawn: null, cursor: null }
  const members = membersFor(team, wanted)
  if (members === null) return null
  if (wanted.ramp !== undefined) members.advance(momentOf(wanted))
  const pool = readyOf(members, wanted).find(({ size }) => size > 0)
  const rule = wanted.pick === 'sticky' ? (wanted.otherwise ?? 'less_busy') : wanted.pick
  const found = pool && pickFrom(pool, rule, wanted, chance)
  const operator = found && team.seat(found.draw.operator)
  if (found === undefined || operator === undefined) return null
  return { operator, rule, drawn: null, cursor: null, ...found }
}

/** [RO-31] The contact's last owner, if a candidate. */
function lastOwner(team: Team, wanted: Wanted): Seat | undefined {
  if (wanted.pick !== 'sticky' || wanted.lastOwner == null) return undefined
  const seat = team.seat(wanted.lastOwner)
  return seat !== undefined && isEligible(seat, wanted) && hasRoomFor(seat, wanted) ? seat : undefined
}

type Found = Pick<Picked, 'draw'> & Partial<Pick<Picked, 'drawn' | 'cursor'>>

function pickFrom(pool: Pool, rule: PickOrder, wanted: Wanted, chance: Chance): Found | undefined {
  switch (rule) {
    case 'random':
      return only(pool.random(chance))
    case 'less_busy':
      return only(pool.leastBusy(chance))
    case 'longest_idle':
      return only(pool.longestIdle(momentOf(wanted), chance))
    case 'two_choices':
      return pool.betterOfTwo(chance)
    case 'round_robin': {
      const cursor = pool.nextTurn(wanted.cursor ?? null)
      return cursor && { draw: Draw.only(cursor.operator), cursor }
    }
    case 'specific':
    case 'sticky':
      return undefined
    default:
      return unreachable(rule)
  }
}

function only(draw: Draw | undefined): Found | undefined {
  return draw && { draw }
}

function momentOf({ now, pick }: Wanted): Instant {
  if (now === undefined) throw new Error(`a pick by ${pick} that looks at times needs the moment it is made`)
  return now
}
