import { systemVariables, variableOfPriority, variablePath } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import {
  completeWidgetSettings,
  defaultWidgetSettings,
  type FormField,
  fieldKinds,
  type GivenWidgetSettings,
  launcherColorsOf,
  launcherLookOf,
  type WidgetSettings,
  widgetLanguages,
} from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import { type TSchema, Type } from 'typebox'
import type { KeptWidgetSettings, Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { type FieldError, notFound, Problem } from './problems.ts'
import { theBotId } from './resolve.ts'
import { route } from './route.ts'
import { body, params, reference } from './schemas.ts'

/** CSS pixels. */
const farthest = 200
const roundest = 28
const mostFields = 12
const mostChoices = 20
/** Sites ask for the look of the button with every page; it may be so old. Seconds. */
const lookKept = 60

const words = (maxLength: number) => Type.String({ maxLength })
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema)
const isOn = optional(Type.Boolean())

const fields = optional(
  Type.Array(
    body({
      variable: Type.String({ minLength: 1, maxLength: 64 }),
      label: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
      kind: Type.Enum([...fieldKinds]),
      isRequired: Type.Boolean(),
      choices: optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }), {
          minItems: 1,
          maxItems: mostChoices,
        }),
      ),
    }),
    { maxItems: mostFields },
  ),
)

const wordsOfLanguage = body({
  title: optional(words(60)),
  greeting: optional(words(500)),
  preChat: optional(words(500)),
  offline: optional(words(500)),
  labels: optional(Type.Record(Type.String({ maxLength: 64 }), words(200), { maxProperties: 2 * mostFields })),
})

const settingsBody = body({
  theme: optional(
    body({
      accent: optional(Type.String({ pattern: '^#[0-9a-fA-F]{6}$' })),
      scheme: optional(Type.Enum(['system', 'light', 'dark'])),
      corner: optional(Type.Enum(['start', 'end'])),
      distance: optional(Type.Integer({ minimum: 0, maximum: farthest })),
      radius: optional(Type.Integer({ minimum: 0, maximum: roundest })),
      launcher: optional(Type.Enum(['icon', 'text'])),
      title: optional(words(60)),
      greeting: optional(words(500)),
      picture: optional(Type.Union([words(500), Type.Null()])),
    }),
  ),
  locale: optional(Type.Enum(['auto', ...widgetLanguages])),
  preChat: optional(
    body({ isOn, when: optional(Type.Enum(['always', 'before_operator'])), text: optional(words(500)), fields }),
  ),
  offline: optional(
    body({ isOn, text: optional(words(500)), group: optional(Type.Union([reference, Type.Null()])), fields }),
  ),
  rating: optional(body({ isOn })),
  transcript: optional(body({ isOn })),
  texts: optional(body(Object.fromEntries(widgetLanguages.map((language) => [language, optional(wordsOfLanguage)])))),
})

/** How the chat of a bot looks and what it asks. */
export function widgetSettingsRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'GET',
    url: '/bots/:bot/widget/settings',
    policy: 'operator',
    tag: 'Bots',
    summary: 'How the chat of a bot looks and what it asks; the ETag names what was read',
    params: params('bot'),
    async handle({ asker, params, reply }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      const kept = (await store.widgetSettings.find(asker.workspace.id, bot)) ?? nothingSet
      reply.header('etag', tagOf(kept))
      return withoutGone(baton, asker.workspace, kept.settings)
    },
  })
  route(app, {
    method: 'PUT',
    url: '/bots/:bot/widget/settings',
    policy: 'admin',
    tag: 'Bots',
    summary:
      'Replace how the chat of a bot looks and what it asks; what is left out is as usual. If-Match: 412 where it is other by now',
    params: params('bot'),
    body: settingsBody,
    async handle({ asker, params, body, request, origin, reply }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      // The schema has checked it.
      const given = completeWidgetSettings(body as GivenWidgetSettings)
      const settings = await checked(baton, asker.workspace, given)
      const seen = revisionIn(request.headers['if-match'])
      const saved = await store.widgetSettings.set(asker.workspace.id, bot, settings, seen, origin)
      if (!saved.ok) throw changedMeanwhile()
      reply.header('etag', tagOf(saved.value))
      return saved.value.settings
    },
  })
  route(app, {
    method: 'GET',
    url: '/widget/launcher',
    policy: 'public',
    tag: 'Widget',
    summary: 'What the button needs before a click; empty where nothing was set',
    query: body({
      bot: reference,
      locale: optional(Type.String({ maxLength: 35, pattern: '^[A-Za-z0-9_-]*$' })),
      color: optional(Type.String({ maxLength: 7, pattern: '^(#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6})?$' })),
    }),
    async handle({ query: { bot: id, locale = '', color = '' }, reply }) {
      const bot = await store.bots.findAnywhere(asId(id))
      if (bot === null) throw notFound('bot')
      const kept = await store.widgetSettings.find(bot.workspace, bot.id)
      // Any site may ask; nothing in it is anybody's secret, and no cookie comes along.
      reply.header('access-control-allow-origin', '*').header('cache-control', `public, max-age=${lookKept}`)
      const look = kept === null ? {} : launcherLookOf(kept.settings, locale)
      const shown = color || look.accent
      return shown === undefined ? look : { ...look, colors: launcherColorsOf(shown) }
    },
  })
}

