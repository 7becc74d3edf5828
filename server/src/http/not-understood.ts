import { plainText } from '@baton/core/flow'
import type { BotId, ConversationId } from '@baton/core/ids'
import { after, type Instant, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { theBotId } from './resolve.ts'
import { route } from './route.ts'
import { body, params } from './schemas.ts'

const dayMs = 86_400_000
const usualDays = 7
const mostDays = 30
/** So many messages are looked up, the latest; more say little more. */
const mostMessages = 300
/** The message stands right before what was noted about it, but for what the bot did first. */
const eventsBefore = 20

/** What to teach a bot: messages that nothing in it answers. */
export function notUnderstoodRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/bots/:bot/not-understood',
    policy: 'operator',
    tag: 'Bots',
    summary: 'What contacts wrote lately that this bot had no answer to, the most frequent first',
    params: params('bot'),
    query: body({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: mostDays, default: usualDays })) }),
    async handle({ asker, params, query: { days = usualDays } }) {
      const { workspace } = asker
      const bot = await theBotId(baton, workspace, params.bot)
      const places = await placesIn(baton, workspace, bot, days)
      const items = new Map<string, { text: string; count: number; lastAt: Instant; conversation: ConversationId }>()
      for (const { conversation, seq, at } of places.slice(0, mostMessages)) {
        const text = await messageBefore(baton, workspace, conversation, seq)
        if (text === null) continue
        const known = items.get(plainText(text))
        // The latest come first.
        if (known === undefined) items.set(plainText(text), { text, count: 1, lastAt: at, conversation })
        else known.count += 1
      }
      return {
        items: [...items.values()]
          .sort((one, other) => other.count - one.count || other.lastAt - one.lastAt)
          .map((item) => ({ ...item, lastAt: toRfc3339(item.lastAt) })),
        isCut: places.length > mostMessages,
      }
    },
  })
}

type Noted = { conversation: ConversationId; seq: number; at: Instant }

/** Where a bot noted that it did not understand, the latest first. */
async function placesIn({ store, clock }: Baton, { id }: Workspace, bot: BotId, days: number): Promise<Noted[]> {
  const now = clock.now()
  const from = after(now, -days * dayMs)
  const found: Noted[] = []
  for await (const logs of store.reports.logs(id, { from, until: after(now, 1), bot }))
    for (const { conversation, log } of logs)
      for (const event of log)
        if (event.type === 'diagnostic' && event.data.code === 'not_understood' && event.at >= from)
          found.push({ conversation, seq: event.seq, at: event.at })
  return found.sort((one, other) => other.at - one.at)
}

/** Null: it was a click, or no words. */
async function messageBefore(
  { store }: Baton,
  { id }: Workspace,
  conversation: ConversationId,
  seq: number,
): Promise<string | null> {
  const start = Math.max(0, seq - eventsBefore)
  const events = await store.conversations.events(id, conversation, start, seq - start - 1)
  const said = events.findLast((event) => event.type === 'message' && event.actor.kind === 'contact')
  return said?.type === 'message' ? (said.data.text?.trim() ?? '') || null : null
}
