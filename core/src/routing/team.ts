import type { GroupRef, OperatorRef } from '../conversation/refs.ts'
import type { GroupId, OperatorId } from '../ids.ts'
import { Pool } from './pool.ts'

export type Role = 'operator' | 'supervisor' | 'admin'
export type PresenceStatus = 'online' | 'busy' | 'away' | 'offline'

/** What routing must know of an operator. */
export type Seat = {
  id: OperatorId
  name: string
  email: string
  role: Role
  enabled: boolean
  groups: readonly GroupId[]
  /** The effective status; only `online` counts as online for the action. */
  status: PresenceStatus
  /** [HO-34] Open conversations the operator owns now. */
  load: number
  /** Most conversations at once; null: no limit. */
  capacity: number | null
}

/** Members of a group (or of the whole workspace), and those of them who could be picked. */
type Members = { enabled: number; online: number; ready: Pool; readyOnline: Pool }

export function isFull(seat: Pick<Seat, 'load' | 'capacity'>): boolean {
  return seat.capacity !== null && seat.load >= seat.capacity
}

/**
 * Everybody of one workspace as routing sees them at one moment. Reads are constant in the size of the team;
 * whoever writes keeps it in step with the store, in the same transaction.
 */
export class Team {
  readonly #seats = new Map<OperatorId, Seat>()
  readonly #byEmail = new Map<string, OperatorId>()
  readonly #groups = new Map<GroupId, GroupRef>()
  readonly #groupsByName = new Map<string, GroupId>()
  readonly #members = new Map<GroupId, Members>()
  readonly #everyone: Members = noMembers()

  get size(): number {
    return this.#seats.size
  }

  seats(): Iterable<Seat> {
    return this.#seats.values()
  }

  groups(): Iterable<GroupRef> {
    return this.#groups.values()
  }

  seat(id: OperatorId): Seat | undefined {
    return this.#seats.get(id)
  }

  /** An operator by id or e-mail (letter case does not matter in e-mails). */
  findOperator(reference: string): Seat | undefined {
    const id = this.#byEmail.get(reference.toLowerCase())
    return this.#seats.get(id ?? (reference as OperatorId))
  }

  /** A group by id or by its unique name. */
  findGroup(reference: string): GroupRef | undefined {
    const id = this.#groupsByName.get(reference)
    return this.#groups.get(id ?? (reference as GroupId))
  }

  operatorRef(id: OperatorId): OperatorRef {
    return { id, name: this.#seats.get(id)?.name ?? 'former operator' }
  }

  groupRef(id: GroupId): GroupRef {
    return this.#groups.get(id) ?? { id, name: 'former group' }
  }

  putGroup(group: GroupRef): void {
    const known = this.#groups.get(group.id)
    if (known) this.#groupsByName.delete(known.name)
    this.#groups.set(group.id, group)
    this.#groupsByName.set(group.name, group.id)
    if (!known) this.#members.set(group.id, this.#membersNow(group.id))
  }

  removeGroup(id: GroupId): void {
    const known = this.#groups.get(id)
    if (known === undefined) return
    this.#groups.delete(id)
    this.#groupsByName.delete(known.name)
    this.#members.delete(id)
    for (const seat of this.#seats.values()) {
      if (seat.groups.includes(id))
        this.#seats.set(seat.id, { ...seat, groups: seat.groups.filter((group) => group !== id) })
    }
  }

  /** Adds an operator, or replaces what was known. */
  put(seat: Seat): void {
    const known = this.#seats.get(seat.id)
    if (known) this.#leave(known)
    this.#seats.set(seat.id, seat)
    this.#byEmail.set(seat.email.toLowerCase(), seat.id)
    for (const members of this.#membersOf(seat)) join(members, seat)
  }

  /** The cheap way for what changes most: the load of one operator. */
  setLoad(id: OperatorId, load: number): void {
    const seat = this.#seats.get(id)
    if (seat === undefined) return
    seat.load = load
    for (const members of this.#membersOf(seat)) sortIn(members, seat)
  }

  remove(id: OperatorId): void {
    const known = this.#seats.get(id)
    if (known === undefined) return
    this.#leave(known)
    this.#seats.delete(id)
  }

  /** The members of a group, or everybody for null. */
  members(group: GroupId | null): Readonly<Members> {
    return group === null ? this.#everyone : (this.#members.get(group) ?? noMembers())
  }

  #leave(seat: Seat): void {
    this.#byEmail.delete(seat.email.toLowerCase())
    for (const members of this.#membersOf(seat)) leave(members, seat)
  }

  /** Operators may be known before the group that they are in. */
  #membersNow(group: GroupId): Members {
    const members = noMembers()
    for (const seat of this.#seats.values()) if (seat.enabled && seat.groups.includes(group)) join(members, seat)
    return members
  }

  *#membersOf(seat: Seat): Iterable<Members> {
    if (!seat.enabled) return
    yield this.#everyone
    for (const group of seat.groups) {
      const members = this.#members.get(group)
      if (members) yield members
    }
  }
}

function noMembers(): Members {
  return { enabled: 0, online: 0, ready: new Pool(), readyOnline: new Pool() }
}

function join(members: Members, seat: Seat): void {
  members.enabled += 1
  if (seat.status === 'online') members.online += 1
  sortIn(members, seat)
}

function leave(members: Members, seat: Seat): void {
  members.enabled -= 1
  if (seat.status === 'online') members.online -= 1
  members.ready.remove(seat.id)
  members.readyOnline.remove(seat.id)
}

function sortIn(members: Members, seat: Seat): void {
  const pools = seat.status === 'online' ? [members.ready, members.readyOnline] : [members.ready]
  for (const pool of pools) {
    if (isFull(seat)) pool.remove(seat.id)
    else pool.put(seat.id, seat.load)
  }
}
