import type { Absence } from '@baton/core/protocol'
import { currentStanding, latestThread } from '../state/view.ts'
import { counted, fill, numberWords } from '../texts/fill.ts'
import type { Texts } from '../texts/texts.ts'
import type { Model } from './model.ts'
import { weekdayWords } from './times.ts'

const minute = 60
const hour = 60 * minute
/** Up to so many minutes these are said, from there on hours. */
const mostMinutes = 90

/** What of the chat it depends on. */
export type Waiting = Pick<Model, 'view' | 'place' | 'absence' | 'leftIn'>

/** [RO-23] [RO-40] [V-09] What whoever waits for a person is told; null: nobody waits. Where little is known, little is said. */
export function waitingWordsOf(
  { view, place: told, absence, leftIn }: Waiting,
  texts: Texts,
  inWords: (at: string) => string = weekdayWords,
): string | null {
  const { waiting, language } = texts
  const { chatState, isClosed } = currentStanding(view)
  if (chatState !== 'operator_requested' || isClosed) return null
  const id = latestThread(view)?.id
  const nobody = absence === null ? null : absenceWordsOf(absence, texts, inWords)
  if (nobody !== null && leftIn === id) return fill(texts.absence.left, { absence: nobody })
  if (told === null || told.conversation !== id) return nobody ?? waiting.soon
  const { position, estimate, closedUntil } = told.place
  const place = position <= 1 ? waiting.next : fill(waiting.number, { position: numberWords(position, language) })
  // How long it took lately says nothing while nobody is there.
  if (closedUntil !== undefined) {
    const closed = absenceWordsOf({ because: 'closed', until: closedUntil }, texts, inWords)
    return fill(waiting.closedTogether, { closed, place })
  }
  if (nobody !== null) return fill(waiting.closedTogether, { closed: nobody, place })
  const wait = estimate === null ? waiting.soon : lastingWords(estimate.seconds, texts)
  return fill(waiting.together, { place, wait })
}

export function absenceWordsOf(
  told: Absence,
  { waiting, absence }: Texts,
  inWords: (at: string) => string = weekdayWords,
): string {
  if (told.because === 'nobody_online') return absence.nobodyOnline
  return told.until === null ? waiting.closed : fill(waiting.opens, { when: inWords(told.until) })
}

/** Rounded up: better early than late. */
function lastingWords(seconds: number, { waiting, language }: Texts): string {
  if (seconds < minute) return waiting.underMinute
  const minutes = Math.ceil(seconds / minute)
  return minutes <= mostMinutes
    ? counted(waiting.minutes, minutes, language)
    : counted(waiting.hours, Math.ceil(seconds / hour), language)
}
