/** How long something lasts, in the one or two units people say. */
export type Span = { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number; rest: number }

export function spanOf(milliseconds: number): Span {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 60) return { unit: 'seconds', count: seconds, rest: 0 }
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return { unit: 'minutes', count: minutes, rest: 0 }
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return { unit: 'hours', count: hours, rest: minutes % 60 }
  return { unit: 'days', count: Math.floor(hours / 24), rest: hours % 24 }
}

const signs = { seconds: 's', minutes: 'min', hours: 'h', days: 'd' } as const
const names = { seconds: 'second', minutes: 'minute', hours: 'hour', days: 'day' } as const
/** Languages that write the units of time in their own letters. */
const inOwnLetters = ['ar', 'ja']

/** The short form of rows and banners: `45 s`, `12 min`, `1 h 05 min`, `2 d 3 h`. */
export function shortSpan(milliseconds: number, language: string): string {
  const { unit, count, rest } = spanOf(milliseconds)
  const amount = (of: Span['unit'], value: number, least = 1) =>
    inOwnLetters.includes(language)
      ? new Intl.NumberFormat(language, { style: 'unit', unit: names[of], unitDisplay: 'short' }).format(value)
      : `${String(value).padStart(least, '0')} ${signs[of]}`
  if (unit === 'hours') return `${amount('hours', count)} ${amount('minutes', rest, 2)}`
  if (unit === 'days' && rest > 0) return `${amount('days', count)} ${amount('hours', rest)}`
  return amount(unit, count)
}

/** How urgent a wait is shown: it changes the weight of the text, never only its colour. */
export function urgencyOf(milliseconds: number): 'fresh' | 'long' | 'too_long' {
  if (milliseconds < 2 * 60_000) return 'fresh'
  return milliseconds < 10 * 60_000 ? 'long' : 'too_long'
}
