// One conversation as the contact sees it: where it stood when loaded, and what has happened.
import type { ContactEvent, ContactHolder } from '@baton/core/protocol'

export type Snapshot = {
  id: string
  status: 'open' | 'closed'
  chatState: ContactHolder['chatState']
  operator: { name: string } | null
  locked: boolean
  lastSeq: number
}

export type Thread = {
  id: string
  base: Snapshot
  /** In the order of the log, each once. */
  events: ContactEvent[]
  /** Up to here nothing is missing. Answers to sends do not move it: something may have happened before them. */
  position: number
}

/** How a conversation stands now. */
export type Standing = ContactHolder & { isClosed: boolean; isLocked: boolean }

export function emptyThread(id: string): Thread {
  const base: Snapshot = {
    id,
    status: 'open',
    chatState: 'chatbot_controlled',
    operator: null,
    locked: false,
    lastSeq: 0,
  }
  return { id, base, events: [], position: 0 }
}

export function withEvents(thread: Thread, events: ContactEvent[]): Thread {
  const known = new Set(thread.events.map(({ seq }) => seq))
  const unseen = events.filter(({ seq }) => !known.has(seq) && known.add(seq))
  if (unseen.length === 0) return thread
  return { ...thread, events: [...thread.events, ...unseen].sort((one, other) => one.seq - other.seq) }
}

export function withSnapshot(thread: Thread, snapshot: Snapshot): Thread {
  if (snapshot.lastSeq < thread.base.lastSeq) return thread
  return { ...thread, base: snapshot, position: Math.max(thread.position, snapshot.lastSeq) }
}

/** What the snapshot says, and what has happened since. */
export function standingOf({ base, events }: Thread): Standing {
  const { chatState, operator, status, locked } = base
  const start: Standing = { chatState, operator, isClosed: status === 'closed', isLocked: locked }
  return events.filter(({ seq }) => seq > base.lastSeq).reduce(stand, start)
}

/** [V-11] What the contact thinks of it, as they said last; null: they have not said. */
export function ratingIn({ events }: Thread): number | null {
  return events.findLast((event) => event.type === 'rated')?.data.score ?? null
}

/** The standing after an event. */
export function stand(standing: Standing, event: ContactEvent): Standing {
  switch (event.type) {
    case 'operator_requested':
    case 'taken_over':
    case 'transferred':
    case 'handed_over':
      return { ...standing, ...event.data.to }
    case 'closed':
      return { ...standing, ...event.data.to, isClosed: true }
    case 'locked':
    case 'unlocked':
      return { ...standing, isLocked: event.type === 'locked' }
    case 'message':
    case 'rated':
    case 'end_announced':
    case 'end_put_off':
    case 'conversation_opened':
      return standing
  }
}
