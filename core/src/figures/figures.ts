import type { Instant } from '../time.ts'
import type { definitions, FigureKey } from './definitions.ts'
import { type DurationSummary, Durations } from './durations.ts'
import type { ConversationFacts, Rating } from './facts.ts'
import { type Handling, humanTimeOf, type Offer } from './handling.ts'
import { defaultServiceLevelMs, type Share, serviceLevels, share, shortAbandonMs } from './levels.ts'
import { Presence, type PresenceInterval } from './presence.ts'

export type FigureSettings = {
  /**
   * The period, `until` not included. A conversation, handling, offer or rating counts whole in the period in which it
   * began; occupancy, utilisation and concurrency look at the time inside the period. So whoever works out a period adds
   * every conversation that was open in it.
   */
  from: Instant
  until: Instant
  /** Up to when the logs are known. Absent: `until`. */
  knownUntil?: Instant
  /** T of the service levels. Absent: 20 s. */
  serviceLevelMs?: number
  presence: readonly PresenceInterval[]
}

type ResultOf = { count: { value: number }; share: Share; number: Share; duration: DurationSummary }

/** Every figure by its key. A share or number carries what it is worked out from; times in it are milliseconds. */
export type FigureResults = { [Key in FigureKey]: ResultOf[(typeof definitions)[Key]['unit']] }

const containmentMs = 24 * 3_600_000
const lowestGoodScore = 4
const highestBadScore = 2

/**
 * Adds up the figures of one period, one conversation after another and in any order. Keeps no conversation, only counts,
 * durations up to a number (`Durations`) and, per operator, 16 bytes for each stretch in which they were busy (`Spans`).
 */
export class Figures {
  readonly #settings: FigureSettings
  readonly #presence: Presence
  readonly #serviceLevelMs: number
  readonly #knownUntil: Instant
  readonly #counts = noCounts()
  readonly #assignmentWait = new Durations()
  readonly #speedOfAnswer = new Durations()
  readonly #firstResponse = new Durations()
  readonly #handleTime = new Durations()

  constructor(settings: FigureSettings) {
    const { presence, from, until } = settings
    this.#settings = settings
    this.#serviceLevelMs = settings.serviceLevelMs ?? defaultServiceLevelMs
    this.#knownUntil = settings.knownUntil ?? until
    this.#presence = new Presence(presence, from, until)
  }

