// A chat in which nobody writes any more ends by itself: what was said of it, and how long that is ahead.
import type { Thread } from './thread.ts'

/** `until`: in milliseconds since 1970, by the server's clock. */
export type AnnouncedEnd = { seq: number; until: number; outcome: 'hand_back' | 'close' }

/** The warning that nobody has answered yet; null: there is none. */
export function announcedEndIn({ events }: Thread): AnnouncedEnd | null {
  const last = lastOfEnd(events)
  if (last?.type !== 'end_announced') return null
  const { until, outcome } = last.data
  return { seq: last.seq, until: Date.parse(until), outcome }
}

/** Whether the contact was the last to say something of it. */
export function isEndPutOffIn({ events }: Thread): boolean {
  return lastOfEnd(events)?.type === 'end_put_off'
}

/** What is said, and any change of who answers, makes it void. */
function lastOfEnd(events: Thread['events']): Thread['events'][number] | undefined {
  return events.findLast(({ type, actor }) => (type === 'message' ? actor.kind !== 'system' : changing.includes(type)))
}

const changing: Thread['events'][number]['type'][] = [
  'end_announced',
  'end_put_off',
  'operator_requested',
  'taken_over',
  'transferred',
  'handed_over',
  'closed',
]
