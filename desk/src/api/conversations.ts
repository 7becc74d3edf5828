import type { ConversationSummary, EventView } from '@baton/core/protocol'
import { conversationSummary, conversationView, eventView } from './events.ts'
import { nothing, request, segment } from './request.ts'
import { anything, listOf, nullable, number, object, type Shaped, text } from './shape.ts'

export type ListQuery = {
  chatState?: ConversationSummary['chatState'] | undefined
  operator?: string | undefined
  status?: 'open' | 'closed' | 'any' | undefined
  q?: string | undefined
}

const countsShape = object({ requested: number, mine: number, open: number })
export type Counts = Shaped<typeof countsShape>

const listShape = object({ items: listOf(conversationSummary), nextCursor: nullable(text) })
const eventsShape = object({ items: listOf(eventView), lastSeq: number })
const changed = object({ conversation: conversationView })

export type Outgoing = { text: string; note: boolean; clientMessageId: string }

export const conversations = {
  list: (query: ListQuery, cursor: string | null) =>
    request('GET', '/conversations', listShape, { query: { ...query, cursor, limit: 50 } }),
  counts: () => request('GET', '/conversations/counts', countsShape),
  read: (id: string) => request('GET', path(id), conversationView),
  events: (id: string, after: number, limit: number): Promise<{ items: EventView[]; lastSeq: number }> =>
    request('GET', path(id, '/events'), eventsShape, { query: { after, limit } }),
  claim: (id: string, operator: string) => request('POST', path(id, '/claim'), anything, { body: { operator } }),
  transfer: (id: string, to: { operator: string } | { group: string }, from: string | null) =>
    request('POST', path(id, '/transfer'), anything, { body: from === null ? to : { from, ...to } }),
  handOver: (id: string, body: { interaction?: string; note?: string }) =>
    request('POST', path(id, '/handover'), anything, { body }),
  close: (id: string) => request('POST', path(id, '/close'), anything),
  setLocked: (id: string, locked: boolean) => request('POST', path(id, locked ? '/lock' : '/unlock'), anything),
  change: (id: string, body: { variables?: Record<string, unknown>; setTags?: string[]; dropTags?: string[] }) =>
    request('PATCH', path(id), changed, { body }),
  send: (id: string, operator: string, { text, note, clientMessageId }: Outgoing) =>
    request('POST', path(id, '/messages'), eventView, {
      body: note ? { operator, text, note, clientMessageId } : { operator, text, clientMessageId },
    }),
  interactions: async (bot: string) =>
    (await request('GET', `/bots/${segment(bot)}/interactions`, interactionsShape)).items,
  forget: (contact: string) => request('DELETE', `/contacts/${segment(contact)}`, nothing),
}

const interactionsShape = object({ items: listOf(object({ behavior: text, name: text })) })

function path(id: string, rest = ''): string {
  return `/conversations/${segment(id)}${rest}`
}
