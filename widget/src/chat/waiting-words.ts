import type { PlaceView } from '@baton/core/protocol'
import { currentStanding, latestThread, type View } from '../state/view.ts'
import { counted, fill, numberWords } from '../texts/fill.ts'
import type { Texts } from '../texts/texts.ts'
import { weekdayWords } from './times.ts'

const minute = 60
const hour = 60 * minute
/** Up to so many minutes these are said, from there on hours. */
const mostMinutes = 90

/** [RO-23] [RO-40] [V-09] What whoever waits for a person is told; null: nobody waits. Where little is known, little is said. */
export function waitingWordsOf(
  view: View,
  told: { conversation: string; place: PlaceView } | null,
  texts: Texts,
  inWords: (at: string) => string = weekdayWords,
): string | null {
  const { waiting, language } = texts
  const { chatState, isClosed } = currentStanding(view)
  if (chatState !== 'operator_requested' || isClosed) return null
  if (told === null || told.conversation !== latestThread(view)?.id) return waiting.soon
  const { position, estimate, closedUntil } = told.place
  const place = position <= 1 ? waiting.next : fill(waiting.number, { position: numberWords(position, language) })
  // How long it took lately says nothing while nobody is there.
  if (closedUntil !== undefined) {
    const closed = closedUntil === null ? waiting.closed : fill(waiting.opens, { when: inWords(closedUntil) })
    return fill(waiting.closedTogether, { closed, place })
  }
  const wait = estimate === null ? waiting.soon : lastingWords(estimate.seconds, texts)
  return fill(waiting.together, { place, wait })
}

/** Rounded up: better early than late. */
function lastingWords(seconds: number, { waiting, language }: Texts): string {
  if (seconds < minute) return waiting.underMinute
  const minutes = Math.ceil(seconds / minute)
  return minutes <= mostMinutes
    ? counted(waiting.minutes, minutes, language)
    : counted(waiting.hours, Math.ceil(seconds / hour), language)
}
