import type { Command } from '@baton/core/command'
import type { ConversationRecord, RatingGiven } from '@baton/core/conversation'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Baton } from './baton.ts'
import { forbidden, notFound, Problem } from './problems.ts'
import { problemOf } from './refusals.ts'
import { route } from './route.ts'
import { body } from './schemas.ts'
import { answer, type Contact } from './widget.ts'
import { widgetSettingsOf } from './widget-settings.ts'

/** Characters. */
const longestComment = 1_000

/** [V-11] How a contact leaves: the end of the chat, or not yet, and what they think of it. */
export function farewellRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/widget/end',
    policy: 'contact',
    tag: 'Widget',
    summary: 'End the conversation, whoever holds it; ending twice is once',
    async handle({ asker }) {
      await baton.limits.contactSays(asker.contact)
      return done(baton, asker, await latest(baton, asker), { type: 'end_chat' })
    },
  })
  route(app, {
    method: 'POST',
    url: '/widget/still-here',
    policy: 'contact',
    tag: 'Widget',
    summary: 'Put off the end that was announced by a whole idle period, without a message; put off twice is once',
    async handle({ asker }) {
      await baton.limits.contactSays(asker.contact)
      return done(baton, asker, await latest(baton, asker), { type: 'put_off_end' })
    },
  })
  route(app, {
    method: 'POST',
    url: '/widget/rating',
    policy: 'contact',
    tag: 'Widget',
    summary: 'Rate the last conversation, which is closed; rated again, the later rating counts',
    body: body({
      score: Type.Integer({ minimum: 1, maximum: 5 }),
      comment: Type.Optional(Type.String({ minLength: 1, maxLength: longestComment, pattern: '\\S' })),
    }),
    async handle({ asker, body: { score: given, comment } }) {
      // The schema has checked it.
      const score = given as RatingGiven['score']
      await baton.limits.contactSays(asker.contact)
      const { rating } = await widgetSettingsOf(baton, asker.workspace.id, asker.bot)
      if (!rating.isOn) throw forbidden('Contacts rate nothing here.')
      const said = comment === undefined ? {} : { comment: comment.trim() }
      return done(baton, asker, await latest(baton, asker), { type: 'rate', score, ...said })
    },
  })
}

/** The contact's open conversation, else their last one. */
export async function latest(baton: Baton, { workspace, bot, contact }: Contact): Promise<ConversationRecord> {
  const record = await baton.store.conversations.findOfContact(workspace.id, bot, 'web', contact)
  if (record === null) throw notFound('conversation')
  return record
}

async function done(baton: Baton, asker: Contact, { conversation: { id } }: ConversationRecord, command: Command) {
  const answered = await baton.line.run(asker.workspace, id, command)
  if (answered.kind === 'refused')
    throw problemOf(answered.refusal, await baton.store.operators.roster(asker.workspace.id))
  // Only what names a key is answered again.
  if (answered.kind === 'repeated') throw new Problem(409, { code: 'repeated', detail: 'This was done before.' })
  const [first] = answered.committed.change.events
  return answer(baton, asker, { id, seq: first?.event.seq ?? null })
}
