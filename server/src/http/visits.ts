import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { daysOfVisits, firstDay } from '../store/visits.ts'
import type { Baton } from './baton.ts'
import { theBotId } from './resolve.ts'
import { route } from './route.ts'
import { body, params } from './schemas.ts'

const usualDays = 30

/** What became of contacts at each interaction of a bot, by the names that the live version had. */
export function visitRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/bots/:bot/visits',
    policy: 'operator',
    tag: 'Bots',
    summary:
      'How often each interaction of a bot began, control left the chatbot there, or the conversation ended there',
    params: params('bot'),
    query: body({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: daysOfVisits, default: usualDays })) }),
    async handle({ asker, params, query: { days = usualDays } }) {
      const { workspace } = asker
      const bot = await theBotId(baton, workspace, params.bot)
      await baton.visits.write()
      return { days, items: await baton.store.visits.list(workspace.id, bot, firstDay(days, baton.clock.now())) }
    },
  })
}
