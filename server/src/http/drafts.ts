import { asId } from '@baton/core/ids'
import { fromRfc3339, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { ReplyDraft } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { listQuery, pageOf } from './paging.ts'
import { invalid, notFound } from './problems.ts'
import { route } from './route.ts'
import { body, params } from './schemas.ts'

/** As long as a message may be. */
const writtenText = Type.Optional(Type.String({ maxLength: 10_000, default: '' }))

/** [U-06] What an operator has written and not sent, on all of their devices. [I-40] Nobody else reads it. */
export function draftRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, clock } = baton
  route(app, {
    method: 'GET',
    url: '/me/drafts',
    policy: 'signed_in',
    tag: 'Session',
    summary: 'What I have written and not sent, the last saved first',
    query: listQuery,
    async handle({ asker, query }) {
      return pageOf((await store.replyDrafts.list(asker.workspace.id, asker.operator)).map(viewOf), query)
    },
  })
  route(app, {
    method: 'PUT',
    url: '/me/drafts/:conversation',
    policy: 'signed_in',
    tag: 'Session',
    summary: 'Keep what I have written in a conversation; without any text, nothing is kept. The last call wins',
    params: params('conversation'),
    body: body({ reply: writtenText, note: writtenText, writtenAt: Type.Optional(Type.String({ maxLength: 40 })) }),
    async handle({ asker, params, body: { reply = '', note = '', writtenAt } }) {
      const savedAt = clock.now()
      const written = writtenAt === undefined ? savedAt : fromRfc3339(writtenAt)
      if (written === null) throw invalid('writtenAt', 'invalid', 'A time as in 2026-03-22T10:00:00Z.')
      const draft = {
        conversation: asId<'conversation'>(params.conversation),
        reply,
        note,
        writtenAt: written,
        savedAt,
      }
      if (!(await store.replyDrafts.save(asker.workspace.id, asker.operator, draft))) throw notFound('conversation')
      return viewOf(draft)
    },
  })
}

function viewOf({ conversation, reply, note, writtenAt, savedAt }: ReplyDraft) {
  return { conversation, reply, note, writtenAt: toRfc3339(writtenAt), savedAt: toRfc3339(savedAt) }
}
