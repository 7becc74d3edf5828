import { isOpen, nextChange } from '@baton/core/calendar'
import type { PlaceInQueue, StateChange } from '@baton/core/conversation'
import { estimateAt, type Place, placesIn } from '@baton/core/handoff'
import type { ConversationId, GroupId, WorkspaceId } from '@baton/core/ids'
import type { PlaceView } from '@baton/core/protocol'
import type { Team } from '@baton/core/routing'
import { after, type Instant, instant, toRfc3339 } from '@baton/core/time'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Committed, Wait } from '../store/store.ts'
import type { ConversationLine } from './conversations.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Whoever is further back is told nothing. */
const mostPlaces = 500
/** Looked at this often at most, in milliseconds. */
const leastPause = 250
/** Waits are read again after so many milliseconds. */
const keptFor = 10_000
/** As many waits say how long it takes, and none older than so many milliseconds. */
const mostWaits = 200
const oldestWait = 24 * 60 * 60_000

/** Who is told where they stand. */
export type Onlookers = {
  has(conversation: ConversationId): boolean
  tell(conversation: ConversationId, place: PlaceView | null): void
}

type Parts = { line: ConversationLine; clock: Clock; log: Logger; onlookers: Onlookers }
/** `first` and `since`: the place at which it was first seen here, and when. */
type Known = { group: GroupId | null; position: number; waiting: number; first: number; since: Instant }
type Kept = {
  places: Map<ConversationId, Known>
  lengths: Map<GroupId | null, number>
  waits: Map<GroupId | null, { waits: readonly Wait[]; until: Instant }>
  told: Map<ConversationId, string>
  look: () => Promise<void>
  notBefore: Instant
  /** When hours open for which somebody waits, as far as that is planned for. */
  opensAt: Instant | null
  isPlanned: boolean
}

/**
 * [RO-23] Where each request stands, in the order in which requests are given away, and how long that took lately. Whoever
 * waits is told when it changes; flows read it; how long they waited in the end is written down for those who come later.
 */
export class QueuePlaces {
  readonly #parts: Parts
  readonly #kept = new Map<WorkspaceId, Kept>()
  readonly #running = new Set<Promise<void>>()
  #isStopped = false

  constructor(parts: Parts) {
    this.#parts = parts
    parts.line.bus.listen((hint) => {
      if (hint.kind === 'queue' || hint.kind === 'gap') this.#plan(hint.workspace)
    })
  }

  /** The store tells of every commit of this process here. */
  committed({ id, workspace, change }: Committed): void {
    for (const { event } of change.events) {
      if (!('from' in event.data && 'to' in event.data)) continue
      const { from, to } = event.data as StateChange
      if (from.chatState !== 'operator_requested' && to.chatState !== 'operator_requested') continue
      if (event.type === 'taken_over') this.#noteWait(workspace, id, event.at)
      this.#parts.line.bus.tell({ kind: 'queue', workspace })
    }
  }

  /** Somebody follows who may be waiting: they are told where they stand. */
  follows(workspace: WorkspaceId, conversation: ConversationId): void {
    this.#keptOf(workspace).told.delete(conversation)
    this.#plan(workspace)
  }

