/** Who is given a conversation: judged by the team as it stood at that place in the order of commits. */
import type { ConversationEvent, HolderView } from '@baton/core/conversation'
import type { Considered, Decision, PresenceStatus } from '@baton/core/routing'
import type { AuditEntry, Commit, Sign } from './ledger.ts'

/** `wraps`: until when seats stay taken after closing (RO-10). */
type Member = {
  enabled: boolean
  capacity: number | null
  groups: ReadonlySet<string>
  load: number
  offered: number
  wraps: number[]
}
type Presence = {
  leases: Map<string, number>
  choice: PresenceStatus
  api: { status: PresenceStatus; until: number | null } | null
  /** When something about it was last taken; an instant. */
  changedAt: number
  /** [RO-2] Missed an offer since they last said how they are: what they did since is not seen here. */
  isDoubted?: boolean
}
type Settings = { operatorsGroup?: string; onlyOnlineOperators?: boolean }

/** [I-17] So far apart what a node knew of presence and what the database knows may be. Milliseconds. */
const grace = 5_000
/** A wrap-up that ends within so many milliseconds may be over for one and not for another. */
const graceOfWrapUps = 200

/** [I-08] [I-11] [I-12] [I-14] [I-15] [I-16] [I-17] [I-23] of one workspace. */
export class Picking {
  readonly #members = new Map<string, Member>()
  readonly #groups = new Map<string, string>()
  readonly #presence = new Map<string, Presence>()
  readonly #owners = new Map<string, string>()
  /** [RO-30] Who is asked alone, by conversation. */
  readonly #offers = new Map<string, string>()

