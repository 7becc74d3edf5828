import type { Asked, AskedWay, AskingStep } from '../conversation/asked.ts'
import { type Names, viewOfHolder } from '../conversation/conversation.ts'
import type { Actor, EventBody, StateChange, StateEventType } from '../conversation/event.ts'
import type { Holder } from '../conversation/holder.ts'
import type { Cause } from '../conversation/message.ts'

/** An event that is about to be written: who did what. Number, time and epoch are given when it is appended. */
export type Happening = { actor: Actor; body: EventBody }

/** Who asks, and by which way. `step`: where the chatbot stands that does, or stood; `isRelease`: whoever had it is gone. */
export type Origin = { actor: Actor; cause: Cause; step?: AskingStep; isRelease?: true }

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
  const asked = to.state === 'operator_requested' ? askedOf(from, origin, names, extras.reason ?? null) : null
  const data: StateChange = {
    from: viewOfHolder(from, names),
    to: viewOfHolder(to, names),
    reason: null,
    cause: origin.cause,
    ...extras,
    ...(asked !== null && { asked }),
  }
  return { actor: origin.actor, body: { type, data } }
}

/** [U-15] Null: nobody asks anew; the request goes on. */
function askedOf(from: Holder, origin: Origin, names: Names, reason: string | null): Asked | null {
  const way = wayOf(from, origin, reason)
  if (way === null) return null
  const { actor, step = {} } = origin
  const { isFallback: _, ...told } = step
  const owner = from.state === 'taken_over' ? names.operator(from.owner) : undefined
  const name = actor.kind === 'operator' && way !== 'released' ? actor.name : owner
  return { way, ...(name !== undefined && { name }), ...told }
}

function wayOf(from: Holder, { actor, cause, step, isRelease }: Origin, reason: string | null): AskedWay | null {
  if (reason === 'declined' || reason === 'offer_missed') return null
  if (reason === 'unanswered' || reason === 'no_first_answer' || reason === 'owner_unreachable') return reason
  if (isRelease) return from.state === 'taken_over' ? 'released' : null
  if (cause === 'ai') return 'ai'
  if (actor.kind === 'chatbot') return step?.isFallback ? 'not_understood' : 'action'
  if (actor.kind !== 'operator') return 'program'
  return from.state === 'chatbot_controlled' ? 'operator' : 'transferred'
}
