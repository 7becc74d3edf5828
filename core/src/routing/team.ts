import type { GroupRef, OperatorRef } from '../conversation/refs.ts'
import type { GroupId, OperatorId } from '../ids.ts'
import type { Instant } from '../time.ts'
import { Members, type Narrowing } from './members.ts'
import { plainRouting, type Routing, routingWithin } from './routing.ts'
import type { Abilities, Seat } from './seat.ts'

export { isFull, type PresenceStatus, type Role, type Seat } from './seat.ts'

/** How many narrowings are kept in step with the team; of more, those not asked for longest are worked out again. */
const mostNarrowed = 64

/**
 * Everybody of one workspace as routing sees them at one moment. Reads are constant in the size of the team;
 * whoever writes keeps it in step with the store, in the same transaction.
 */
export class Team {
  readonly #seats = new Map<OperatorId, Seat>()
  readonly #byEmail = new Map<string, OperatorId>()
  readonly #groups = new Map<GroupId, GroupRef>()
  /** What each group says for itself; null is the workspace. */
  readonly #routings = new Map<GroupId | null, Routing>()
  /** [RO-10] The own limits of operators; a seat has the one that counts. */
  readonly #ownLimits = new Map<OperatorId, number | null>()
  readonly #groupsByName = new Map<string, GroupId>()
  readonly #members = new Map<GroupId, Members>()
  readonly #everyone = new Members(null)
  /** [RO-31] By what is asked for; the one used last is the last. */
  readonly #narrowed = new Map<string, { group: GroupId | null; members: Members }>()

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

  /** How requests of a group, or for everybody (null), find an operator: what the group says, else what the workspace does. */
  routing(group: GroupId | null): Routing {
    const workspace = this.#routings.get(null) ?? plainRouting
    const own = group === null ? undefined : this.#routings.get(group)
    return own === undefined ? workspace : routingWithin(workspace, own)
  }

  /** [RO-21] Whether requests of any group, or for everybody, are assigned automatically. */
  get isAutomatic(): boolean {
    return [...this.#routings.values()].some(({ automatic }) => automatic === true)
  }

  /** Adds a group, or replaces what was known. */
  putGroup(group: GroupRef, routing: Routing = plainRouting): void {
    const known = this.#groups.get(group.id)
    if (known) this.#groupsByName.delete(known.name)
    this.#groups.set(group.id, { id: group.id, name: group.name })
    this.#groupsByName.set(group.name, group.id)
    if (!known) this.#members.set(group.id, this.#filled(new Members(group.id)))
    this.#setRouting(group.id, routing)
  }

  /** What groups take over that say nothing for themselves, and what holds for requests for everybody. */
  putWorkspace(routing: Routing): void {
    this.#setRouting(null, routing)
  }

  removeGroup(id: GroupId): void {
    const known = this.#groups.get(id)
    if (known === undefined) return
    this.#groups.delete(id)
    this.#groupsByName.delete(known.name)
    this.#members.delete(id)
    this.#setRouting(id, plainRouting)
    for (const [key, { group }] of this.#narrowed) if (group === id) this.#narrowed.delete(key)
    for (const seat of this.#seats.values()) {
      if (seat.groups.includes(id))
        this.#seats.set(seat.id, { ...seat, groups: seat.groups.filter((group) => group !== id) })
    }
  }

  /** Adds an operator, or replaces what was known. `capacity`: their own limit; their seat gets the one that counts (RO-10). */
  put(seat: Seat): void {
    const known = this.#seats.get(seat.id)
    if (known) this.#leave(known)
    const limited = { ...seat, capacity: this.#limitOf(seat) }
    this.#ownLimits.set(seat.id, seat.capacity)
    this.#seats.set(seat.id, limited)
    this.#byEmail.set(seat.email.toLowerCase(), seat.id)
    for (const members of this.#membersOf(limited)) members.join(limited)
  }

  /** The cheap way for what changes most: the load of one operator. */
  setLoad(id: OperatorId, load: number): void {
    const seat = this.#seats.get(id)
    if (seat === undefined) return
    seat.load = load
    for (const members of this.#membersOf(seat)) members.sort(seat)
  }

  /** [RO-31] The cheap way for an assignment: when it was. */
  setLastAssigned(id: OperatorId, at: Instant | null): void {
    const seat = this.#seats.get(id)
    if (seat === undefined) return
    seat.lastAssignedAt = at
    for (const members of this.#membersOf(seat)) members.sort(seat)
  }

  remove(id: OperatorId): void {
    const known = this.#seats.get(id)
    if (known === undefined) return
    this.#leave(known)
    this.#seats.delete(id)
    this.#ownLimits.delete(id)
  }

  /** The members of a group, or everybody for null. */
  members(group: GroupId | null): Readonly<Members> {
    return group === null ? this.#everyone : (this.#members.get(group) ?? new Members(group))
  }

  /** [RO-31] [RO-32] The members of a group that have what is asked for. The first time it looks through everybody. */
  narrowed(group: GroupId | null, { required = {}, preferred = {}, ramp }: Narrowing): Members {
    if (group !== null && !this.#groups.has(group)) return new Members(group)
    const key = JSON.stringify([group, ...listed(required), ...listed(preferred), ramp?.everyMs, ramp?.lastsMs])
    const known = this.#narrowed.get(key)
    const members = known?.members ?? this.#filled(new Members(group, { required, preferred, ...(ramp && { ramp }) }))
    this.#narrowed.delete(key)
    this.#narrowed.set(key, { group, members })
    const [oldest] = this.#narrowed.keys()
    if (this.#narrowed.size > mostNarrowed && oldest !== undefined) this.#narrowed.delete(oldest)
    return members
  }

  #setRouting(group: GroupId | null, routing: Routing): void {
    const before = this.#routings.get(group)?.limit
    if (routing === plainRouting) this.#routings.delete(group)
    else this.#routings.set(group, routing)
    if (routing.limit === before) return
    for (const seat of [...this.#seats.values()])
      if (group === null || seat.groups.includes(group))
        this.put({ ...seat, capacity: this.#ownLimits.get(seat.id) ?? null })
  }

  /** [RO-10] The own limit, else the smallest of the groups', else the workspace's. A group may say that it has none: null. */
  #limitOf({ capacity, groups }: Seat): number | null {
    if (capacity !== null) return capacity
    const said = groups.map((group) => this.#routings.get(group)?.limit).filter((limit) => limit !== undefined)
    const limits = said.filter((limit) => limit !== null)
    if (limits.length > 0) return Math.min(...limits)
    return said.length > 0 ? null : (this.#routings.get(null)?.limit ?? null)
  }

  #leave(seat: Seat): void {
    this.#byEmail.delete(seat.email.toLowerCase())
    for (const members of this.#membersOf(seat)) members.leave(seat)
  }

  /** Operators may be known before what they are members of. */
  #filled(members: Members): Members {
    for (const seat of this.#seats.values()) if (members.has(seat)) members.join(seat)
    return members
  }

  *#membersOf(seat: Seat): Iterable<Members> {
    if (!seat.enabled) return
    yield this.#everyone
    for (const group of seat.groups) {
      const members = this.#members.get(group)
      if (members) yield members
    }
    for (const { members } of this.#narrowed.values()) if (members.has(seat)) yield members
  }
}

/** Equal lists in another order are the same wish. */
function listed({ skills = [], languages = [] }: Abilities): [string[], string[]] {
  return [skills.toSorted(), languages.toSorted()]
}
