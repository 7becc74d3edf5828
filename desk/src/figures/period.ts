/** Periods as people choose them, in dates of the workspace's time zone; `until` is not included. */
export type Period = { from: string; until: string }

export const choices = ['today', 'week', 'month', 'own'] as const
export type Choice = (typeof choices)[number]

const lengths = { today: 1, week: 7, month: 28 } as const
export const longestDays = 93

/** The date that the clocks of a zone show. */
export function todayIn(timeZone: string | null, now: number): string {
  // This form of English writes dates as ISO does.
  const form = new Intl.DateTimeFormat('en-CA', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...(timeZone === null ? {} : { timeZone }),
  })
  return form.format(now)
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The days of a choice, today being the last. */
export function periodOf(choice: Exclude<Choice, 'own'>, today: string): Period {
  const until = addDays(today, 1)
  return { from: addDays(until, -lengths[choice]), until }
}

export type OwnPeriod = { first: string; last: string }

/** What was typed, both days included; or what is wrong with it. */
export function ownPeriod({ first, last }: OwnPeriod): Period | 'incomplete' | 'turned' | 'too_long' {
  if (!isDate(first) || !isDate(last)) return 'incomplete'
  if (last < first) return 'turned'
  const until = addDays(last, 1)
  return addDays(first, longestDays) < until ? 'too_long' : { from: first, until }
}

function isDate(text: string): boolean {
  return /^20\d{2}-\d{2}-\d{2}$/.test(text)
}
