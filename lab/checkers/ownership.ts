/** Who holds a conversation changes by the log alone, and every answer fits it in the order of real time. */
import { isDeepStrictEqual } from 'node:util'
import type { Operation } from '../history.ts'
import type { Checker } from './evidence.ts'
import { type State, stateAt, statesBetween, statesIn } from './states.ts'

/**
 * [R-01] [R-03] [I-19] Linearisable: what an answer shows is in the log; no answer shows less than one that had ended
 * before it was asked for; what it says was done happened, or was so already, in between.
 */
export const answersFitTheLog: Checker = ({ snapshot, history }) => {
  const states = statesIn(snapshot.log)
  const asked = Map.groupBy(history, ({ wish, outcome }) => conversationOf(wish, outcome) ?? '')
  return [...asked].flatMap(([conversation, operations]) => {
    if (conversation === '') return []
    const known = states.get(conversation)
    if (known === undefined) return [`${conversation} was shown and is not in the log`]
    return fitOne(conversation, operations, known)
  })
}

function fitOne(conversation: string, operations: readonly Operation[], states: readonly State[]): string[] {
  const seen = operations.flatMap((operation) => {
    const seq = seqSeenBy(operation)
    return seq === null ? [] : [{ endedAt: operation.endedAt, seq }]
  })
  const byEnd = seen.toSorted((one, other) => one.endedAt - other.endedAt)
  const byStart = operations.toSorted((one, other) => one.invokedAt - other.invokedAt)
  let at = 0
  let least = 0
  return byStart.flatMap((operation) => {
    for (let next = byEnd[at]; next !== undefined && next.endedAt < operation.invokedAt; next = byEnd[at]) {
      least = Math.max(least, next.seq)
      at += 1
    }
    const said = whatDoesNotFit(operation, least, states)
    return said === null ? [] : [`${conversation}: ${operation.client} (${operation.node}) ${said}`]
  })
}

function whatDoesNotFit({ wish, outcome }: Operation, least: number, states: readonly State[]): string | null {
  if (outcome.kind === 'unknown') return null
  if (outcome.kind === 'refused') {
    if (outcome.owner === null || !['owned', 'owner_differs'].includes(outcome.code)) return null
    const wasTheirs = statesBetween(states, least, Number.POSITIVE_INFINITY).some(
      ({ owner }) => owner === outcome.owner,
    )
    return wasTheirs ? null : `was refused ${wish.type} for ${outcome.owner}, who did not hold it after ${least}`
  }
  const { shown } = outcome
  if (shown === null) return null
  if (shown.lastSeq < least) return `was shown ${shown.lastSeq} after ${least} had been shown`
  const state = stateAt(states, shown.lastSeq)
  const { chatState, owner, status, epoch } = state
  if (!isDeepStrictEqual({ ...shown, lastSeq: 0 }, { lastSeq: 0, epoch, chatState, owner, status }))
    return `was shown ${shown.chatState} of ${shown.owner} (epoch ${shown.epoch}) at ${shown.lastSeq}, which was ${chatState} of ${owner} (epoch ${epoch})`
  const between = statesBetween(states, least, shown.lastSeq)
  return between.some((one) => isDone(wish, outcome.assigned, one))
    ? null
    : `was told ${wish.type} was done, after ${least}`
}

function isDone(wish: Operation['wish'], assigned: string | null, { owner, chatState, status }: State): boolean {
  switch (wish.type) {
    case 'claim':
    case 'transfer':
      return owner === wish.operator
    case 'hand_over':
      return chatState === 'chatbot_controlled'
    case 'close':
      return status === 'closed'
    case 'set_operator_state':
      return assigned === null || owner === assigned
    case 'send':
    case 'read':
    case 'other':
      return true
  }
}

function seqSeenBy({ outcome }: Operation): number | null {
  if (outcome.kind !== 'ok') return null
  return outcome.shown?.lastSeq ?? (outcome.conversation === null ? null : outcome.seq)
}

function conversationOf(wish: Operation['wish'], outcome: Operation['outcome']): string | null {
  if ('conversation' in wish) return wish.conversation
  return outcome.kind === 'ok' ? outcome.conversation : null
}
