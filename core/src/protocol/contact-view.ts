import type { EndAnnounced, RatingGiven } from '../conversation/event.ts'
import type { EventView } from './views.ts'

/** What a contact may know of who holds the conversation. */
export type ContactHolder = {
  chatState: 'chatbot_controlled' | 'operator_requested' | 'taken_over'
  operator: { name: string } | null
}

export type ContactActor = { kind: 'contact' | 'chatbot' | 'operator' | 'system'; name?: string }

/** [I-40] An event as a contact sees it: no notes, no variables, no diagnostics, no decisions, no ids of people. */
export type ContactEvent =
  | {
      type: 'message'
      seq: number
      id: string
      at: string
      actor: ContactActor
      data: Omit<Extract<EventView, { type: 'message' }>['data'], 'note' | 'cause' | 'onHold'>
    }
  | {
      type: 'operator_requested' | 'taken_over' | 'transferred' | 'handed_over' | 'closed'
      seq: number
      id: string
      at: string
      actor: ContactActor
      data: { to: ContactHolder }
    }
  | { type: 'rated'; seq: number; id: string; at: string; actor: ContactActor; data: RatingGiven }
  /** It ends at `until` (RFC 3339) unless the contact says something, or that they are still there. */
  | {
      type: 'end_announced'
      seq: number
      id: string
      at: string
      actor: ContactActor
      data: Pick<EndAnnounced, 'until' | 'outcome'>
    }
  | {
      type: 'conversation_opened' | 'locked' | 'unlocked' | 'end_put_off'
      seq: number
      id: string
      at: string
      actor: ContactActor
      data: Record<string, never>
    }

/** Null for what is none of the contact's business. */
export function viewForContact(event: EventView): ContactEvent | null {
  const { seq, id, at } = event
  const actor = contactActor(event)
  switch (event.type) {
    case 'message': {
      if (event.data.note) return null
      const { note: _, cause: __, onHold: ___, ...data } = event.data
      return { type: 'message', seq, id, at, actor, data }
    }
    case 'operator_requested':
    case 'taken_over':
    case 'transferred':
    case 'handed_over':
    case 'closed': {
      // [RO-30] Who was asked and did not come is nobody's business: for the contact the request just goes on.
      if (event.type === 'operator_requested' && offerEnds.includes(event.data.reason ?? '')) return null
      const { chatState, operator } = event.data.to
      const holder = chatState === 'taken_over' && operator !== null ? { name: operator.name } : null
      return { type: event.type, seq, id, at, actor, data: { to: { chatState, operator: holder } } }
    }
    case 'rated':
      return { type: event.type, seq, id, at, actor, data: event.data }
    case 'end_announced': {
      const { until, outcome } = event.data
      return { type: event.type, seq, id, at, actor, data: { until, outcome } }
    }
    case 'conversation_opened':
    case 'locked':
    case 'unlocked':
    case 'end_put_off':
      return { type: event.type, seq, id, at, actor, data: {} }
    default:
      return null
  }
}

const offerEnds = ['declined', 'offer_missed']

function contactActor({ actor }: EventView): ContactActor {
  return actor.kind === 'chatbot' || actor.kind === 'operator'
    ? { kind: actor.kind, name: actor.name }
    : { kind: actor.kind }
}
