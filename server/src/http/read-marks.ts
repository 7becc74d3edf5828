import { asId } from '@baton/core/ids'
import type { ConversationSummary } from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Member } from '../access.ts'
import type { Baton } from './baton.ts'
import { notFound } from './problems.ts'
import { route } from './route.ts'
import { body, params } from './schemas.ts'

/** [U-11] How far I have read, on all of my devices. [I-40] Nobody else reads it. */
export function readMarkRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, hub } = baton
  route(app, {
    method: 'PUT',
    url: '/me/read-marks/:conversation',
    policy: 'signed_in',
    tag: 'Conversations',
    summary:
      'I have read so far: never back, and no further than the log goes; `isMarked`: what comes after is unread again',
    params: params('conversation'),
    body: body({
      upTo: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
      isMarked: Type.Optional(Type.Boolean({ default: false })),
    }),
    async handle({ asker, params, body: { upTo, isMarked = false } }) {
      const { workspace, operator } = asker
      const conversation = asId<'conversation'>(params.conversation)
      const answer = await store.readMarks.set(workspace.id, operator, conversation, { upTo, isMarked })
      if (answer === null) throw notFound('conversation')
      if (answer.isChanged) hub.readMoved(workspace.id, operator, conversation)
      return answer.mark
    },
  })
}

/** Rows with how far whoever asks has read them; a key has no reader. */
export async function withReadMarks<Row extends ConversationSummary>(
  { store }: Baton,
  asker: Member,
  rows: readonly Row[],
): Promise<Row[]> {
  if (asker.kind !== 'operator') return [...rows]
  const ids = rows.map(({ id }) => asId<'conversation'>(id))
  const marks = await store.readMarks.of(asker.workspace.id, asker.operator, ids)
  return rows.map((row, index) => ({ ...row, read: marks.get(ids[index] ?? asId('')) ?? null }))
}
