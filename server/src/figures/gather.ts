import {
  type ConversationFacts,
  type FigureResults,
  factsOf,
  type PresenceInterval,
  withNextWishes,
} from '@baton/core/figures'
import type { BotId, ContactId, OperatorId, WorkspaceId } from '@baton/core/ids'
import { after, type Instant, instant } from '@baton/core/time'
import type { Store } from '../store/store.ts'
import { DayFigures } from './day-figures.ts'
import type { Day } from './days.ts'
import { narrowed, type Whom } from './narrowed.ts'

export type Wanted = Whom & {
  workspace: WorkspaceId
  from: Instant
  until: Instant
  days: readonly Day[]
  bot?: BotId
  channel?: string
  serviceLevelMs: number
}

export type Gathered = { total: FigureResults; days: FigureResults[] }

/** Whoever asked has gone: nobody would see the answer. */
export class NobodyWaits extends Error {
  override name = 'NobodyWaits'
}

/** So long after a conversation without a person the contact may still ask for one (`strict_containment`). */
const containmentMs = 24 * 3_600_000

/**
 * Reads the logs of a period and works out its figures: some logs at a time, keeping of each conversation what figures
 * count, and of those that a bot had alone a few values until it is known whether their contact came back for a person.
 */
export async function gatherFigures(
  store: Store,
  wanted: Wanted,
  now: Instant,
  isWaitedFor: () => boolean,
): Promise<Gathered> {
  const { workspace, from, until, bot, channel } = wanted
  const figures = new DayFigures({ ...wanted, knownUntil: now, presence: await presenceOf(store, wanted, now) })
  const isNarrowed = wanted.group !== undefined || wanted.operator !== undefined
  const wishes = new LaterWishes()
  const period = {
    from,
    until: isNarrowed ? until : instant(Math.min(after(until, containmentMs), Math.max(now, until))),
    ...(bot === undefined ? {} : { bot }),
    ...(channel === undefined ? {} : { channel }),
  }
  for await (const logs of store.reports.logs(workspace, period)) {
    if (!isWaitedFor()) throw new NobodyWaits('nobody waits for these figures')
    for (const { log } of logs) {
      const facts = isNarrowed ? narrowed(log, factsOf(log), wanted) : factsOf(log)
      if (facts === null) continue
      if (isNarrowed || !wishes.keep(facts)) figures.add(facts)
    }
  }
  for (const facts of wishes.withWishes()) figures.add(facts)
  return figures.result()
}

/** Presence as it was up to now: what is written ahead has not been yet. */
async function presenceOf(
  store: Store,
  { workspace, from, until, group, operator }: Wanted,
  now: Instant,
): Promise<PresenceInterval[]> {
  const known = instant(Math.min(until, now))
  if (known <= from) return []
  const team = group === undefined ? null : await store.operators.roster(workspace)
  const isWanted = (id: OperatorId) =>
    (operator === undefined || id === operator) &&
    (group === undefined || team?.seat(id)?.groups.includes(group) === true)
  const spans = await store.reports.presence(workspace, from, known)
  return spans
    .filter((span) => span.status === 'online' && isWanted(span.operator))
    .map(({ operator, from, until, capacity }) => ({
      operator,
      status: 'online',
      capacity,
      from,
      until: instant(Math.min(until ?? known, known)),
    }))
}

type Alone = Pick<ConversationFacts, 'contact' | 'openedAt' | 'contactWroteLastAt' | 'ratings'>

/** Conversations without a person wait here until every later wish of their contacts is known. */
class LaterWishes {
  readonly #alone: Alone[] = []
  readonly #wishes = new Map<ContactId, ConversationFacts[]>()

  /** Whether it is kept until the end. */
  keep(facts: ConversationFacts): boolean {
    const { contact, openedAt, contactWroteLastAt, wishes, handlings, ratings } = facts
    if (wishes.length > 0)
      this.#wishes.set(contact, [...(this.#wishes.get(contact) ?? []), { ...blank(facts), wishes }])
    if (wishes.length + handlings.length > 0 || contactWroteLastAt === null) return false
    this.#alone.push({ contact, openedAt, contactWroteLastAt, ratings })
    return true
  }

  *withWishes(): Generator<ConversationFacts> {
    for (const alone of this.#alone) {
      const facts = blank(alone)
      const others = this.#wishes.get(alone.contact)
      yield others === undefined ? facts : (withNextWishes([facts, ...others])[0] ?? facts)
    }
  }
}

function blank({ contact, openedAt, contactWroteLastAt, ratings }: Alone): ConversationFacts {
  const nothing = { wishes: [], handlings: [], offers: [], nextWishAt: null }
  return { contact, openedAt, contactWroteLastAt, ratings, ...nothing }
}
