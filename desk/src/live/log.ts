import { applyEvent, type ConversationView, type EventView } from '@baton/core/protocol'

/**
 * A conversation as far as it is loaded: what it is now, and its newest events without a gap.
 * `firstSeq` is the position of the oldest one loaded; `lastSeq` the position to follow from.
 */
export type Log = { view: ConversationView; events: readonly EventView[]; firstSeq: number; lastSeq: number }

export type Extended = { kind: 'extended'; log: Log } | { kind: 'gap' }

/** How many events are fetched at once, at the end or going back. */
export const stretch = 200
/** [U-20] So many positions are drawn as one block. */
export const positionsOfBlock = 25

/** After which position to fetch, to have a stretch before this one: at the edge of a block, so that none ever grows at its beginning. */
export function startBefore(seq: number): number {
  return Math.max(0, Math.floor((seq - stretch) / positionsOfBlock) * positionsOfBlock - 1)
}

export function openLog(view: ConversationView, events: readonly EventView[]): Log {
  const first = events[0]
  const last = events.at(-1)
  return {
    view: events.reduce(applyEvent<ConversationView>, view),
    events,
    firstSeq: first?.seq ?? view.lastSeq + 1,
    lastSeq: last?.seq ?? view.lastSeq,
  }
}

/** Events may come twice or overlap; a hole means that something was missed and must be loaded afresh. */
export function extend(log: Log, incoming: readonly EventView[]): Extended {
  const fresh = incoming.filter((event) => event.seq > log.lastSeq).sort((a, b) => a.seq - b.seq)
  const unique = fresh.filter((event, index) => event.seq !== fresh[index - 1]?.seq)
  if (unique.length === 0) return { kind: 'extended', log }
  const isWhole = unique.every((event, index) => event.seq === log.lastSeq + 1 + index)
  if (!isWhole) return { kind: 'gap' }
  const view = unique.reduce(applyEvent<ConversationView>, log.view)
  return {
    kind: 'extended',
    log: { ...log, view, events: [...log.events, ...unique], lastSeq: log.lastSeq + unique.length },
  }
}

/** Older events in front of those already there. */
export function prepend(log: Log, older: readonly EventView[]): Log {
  const fitting = older.filter((event) => event.seq < log.firstSeq)
  const first = fitting[0]
  return first === undefined ? log : { ...log, events: [...fitting, ...log.events], firstSeq: first.seq }
}
