import { catalogue } from '@baton/actions/catalogue'
import { type Channel, channels } from '@baton/channels/catalogue'
import {
  type ActionDefinition,
  type BotDocument,
  botSchema,
  type Findings,
  itemTriggerOf,
  propertiesOf,
  type Service,
  type ValidationWorld,
  validateBot,
  withPayloads,
} from '@baton/core/flow'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { helpOf } from '../action-help.ts'
import type { Config } from '../config.ts'
import { tagOf } from '../store/drafts.ts'
import type { Bot, DraftChanged, DraftTaken, NameTaken, Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { listQuery, pageOf } from './paging.ts'
import { invalid, notFound, Problem } from './problems.ts'
import { botIn, theBot, theBotId } from './resolve.ts'
import { created, route } from './route.ts'
import { body, params, reference } from './schemas.ts'
import { nameTaken } from './workspace.ts'

/** Drafts and imports always load: any object with a name is taken; what is wrong in it is listed (api.md §1). */
const anyBot = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }) },
  { additionalProperties: true },
)

/** The tag of the draft that the caller has seen, where another one is not meant. */
const tag = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }))
export const draftQuery = body({ draftTag: tag })

/** A page of a browser, by a name that it gives itself. */
export const page = Type.String({ minLength: 1, maxLength: 64 })

export function botRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, newId, clock } = baton
  route(app, {
    method: 'POST',
    url: '/bots',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Add a bot; a draft with problems is stored too',
    body: anyBot,
    keepsAnswer: true,
    answers: created,
    async handle({ asker, body, origin, reply }) {
      const added = await store.bots.add(asker.workspace.id, { id: newId('bot'), name: body.name, draft: body }, origin)
      if (!added.ok) throw nameTaken(added.refusal.name)
      baton.line.settingsChanged(asker.workspace.id)
      return reply.code(201).send(botView(added.value, await validationWorld(baton, asker.workspace)))
    },
  })
  route(app, {
    method: 'GET',
    url: '/bots',
    policy: 'operator',
    tag: 'Bots',
    summary: 'The bots of the workspace',
    query: listQuery,
    async handle({ asker, query }) {
      const { items, nextCursor } = pageOf(await store.bots.list(asker.workspace.id), query)
      const world = await validationWorld(baton, asker.workspace)
      return { items: items.map((bot) => botView(bot, world)), nextCursor }
    },
  })
  route(app, {
    method: 'GET',
    url: '/bots/:bot',
    policy: 'operator',
    tag: 'Bots',
    summary: 'One bot with its draft',
    params: params('bot'),
    async handle({ asker, params }) {
      const bot = await theBot(baton, asker.workspace, params.bot)
      return { ...draftView(bot, await validationWorld(baton, asker.workspace)), document: bot.draft }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/bots/:bot/draft',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Replace the draft',
    params: params('bot'),
    query: body({ draftTag: tag, page: Type.Optional(page) }),
    body: anyBot,
    async handle({ asker, params, query, body, origin }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      const { draftTag, page } = query
      const seen = { ...(draftTag && { draftTag }), ...(page && { editor: { page, now: clock.now() } }) }
      const saved = await store.bots.saveDraft(asker.workspace.id, bot, body.name, body, origin, seen)
      if (!saved.ok) throw notSaved(saved.refusal)
      baton.line.settingsChanged(asker.workspace.id)
      return draftView(saved.value, await validationWorld(baton, asker.workspace))
    },
  })
  route(app, {
    method: 'POST',
    url: '/bots/:bot/publish',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Check the draft and make it live',
    params: params('bot'),
    query: draftQuery,
    keepsAnswer: true,
    async handle({ asker, params, query, origin }) {
      const bot = await theBot(baton, asker.workspace, params.bot)
      checkTag(bot, query.draftTag)
      return publish(baton, asker.workspace, bot, origin)
    },
  })
  route(app, {
    method: 'GET',
    url: '/bots/:bot/interactions',
    policy: 'operator',
    tag: 'Bots',
    summary: 'The interactions of the live version',
    params: params('bot'),
    query: listQuery,
    async handle({ asker, params, query }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      const live = await baton.line.bots.read(bot, asker.workspace)
      const items = live?.flow.live.behaviors.flatMap(({ name, interactions }) =>
        interactions.map((one) => ({ behavior: name, name: one.name })),
      )
      return pageOf(items ?? [], query)
    },
  })
  route(app, {
    method: 'GET',
    url: '/bots/schema.json',
    policy: 'public',
    tag: 'Bots',
    summary: 'The JSON Schema of a bot document',
    handle: () => botSchema(catalogue),
  })
  route(app, {
    method: 'GET',
    url: '/actions',
    policy: 'operator',
    tag: 'Bots',
    summary: 'The catalogue of actions this account may use',
    query: body({ bot: Type.Optional(reference), channel: Type.Optional(reference) }),
    async handle({ asker, query }) {
      if (query.bot !== undefined) await botIn(baton, asker.workspace, query.bot, 'bot')
      if (
        query.channel !== undefined &&
        ![...channels, ...baton.extraChannels].some(({ type }) => type === query.channel)
      )
        throw invalid('channel', 'unknown_channel', `There is no channel "${query.channel}".`)
      return [...catalogue.values()].map((action) =>
        actionView(action, asker.workspace, baton.extraChannels, query.channel),
      )
    },
  })
  route(app, {
    method: 'GET',
    url: '/actions/:type/help',
    policy: 'operator',
    tag: 'Bots',
    summary: 'The help page of an action, in Markdown',
    params: params('type'),
    async handle({ params }) {
      const markdown = await helpOf(params.type)
      if (markdown === null) throw notFound('action')
      return { markdown }
    },
  })
  widgetSettingRoutes(app, baton)
}

