import { counted, fill } from '../texts/fill.ts'
import { readersLocale } from '../texts/language.ts'
import type { Texts } from '../texts/texts.ts'

const minute = 60
/** From here on a minute is about right, in seconds. */
const aboutMinute = 50
/** Up to here seconds are counted; before that there is time enough. */
const countedFrom = 60 * minute

type Told = { outcome: 'hand_back' | 'close'; name: string | null }

/** What comes, unless the contact does something. */
export function endWordsOf({ outcome, name }: Told, { ending, operator }: Texts): string {
  return fill(outcome === 'close' ? ending.closes : ending.back, { name: name ?? operator })
}

/** The same with the time that is left, as it is read aloud. */
export function endWithTimeOf(told: Told, secondsLeft: number, texts: Texts): string {
  const { ending, language } = texts
  const what = endWordsOf(told, texts)
  if (secondsLeft >= countedFrom) return what
  const left =
    secondsLeft < aboutMinute
      ? ending.underMinute
      : counted(ending.minutes, Math.max(1, Math.round(secondsLeft / minute)), language)
  return fill(ending.together, { what, left })
}

/** `00:47`, as its reader writes it; null while it is far ahead. */
export function countdownOf(secondsLeft: number, language: string): string | null {
  if (secondsLeft >= countedFrom) return null
  const format = new Intl.DateTimeFormat(readersLocale(language), {
    minute: '2-digit',
    second: '2-digit',
    timeZone: 'UTC',
  })
  return format.format(new Date(secondsLeft * 1_000))
}
