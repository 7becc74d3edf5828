import type { EventView } from '@baton/core/protocol'
import type { Why } from '../../api/conversations.ts'
import { verdictWords, wordIn } from '../why/decision.ts'

/** [RO-50] How it stands with somebody now, as the server names it; what is newer than this desk has no words here. */
export const nowWords = [
  'closed',
  'is_owner',
  'owned',
  'bot_has_it',
  'asked',
  'other_asked',
  'asked_first',
  'may_take',
  'not_automatic',
  'open_for_all',
] as const

/** Which sentence says it, with what in it. `plain`: the server's own sentence, in English. */
export type NowText =
  | { kind: 'sentence'; word: (typeof nowWords)[number]; by: string }
  | { kind: 'full'; load: number; limit: number }
  | { kind: 'verdict'; verdict: (typeof verdictWords)[number] }
  | { kind: 'plain'; text: string }

export function nowTextOf({ kind, text, by, verdict, load, limit }: Why['now']): NowText {
  const word = wordIn(nowWords, kind)
  if (word !== null) return { kind: 'sentence', word, by: by?.name ?? '' }
  const known = verdict === undefined ? null : wordIn(verdictWords, verdict)
  if (known === 'full' && load !== undefined && limit != null) return { kind: 'full', load, limit }
  return known === null ? { kind: 'plain', text } : { kind: 'verdict', verdict: known }
}

/** The record of a decision, where its event is loaded. */
export function decisionAt(events: readonly EventView[], seq: number) {
  const data = events.find((event) => event.seq === seq)?.data
  if (data === undefined || !('decision' in data) || data.decision === undefined) return null
  return { decision: data.decision, reason: 'reason' in data ? data.reason : null }
}
