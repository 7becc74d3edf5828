import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { hashOfBody } from '../secrets.ts'
import type { Baton } from './baton.ts'
import { problemOf } from './refusals.ts'
import { route } from './route.ts'
import { body, clientMessageId, longText, variables } from './schemas.ts'
import { sayAsContact, sayingOf } from './talk.ts'
import { answer, type Contact, withLocale } from './widget.ts'
import { absenceOf, groupIn } from './widget-absence.ts'
import { widgetSettingsOf } from './widget-settings.ts'

/** [V-09] What a contact is told, and can do, while nobody is there. */
export function leftMessageRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'GET',
    url: '/widget/absence',
    policy: 'contact',
    tag: 'Widget',
    summary: 'Why nobody would answer now; null: somebody is there',
    async handle({ asker }) {
      const { offline } = await widgetSettingsOf(baton, asker.workspace.id, asker.bot)
      const team = await store.operators.team(asker.workspace.id)
      return { absence: absenceOf(team, offline.group, baton.clock.now()) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/widget/left-messages',
    policy: 'contact',
    tag: 'Widget',
    summary:
      'Leave a message for people: it waits in the conversation, which asks for them; the bot does not answer it',
    body: body({
      text: longText,
      clientMessageId: Type.Optional(clientMessageId),
      variables: Type.Optional(variables),
    }),
    async handle({ asker, body: left }) {
      await baton.limits.contactSays(asker.contact)
      const to = { bot: asker.bot, channel: 'web', contact: asker.contact }
      const saying = { ...sayingOf(withLocale(asker, left)), isForPeople: true as const }
      const hash = hashOfBody({ left })
      const spoken = await sayAsContact(baton, asker.workspace, to, saying, hash, left.clientMessageId)
      await askForPeople(baton, asker, spoken.id)
      return answer(baton, asker, spoken)
    },
  })
}

/** [HO-14] Whoever has asked already keeps their place. Said again after a broken connection, it finds that out, too. */
async function askForPeople(
  baton: Baton,
  { workspace, bot }: Contact,
  id: Awaited<ReturnType<typeof sayAsContact>>['id'],
): Promise<void> {
  const record = await baton.store.conversations.find(workspace.id, id)
  if (record?.conversation.status !== 'open' || record.conversation.holder.state !== 'chatbot_controlled') return
  const { offline } = await widgetSettingsOf(baton, workspace.id, bot)
  const team = await baton.store.operators.team(workspace.id)
  const group = groupIn(team, offline.group)
  const answered = await baton.line.run(workspace, id, {
    type: 'set_operator_state',
    settings: { mode: 'request_operator', ...(group !== null && { operatorsGroup: group }) },
    by: { operator: null, role: 'admin' },
    cause: 'channel',
  })
  if (answered.kind === 'refused' && answered.refusal.kind !== 'closed') throw problemOf(answered.refusal, team)
}