const nothingSet: KeptWidgetSettings = { settings: defaultWidgetSettings, revision: 0 }

/** What counts for a bot, also where nothing was set. */
export async function widgetSettingsOf(
  { store }: Baton,
  ...[workspace, bot]: Parameters<Baton['store']['widgetSettings']['find']>
): Promise<WidgetSettings> {
  return ((await store.widgetSettings.find(workspace, bot)) ?? nothingSet).settings
}

function tagOf({ revision }: KeptWidgetSettings): string {
  return `"${revision}"`
}

/** Null: whatever is there is meant. */
function revisionIn(match: string | undefined): number | null {
  if (match === undefined || match.trim() === '*') return null
  const revision = /^\s*"(\d{1,15})"\s*$/.exec(match)?.[1]
  if (revision === undefined) throw changedMeanwhile()
  return Number(revision)
}

function changedMeanwhile(): Problem {
  return new Problem(412, {
    code: 'widget_settings_changed',
    detail: 'These settings were changed meanwhile. Read them again.',
  })
}

/** What is read can be sent back. */
async function withoutGone(baton: Baton, workspace: Workspace, settings: WidgetSettings): Promise<WidgetSettings> {
  const { group } = settings.offline
  if (group === null || (await baton.store.groups.find(workspace.id, group)) !== null) return settings
  return { ...settings, offline: { ...settings.offline, group: null } }
}

/** What a schema cannot say, all of it at once; the group by its id. */
async function checked(baton: Baton, workspace: Workspace, settings: WidgetSettings): Promise<WidgetSettings> {
  const { theme, preChat, offline } = settings
  const group = offline.group === null ? null : await baton.store.groups.find(workspace.id, offline.group)
  const errors: FieldError[] = [
    ...(isPicture(theme.picture)
      ? []
      : [{ path: 'theme.picture', code: 'invalid', message: 'must be an address that begins with https://' }]),
    ...(preChat.isOn && preChat.fields.length === 0
      ? [{ path: 'preChat.fields', code: 'required', message: 'a form needs a field' }]
      : []),
    ...wrongFields(preChat.fields, 'preChat.fields'),
    ...wrongFields(offline.fields, 'offline.fields'),
    ...(offline.group !== null && group === null
      ? [{ path: 'offline.group', code: 'unknown_group', message: `There is no group "${offline.group}".` }]
      : []),
  ]
  const [first] = errors
  if (first !== undefined)
    throw new Problem(422, { code: 'invalid', detail: `${first.path}: ${first.message}`, errors })
  return { ...settings, offline: { ...offline, group: group?.id ?? null } }
}

function isPicture(picture: string | null): boolean {
  return picture === null || (/^https:\/\/[^\s"'<>\\]+$/.test(picture) && URL.canParse(picture))
}

function wrongFields(fields: readonly FormField[], path: string): FieldError[] {
  return fields.flatMap(({ variable, kind, choices }, index): FieldError[] => {
    const at = `${path}[${index}]`
    const isTwice = fields.findIndex((other) => other.variable === variable) < index
    return [
      ...wrongVariable(variable, `${at}.variable`),
      ...(isTwice ? [{ path: `${at}.variable`, code: 'duplicate', message: 'is asked for already' }] : []),
      ...(kind === 'choice' && choices === undefined
        ? [{ path: `${at}.choices`, code: 'required', message: 'a choice needs something to choose from' }]
        : []),
      ...(kind !== 'choice' && choices !== undefined
        ? [{ path: `${at}.choices`, code: 'not_allowed', message: 'only a choice has these' }]
        : []),
    ]
  })
}

/** [FL-9] [RO-20] Variables that a contact may set. */
function wrongVariable(variable: string, path: string): FieldError[] {
  if (variable.includes('.') || variablePath(variable) === null)
    return [{ path, code: 'invalid', message: 'begins with a letter and has only small letters, digits and _' }]
  if (systemVariables.has(variable) || variable === variableOfPriority)
    return [{ path, code: 'not_allowed', message: 'is not for contacts to set' }]
  return []
}
