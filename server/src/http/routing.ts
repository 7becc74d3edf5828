import { type CalendarSettings, calendarSettings, checkCalendar } from '@baton/core/calendar'
import type { GroupId } from '@baton/core/ids'
import {
  type DeadlineSettings,
  type Deadlines,
  mostWarning,
  type Routing,
  type RoutingSettings,
  routingSettings,
} from '@baton/core/routing'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Member } from '../access.ts'
import type { AuditOrigin } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { invalid, Problem } from './problems.ts'
import { groupIn, theGroup, theOperator } from './resolve.ts'
import { route } from './route.ts'
import { body, params } from './schemas.ts'

const mostWeight = 100
const words = Type.Array(Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }), { maxItems: 50 })

/** How requests find operators (routing.md), for the workspace and for each of its groups. */
export function routingRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'GET',
    url: '/workspace/routing',
    policy: 'operator',
    tag: 'Routing',
    summary: 'How requests for everybody find operators, and what groups take over',
    handle: ({ asker }) => routingOf(baton, asker, null),
  })
  route(app, {
    method: 'PUT',
    url: '/workspace/routing',
    policy: 'admin',
    tag: 'Routing',
    summary: 'Replace how requests for everybody find operators',
    body: routingSettings,
    handle: ({ asker, body, origin }) => put(baton, asker, null, body, origin),
  })
  route(app, {
    method: 'GET',
    url: '/groups/:group/routing',
    policy: 'operator',
    tag: 'Routing',
    summary: 'What a group says for itself of how its requests find operators',
    params: params('group'),
    async handle({ asker, params }) {
      const group = await theGroup(baton, asker.workspace, params.group)
      return routingOf(baton, asker, group.id)
    },
  })
  route(app, {
    method: 'PUT',
    url: '/groups/:group/routing',
    policy: 'admin',
    tag: 'Routing',
    summary: 'Replace how the requests of a group find operators',
    params: params('group'),
    body: routingSettings,
    async handle({ asker, params, body, origin }) {
      const group = await theGroup(baton, asker.workspace, params.group)
      return put(baton, asker, group.id, body, origin)
    },
  })
  route(app, {
    method: 'GET',
    url: '/abilities',
    policy: 'operator',
    tag: 'Routing',
    summary: 'What everybody can do, and when they work: those of whom anything was said',
    async handle({ asker }) {
      const known = await store.routings.allAbilities(asker.workspace.id)
      return { items: [...known].map(([operator, abilities]) => ({ operator, ...abilities })) }
    },
  })
  route(app, {
    method: 'GET',
    url: '/operators/:operator/abilities',
    policy: 'operator',
    tag: 'Routing',
    summary: 'What an operator can do, when they work, and how much of the work is theirs',
    params: params('operator'),
    async handle({ asker, params }) {
      const operator = await theOperator(baton, asker.workspace, params.operator)
      return store.routings.abilities(asker.workspace.id, operator.id)
    },
  })
  route(app, {
    method: 'PUT',
    url: '/operators/:operator/abilities',
    policy: 'admin',
    tag: 'Routing',
    summary: 'Replace what an operator can do',
    params: params('operator'),
    body: body({
      skills: Type.Optional(words),
      languages: Type.Optional(words),
      weight: Type.Optional(Type.Integer({ minimum: 1, maximum: mostWeight })),
      calendar: Type.Optional(Type.Union([calendarSettings, Type.Null()])),
    }),
    async handle({ asker, params, body, origin }) {
      const operator = await theOperator(baton, asker.workspace, params.operator)
      checkHours(body)
      const { skills = [], languages = [], weight = 1, calendar = null } = body
      const abilities = { skills: [...new Set(skills)], languages: [...new Set(languages)], weight, calendar }
      await store.routings.setAbilities(asker.workspace.id, operator.id, abilities, origin)
      baton.hub.presenceMoved(asker.workspace.id)
      return abilities
    },
  })
}

/** [RO-22] Without the groups of a chain that have gone: what is read can be sent back. */
async function routingOf({ store }: Baton, { workspace }: Member, group: GroupId | null): Promise<Routing> {
  const { fallbacks, deadlines, ...others } = await store.routings.of(workspace.id, group)
  const team = await store.operators.roster(workspace.id)
  const isThere = (id: GroupId | undefined) => id !== undefined && team.findGroup(id) !== undefined
  return {
    ...others,
    ...(fallbacks && { fallbacks: fallbacks.filter((one) => isThere(one.group)) }),
    ...(deadlines && { deadlines: withoutGone(deadlines, isThere) }),
  }
}