function widgetSettingRoutes(app: FastifyInstance, baton: Baton): void {
  const view = (bot: Bot) => ({
    allowedSites: bot.allowedSites,
    snippet: `<script async src="${baton.origin()}/widget.js" data-bot="${bot.id}"></script>`,
  })
  route(app, {
    method: 'GET',
    url: '/bots/:bot/widget',
    policy: 'operator',
    tag: 'Bots',
    summary: 'How a site shows this bot',
    params: params('bot'),
    handle: async ({ asker, params }) => view(await theBot(baton, asker.workspace, params.bot)),
  })
  route(app, {
    method: 'PUT',
    url: '/bots/:bot/widget',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Which sites may show this bot; none listed: every site',
    params: params('bot'),
    body: body({ allowedSites: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 100 }) }),
    async handle({ asker, params, body, origin }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      body.allowedSites.forEach((site, index) => {
        if (!isOrigin(site))
          throw invalid(`allowedSites[${index}]`, 'invalid', `"${site}" is not a site like https://shop.example.`)
      })
      return view(await baton.store.bots.allowSites(asker.workspace.id, bot, body.allowedSites, origin))
    },
  })
}

/** Exactly one site, in letters that mean nothing else in a policy: no `*`, no comma. */
function isOrigin(text: string): boolean {
  if (!/^https?:\/\/[a-z0-9.:[\]-]+$/.test(text)) return false
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.origin === text
}

function lackingIn({ ai }: Pick<Config, 'ai'>): ReadonlySet<Service> {
  return new Set(ai === null ? ['model'] : [])
}

/** What the checks of a bot look at. Every bot is connected to every channel. */
export async function validationWorld(
  baton: Pick<Baton, 'store' | 'extraChannels'> & { config: Pick<Config, 'ai'> },
  workspace: Workspace,
): Promise<ValidationWorld> {
  const team = await baton.store.operators.team(workspace.id)
  return {
    catalogue,
    packages: new Set(workspace.packages),
    hasGroup: (named) => team.findGroup(named) !== undefined,
    hasOperator: (named) => team.findOperator(named) !== undefined,
    channels: [...channels, ...baton.extraChannels],
    lacks: lackingIn(baton.config),
  }
}

export function botView(bot: Bot, world: ValidationWorld) {
  const { errors, warnings } = validateBot(bot.draft, world)
  const problems = [
    ...errors.map((one) => ({ ...one, level: 'error' })),
    ...warnings.map((one) => ({ ...one, level: 'warning' })),
  ]
  return { id: bot.id, name: bot.name, version: bot.version, live: bot.live, problems }
}

/** With the tag of the draft: whoever edits it names the one they began from, and is told when it is another by now. */
function draftView(bot: Bot, world: ValidationWorld) {
  return { ...botView(bot, world), draftTag: tagOf(bot) }
}

/** Refuses where the draft is another by now. */
export function checkTag(bot: Bot, draftTag: string | undefined): void {
  if (draftTag === undefined || draftTag === tagOf(bot)) return
  throw draftChanged()
}

function draftChanged(): Problem {
  return new Problem(409, { code: 'draft_changed', detail: 'The draft was changed meanwhile. Read it again.' })
}

function notSaved(refusal: NameTaken | DraftChanged | DraftTaken): Problem {
  if (refusal.kind === 'name_taken') return nameTaken(refusal.name)
  if (refusal.kind === 'draft_changed') return draftChanged()
  return new Problem(409, { code: 'draft_taken', detail: `${refusal.by} edits this draft now.` })
}

/** [FL-1] [FL-2] Replaces the live version as a whole, or says everything that stops it. */
export async function publish(
  baton: Baton,
  workspace: Workspace,
  bot: Bot,
  origin: { actor: string; request: string | null },
) {
  const { errors, warnings }: Findings = validateBot(bot.draft, await validationWorld(baton, workspace))
  if (errors.length > 0)
    throw new Problem(422, {
      code: 'bot_invalid',
      detail: `${errors.length} problem(s) stop this bot from going live.`,
      errors,
    })
  const document = withPayloads(bot.draft as BotDocument, catalogue)
  const seen = { draftTag: tagOf(bot) }
  const published = await baton.store.bots.publish(workspace.id, bot.id, bot.version, document, origin, seen)
  if (published === null)
    throw new Problem(409, { code: 'draft_changed', detail: 'The draft was changed meanwhile. Publish again.' })
  baton.line.settingsChanged(workspace.id)
  return { version: published.live, warnings }
}

/** [HO-21] [HO-22] [FL-12] Settings of packages the account lacks are not listed; availability is computed from what channels can do. */
function actionView(
  action: ActionDefinition,
  workspace: Workspace,
  extra: readonly Channel[],
  channel: string | undefined,
) {
  const { type, title, help, placement, needs } = action
  const fields = Object.entries(propertiesOf(action.schema))
  const packages = [...new Set(fields.flatMap(([, marks]) => marks.package ?? []))]
  const shown = fields.filter(([, marks]) => marks.package === undefined || workspace.packages.includes(marks.package))
  const schema = { ...action.schema, properties: Object.fromEntries(shown) }
  const asked = [...channels, ...extra].filter((one) => channel === undefined || one.type === channel)
  const availability = Object.fromEntries(
    asked.map((one) => [one.type, needs.every((need) => one.can.includes(need)) ? 'available' : 'unavailable']),
  )
  return {
    type,
    title,
    help,
    group: action.group,
    schema,
    placement,
    triggers: triggersOf(action),
    needs,
    packages,
    availability,
  }
}

function triggersOf(action: ActionDefinition): string[] {
  return [...action.triggers, ...(action.items === undefined ? [] : [itemTriggerOf(action)])]
}
