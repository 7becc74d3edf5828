import { asId } from '@baton/core/ids'
import { toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Baton } from './baton.ts'
import { withReadMarks } from './read-marks.ts'
import { ended, route } from './route.ts'
import { body, reference } from './schemas.ts'
import { viewer } from './views.ts'

/** The latest; older ones stand in their conversations. */
const mostMentions = 100

/** [U-13] Notes that are for me, wherever they were written, and which of them I have read. */
export function mentionRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'GET',
    url: '/me/mentions',
    policy: 'signed_in',
    tag: 'Conversations',
    summary: `Notes that are for me, the latest ${mostMentions}, each with its conversation`,
    async handle({ asker }) {
      const mentions = await store.mentions.list(asker.workspace.id, asker.operator, mostMentions)
      const { summary } = await viewer(store, asker.workspace, baton.clock.now())
      const named = [...new Set(mentions.map(({ conversation }) => conversation))]
      const records = await store.conversations.several(asker.workspace.id, named)
      return {
        items: mentions.map(({ at, ...mention }) => ({ ...mention, at: toRfc3339(at) })),
        conversations: await withReadMarks(baton, asker, records.map(summary)),
        unread: mentions.filter(({ isRead }) => !isRead).length,
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/me/mentions/read',
    policy: 'signed_in',
    tag: 'Conversations',
    summary: 'I have read the notes of these conversations so far',
    body: body({
      items: Type.Array(body({ conversation: reference, seq: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }), {
        minItems: 1,
        maxItems: mostMentions,
      }),
    }),
    answers: ended,
    async handle({ asker, body: { items }, reply }) {
      const places = items.map(({ conversation, seq }) => ({ conversation: asId<'conversation'>(conversation), seq }))
      await store.mentions.read(asker.workspace.id, asker.operator, places)
      return reply.code(204).send()
    },
  })
}