/** A request cannot be passed on to a group that has gone. */
function withoutGone(deadlines: Deadlines, isThere: (group: GroupId | undefined) => boolean): Deadlines {
  const { unanswered, ...others } = deadlines
  if (unanswered === undefined || (unanswered.outcome === 'group' && !isThere(unanswered.group))) return others
  return deadlines
}

async function put(
  baton: Baton,
  asker: Member,
  group: GroupId | null,
  settings: RoutingSettings,
  origin: AuditOrigin,
): Promise<Routing> {
  const { fallbacks, deadlines, ...others } = settings
  checkHours(settings)
  checkDeadlines(settings)
  if (group !== null) checkOfGroup(settings)
  const routing: Routing = {
    ...others,
    ...(fallbacks && { fallbacks: await chainOf(baton, asker, group, fallbacks) }),
    ...(deadlines && { deadlines: await deadlinesWith(baton, asker, group, deadlines) }),
  }
  await baton.store.routings.set(asker.workspace.id, group, routing, origin)
  // Limits have changed, too, and with them who has room.
  baton.hub.presenceMoved(asker.workspace.id)
  return routing
}

/** [RO-22] Groups by their ids, each once, and not the group itself. */
async function chainOf(
  baton: Baton,
  { workspace }: Member,
  own: GroupId | null,
  fallbacks: NonNullable<RoutingSettings['fallbacks']>,
) {
  const chain = await Promise.all(
    fallbacks.map(async ({ group, afterSeconds }, index) => {
      const { id, name } = await groupIn(baton, workspace, group, `fallbacks[${index}].group`)
      if (id === own) throw invalid(`fallbacks[${index}].group`, 'not_allowed', `${name} cannot stand in for itself.`)
      return { group: id, afterSeconds }
    }),
  )
  chain.forEach(({ group }, index) => {
    if (chain.findIndex((other) => other.group === group) < index)
      throw invalid(`fallbacks[${index}].group`, 'duplicate', 'This group is asked already.')
  })
  return chain
}

/** [RO-40] What a schema cannot say of opening hours. */
function checkHours({ calendar }: { calendar?: CalendarSettings | null }): void {
  if (calendar == null) return
  const { errors } = checkCalendar(calendar)
  if (errors.length === 0) return
  const [first] = errors
  throw new Problem(422, {
    code: 'invalid',
    detail: first?.message ?? '',
    errors: errors.map(({ path, code, message }) => ({ path: `calendar.${path}`, code, message })),
  })
}

function checkDeadlines({ deadlines }: RoutingSettings): void {
  const { outcome, interaction, group } = deadlines?.unanswered ?? {}
  if (outcome === 'interaction' && interaction === undefined)
    throw invalid('deadlines.unanswered.interaction', 'required', 'Name the interaction to start.')
  if (outcome === 'group' && group === undefined)
    throw invalid('deadlines.unanswered.group', 'required', 'Name the group to pass the request on to.')
  const { afterSeconds, warnSeconds } = deadlines?.idle ?? {}
  if (afterSeconds !== undefined && warnSeconds !== undefined && warnSeconds > mostWarning(afterSeconds))
    throw invalid('deadlines.idle.warnSeconds', 'too_large', 'The warning takes at most half of the idle time.')
}

/** What counts one number over all groups, or follows an operator through them, is not a group's to say. */
function checkOfGroup({ channelWeights, deadlines }: RoutingSettings): void {
  const onlyHere = (path: string) => invalid(path, 'not_allowed', 'Only for the whole workspace.')
  if (channelWeights !== undefined) throw onlyHere('channelWeights')
  if (deadlines?.away !== undefined) throw onlyHere('deadlines.away')
}

/** With the group by its id. */
async function deadlinesWith(
  baton: Baton,
  { workspace }: Member,
  own: GroupId | null,
  { unanswered, ...others }: DeadlineSettings,
): Promise<Deadlines> {
  if (unanswered === undefined) return others
  const { group, ...rest } = unanswered
  if (group === undefined) return { ...others, unanswered: rest }
  const path = 'deadlines.unanswered.group'
  const { id, name } = await groupIn(baton, workspace, group, path)
  if (id === own) throw invalid(path, 'not_allowed', `${name} has the request already.`)
  return { ...others, unanswered: { ...rest, group: id } }
}
