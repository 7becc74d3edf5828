/** The bot says what it has to, once and in order, and nothing after a takeover. */
import type { ConversationEvent } from '@baton/core/conversation'
import { delayMs, script, unmarked, type Word } from '../script.ts'
import type { Checker, Logged, Snapshot } from './evidence.ts'
import { textOf } from './log.ts'
import { ownerIn } from './states.ts'

/** [HO-4] [HO-5] [I-03] [I-04] Save what a person started in the meantime (HO-23), which says who did. */
export const theBotIsSilentAfterATakeover: Checker = ({ snapshot }) => {
  const owned = new Set<string>()
  return snapshot.log.flatMap(({ conversation, event }) => {
    if ('to' in event.data) {
      if (ownerIn(event.data.to) !== null) owned.add(conversation)
      else owned.delete(conversation)
    }
    return isSpoken(event) && owned.has(conversation)
      ? [`${conversation}: the bot speaks at ${event.seq}, after a takeover`]
      : []
  })
}

/** [FL-5] [FL-6] [HO-6] Its script in the order of the messages, each word once, until somebody takes over. */
export const turnsFinishExactlyOnce: Checker = ({ snapshot, isQuiet }) =>
  [...talksIn(snapshot.log)].flatMap(([conversation, { expected, violations }]) => {
    const isOpen = isQuiet && expected.length > 0
    return isOpen
      ? [...violations, `${conversation}: the bot still owes "${expected.flat().join('", "')}"`]
      : violations
  })

/** [R-17] [I-42] By the time that the log itself is dated by. */
export const noDelayEndsEarly: Checker = ({ snapshot }) => {
  const [begun, waited] = script.work
  const began = new Map<string, number>()
  return snapshot.log.flatMap(({ conversation, event }) => {
    if (!isSpoken(event)) return []
    const word = unmarked(textOf(event))
    if (word === begun) began.set(conversation, event.at)
    if (word !== waited) return []
    const lasted = event.at - (began.get(conversation) ?? 0)
    return lasted >= delayMs ? [] : [`${conversation}: a delay of ${delayMs} ms ended after ${lasted}`]
  })
}

/** How long the turns took that called and waited and were not interrupted, in milliseconds. */
export function turnTimes({ log }: Pick<Snapshot, 'log'>): number[] {
  const [begun] = script.work
  const began = new Map<string, number>()
  return log.flatMap(({ conversation, event }) => {
    if ('to' in event.data) began.delete(conversation)
    if (!isSpoken(event)) return []
    const word = unmarked(textOf(event))
    if (word === begun) began.set(conversation, event.at)
    const beganAt = began.get(conversation)
    return word === script.work.at(-1) && beganAt !== undefined ? [event.at - beganAt] : []
  })
}

/** Conversations in which a turn has not ended yet. */
export function owing({ log }: Pick<Snapshot, 'log'>): string[] {
  return [...talksIn(log)].filter(([, { expected }]) => expected.length > 0).map(([conversation]) => conversation)
}

/** `expected`: what is left of each turn, the one that runs first. */
type Talk = { expected: string[][]; isOwned: boolean; violations: string[] }

function talksIn(log: readonly Logged[]): Map<string, Talk> {
  const talks = new Map<string, Talk>()
  for (const { conversation, event } of log) {
    const talk = talks.get(conversation) ?? { expected: [[...script.opening]], isOwned: false, violations: [] }
    talks.set(conversation, talk)
    hear(talk, conversation, event)
  }
  return talks
}

function hear(talk: Talk, conversation: string, event: ConversationEvent): void {
  if ('to' in event.data) {
    talk.isOwned = ownerIn(event.data.to) !== null
    if (talk.isOwned || event.type === 'closed') talk.expected = []
    // [HO-5] A change that the turn itself has not made ends it; what waits behind it has not begun.
    else if (event.actor.kind !== 'chatbot') talk.expected.shift()
  } else if (event.type === 'message' && event.actor.kind === 'contact' && !talk.isOwned) {
    const word = wordOf(textOf(event))
    // Number 2 is the message that opened the conversation: the start interaction has answered it (FL-3).
    if (!(word === 'say' && event.seq === 2)) talk.expected.push([...script[word]])
  } else if (isSpoken(event)) {
    const expected = talk.expected[0]?.shift()
    if (talk.expected[0]?.length === 0) talk.expected.shift()
    const said = unmarked(textOf(event))
    if (expected !== said)
      talk.violations.push(`${conversation}: the bot says "${said}" at ${event.seq} instead of "${expected}"`)
  }
}

/** By the bot itself, not at the wish of a person or program. */
function isSpoken(event: ConversationEvent): boolean {
  return event.type === 'message' && event.actor.kind === 'chatbot' && event.data.cause === undefined
}

function wordOf(text: string): Word {
  if (text.startsWith('work')) return 'work'
  return text.startsWith('person') ? 'person' : 'say'
}
