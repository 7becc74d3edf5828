/** What a flow may ask about the team: pure, of the moment of the turn, decided in the turn's own transaction. */
import { isOpen } from '../calendar/opening.ts'
import { isFull, type PresenceStatus, type Seat, type Team } from '../routing/team.ts'
import type { Instant } from '../time.ts'

/** An operator as a flow sees one. `conversations`: how many they own; `hasRoom`: whether their limit lets them take one more. */
export type Person = { status: PresenceStatus; conversations: number; hasRoom: boolean }

export type PeopleView = {
  /** The enabled operators of a group by id or name; without one, of the workspace. Null: there is no such group. */
  members(group?: string): readonly Person[] | null
  /** An enabled operator by id or e-mail; null: there is none. */
  operator(reference: string): Person | null
  /** [RO-40] Whether a group (without one: the workspace) is within its opening hours; always, where it has none. */
  isOpen(group?: string): boolean
}

export function peopleOf(team: Team, now: Instant): PeopleView {
  return {
    members(group) {
      const known = group === undefined ? null : team.findGroup(group)
      if (known === undefined) return null
      const inGroup = ({ groups }: Seat) => known === null || groups.includes(known.id)
      return [...team.seats()].filter((seat) => seat.enabled && inGroup(seat)).map(personOf)
    },
    operator(reference) {
      const seat = team.findOperator(reference)
      return seat?.enabled ? personOf(seat) : null
    },
    isOpen(group) {
      const { calendar } = team.routing(group === undefined ? null : (team.findGroup(group)?.id ?? null))
      return calendar == null || isOpen(calendar, now)
    },
  }
}

function personOf(seat: Seat): Person {
  return { status: seat.status, conversations: seat.load, hasRoom: !isFull(seat) && seat.isOff !== true }
}
