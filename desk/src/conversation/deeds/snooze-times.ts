/** [U-02] What is offered to put a conversation aside until, by the clock on the operator's wall. */
export type SnoozeChoice = 'hour' | 'evening' | 'tomorrow' | 'monday'
export type SnoozeTime = { choice: SnoozeChoice; at: Date | null }

const hourMs = 3_600_000
/** Of the wall clock. */
const [morning, evening] = [9, 18]
/** This evening is nothing to wait for any more when it is nearer than this. Milliseconds. */
const leastWaitMs = 30 * 60_000
/** A year, also one with a day more: what the server takes. */
export const longestSnoozeMs = 366 * 24 * hourMs

/** Always the same four in the same order, so that a number always means the same; null: over for today. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const tonight = dayAt(now, 0, evening)
  return [
    { choice: 'hour', at: new Date(Math.ceil((now.getTime() + hourMs) / 60_000) * 60_000) },
    { choice: 'evening', at: tonight.getTime() - now.getTime() >= leastWaitMs ? tonight : null },
    { choice: 'tomorrow', at: dayAt(now, 1, morning) },
    { choice: 'monday', at: dayAt(now, daysToMonday(now), morning) },
  ]
}

/** The first Monday that is not today or tomorrow already. */
function daysToMonday(now: Date): number {
  const days = (8 - now.getDay()) % 7
  return days > 1 ? days : days + 7
}

/** Days are counted on the calendar: one may have 23 or 25 hours. */
function dayAt(now: Date, days: number, hours: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours)
}

/** What a field for date and time holds for a moment. */
export function fieldValue(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** What stands in the field, as a moment; else why it cannot be. */
export function readField(value: string, now: Date): { at: Date } | { wrong: 'none' | 'past' | 'too_far' } {
  const at = new Date(value)
  if (value === '' || Number.isNaN(at.getTime())) return { wrong: 'none' }
  if (at <= now) return { wrong: 'past' }
  return at.getTime() - now.getTime() > longestSnoozeMs ? { wrong: 'too_far' } : { at }
}
