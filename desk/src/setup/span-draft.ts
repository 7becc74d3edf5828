/** A time as people type it: so many seconds or minutes; null while the field is empty. */
export type DelayUnit = 'seconds' | 'minutes'
export type SpanDraft = { amount: number | null; unit: DelayUnit }

const secondsOfMinute = 60
export const secondsIn: Record<DelayUnit, number> = { seconds: 1, minutes: secondsOfMinute }

export function secondsOf({ amount, unit }: SpanDraft): number {
  return (amount ?? 0) * secondsIn[unit]
}

/** In whole minutes where that says the same. */
export function spanOf(seconds: number): { amount: number; unit: DelayUnit } {
  return seconds > 0 && seconds % secondsOfMinute === 0
    ? { amount: seconds / secondsOfMinute, unit: 'minutes' }
    : { amount: seconds, unit: 'seconds' }
}
