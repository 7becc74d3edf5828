import { type Conversation, ownerOf } from '@baton/core/conversation'
import type { GroupId } from '@baton/core/ids'
import { type Seat, seatsTaken, Team } from '@baton/core/routing'

/** How the team is taken to be while a draft is tried. */
export const pretences = ['as_it_is', 'nobody_online', 'all_full', 'everybody_online'] as const
export type Pretence = (typeof pretences)[number]

/**
 * A team of its own that a trial may move: the one that routing sees stays untouched. Whoever holds the tried conversation
 * has it among theirs.
 */
export function pretendedTeam(team: Team, pretence: Pretence, tried: Conversation | null): Team {
  const copy = new Team()
  copy.putWorkspace(team.routing(null))
  for (const group of team.groups()) copy.putGroup(group, team.routing(group.id))
  const owner = tried === null ? null : ownerOf(tried.holder)
  for (const seat of team.seats())
    copy.put(pretendedSeat(seat.id === owner ? { ...seat, load: seat.load + 1 } : { ...seat }, pretence))
  const circles: (GroupId | null)[] = [null, ...[...team.groups()].map(({ id }) => id)]
  for (const circle of circles) copy.setCursor(circle, team.cursor(circle))
  return copy
}

function pretendedSeat(seat: Seat, pretence: Pretence): Seat {
  const there = { ...seat, status: 'online', isOff: false, unresponsive: false, coolsUntil: null } as const
  switch (pretence) {
    case 'as_it_is':
      return seat
    case 'nobody_online':
      return { ...seat, status: 'offline' }
    case 'everybody_online':
      return there
    case 'all_full':
      return { ...there, capacity: Math.max(0, seatsTaken(seat)) }
  }
}
