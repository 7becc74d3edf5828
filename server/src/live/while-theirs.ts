import type { ConversationEvent } from '@baton/core/conversation'
import type { ContactId } from '@baton/core/ids'

/** [V-13] A log as far as it is this contact's: what comes after it went over to another one is not for them. */
export function whileTheirs(events: ConversationEvent[], contact: ContactId): ConversationEvent[] {
  const end = events.findIndex(
    ({ type, data }) => type === 'identified' && 'contact' in data && data.contact !== contact,
  )
  return end === -1 ? events : events.slice(0, end)
}
