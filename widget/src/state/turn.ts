// What the page around the chat is told of the log: that something happened, and the name of whoever is there now.
import type { ContactEvent } from '@baton/core/protocol'
import type { ToPage } from '../bridge/messages.ts'

/** Null: none of the page's business. */
export function turnOf(event: ContactEvent): Extract<ToPage, { type: 'message' | 'turned' }> | null {
  switch (event.type) {
    case 'message': {
      const { kind, name = null } = event.actor
      if (kind !== 'chatbot' && kind !== 'operator') return null
      return { type: 'message', from: kind, operator: kind === 'operator' ? name : null }
    }
    case 'operator_requested':
    case 'taken_over':
    case 'handed_over':
    case 'closed':
      return { type: 'turned', turn: event.type, operator: event.data.to.operator?.name ?? null }
    case 'transferred': {
      const { chatState, operator } = event.data.to
      const turn = chatState === 'taken_over' ? 'taken_over' : 'operator_requested'
      return { type: 'turned', turn, operator: operator?.name ?? null }
    }
    case 'conversation_opened':
    case 'locked':
    case 'unlocked':
    case 'rated':
    case 'end_announced':
    case 'end_put_off':
      return null
  }
}
