import type { ConversationSummary, EventView, Verdict } from '@baton/core/protocol'
import { conversationSummary, conversationView, eventView } from './events.ts'
import { reference } from './people.ts'
import { nothing, request, segment } from './request.ts'
import { anything, both, listOf, nullable, number, object, partial, type Shape, type Shaped, text } from './shape.ts'

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

const placeShape = object({
  position: number,
  waiting: number,
  estimate: nullable(object({ seconds: number, basis: number })),
})
export type Place = Shaped<typeof placeShape>

/** The verdict is the protocol's promise; the words for it are looked up, and an unknown one has none. */
const verdict: Shape<Verdict> = (value, path) => text(value, path) as Verdict
const whyShape = object({
  operator: reference,
  owner: nullable(reference),
  /** `by`: who has it, or is asked; `verdict`, `load` and `limit`: why it does not go to them by itself. */
  now: both(object({ kind: text, text }), partial({ by: reference, verdict, load: number, limit: nullable(number) })),
  decided: nullable(object({ seq: number, at: text, verdict: nullable(verdict), picked: nullable(reference) })),
})
export type Why = Shaped<typeof whyShape>

export type Outgoing = { text: string; note: boolean; clientMessageId: string }

export const conversations = {
  list: (query: ListQuery, cursor: string | null) =>
    request('GET', '/conversations', listShape, { query: { ...query, cursor, limit: 50 } }),
  counts: () => request('GET', '/conversations/counts', countsShape),
  read: (id: string) => request('GET', path(id), conversationView),
  events: (id: string, after: number, limit: number): Promise<{ items: EventView[]; lastSeq: number }> =>
    request('GET', path(id, '/events'), eventsShape, { query: { after, limit } }),
  claim: (id: string, operator: string) => request('POST', path(id, '/claim'), anything, { body: { operator } }),
  /** A link that a flow has made; some take the conversation over. */
  openShared: (token: string) => request('POST', '/me/shared-links', anything, { body: { token } }),
  acceptOffer: (id: string) => request('POST', path(id, '/offer/accept'), changed, { body: {} }),
  declineOffer: (id: string) => request('POST', path(id, '/offer/decline'), changed, { body: {} }),
  why: (id: string, operator: string) => request('GET', path(id, '/why'), whyShape, { query: { operator } }),
  place: async (id: string) =>
    (await request('GET', path(id, '/place'), object({ place: nullable(placeShape) }))).place,
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
