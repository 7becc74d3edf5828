import { type Names, viewOfHolder } from '../conversation/conversation.ts'
import type { Actor, EventBody, StateChange, StateEventType } from '../conversation/event.ts'
import type { Holder } from '../conversation/holder.ts'
import type { Cause } from '../conversation/message.ts'

/** An event that is about to be written: who did what. Number, time and epoch are given when it is appended. */
export type Happening = { actor: Actor; body: EventBody }

/** Who asks, and by which way. */
export type Origin = { actor: Actor; cause: Cause }

type Extras = Omit<Partial<StateChange>, 'from' | 'to' | 'cause'>

/** The one place where a change of the holder becomes an event. */
export function stateEvent(
  type: StateEventType | 'closed',
  from: Holder,
  to: Holder,
  origin: Origin,
  names: Names,
  extras: Extras = {},
): Happening {
  const data: StateChange = {
    from: viewOfHolder(from, names),
    to: viewOfHolder(to, names),
    reason: null,
    cause: origin.cause,
    ...extras,
  }
  return { actor: origin.actor, body: { type, data } }
}
