import type { ConversationSummary, EventView, Verdict } from '@baton/core/protocol'
import { conversationSummary, conversationView, eventView, readMark } from './events.ts'
import { found } from './found.ts'
import { reference } from './people.ts'
import { base, nothing, request, segment } from './request.ts'
import { anything, both, listOf, nullable, number, object, partial, type Shape, type Shaped, text } from './shape.ts'

export type ListQuery = {
  chatState?: ConversationSummary['chatState'] | undefined
  operator?: string | undefined
  status?: 'open' | 'closed' | 'any' | undefined
  snoozed?: boolean | undefined
  group?: string | undefined
  bot?: string | undefined
  channel?: string | undefined
  tag?: string | undefined
  language?: string | undefined
  q?: string | undefined
}

const countsShape = object({ requested: number, mine: number, open: number })
export type Counts = Shaped<typeof countsShape>

const listedShape = both(conversationSummary, partial({ found }))
const listShape = object({ items: listOf(listedShape), nextCursor: nullable(text) })
const earlierShape = both(conversationSummary, object({ heldBy: listOf(reference) }))
const allOfContactShape = object({ items: listOf(earlierShape), nextCursor: nullable(text) })
/** A conversation of a contact, with who has held it. */
export type Earlier = Shaped<typeof earlierShape>

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
  list: (query: ListQuery, cursor: string | null, limit = 50) =>
    request('GET', '/conversations', listShape, {
      query: { ...query, snoozed: query.snoozed?.toString(), cursor, limit },
    }),
  ofContact: (contact: string, cursor: string | null) =>
    request('GET', '/conversations', allOfContactShape, { query: { contact, status: 'any', limit: 10, cursor } }),
  counts: () => request('GET', '/conversations/counts', countsShape),
  read: (id: string) => request('GET', path(id), conversationView),
  events: (id: string, after: number, limit: number): Promise<{ items: EventView[]; lastSeq: number }> =>
    request('GET', path(id, '/events'), eventsShape, { query: { after, limit } }),
  claim: (id: string, operator: string) => request('POST', path(id, '/claim'), changed, { body: { operator } }),
  /** A link that a flow has made; some take the conversation over. */
  openShared: (token: string) => request('POST', '/me/shared-links', anything, { body: { token } }),
  acceptOffer: (id: string) => request('POST', path(id, '/offer/accept'), changed, { body: {} }),
  declineOffer: (id: string) => request('POST', path(id, '/offer/decline'), changed, { body: {} }),
  why: (id: string, operator: string) => request('GET', path(id, '/why'), whyShape, { query: { operator } }),
  place: async (id: string) =>
    (await request('GET', path(id, '/place'), object({ place: nullable(placeShape) }))).place,
  transfer: (id: string, to: { operator: string } | { group: string | null }, from: string | null) =>
    request('POST', path(id, '/transfer'), changed, { body: from === null ? to : { from, ...to } }),
  handOver: (id: string, body: { interaction?: string; note?: string }) =>
    request('POST', path(id, '/handover'), changed, { body }),
  /** Goes out also while the page goes away. */
  close: (id: string) => request('POST', path(id, '/close'), changed, { keepalive: true }),
  /** Until then, RFC 3339; null: no longer. */
  snooze: (id: string, until: string | null) => request('POST', path(id, '/snooze'), changed, { body: { until } }),
  /** How far it was read; goes out also while the page goes away. */
  markRead: (id: string, wish: { upTo: number; isMarked: boolean }, isLeaving: boolean) =>
    request('PUT', `/me/read-marks/${segment(id)}`, readMark, { body: wish, ...(isLeaving && { keepalive: true }) }),
  setLocked: (id: string, locked: boolean) => request('POST', path(id, locked ? '/lock' : '/unlock'), changed),
  change: (id: string, body: { variables?: Record<string, unknown>; setTags?: string[]; dropTags?: string[] }) =>
    request('PATCH', path(id), changed, { body }),
  send: (id: string, operator: string, { text, note, clientMessageId }: Outgoing, mentions: readonly string[] = []) =>
    request('POST', path(id, '/messages'), eventView, {
      body: {
        operator,
        text,
        clientMessageId,
        ...(note && { note }),
        ...(mentions.length > 0 && { mentions }),
      },
    }),
  /** As a contact: says something, and waits for a person then. Answers the conversation. */
  demo: async (bot: string, contact: string, { text: said, name }: { text: string; name: string }) => {
    const address = `/bots/${segment(bot)}/contacts/${segment(contact)}/messages`
    const shape = object({ conversation: object({ id: text }) })
    const { conversation } = await request('POST', address, shape, {
      body: { text: said, variables: { user_name: name } },
    })
    await request('PUT', path(conversation.id, '/operator-state'), anything, { body: { mode: 'request_operator' } })
    return conversation.id
  },
  interactions: async (bot: string) =>
    (await request('GET', `/bots/${segment(bot)}/interactions`, interactionsShape)).items,
  forget: (contact: string) => request('DELETE', `/contacts/${segment(contact)}`, nothing),
}

export const downloadFormats = ['text', 'html', 'json'] as const
export type DownloadFormat = (typeof downloadFormats)[number]

/** Where a conversation is had as a file. */
export function downloadOf(id: string, format: DownloadFormat): string {
  return `${base}${path(id, '/download')}?format=${format}`
}

const interactionsShape = object({ items: listOf(object({ behavior: text, name: text })) })

function path(id: string, rest = ''): string {
  return `/conversations/${segment(id)}${rest}`
}
