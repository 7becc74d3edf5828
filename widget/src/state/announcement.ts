// [V-09] The small lines between messages: what happened to who answers. Drawn from state events only.
import type { ContactEvent } from '@baton/core/protocol'
import type { Standing } from './thread.ts'

export type Announcement =
  | { kind: 'asking' }
  | { kind: 'asking_again'; from: string | null }
  | { kind: 'joined'; name: string | null }
  | { kind: 'passed_on'; from: string | null; name: string | null }
  | { kind: 'left'; name: string | null }
  | { kind: 'nobody_joined' }
  | { kind: 'closed' }

/** What to say about an event, by how things stood before it; null where nothing changed for the contact. */
export function announcementOf(event: ContactEvent, before: Standing): Announcement | null {
  const left = before.chatState === 'taken_over' ? (before.operator?.name ?? null) : null
  switch (event.type) {
    case 'operator_requested':
      return before.chatState === 'operator_requested' ? null : { kind: 'asking' }
    case 'taken_over':
      return { kind: 'joined', name: event.data.to.operator?.name ?? null }
    case 'transferred':
      if (event.data.to.chatState !== 'taken_over') return { kind: 'asking_again', from: left }
      return { kind: 'passed_on', from: left, name: event.data.to.operator?.name ?? null }
    case 'handed_over':
      return before.chatState === 'operator_requested' ? { kind: 'nobody_joined' } : { kind: 'left', name: left }
    case 'closed':
      return { kind: 'closed' }
    case 'message':
    case 'rated':
    case 'end_announced':
    case 'end_put_off':
    case 'conversation_opened':
    case 'locked':
    case 'unlocked':
      return null
  }
}
