import type { GroupRef, OperatorRef } from '../conversation/refs.ts'
import type { GroupId, OperatorId } from '../ids.ts'
import type { Instant } from '../time.ts'
import { Members, type Narrowing } from './members.ts'
import type { Cursor } from './pool.ts'
import { plainRouting, type Routing, routingWithin } from './routing.ts'
import type { Abilities, PresenceStatus, Seat } from './seat.ts'

export { isFull, type PresenceStatus, type Role, type Seat, seatsTaken } from './seat.ts'

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
  /** [RO-31] Where the circles stand; null is everybody's. */
  readonly #cursors = new Map<GroupId | null, Cursor>()
  /** [RO-30] Until when they are asked for nothing by itself; the moment may have passed. */
  readonly #cooling = new Map<OperatorId, Instant>()
  /** When time alone may let them take one more; the moment may have passed. */
  readonly #freeAt = new Map<OperatorId, Instant>()
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

  /** [RO-10] How many seats a conversation of this channel takes: one number for all groups. */
  unitsOf(channel: string): number {
    return this.routing(null).channelWeights?.[channel] ?? 1
  }

  /** [RO-31] Who had the last turn of a group's circle, or of everybody's; null: nobody yet. */
  cursor(group: GroupId | null): Cursor | null {
    return this.#cursors.get(group) ?? null
  }

  setCursor(group: GroupId | null, cursor: Cursor | null): void {
    if (cursor === null) this.#cursors.delete(group)
    else this.#cursors.set(group, cursor)
  }

  /** [RO-30] Who is asked for nothing by itself at a moment. */
  coolingAt(now: Instant): ReadonlySet<OperatorId> {
    for (const [operator, until] of this.#cooling) if (until <= now) this.#cooling.delete(operator)
    return new Set(this.#cooling.keys())
  }

  /** The first moment after this one at which time alone may let somebody take one more; null: there is none. */
  freeAfter(now: Instant): Instant | null {
    let first: Instant | null = null
    for (const known of [this.#cooling, this.#freeAt])
      for (const at of known.values()) if (at > now && (first === null || at < first)) first = at
    return first
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
    this.#cursors.delete(id)
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
    this.#keepTimes(seat)
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

  /** [RO-10] The cheap way for offers and the like: seats taken beside the load. */
  setReserved(id: OperatorId, reserved: number): void {
    const seat = this.#seats.get(id)
    if (seat === undefined) return
    seat.reserved = reserved
    for (const members of this.#membersOf(seat)) members.sort(seat)
  }

  /** [RO-30] Asked for nothing by itself until then; null: no such time. */
  setCooling(id: OperatorId, until: Instant | null): void {
    const seat = this.#seats.get(id)
    if (seat === undefined) return
    seat.coolsUntil = until
    this.#keepTimes(seat)
  }

  /** [RO-2] Whoever would be online is away, or is there again as before. */
  setStatus(id: OperatorId, status: PresenceStatus, unresponsive: boolean): void {
    const seat = this.#seats.get(id)
    if (seat === undefined) return
    for (const members of this.#membersOf(seat)) members.leave(seat)
    Object.assign(seat, { status, unresponsive })
    for (const members of this.#membersOf(seat)) members.join(seat)
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
    this.#cooling.delete(id)
    this.#freeAt.delete(id)
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

  #keepTimes({ id, coolsUntil, freeAt }: Seat): void {
    if (coolsUntil == null) this.#cooling.delete(id)
    else this.#cooling.set(id, coolsUntil)
    if (freeAt == null) this.#freeAt.delete(id)
    else this.#freeAt.set(id, freeAt)
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
