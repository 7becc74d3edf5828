import type { ConversationEvent } from '../conversation/event.ts'
import { partsOfRating, variableOfRating } from '../flow/rating.ts'
import type { Rating } from './facts.ts'

const variableOfScore = `${variableOfRating}.${partsOfRating.score}`

/**
 * When a rating was asked for, and what the contact said then: by the bot, of whose variables only what it set itself counts,
 * and by the chat once it was over, which asks everybody: there only who answered is known, and their last answer counts.
 */
export function readRatings(log: readonly ConversationEvent[]): Rating[] {
  const ratings: Rating[] = []
  const afterwards = log.findLast((event) => event.type === 'rated')
  for (const event of log) {
    if (event.type !== 'variable_set' || event.actor.kind !== 'chatbot') continue
    const { variable, value } = event.data
    const last = ratings.at(-1)
    if (variable === variableOfRating && isAsked(value)) ratings.push({ askedAt: event.at, score: null })
    else if (variable === variableOfScore && isScore(value) && last !== undefined) last.score = value
  }
  return afterwards === undefined ? ratings : [...ratings, { askedAt: afterwards.at, score: afterwards.data.score }]
}

function isAsked(value: unknown): boolean {
  return typeof value === 'object' && value !== null && partsOfRating.askedAt in value
}

function isScore(value: unknown): value is NonNullable<Rating['score']> {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 5
}
