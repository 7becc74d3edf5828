import { after, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Baton } from './baton.ts'
import { page } from './bots.ts'
import { theBotId } from './resolve.ts'
import { ended, route } from './route.ts'
import { body, params } from './schemas.ts'

/** A page that is gone without a word holds the draft this much longer. Milliseconds. */
const editsFor = 45_000

/** [FL-1] One page edits a draft at a time; others look on, or take over. Who saves by the API names no page and is not stopped. */
export function editingRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, clock } = baton
  route(app, {
    method: 'PUT',
    url: '/bots/:bot/draft/editor',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Edit the draft, or go on editing it, for 45 seconds; with takeOver also where another page does',
    params: params('bot'),
    body: body({ page, takeOver: Type.Optional(Type.Boolean({ default: false })) }),
    async handle({ asker, params, body: { page, takeOver = false } }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      const now = clock.now()
      const wish = {
        page,
        name: asker.kind === 'operator' ? asker.name : 'API',
        now,
        until: after(now, editsFor),
        takesOver: takeOver,
      }
      const editor = await store.bots.edit(asker.workspace.id, bot, wish)
      return { isYou: editor.page === page, name: editor.name, since: toRfc3339(editor.since) }
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/bots/:bot/draft/editor',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Stop editing the draft: the next page need not wait',
    params: params('bot'),
    query: body({ page }),
    answers: ended,
    async handle({ asker, params, query, reply }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      await store.bots.stopEditing(asker.workspace.id, bot, query.page)
      return reply.code(204).send()
    },
  })
}
