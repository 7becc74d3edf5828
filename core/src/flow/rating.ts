/**
 * Where the rating of a conversation is kept: `score` from 1 to 5 (null until the contact says it), `comment`, `asked_at`.
 * The figures read it from the log, and believe only the bot: a contact may set variables too.
 */
export const variableOfRating = 'rating'

export const partsOfRating = { score: 'score', comment: 'comment', askedAt: 'asked_at' } as const
