import type { ConversationEvent } from '../conversation/event.ts'
import { partsOfRating, variableOfRating } from '../flow/rating.ts'
import type { Rating } from './facts.ts'

const variableOfScore = `${variableOfRating}.${partsOfRating.score}`

/** When the bot asked for a rating, and what the contact said then. Only what the bot set counts. */
export function readRatings(log: readonly ConversationEvent[]): Rating[] {
  const ratings: Rating[] = []
  for (const event of log) {
    if (event.type !== 'variable_set' || event.actor.kind !== 'chatbot') continue
    const { variable, value } = event.data
    const last = ratings.at(-1)
    if (variable === variableOfRating && isAsked(value)) ratings.push({ askedAt: event.at, score: null })
    else if (variable === variableOfScore && isScore(value) && last !== undefined) last.score = value
  }
  return ratings
}

function isAsked(value: unknown): boolean {
  return typeof value === 'object' && value !== null && partsOfRating.askedAt in value
}

function isScore(value: unknown): value is NonNullable<Rating['score']> {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 5
}