  add(facts: ConversationFacts): void {
    if (this.#isInPeriod(facts.openedAt)) this.#addConversation(facts)
    for (const handling of facts.handlings) {
      for (const owned of handling.owned) this.#presence.add(owned)
      if (!this.#isInPeriod(handling.startedAt)) continue
      if (handling.requestedAt !== null) this.#addRequest(handling, handling.requestedAt)
      if (handling.assignedAt !== null) this.#addHandled(handling)
    }
    for (const offer of facts.offers) if (this.#isInPeriod(offer.offeredAt)) this.#addOffer(offer)
    for (const rating of facts.ratings) if (this.#isInPeriod(rating.askedAt)) this.#addRating(rating)
  }

  result(): FigureResults {
    const counts = this.#counts
    const { online, busy, owned, ownedWithLimit, seats } = this.#presence.time()
    const offers = counts.accepted + counts.declined + counts.missed
    return {
      conversations: { value: counts.conversations },
      requests: { value: counts.answered + counts.abandoned + counts.dismissed + counts.open },
      answered: { value: counts.answered },
      abandoned: { value: counts.abandoned },
      short_abandoned: { value: counts.shortAbandoned },
      dismissed: { value: counts.dismissed },
      waiting: { value: counts.open },
      assignment_wait: this.#assignmentWait.summary(),
      speed_of_answer: this.#speedOfAnswer.summary(),
      first_response: this.#firstResponse.summary(),
      ...serviceLevels(counts),
      occupancy: share(busy, online),
      utilisation: share(ownedWithLimit, seats),
      concurrency: share(owned, busy),
      handled: { value: counts.handled },
      handle_time: this.#handleTime.summary(),
      transfers_per_handling: share(counts.transfers, counts.handled),
      bounce_rate: share(counts.bounces, counts.handled),
      ping_pong_rate: share(counts.pingPongs, counts.handled),
      missed_offer_rate: share(counts.missed, offers),
      decline_rate: share(counts.declined, offers),
      deflection: share(counts.conversations - counts.escalated, counts.conversations),
      strict_containment: share(counts.contained, counts.settled),
      csat: share(counts.good, counts.rated),
      csat_response_rate: share(counts.rated, counts.askedToRate),
    }
  }

  #isInPeriod(moment: Instant): boolean {
    return this.#settings.from <= moment && moment < this.#settings.until
  }

  #addConversation(facts: ConversationFacts): void {
    const { contactWroteLastAt, handlings } = facts
    if (contactWroteLastAt === null) return
    this.#counts.conversations += 1
    if (handlings.length > 0) this.#counts.escalated += 1
    if (contactWroteLastAt + containmentMs > this.#knownUntil) return
    this.#counts.settled += 1
    if (isContained(facts, contactWroteLastAt)) this.#counts.contained += 1
  }

  #addRequest({ outcome, assignedAt, answeredAt, contactWroteAt, leftAt }: Handling, requestedAt: Instant): void {
    this.#counts[outcome] += 1
    if (assignedAt !== null) this.#assignmentWait.add(assignedAt - requestedAt)
    if (outcome === 'answered' && answeredAt !== null) {
      const speed = answeredAt - requestedAt
      this.#speedOfAnswer.add(speed)
      if (speed <= this.#serviceLevelMs) this.#counts.answeredInTime += 1
      if (contactWroteAt !== null && contactWroteAt <= answeredAt) this.#firstResponse.add(answeredAt - contactWroteAt)
    }
    if (outcome === 'abandoned' && leftAt !== null) {
      const patience = leftAt - requestedAt
      if (patience <= this.#serviceLevelMs) this.#counts.abandonedInTime += 1
      if (patience < shortAbandonMs) this.#counts.shortAbandoned += 1
    }
  }

  #addHandled(handling: Handling): void {
    this.#counts.handled += 1
    this.#counts.transfers += handling.transfers
    if (handling.bounces) this.#counts.bounces += 1
    if (handling.isPingPong) this.#counts.pingPongs += 1
    const humanTime = humanTimeOf(handling)
    if (humanTime !== null) this.#handleTime.add(humanTime + handling.wrapUpMs)
  }

  #addOffer({ outcome, until }: Offer): void {
    const known = outcome ?? (until < this.#knownUntil ? 'missed' : 'withdrawn')
    if (known !== 'withdrawn') this.#counts[known] += 1
  }

  #addRating({ score }: Rating): void {
    this.#counts.askedToRate += 1
    if (score === null) return
    this.#counts.rated += 1
    if (score >= lowestGoodScore) this.#counts.good += 1
  }
}

function isContained({ handlings, wishes, nextWishAt, ratings }: ConversationFacts, wroteLastAt: Instant): boolean {
  if (handlings.length > 0 || wishes.length > 0) return false
  if (nextWishAt !== null && nextWishAt - wroteLastAt <= containmentMs) return false
  return ratings.every(({ score }) => score === null || score > highestBadScore)
}

function noCounts() {
  return {
    conversations: 0,
    escalated: 0,
    /** Conversations whose 24 hours are over, and those of them that were contained. */
    settled: 0,
    contained: 0,
    answered: 0,
    answeredInTime: 0,
    abandoned: 0,
    abandonedInTime: 0,
    shortAbandoned: 0,
    dismissed: 0,
    open: 0,
    handled: 0,
    transfers: 0,
    bounces: 0,
    pingPongs: 0,
    accepted: 0,
    declined: 0,
    missed: 0,
    askedToRate: 0,
    rated: 0,
    good: 0,
  }
}
