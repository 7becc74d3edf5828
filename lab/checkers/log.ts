/** What was acknowledged is in the log, once, where it was said to be, and in order. */
import type { ConversationEvent } from '@baton/core/conversation'
import { type Operation, sentIn } from '../history.ts'
import type { Checker, Logged } from './evidence.ts'

type Acknowledgement = Extract<Operation['outcome'], { kind: 'ok' }>

/** [D-01] [I-26] [I-29] */
export const everyAcknowledgedMessageIsStored: Checker = ({ snapshot, history }) => {
  const stored = byKey(snapshot.log)
  return sentIn(history).flatMap(({ key, text, attempts }) =>
    acknowledgementsOf(attempts).flatMap(({ conversation, seq, event: id }) => {
      const [found] = stored.get(key) ?? []
      if (found === undefined) return [`${key} was acknowledged and is not in the log`]
      const { event } = found
      if (conversation !== null && conversation !== found.conversation)
        return [`${key} was acknowledged in another conversation`]
      if (seq !== null && seq !== event.seq) return [`${key} was acknowledged as ${seq}, it is ${event.seq}`]
      if (id !== null && id !== event.id) return [`${key} was acknowledged as another event`]
      return textOf(event) === text ? [] : [`${key} is in the log with another text`]
    }),
  )
}

/** [D-02] [I-27] Also what was never acknowledged, or sent many times. */
export const noMessageStandsTwice: Checker = ({ snapshot }) =>
  [...byKey(snapshot.log)].flatMap(([key, found]) =>
    found.length === 1 ? [] : [`${key} stands ${found.length} times`],
  )

/** [I-47] */
export const nothingRefusedIsStored: Checker = ({ snapshot, history }) => {
  const stored = byKey(snapshot.log)
  return sentIn(history).flatMap(({ key, attempts }) => {
    const isRefused = attempts.length > 0 && attempts.every(({ outcome }) => outcome.kind === 'refused')
    return isRefused && stored.has(key) ? [`${key} was refused and is in the log`] : []
  })
}

/** [D-02] A retry is answered as the first time; bubbles may only have become more. */
export const retriesAreAnsweredAlike: Checker = ({ history }) =>
  sentIn(history).flatMap(({ key, attempts }) => {
    const given = acknowledgementsOf(attempts)
    const [first] = given
    if (first === undefined) return []
    return given.flatMap((again) => {
      const isSame = again.conversation === first.conversation && again.seq === first.seq && again.event === first.event
      const shorter = Math.min(again.bubbles.length, first.bubbles.length)
      const isSameAnswer = again.bubbles.slice(0, shorter).every((id, index) => first.bubbles[index] === id)
      return isSame && isSameAnswer ? [] : [`${key} was answered in two ways`]
    })
  })

/** [D-05] */
export const sendersKeepTheirOrder: Checker = ({ snapshot }) => {
  const last = new Map<string, number>()
  return snapshot.log.flatMap(({ event }) => {
    const key = keyOf(event)
    if (key === null) return []
    const [sender = '', number] = key.split(':')
    const before = last.get(sender) ?? -1
    last.set(sender, Number(number))
    return Number(number) > before ? [] : [`${key} stands behind ${sender}:${before}`]
  })
}

/** [I-28] What is read once is never added to behind: positions of a workspace go up, and by one each. */
export const positionsHaveNoGaps: Checker = ({ snapshot: { log, isDense } }) =>
  log.flatMap(({ position }, index) => {
    const before = log[index - 1]?.position ?? 0
    const isNext = isDense ? position === before + 1 : position > before
    return isNext ? [] : [`position ${position} follows ${before}`]
  })

/** A fault of the machine is never answered as a bug. */
export const nobodyWasAnswered500: Checker = ({ history }) =>
  history.flatMap(({ client, wish, outcome }) =>
    outcome.kind === 'unknown' && outcome.status === 500 ? [`${client}: ${wish.type} was answered 500`] : [],
  )

export function keyOf(event: ConversationEvent): string | null {
  return event.type === 'message' ? (event.data.clientMessageId ?? null) : null
}

export function textOf(event: ConversationEvent): string {
  return event.type === 'message' ? (event.data.text ?? '') : ''
}

function acknowledgementsOf(attempts: readonly Operation[]): Acknowledgement[] {
  return attempts.flatMap(({ outcome }) => (outcome.kind === 'ok' ? [outcome] : []))
}

function byKey(log: readonly Logged[]): Map<string, Logged[]> {
  const keyed = log.filter(({ event }) => keyOf(event) !== null)
  return Map.groupBy(keyed, ({ event }) => keyOf(event) ?? '')
}
