/** What both stores keep of visits and of messages that were not understood. */
import { type Instant, instant } from '@baton/core/time'
import type { VisitCounts } from './store.ts'

const dayMs = 86_400_000

/** Nobody may ask for more days than these; older ones go. */
export const daysOfVisits = 90
/** Of each bot; older ones go. */
export const mostMisses = 5_000

/** Days since 1970, UTC. */
export function dayOf(at: Instant): number {
  return Math.floor(at / dayMs)
}

/** The first of so many days, of which the last is that of `now`. */
export function firstDay(days: number, now: Instant): number {
  return dayOf(now) - days + 1
}

/** When a day begins. */
export function beginOf(day: number): Instant {
  return instant(day * dayMs)
}

export type VisitRow = {
  behavior: string
  interaction: string
  entered: number
  to_operators: number
  left_there: number
}

export function visitsOf({ behavior, interaction, entered, to_operators, left_there }: VisitRow): {
  behavior: string
  interaction: string
} & VisitCounts {
  return { behavior, interaction, entered, toOperators: to_operators, left: left_there }
}

/** Of the row of an event; a message that only carries something says nothing. */
export function textIn(data: string): string {
  const { text } = JSON.parse(data) as { text?: string }
  return text ?? ''
}
