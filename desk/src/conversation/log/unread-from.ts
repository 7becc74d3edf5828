import type { EventView } from '@baton/core/protocol'

/**
 * [U-11] From which event on a conversation is to be unread: the one with the focus, else the first of the contact's words
 * that nobody has answered, else their last ones. Null: they have said nothing.
 */
export function unreadFrom(events: readonly EventView[], focused: number | null): number | null {
  if (focused !== null) return focused
  let first: number | null = null
  for (const event of events.toReversed()) {
    if (event.type !== 'message' || event.data.note === true) continue
    if (event.actor.kind === 'contact') first = event.seq
    else if (first !== null) return first
  }
  return first
}

/** The event whose line in the log has the focus. */
export function focusedEvent(): number | null {
  const seq = document.activeElement?.closest<HTMLElement>('[role="log"] [data-seq]')?.dataset.seq
  return seq === undefined ? null : Number(seq)
}
