import { type ConversationFacts, type FigureResults, Figures, type PresenceInterval } from '@baton/core/figures'
import { type Instant, instant } from '@baton/core/time'
import type { Day } from './days.ts'

export type DayFiguresSettings = {
  from: Instant
  until: Instant
  days: readonly Day[]
  knownUntil: Instant
  serviceLevelMs: number
  presence: readonly PresenceInterval[]
}

/** The figures of a period and of each of its days, from the same facts. */
export class DayFigures {
  readonly #total: Figures
  readonly #days: { from: Instant; until: Instant; figures: Figures }[]

  constructor({ from, until, days, presence, ...rest }: DayFiguresSettings) {
    this.#total = new Figures({ from, until, presence, ...rest })
    const presences = presenceByDay(days, presence)
    this.#days = days.map(({ from, until }, index) => ({
      from,
      until,
      figures: new Figures({ from, until, presence: presences[index] ?? [], ...rest }),
    }))
  }

  add(facts: ConversationFacts): void {
    this.#total.add(facts)
    const end = lastMomentOf(facts)
    for (let at = firstEndingAfter(this.#days, facts.openedAt); at < this.#days.length; at += 1) {
      const day = this.#days[at]
      if (day === undefined || day.from > end) return
      day.figures.add(facts)
    }
  }

  result(): { total: FigureResults; days: FigureResults[] } {
    return { total: this.#total.result(), days: this.#days.map(({ figures }) => figures.result()) }
  }
}

/** After this a conversation is in no figure of a day. */
function lastMomentOf({ openedAt, handlings, offers, ratings }: ConversationFacts): number {
  let last: number = openedAt
  for (const { endedAt } of handlings) last = Math.max(last, endedAt ?? Number.POSITIVE_INFINITY)
  for (const { offeredAt } of offers) last = Math.max(last, offeredAt)
  for (const { askedAt } of ratings) last = Math.max(last, askedAt)
  return last
}

function presenceByDay(days: readonly Day[], presence: readonly PresenceInterval[]): PresenceInterval[][] {
  const byDay: PresenceInterval[][] = days.map(() => [])
  for (const interval of presence)
    for (let at = firstEndingAfter(days, interval.from); at < days.length; at += 1) {
      if ((days[at]?.from ?? instant(0)) >= interval.until) break
      byDay[at]?.push(interval)
    }
  return byDay
}

function firstEndingAfter(days: readonly { until: Instant }[], at: Instant): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((days[middle]?.until ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}