  /** Somebody comes, goes, or says how they are. */
  sign(sign: Sign, at: number): void {
    const known: Presence = this.#presence.get(sign.operator) ?? {
      leases: new Map(),
      choice: 'online',
      api: null,
      changedAt: at,
    }
    this.#presence.set(sign.operator, known)
    known.changedAt = at
    if (sign.kind === 'lease') known.leases.set(sign.device, sign.until)
    else if (sign.kind === 'api') known.api = { status: sign.status, until: sign.until }
    else {
      known.choice = sign.status
      known.api = null
    }
    if (sign.kind !== 'lease') known.isDoubted = false
  }

  look(commit: Commit): string[] {
    const broken = commit.entries.flatMap(({ conversation, event }) => {
      const decision = 'decision' in event.data ? event.data.decision : undefined
      const found = [
        ...(decision === undefined ? [] : this.#judge(decision, event)),
        ...('to' in event.data ? this.#move(conversation, event) : []),
        ...(event.type === 'operator_offered' ? this.#offer(conversation, event.data.operator.id, event.at) : []),
      ]
      return found.map((said) => `${conversation} at ${event.seq}: ${said}`)
    })
    return [...broken, ...commit.audit.flatMap((record) => this.#learn(record))]
  }

  #judge(decision: Decision, { at, type }: ConversationEvent): string[] {
    const settings = decision.settings as Settings
    const isSkipped = type === 'assignment_skipped'
    return [
      ...decision.considered.flatMap((one) => this.#compare(one, settings, at)),
      ...this.#pickOf(decision),
      ...(isSkipped && decision.picked !== null && decision.rule !== 'kept'
        ? ['[I-08] skipped, and somebody was picked']
        : []),
    ]
  }

  /** Each verdict in the log against what was so. */
  #compare({ operator: { id }, verdict, load }: Considered, settings: Settings, at: number): string[] {
    const member = this.#members.get(id)
    if (member === undefined) return [`[I-23] considers ${id}, who is not there`]
    if (verdict === 'owner') return []
    const group = this.#groupOf(settings)
    const says = (is: boolean, wants: boolean, what: string) => (is === wants ? [] : [`${what} of ${id}: ${verdict}`])
    const { least, most } = takenBy(member, at)
    if (load < least || load > most) return [`[I-12] ${id} counted with ${load}, has ${least} to ${most}`]
    const isDisabled = verdict === 'disabled'
    if (isDisabled || !member.enabled) return says(isDisabled, !member.enabled, '[I-16] being disabled')
    const isOutside = group === 'missing' || (group !== null && !member.groups.has(group))
    if (verdict === 'not_in_group' || isOutside) return says(verdict === 'not_in_group', isOutside, '[I-11] the group')
    if (settings.onlyOnlineOperators === true) {
      const isThere = this.#isOnline(id, at)
      if (isThere !== null && isThere === (verdict === 'offline')) return [`[I-17] presence of ${id}: ${verdict}`]
      if (verdict === 'offline') return []
    }
    const isFull = member.capacity !== null && least >= member.capacity
    if (!isFull && member.capacity !== null && most >= member.capacity) return []
    return says(verdict === 'full', isFull, '[I-14] the limit')
  }

  #pickOf({ considered, picked, rule }: Decision): string[] {
    if (picked === null || rule === 'kept') return []
    const candidates = considered.filter(({ verdict }) => ['picked', 'tied', 'busier'].includes(verdict))
    const one = candidates.find(({ operator }) => operator.id === picked)
    if (one === undefined) return [`[I-11] ${picked} was picked, who was no candidate`]
    const least = Math.min(...candidates.map(({ load }) => load))
    return rule === 'less_busy' && one.load > least ? [`[I-12] ${picked} with ${one.load}, another had ${least}`] : []
  }

  #move(conversation: string, event: ConversationEvent): string[] {
    if (!('to' in event.data)) return []
    const { to, overLimit } = event.data
    const before = this.#owners.get(conversation) ?? null
    const owner = ownerOf(to)
    const asked = this.#endOffer(conversation, event)
    if (owner === before) return []
    if (before !== null) this.#shift(before, -1)
    if (event.type === 'closed' && event.data.wrapUpSeconds !== undefined && before !== null)
      this.#members.get(before)?.wraps.push(event.at + event.data.wrapUpSeconds * 1_000)
    if (owner === null) {
      this.#owners.delete(conversation)
      return []
    }
    this.#owners.set(conversation, owner)
    const member = this.#members.get(owner)
    if (member === undefined) return [`[I-23] owned by ${owner}, who is not there`]
    this.#shift(owner, 1)
    return [
      ...(member.enabled ? [] : [`[I-16] given to ${owner}, who is disabled`]),
      // A seat that was kept for them is theirs, also where the limit was lowered meanwhile.
      ...(member.capacity === null ||
      takenBy(member, event.at).least <= member.capacity ||
      overLimit === true ||
      asked === owner
        ? []
        : [`[I-14] ${owner} has ${member.load} of ${member.capacity}`]),
    ]
  }

  /** [RO-30] At most one live offer for each conversation, to somebody with room. */
  #offer(conversation: string, operator: string, at: number): string[] {
    const other = this.#offers.get(conversation)
    if (other !== undefined) return [`[RO-30] offered to ${operator} while ${other} is asked`]
    this.#offers.set(conversation, operator)
    const member = this.#members.get(operator)
    if (member === undefined) return [`[I-23] offered to ${operator}, who is not there`]
    member.offered += 1
    return [
      ...(member.enabled ? [] : [`[I-16] offered to ${operator}, who is disabled`]),
      ...(member.capacity === null || takenBy(member, at).least <= member.capacity
        ? []
        : [`[I-14] ${operator} is asked past the limit of ${member.capacity}`]),
    ]
  }

  /** Every change of state ends an offer; answers who was asked. */
  #endOffer(conversation: string, { data }: ConversationEvent): string | null {
    const asked = this.#offers.get(conversation)
    if (asked === undefined) return null
    this.#offers.delete(conversation)
    const member = this.#members.get(asked)
    if (member !== undefined) member.offered -= 1
    const presence = this.#presence.get(asked)
    if (presence !== undefined && 'to' in data && data.reason === 'offer_missed') presence.isDoubted = true
    return asked
  }

  #shift(operator: string, by: number): void {
    const member = this.#members.get(operator)
    if (member !== undefined) member.load += by
  }

  #groupOf({ operatorsGroup }: Settings): string | 'missing' | null {
    if (operatorsGroup === undefined) return null
    const [found] = [...this.#groups].find(([id, name]) => id === operatorsGroup || name === operatorsGroup) ?? []
    return found ?? 'missing'
  }

  /** Null where it has changed so lately, or will so soon, that nodes may rightly differ. */
  #isOnline(operator: string, at: number): boolean | null {
    const presence = this.#presence.get(operator)
    if (presence === undefined) return false
    if (presence.isDoubted) return null
    if (Math.abs(at - presence.changedAt) < grace) return null
    const [before, after] = [at - grace, at + grace].map((moment) => statusAt(presence, moment) === 'online')
    return before === after ? (after ?? null) : null
  }

  /** The audit log says how the team changes. [HO-46] Whoever is disabled or deleted holds nothing any more. */
  #learn({ action, object, after }: AuditEntry): string[] {
    const member = this.#members.get(object)
    switch (action) {
      case 'operator_added':
        this.#members.set(object, { enabled: true, load: 0, offered: 0, wraps: [], ...settingsIn(after) })
        return []
      case 'operator_changed':
        if (member !== undefined) Object.assign(member, settingsIn(after))
        return []
      case 'operator_enabled':
        if (member !== undefined) member.enabled = true
        return []
      case 'operator_disabled':
        if (member !== undefined) member.enabled = false
        return this.#heldBy(object)
      case 'operator_deleted':
        this.#members.delete(object)
        return this.#heldBy(object)
      case 'group_added':
      case 'group_renamed':
        this.#groups.set(object, String((after as { name: string }).name))
        return []
      case 'group_deleted':
        this.#groups.delete(object)
        return []
      default:
        return []
    }
  }

  #heldBy(operator: string): string[] {
    const held = [...this.#owners].filter(([, owner]) => owner === operator)
    return held.map(([conversation]) => `[I-23] ${conversation} is still held by ${operator}, who is gone`)
  }
}

function settingsIn(after: unknown): Pick<Member, 'capacity' | 'groups'> {
  const { capacity, groups } = after as { capacity: number | null; groups: string[] }
  return { capacity: capacity ?? null, groups: new Set(groups) }
}

/** [RO-10] How many seats are taken, as far as that is known. */
function takenBy({ load, offered, wraps }: Member, at: number): { least: number; most: number } {
  const wrapsAt = (moment: number) => wraps.filter((until) => until > moment).length
  return {
    least: load + offered + wrapsAt(at + graceOfWrapUps),
    most: load + offered + wrapsAt(at - graceOfWrapUps),
  }
}

/** [RO-2] */
function statusAt({ leases, choice, api }: Presence, at: number): PresenceStatus {
  if (api !== null && (api.until === null || api.until > at)) return api.status
  return [...leases.values()].some((until) => until > at) ? choice : 'offline'
}

function ownerOf({ chatState, operator }: HolderView): string | null {
  return chatState === 'taken_over' ? (operator?.id ?? null) : null
}
