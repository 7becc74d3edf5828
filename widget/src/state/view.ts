// The contact's view: the conversations of this visit, the latest last. Events may come twice, late and overlapping.
import type { ContactEvent } from '@baton/core/protocol'
import { announcedEndIn } from './end.ts'
import {
  emptyThread,
  type Snapshot,
  type Standing,
  standingOf,
  type Thread,
  withEvents,
  withSnapshot,
} from './thread.ts'

export type View = { threads: Thread[] }

export type Happening =
  /** Everything there is of a conversation. */
  | { type: 'loaded'; snapshot: Snapshot; events: ContactEvent[] }
  /** The next piece of the log that we follow. */
  | { type: 'streamed'; conversation: string; events: ContactEvent[]; lastSeq: number }
  /** What a send was answered with; there may be a gap before it. */
  | { type: 'answered'; conversation: string; events: ContactEvent[] }

export const emptyView: View = { threads: [] }

export function apply(happening: Happening, view: View): View {
  switch (happening.type) {
    case 'loaded':
      return change(view, happening.snapshot.id, (thread) =>
        withEvents(withSnapshot(thread, happening.snapshot), happening.events),
      )
    case 'streamed':
      return change(view, happening.conversation, (thread) => {
        const next = withEvents(thread, happening.events)
        return happening.lastSeq > next.position ? { ...next, position: happening.lastSeq } : next
      })
    case 'answered':
      return change(view, happening.conversation, (thread) => withEvents(thread, happening.events))
  }
}

export function latestThread(view: View): Thread | null {
  return view.threads.at(-1) ?? null
}

/** Before there is a conversation the chatbot is the one who will answer. */
export function currentStanding(view: View): Standing {
  return standingOf(latestThread(view) ?? emptyThread(''))
}

/** How many messages to the contact came after those counted in `read` (position by conversation); a warning is one. */
export function unreadSince(view: View, read: ReadonlyMap<string, number>): number {
  const toContact = (thread: Thread) =>
    thread.events.filter(
      ({ type, actor, seq }) => type === 'message' && actor.kind !== 'contact' && seq > (read.get(thread.id) ?? 0),
    )
  const latest = latestThread(view)
  const end = latest === null ? null : announcedEndIn(latest)
  const warnings = latest !== null && end !== null && end.seq > (read.get(latest.id) ?? 0) ? 1 : 0
  return view.threads.reduce((sum, thread) => sum + toContact(thread).length, warnings)
}

export function readUpTo(view: View): Map<string, number> {
  return new Map(view.threads.map(({ id, events }) => [id, events.at(-1)?.seq ?? 0]))
}

function change(view: View, id: string, how: (thread: Thread) => Thread): View {
  const known = view.threads.find((thread) => thread.id === id)
  const next = how(known ?? emptyThread(id))
  if (next === known) return view
  if (known === undefined) return { threads: [...view.threads, next] }
  return { threads: view.threads.map((thread) => (thread.id === id ? next : thread)) }
}
