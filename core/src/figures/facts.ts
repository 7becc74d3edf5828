import type { ConversationEvent } from '../conversation/event.ts'
import type { ContactId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { Handling, Offer } from './handling.ts'
import { readRatings } from './ratings.ts'
import { asksForOperator, readHandlings } from './read-handlings.ts'
import { readOffers } from './read-offers.ts'

/** What the figures need of one conversation: little, and nothing of what was said. */
export type ConversationFacts = {
  contact: ContactId
  openedAt: Instant
  /** Null: the contact only opened it. */
  contactWroteLastAt: Instant | null
  /** When a person was asked for: by a request, by a takeover for which one was picked, or in vain. */
  wishes: Instant[]
  handlings: Handling[]
  offers: Offer[]
  ratings: Rating[]
  /** When the contact next asked for a person, in a later conversation: see `withNextWishes`. */
  nextWishAt: Instant | null
}

/** An answer on a scale of five, 5 is best; null when the contact was asked and did not say. */
export type Rating = { askedAt: Instant; score: 1 | 2 | 3 | 4 | 5 | null }

/** What the log does not hold. */
export type BesidesTheLog = {
  /** When the contact went away (closed the page, was offline for good), in order. A later message: they came back. */
  leftAt?: readonly Instant[]
  /** Those that were asked for elsewhere than in the conversation. */
  ratings?: readonly Rating[]
  /** The wrap-up as it was set: how long a seat stays taken after a conversation that an operator owned closes. */
  wrapUpMs?: number
  nextWishAt?: Instant | null
}

/**
 * Reads the facts out of one whole log. Who wrote is told by the actor alone: an operator's message is a person's, also
 * when a program sent it in their name; the bot's is not, also when an operator started the interaction; a note is no
 * answer. Throws when the log does not begin with an opening.
 */
export function factsOf(log: readonly ConversationEvent[], besides: BesidesTheLog = {}): ConversationFacts {
  const [opening] = log
  if (opening?.type !== 'conversation_opened') throw new Error('the log does not begin with an opening')
  const byContact = log.filter(({ type, actor }) => type === 'message' && actor.kind === 'contact')
  return {
    contact: log.findLast((event) => event.type === 'identified')?.data.contact ?? opening.data.contact,
    openedAt: opening.at,
    contactWroteLastAt: byContact.at(-1)?.at ?? null,
    wishes: log.filter(isWish).map(({ at }) => at),
    handlings: readHandlings(log, besides),
    offers: readOffers(log),
    ratings: [...readRatings(log), ...(besides.ratings ?? [])],
    nextWishAt: besides.nextWishAt ?? null,
  }
}

/** The action that found nobody was a wish too; one that found it taken over already was not. */
function isWish(event: ConversationEvent): boolean {
  if (event.type === 'assignment_skipped') return event.data.reason !== 'already_taken_over'
  return asksForOperator(event)
}

/** Fills in `nextWishAt` from the other conversations at hand, in any order. A store that can look it up needs no such list. */
export function withNextWishes(all: readonly ConversationFacts[]): ConversationFacts[] {
  const wishes = new Map<ContactId, { openedAt: Instant; at: Instant }[]>()
  for (const { contact, openedAt, wishes: own } of all) {
    const listed = wishes.get(contact) ?? []
    wishes.set(contact, [...listed, ...own.map((at) => ({ openedAt, at }))])
  }
  return all.map((facts) => {
    const later = (wishes.get(facts.contact) ?? []).filter(({ openedAt }) => openedAt > facts.openedAt)
    const nextWishAt = later.reduce<Instant | null>(
      (first, { at }) => (first !== null && first <= at ? first : at),
      null,
    )
    return { ...facts, nextWishAt }
  })
}
