import type { ConversationRecord } from '@baton/core/conversation'
import { viewOfHolder } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { type ContactEvent, viewForContact, viewOfEvent, widgetLookOf } from '@baton/core/protocol'
import { toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Asker } from '../access.ts'
import { uniqueText } from '../chance.ts'
import { whileTheirs } from '../live/while-theirs.ts'
import { hashOfBody } from '../secrets.ts'
import type { Baton } from './baton.ts'
import { readOrWait } from './conversations.ts'
import { keptIfTaken, storeUpload } from './files.ts'
import { identified, takeAlong } from './identity.ts'
import { forbidden, notFound } from './problems.ts'
import { created, route } from './route.ts'
import { body, limit, params, seconds } from './schemas.ts'
import { messageFields, type Spoken, sayAsContact, sayingOf } from './talk.ts'
import { issueTicket } from './tickets.ts'
import { namesFrom } from './views.ts'
import { absenceOf } from './widget-absence.ts'
import { widgetSettingsOf } from './widget-settings.ts'
import { issueContactToken, issueWidgetToken, readContactToken } from './widget-tokens.ts'

export type Contact = Extract<Asker, { kind: 'contact' }>

/** How much of an old conversation a returning contact gets at once. */
const historyShown = 200

export function widgetRoutes(app: FastifyInstance, baton: Baton): void {
  sessionRoute(app, baton)
  readingRoutes(app, baton)
  writingRoutes(app, baton)
}

function sessionRoute(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/widget/sessions',
    policy: 'public',
    tag: 'Widget',
    summary: 'A token for the contact of this browser',
    body: body({
      bot: Type.String({ minLength: 1, maxLength: 200 }),
      contactToken: Type.Optional(Type.String({ maxLength: 2_000 })),
      identity: Type.Optional(Type.String({ maxLength: 10_000 })),
      site: Type.Optional(Type.String({ maxLength: 300 })),
      locale: Type.Optional(Type.String({ maxLength: 35, pattern: '^[A-Za-z0-9-]*$' })),
    }),
    answers: created,
    async handle({ body: { bot: id, contactToken, identity, site, locale }, request, reply }) {
      await baton.limits.opensSession(request.ip)
      const bot = await baton.store.bots.findAnywhere(asId(id))
      const workspace = bot === null ? null : await baton.store.workspaces.find(bot.workspace)
      if (bot === null || workspace === null) throw notFound('bot')
      if (!isAllowedSite(bot.allowedSites, site, baton.origin())) throw forbidden('This site may not show this bot.')
      const known = contactToken === undefined ? null : await readContactToken(baton, contactToken)
      const isKnown = known !== null && known.workspace === workspace.id && known.bot === bot.id
      const vouched = identity === undefined ? null : await identified(baton, bot, identity)
      if (vouched !== null && isKnown) await takeAlong(baton, workspace, bot.id, known.contact, vouched)
      const anonymous = isKnown ? known.contact : asId<'contact'>(`web_${uniqueText()}`)
      const named = {
        workspace: workspace.id,
        bot: bot.id,
        contact: vouched?.contact ?? anonymous,
        locale: locale || null,
        ...(vouched !== null && { vouched: vouched.variables }),
      }
      const token = await issueWidgetToken(baton, named)
      return reply.code(201).send({
        ...token,
        // Who was vouched for is vouched for again at the next visit: what a browser keeps is not enough.
        contactToken: vouched === null ? await issueContactToken(baton, named) : null,
        contact: { key: named.contact, isVerified: vouched !== null },
        bot: { id: bot.id, name: bot.name },
        workspace: { name: workspace.name, ...(workspace.typingPreview === true && { typingPreview: true }) },
        canMail: baton.mailer !== null,
        ...(await lookAndAbsence(baton, { ...named, workspace })),
      })
    },
  })
}

/** The chat's look, without what need not be asked for; and whether anybody is there. */
async function lookAndAbsence(baton: Baton, { workspace, bot, contact, locale, vouched }: Omit<Contact, 'kind'>) {
  const { store } = baton
  const [settings, known, record, team] = await Promise.all([
    widgetSettingsOf(baton, workspace.id, bot),
    store.contacts.find(workspace.id, contact),
    store.conversations.findOfContact(workspace.id, bot, 'web', contact),
    store.operators.team(workspace.id),
  ])
  const inOpen = record?.conversation.status === 'open' ? record.conversation.variables : {}
  const values = Object.entries({ ...known?.variables, ...inOpen, ...vouched })
  const answered = new Set(values.flatMap(([name, value]) => (value === '' || value === null ? [] : name)))
  return {
    widget: widgetLookOf(settings, locale ?? '', answered),
    absence: absenceOf(team, settings.offline.group, baton.clock.now()),
  }
}

/** [S-15] Only listed sites may show the widget; our own pages always may. */
export function isAllowedSite(allowed: readonly string[], site: string | undefined, own: string): boolean {
  return allowed.length === 0 || site === own || (site !== undefined && allowed.includes(site))
}

function readingRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'GET',
    url: '/widget/conversation',
    policy: 'contact',
    tag: 'Widget',
    summary: 'The open conversation, or the last one, as the contact may see it',
    async handle({ asker }) {
      const record = await store.conversations.findOfContact(asker.workspace.id, asker.bot, 'web', asker.contact)
      if (record === null) return { conversation: null, events: [] }
      const from = Math.max(0, record.conversation.lastSeq - historyShown)
      return {
        conversation: await contactConversation(baton, asker, record),
        events: await shown(baton, asker, record, from),
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/widget/conversations/:conversation/events',
    policy: 'contact',
    tag: 'Widget',
    summary: 'The log from a position, as the contact may see it',
    params: params('conversation'),
    query: body({ after: Type.Optional(Type.Integer({ minimum: 0 })), limit, wait: seconds(60) }),
    async handle({ asker, params, query: { after = 0, limit: size = 200, wait = 0 }, reply }) {
      const { id } = (await theirs(baton, asker, params.conversation)).conversation
      const read = await readOrWait(baton, asker.workspace, { id, after, size, wait }, reply.raw)
      const events = whileTheirs(read, asker.contact)
      const items = events.flatMap((event) => viewForContact(viewOfEvent(event)) ?? [])
      return { items, lastSeq: events.at(-1)?.seq ?? after }
    },
  })
  route(app, {
    method: 'POST',
    url: '/widget/tickets',
    policy: 'contact',
    tag: 'Widget',
    summary: 'A ticket for the contact’s socket',
    answers: created,
    async handle({ asker, reply }) {
      const { ticket, expiresAt } = await issueTicket(baton, asker)
      return reply.code(201).send({ ticket, expiresAt: toRfc3339(expiresAt) })
    },
  })
}

function writingRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/widget/messages',
    policy: 'contact',
    tag: 'Widget',
    summary: 'Say something, click something, or open the conversation',
    body: body(messageFields),
    async handle({ asker, body: said }) {
      await baton.limits.contactSays(asker.contact)
      const to = { bot: asker.bot, channel: 'web', contact: asker.contact }
      const spoken = await sayAsContact(
        baton,
        asker.workspace,
        to,
        sayingOf(withLocale(asker, said)),
        hashOfBody(said),
        said.clientMessageId,
      )
      return answer(baton, asker, spoken)
    },
  })
  route(app, {
    method: 'POST',
    url: '/widget/files',
    policy: 'contact',
    tag: 'Widget',
    summary: 'Send a file (multipart, at most 10 MB)',
    body: Type.Unknown(),
    consumes: 'multipart/form-data',
    async handle({ asker, request }) {
      await baton.limits.contactUploads(asker.contact)
      const upload = await storeUpload(baton, asker.workspace, asker.contact, request)
      const to = { bot: asker.bot, channel: 'web', contact: asker.contact }
      const spoken = await keptIfTaken(baton, upload.file, () =>
        sayAsContact(baton, asker.workspace, to, upload.saying, upload.hash, upload.clientMessageId),
      )
      return answer(baton, asker, spoken)
    },
  })
}

/** The language of the page, unless the site says otherwise; [V-13] what it has vouched for, whatever the page says. */
export function withLocale<Said extends { variables?: Record<string, unknown> }>(
  { locale, vouched }: Contact,
  said: Said,
): Said {
  if (locale === null && vouched === undefined) return said
  return { ...said, variables: { ...(locale !== null && { locale }), ...said.variables, ...vouched } }
}

/** The contact gets what is known at once; the rest comes over the live connection. */
export async function answer(baton: Baton, asker: Contact, { id, seq }: Pick<Spoken, 'id' | 'seq'>) {
  const record = await theirs(baton, asker, id)
  const from = seq === null ? 0 : seq - 1
  return {
    conversation: await contactConversation(baton, asker, record),
    seq,
    events: await shown(baton, asker, record, from),
  }
}

export async function theirs(baton: Baton, asker: Contact, id: string): Promise<ConversationRecord> {
  const record = await baton.store.conversations.find(asker.workspace.id, asId(id))
  if (record === null || record.conversation.contact !== asker.contact || record.conversation.bot !== asker.bot)
    throw notFound('conversation')
  return record
}

/** The log up to where the record stands: what came in since is not of the same moment. */
async function shown(
  { store }: Baton,
  asker: Contact,
  { conversation: { id, lastSeq } }: ConversationRecord,
  after: number,
): Promise<ContactEvent[]> {
  const size = Math.max(0, Math.min(historyShown, lastSeq - after))
  const events = await store.conversations.events(asker.workspace.id, id, after, size)
  return events.flatMap((event) => viewForContact(viewOfEvent(event)) ?? [])
}

async function contactConversation(baton: Baton, asker: Contact, { conversation }: ConversationRecord) {
  const view = viewOfHolder(conversation.holder, namesFrom(await baton.store.operators.roster(asker.workspace.id)))
  const operator = view.chatState === 'taken_over' && view.operator !== null ? { name: view.operator.name } : null
  const { id, status, locked, lastSeq } = conversation
  return { id, status, chatState: view.chatState, operator, locked, lastSeq }
}
