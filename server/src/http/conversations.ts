import type { ServerResponse } from 'node:http'
import { channels } from '@baton/channels/catalogue'
import type { ConversationEvent } from '@baton/core/conversation'
import { asId, type ConversationId } from '@baton/core/ids'
import { type ConversationSummary, type OperatorRef, viewOfEvent } from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { type Member, moverOf } from '../access.ts'
import { placeView } from '../conversations/queue-places.ts'
import type { Cursor, ListFilter, Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { withFound } from './found.ts'
import { invalid } from './problems.ts'
import { withReadMarks } from './read-marks.ts'
import { problemOf } from './refusals.ts'
import { botIn, groupIn, operatorIn, theConversation } from './resolve.ts'
import { route } from './route.ts'
import { body, cursor, language, limit, params, reference, seconds, tag, tags, variables } from './schemas.ts'
import { viewer } from './views.ts'

export function conversationRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, line } = baton
  route(app, {
    method: 'GET',
    url: '/conversations',
    policy: 'operator',
    tag: 'Conversations',
    summary:
      'Conversations, newest activity first; requests: longest waiting first; of a contact: with who has held each; of a search: with where its words are',
    query: body({
      chatState: Type.Optional(Type.Enum(['chatbot_controlled', 'operator_requested', 'taken_over'])),
      group: Type.Optional(reference),
      operator: Type.Optional(reference),
      bot: Type.Optional(reference),
      channel: Type.Optional(reference),
      contact: Type.Optional(reference),
      tag: Type.Optional(tag),
      language: Type.Optional(language),
      status: Type.Optional(Type.Enum(['open', 'closed', 'any'])),
      snoozed: Type.Optional(Type.Boolean()),
      q: Type.Optional(Type.String({ maxLength: 200 })),
      limit,
      cursor,
    }),
    async handle({ asker, query }) {
      const filter = await filterOf(baton, asker, query)
      const { items, next } = await store.conversations.list(asker.workspace.id, filter)
      const { summary } = await viewer(store, asker.workspace, baton.clock.now())
      const rows = await withReadMarks(baton, asker, items.map(summary))
      const told = filter.contact === undefined ? rows : await withHolders(baton, asker.workspace, rows)
      return {
        items: filter.search === undefined ? told : await withFound(baton, asker.workspace, told, filter.search),
        nextCursor: next === null ? null : writeCursor(next),
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/conversations/counts',
    policy: 'operator',
    tag: 'Conversations',
    summary: 'How many are requested, mine, snoozed (of mine) and open; counted up to 1,000',
    handle: ({ asker }) =>
      store.conversations.count(asker.workspace.id, asker.kind === 'operator' ? asker.operator : null),
  })
  route(app, {
    method: 'GET',
    url: '/conversations/places',
    policy: 'operator',
    tag: 'Conversations',
    summary: 'Where everybody stands who waits, among those for the same group; the first 500',
    async handle({ asker }) {
      const places = await baton.places.all(asker.workspace.id)
      return { items: [...places].map(([conversation, place]) => ({ conversation, ...placeView(place) })) }
    },
  })
  route(app, {
    method: 'GET',
    url: '/conversations/:conversation',
    policy: 'operator',
    tag: 'Conversations',
    summary: 'One conversation as it is now',
    params: params('conversation'),
    async handle({ asker, params }) {
      const [view] = await withReadMarks(baton, asker, [
        await conversationNow(baton, asker.workspace, params.conversation),
      ])
      return view
    },
  })
  route(app, {
    method: 'GET',
    url: '/conversations/:conversation/events',
    policy: 'operator',
    tag: 'Conversations',
    summary: 'The log from a position; with `wait` it holds until something happens',
    params: params('conversation'),
    query: body({ after: Type.Optional(Type.Integer({ minimum: 0 })), limit, wait: seconds(60) }),
    async handle({ asker, params, query, reply }) {
      const { id, lastSeq: before } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
      const { after = 0, limit: size = 50, wait = 0 } = query
      const events = await readOrWait(baton, asker.workspace, { id, after, size, wait }, reply.raw)
      const isWhole = events.length < size
      // Of what happens between two reads nothing is told: who goes on from `lastSeq` would miss it.
      const lastSeq = isWhole
        ? (events.at(-1)?.seq ?? before)
        : (await theConversation(baton, asker.workspace, id)).conversation.lastSeq
      return { items: events.map(viewOfEvent), lastSeq }
    },
  })
  route(app, {
    method: 'PATCH',
    url: '/conversations/:conversation',
    policy: 'operator',
    tag: 'Conversations',
    summary: 'Set variables, set and drop tags',
    params: params('conversation'),
    body: body({ variables: Type.Optional(variables), setTags: Type.Optional(tags), dropTags: Type.Optional(tags) }),
    async handle({ asker, params, body: change }) {
      const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
      const { variables: set = {}, setTags = [], dropTags = [] } = change
      const command = {
        type: 'label' as const,
        variables: set as never,
        setTags: setTags.map(trimmed),
        dropTags: dropTags.map(trimmed),
        by: moverOf(asker),
      }
      const answered = await line.run(asker.workspace, id, command)
      if (answered.kind === 'refused')
        throw problemOf(answered.refusal, await store.operators.roster(asker.workspace.id))
      return { conversation: await conversationNow(baton, asker.workspace, id) }
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/contacts/:contact',
    policy: 'supervisor',
    tag: 'Control',
    summary: 'Forget a contact: everything they said and left is erased',
    params: params('contact'),
    async handle({ asker, params, origin }) {
      return forgetContact(baton, asker, params.contact, origin)
    },
  })
}

/** Whose hands the visits of a contact went through. */
async function withHolders({ store }: Baton, { id }: Workspace, rows: ConversationSummary[]) {
  const takings = await store.conversations.takings(
    id,
    rows.map((row) => asId(row.id)),
  )
  const heldBy = new Map<string, Map<string, OperatorRef>>()
  for (const { conversation, event } of takings) {
    const operator = 'to' in event.data ? event.data.to.operator : null
    const holders = heldBy.get(conversation) ?? new Map<string, OperatorRef>()
    if (operator !== null) heldBy.set(conversation, holders.set(operator.id, operator))
  }
  return rows.map((row) => ({ ...row, heldBy: [...(heldBy.get(row.id)?.values() ?? [])] }))
}

/** One conversation as the API shows it at this moment. */
export async function conversationNow(baton: Baton, workspace: Workspace, named: string) {
  const [record, { full }] = await Promise.all([
    theConversation(baton, workspace, named),
    viewer(baton.store, workspace, baton.clock.now()),
  ])
  return full(record)
}

/** Events after a position; where there is none yet, those that come within `wait` seconds. */
export async function readOrWait(
  { store, line }: Baton,
  workspace: Workspace,
  { id, after, size, wait }: { id: ConversationId; after: number; size: number; wait: number },
  response: ServerResponse,
): Promise<ConversationEvent[]> {
  const events = await store.conversations.events(workspace.id, id, after, size)
  if (events.length > 0 || wait === 0) return events
  await line.whenChanged(workspace.id, id, after, wait * 1_000, closedSignal(response))
  return store.conversations.events(workspace.id, id, after, size)
}

async function forgetContact(
  baton: Baton,
  asker: Member,
  contact: string,
  origin: { actor: string; request: string | null },
) {
  const close = baton.line.proposer(asker.workspace, {
    type: 'close',
    by: { operator: null, role: 'admin' },
    cause: 'api',
  })
  const { contacts } = baton.store
  const remove = baton.uploads.remove
  const { conversations, files } = await contacts.forget(asker.workspace.id, asId(contact), close, remove, origin)
  return { erased: true, conversations: conversations.length, files: files.length }
}

/** Of these the logs are looked through. */
const visitsAtOnce = 50

type Query = {
  chatState?: ListFilter['chatState']
  group?: string
  operator?: string
  bot?: string
  channel?: string
  contact?: string
  tag?: string
  language?: string
  status?: string
  snoozed?: boolean
  q?: string
  limit?: number
  cursor?: string
}

/** What a list is asked for, with everything it names found. */
export async function filterOf(baton: Baton, asker: Member, query: Query): Promise<ListFilter> {
  const { workspace } = asker
  const { chatState, group, operator, bot, channel, contact, tag, language, status, snoozed, q, limit = 50 } = query
  if (channel !== undefined && !channels.some(({ type }) => type === channel))
    throw invalid('channel', 'unknown_channel', `There is no channel "${channel}".`)
  const position = query.cursor === undefined ? undefined : readCursor(query.cursor)
  return {
    limit: contact === undefined ? limit : Math.min(limit, visitsAtOnce),
    ...(chatState === undefined ? {} : { chatState }),
    ...(group === undefined ? {} : { group: (await groupIn(baton, workspace, group, 'group')).id }),
    ...(operator === undefined ? {} : { operator: (await operatorIn(baton, workspace, operator, 'operator')).id }),
    ...(bot === undefined ? {} : { bot: await botIn(baton, workspace, bot, 'bot') }),
    ...(channel === undefined ? {} : { channel }),
    ...(contact === undefined ? {} : { contact: asId<'contact'>(contact) }),
    ...(tag === undefined ? {} : { tag: tag.trim() }),
    ...(language === undefined ? {} : { language }),
    ...(status === 'open' || status === 'closed' ? { status } : {}),
    ...(snoozed === undefined ? {} : { snoozed }),
    ...(q === undefined || q.trim() === '' ? {} : { search: q }),
    ...(position === undefined ? {} : { cursor: position }),
  }
}

function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at} ${id}`).toString('base64url')
}

function readCursor(text: string): Cursor {
  const [at, id] = Buffer.from(text, 'base64url').toString().split(' ')
  if (!/^\d{1,15}$/.test(at ?? '') || id === undefined)
    throw invalid('cursor', 'invalid', 'This is not a cursor that a list has given.')
  return { at: Number(at), id }
}

function trimmed(tag: string): string {
  return tag.trim()
}

/** Ends when the caller goes away, so that nobody is waited for in vain; also when it was answered, so that nothing is left. */
function closedSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  if (response.destroyed) controller.abort()
  response.once('close', () => controller.abort())
  return controller.signal
}
