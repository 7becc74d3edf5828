import type { OperatorId } from '../ids.ts'
import type { PresenceStatus } from '../routing/index.ts'
import type { Instant } from '../time.ts'
import type { Owned } from './handling.ts'
import { Spans } from './spans.ts'

/** [RO-4] A stretch in which an operator's effective status and limit stayed the same. */
export type PresenceInterval = {
  operator: OperatorId
  from: Instant
  until: Instant
  /** Only `online` counts. */
  status: PresenceStatus
  /** Most conversations at once then; null: no limit. */
  capacity: number | null
}

/** Sums in milliseconds over all operators. */
export type OnlineTime = {
  online: number
  /** Online with at least one conversation. */
  busy: number
  /** Every conversation of an online operator counts its own time. */
  owned: number
  /** The same two for operators with a limit: conversation time, and limit × online time. */
  ownedWithLimit: number
  seats: number
}

type OnlineSpan = { from: number; until: number; capacity: number | null }

/** What operators who were online did with their time, within one period. */
export class Presence {
  readonly #online: Map<OperatorId, OnlineSpan[]>
  readonly #busy = new Map<OperatorId, Spans>()
  readonly #sums: Omit<OnlineTime, 'busy'>

  constructor(intervals: readonly PresenceInterval[], from: Instant, until: Instant) {
    this.#online = onlineSpans(intervals, from, until)
    const spans = [...this.#online.values()].flat()
    this.#sums = {
      online: spans.reduce((total, span) => total + lengthOf(span), 0),
      seats: spans.reduce((total, span) => total + (span.capacity ?? 0) * lengthOf(span), 0),
      owned: 0,
      ownedWithLimit: 0,
    }
  }

  add({ operator, from, until }: Owned): void {
    const online = this.#online.get(operator) ?? []
    const end = until ?? Number.POSITIVE_INFINITY
    for (let at = firstEndingAfter(online, from); at < online.length; at += 1) {
      const span = online[at]
      if (span === undefined || span.from >= end) return
      this.#addOnline(operator, span, Math.max(from, span.from), Math.min(end, span.until))
    }
  }

  time(): OnlineTime {
    const busy = [...this.#busy.values()].reduce((total, spans) => total + spans.total(), 0)
    return { ...this.#sums, busy }
  }

  #addOnline(operator: OperatorId, { capacity }: OnlineSpan, from: number, until: number): void {
    const busy = this.#busy.get(operator) ?? new Spans()
    this.#busy.set(operator, busy)
    busy.add(from, until)
    this.#sums.owned += until - from
    if (capacity !== null) this.#sums.ownedWithLimit += until - from
  }
}

function lengthOf({ from, until }: OnlineSpan): number {
  return until - from
}

/** Per operator in order, within the period, none over another: where two do overlap, the later one begins later. */
function onlineSpans(
  intervals: readonly PresenceInterval[],
  from: Instant,
  until: Instant,
): Map<OperatorId, OnlineSpan[]> {
  const spans = new Map<OperatorId, OnlineSpan[]>()
  for (const one of intervals.toSorted((some, other) => some.from - other.from)) {
    if (one.status !== 'online') continue
    const own = spans.get(one.operator) ?? []
    spans.set(one.operator, own)
    const start = Math.max(one.from, from, own.at(-1)?.until ?? from)
    const end = Math.min(one.until, until)
    if (start < end) own.push({ from: start, until: end, capacity: one.capacity })
  }
  return spans
}

function firstEndingAfter(spans: readonly OnlineSpan[], at: number): number {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((spans[middle]?.until ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}