  /** Where a conversation stands now; null: it does not wait, or stands too far back. */
  async of(workspace: WorkspaceId, conversation: ConversationId): Promise<Place | null> {
    const place = placesIn(await this.#parts.line.store.routings.queue(workspace, mostPlaces)).get(conversation)
    if (place === undefined) return null
    const { group, position, waiting } = place
    return { position, waiting, estimate: estimateAt(position, await this.#waitsOf(workspace, group)) }
  }

  /** Everybody's place as last seen here, which is less than a second old. */
  async all(workspace: WorkspaceId): Promise<Map<ConversationId, Place>> {
    if (!this.#kept.has(workspace)) await this.#keptOf(workspace).look()
    const { places, waits } = this.#keptOf(workspace)
    return new Map(
      [...places].map(([id, { group, position, waiting }]) => {
        const estimate = estimateAt(position, waits.get(group)?.waits ?? [])
        return [id, { position, waiting, estimate }]
      }),
    )
  }

  /** As last seen, for flows: where a conversation stands, or would if it asked for a group now. */
  seen(workspace: WorkspaceId, conversation: ConversationId, group: GroupId | null): PlaceInQueue | null {
    const kept = this.#kept.get(workspace)
    if (kept === undefined) return null
    const known = kept.places.get(conversation)
    const position = known?.group === group ? known.position : (kept.lengths.get(group) ?? 0) + 1
    const estimate = estimateAt(position, kept.waits.get(group)?.waits ?? [])
    return { position, minutes: estimate === null ? null : Math.max(1, Math.ceil(estimate.milliseconds / 60_000)) }
  }

  /** Settles when nothing is being looked at just now. */
  async quiet(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.quiet()
  }

  #keptOf(workspace: WorkspaceId): Kept {
    const known = this.#kept.get(workspace)
    if (known !== undefined) return known
    const kept: Kept = {
      places: new Map(),
      lengths: new Map(),
      waits: new Map(),
      told: new Map(),
      look: oneAtATime(() => this.#look(workspace)),
      notBefore: instant(0),
      opensAt: null,
      isPlanned: false,
    }
    this.#kept.set(workspace, kept)
    return kept
  }

  #plan(workspace: WorkspaceId): void {
    const { clock } = this.#parts
    const kept = this.#keptOf(workspace)
    if (kept.isPlanned || this.#isStopped) return
    const now = clock.now()
    if (now >= kept.notBefore) {
      kept.notBefore = after(now, leastPause)
      this.#run(kept.look(), 'queue_not_shown')
      return
    }
    kept.isPlanned = true
    clock.after(kept.notBefore - now, () => {
      kept.isPlanned = false
      this.#plan(workspace)
    })
  }

  #run(work: Promise<void>, name: string): void {
    const run = work
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, name))
      .finally(() => this.#running.delete(run))
    this.#running.add(run)
  }

  async #look(workspace: WorkspaceId): Promise<void> {
    const { line, clock, onlookers } = this.#parts
    const kept = this.#keptOf(workspace)
    const placed = placesIn(await line.store.routings.queue(workspace, mostPlaces))
    const team = await line.store.operators.roster(workspace)
    const before = kept.places
    kept.places = new Map(
      [...placed].map(([id, { group, position, waiting }]) => {
        const known = before.get(id)
        const { first, since } = known?.group === group ? known : { first: position, since: clock.now() }
        return [id, { group, position, waiting, first, since }]
      }),
    )
    kept.lengths = new Map([...placed.values()].map(({ group, waiting }) => [group, waiting]))
    for (const group of kept.lengths.keys()) await this.#waitsOf(workspace, group)
    for (const [id, { group, position, waiting }] of kept.places) {
      if (!onlookers.has(id)) continue
      const estimate = estimateAt(position, kept.waits.get(group)?.waits ?? [])
      this.#tell(kept, id, { ...placeView({ position, waiting, estimate }), ...this.#hoursOf(workspace, team, group) })
    }
    for (const id of kept.told.keys()) if (!kept.places.has(id)) this.#tell(kept, id, null)
  }

  /** [RO-40] Whoever waits outside opening hours is told when these begin, and is told anew when they do. */
  #hoursOf(workspace: WorkspaceId, team: Team, group: GroupId | null): Pick<PlaceView, 'closedUntil'> {
    const { clock } = this.#parts
    const now = clock.now()
    const { calendar } = team.routing(group)
    if (calendar == null || isOpen(calendar, now)) return {}
    const change = nextChange(calendar, now)
    if (change === null) return { closedUntil: null }
    const kept = this.#keptOf(workspace)
    if (kept.opensAt === null || kept.opensAt <= now || change.at < kept.opensAt) {
      kept.opensAt = change.at
      clock.after(change.at - now, () => this.#plan(workspace))
    }
    return { closedUntil: toRfc3339(change.at) }
  }

  #tell(kept: Kept, id: ConversationId, place: PlaceView | null): void {
    const text = JSON.stringify(place)
    if (kept.told.get(id) === text) return
    if (place === null) kept.told.delete(id)
    else kept.told.set(id, text)
    this.#parts.onlookers.tell(id, place)
  }

  async #waitsOf(workspace: WorkspaceId, group: GroupId | null): Promise<readonly Wait[]> {
    const { clock, line } = this.#parts
    const now = clock.now()
    const { waits: cached } = this.#keptOf(workspace)
    const known = cached.get(group)
    if (known !== undefined && known.until > now) return known.waits
    const all = await line.store.routings.waits(workspace, group, mostWaits)
    const waits = all.filter(({ at }) => at > now - oldestWait)
    cached.set(group, { waits, until: after(now, keptFor) })
    return waits
  }

  #noteWait(workspace: WorkspaceId, id: ConversationId, at: Instant): void {
    const known = this.#kept.get(workspace)?.places.get(id)
    if (known === undefined) return
    const { group, first, since } = known
    const wait = { group, position: first, milliseconds: Math.max(0, at - since), at }
    const noted = this.#parts.line.store.routings.noteWait(workspace, wait)
    this.#run(
      noted.then(() => void this.#keptOf(workspace).waits.delete(group)),
      'wait_not_noted',
    )
  }
}

/** As the contact and the API see it. */
export function placeView({ position, waiting, estimate }: Place): PlaceView {
  return {
    position,
    waiting,
    estimate:
      estimate === null
        ? null
        : { seconds: Math.round(estimate.milliseconds / 1_000), basis: estimate.basis, from: estimate.from },
  }
}
