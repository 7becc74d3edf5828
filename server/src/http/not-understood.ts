import { plainText } from '@baton/core/flow'
import type { ConversationId } from '@baton/core/ids'
import { after, type Instant, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Baton } from './baton.ts'
import { theBotId } from './resolve.ts'
import { route } from './route.ts'
import { body, params } from './schemas.ts'

const dayMs = 86_400_000
const usualDays = 7
const mostDays = 30
/** So many messages are looked up, the latest; more say little more. */
const mostMessages = 300

/** What to teach a bot: messages that nothing in it answers, or only its fallback. */
export function notUnderstoodRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/bots/:bot/not-understood',
    policy: 'operator',
    tag: 'Bots',
    summary:
      'What contacts wrote lately that this bot had no answer to but perhaps its fallback, the most frequent first',
    params: params('bot'),
    query: body({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: mostDays, default: usualDays })) }),
    async handle({ asker, params, query: { days = usualDays } }) {
      const { workspace } = asker
      const bot = await theBotId(baton, workspace, params.bot)
      const from = after(baton.clock.now(), -days * dayMs)
      await baton.visits.write()
      const found = await baton.store.visits.misses(workspace.id, bot, from, mostMessages + 1)
      const items = new Map<string, { text: string; count: number; lastAt: Instant; conversation: ConversationId }>()
      for (const { conversation, text, at } of found.slice(0, mostMessages)) {
        const plain = plainText(text)
        const known = items.get(plain)
        // The latest come first.
        if (known === undefined) items.set(plain, { text: text.trim(), count: 1, lastAt: at, conversation })
        else known.count += 1
      }
      return {
        items: [...items.values()]
          .sort((one, other) => other.count - one.count || other.lastAt - one.lastAt)
          .map((item) => ({ ...item, lastAt: toRfc3339(item.lastAt) })),
        isCut: found.length > mostMessages,
      }
    },
  })
}
