import { after } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { causeOf, isAtLeast, type Member, moverOf } from '../access.ts'
import type { AuditOrigin, Operator, OperatorChange } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { listQuery, pageOf } from './paging.ts'
import { forbidden } from './problems.ts'
import { groupsIn, theGroup, theOperator } from './resolve.ts'
import { created, ended, route } from './route.ts'
import { body, capacity, email, params, presenceStatus, reference, role, shortText } from './schemas.ts'
import { operatorView } from './views.ts'
import { nameTaken } from './workspace.ts'

const groups = Type.Array(reference, { maxItems: 200 })
const longestTtl = 365 * 24 * 3_600

export function teamRoutes(app: FastifyInstance, baton: Baton): void {
  groupRoutes(app, baton)
  operatorRoutes(app, baton)
}

function groupRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, newId } = baton
  route(app, {
    method: 'POST',
    url: '/groups',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Add a group',
    body: body({ name: shortText }),
    keepsAnswer: true,
    answers: created,
    async handle({ asker, body, origin, reply }) {
      const added = await store.groups.add(asker.workspace.id, { id: newId('group'), name: body.name }, origin)
      if (!added.ok) throw nameTaken(added.refusal.name)
      return reply.code(201).send(added.value)
    },
  })
  route(app, {
    method: 'GET',
    url: '/groups',
    policy: 'operator',
    tag: 'Set-up',
    summary: 'The groups, with how many are in each',
    query: listQuery,
    async handle({ asker, query }) {
      const [team, groups] = await Promise.all([
        store.operators.team(asker.workspace.id),
        store.groups.list(asker.workspace.id),
      ])
      const items = groups.map((group) => {
        const { enabled, online } = team.members(group.id)
        return { ...group, members: enabled, online }
      })
      return pageOf(items, query)
    },
  })
  route(app, {
    method: 'PATCH',
    url: '/groups/:group',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Rename a group',
    params: params('group'),
    body: body({ name: shortText }),
    async handle({ asker, params, body, origin }) {
      const group = await theGroup(baton, asker.workspace, params.group)
      const renamed = await store.groups.rename(asker.workspace.id, group.id, body.name, origin)
      if (!renamed.ok) throw nameTaken(renamed.refusal.name)
      return renamed.value
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/groups/:group',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Delete a group; its operators stay',
    params: params('group'),
    answers: ended,
    async handle({ asker, params, origin, reply }) {
      const group = await theGroup(baton, asker.workspace, params.group)
      const command = { type: 'lose_group' as const, group: group.id, by: moverOf(asker), cause: causeOf(asker) }
      const decide = baton.line.proposer(asker.workspace, command)
      await store.groups.remove(asker.workspace.id, group.id, decide, origin)
      // Its limit goes with it.
      baton.hub.presenceMoved(asker.workspace.id)
      return reply.code(204).send()
    },
  })
}

function operatorRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, newId } = baton
  const view = async (operator: Operator) => operatorView(operator, await store.operators.team(operator.workspace))
  route(app, {
    method: 'POST',
    url: '/operators',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Add an operator',
    body: body({
      name: shortText,
      email,
      groups: Type.Optional(groups),
      role: Type.Optional(role),
      capacity: Type.Optional(capacity),
    }),
    keepsAnswer: true,
    answers: created,
    async handle({ asker, body, origin, reply }) {
      const member = {
        id: newId('operator'),
        name: body.name,
        email: body.email,
        role: body.role ?? ('operator' as const),
      }
      const memberships = await groupsIn(baton, asker.workspace, body.groups ?? [], 'groups')
      const added = await store.operators.add(
        asker.workspace.id,
        { ...member, groups: memberships, capacity: body.capacity ?? null },
        origin,
      )
      if (!added.ok) throw nameTaken(added.refusal.name, 'email')
      baton.hub.presenceMoved(asker.workspace.id)
      return reply.code(201).send(await view(added.value))
    },
  })
  route(app, {
    method: 'GET',
    url: '/operators',
    policy: 'operator',
    tag: 'Set-up',
    summary: 'The operators of the workspace',
    query: listQuery,
    async handle({ asker, query }) {
      const [team, operators] = await Promise.all([
        store.operators.team(asker.workspace.id),
        store.operators.list(asker.workspace.id),
      ])
      const { items, nextCursor } = pageOf(operators, query)
      return { items: items.map((operator) => operatorView(operator, team)), nextCursor }
    },
  })
  route(app, {
    method: 'GET',
    url: '/operators/:operator',
    policy: 'operator',
    tag: 'Set-up',
    summary: 'One operator',
    params: params('operator'),
    handle: async ({ asker, params }) => view(await theOperator(baton, asker.workspace, params.operator)),
  })
  route(app, {
    method: 'PATCH',
    url: '/operators/:operator',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Change, disable or enable an operator',
    params: params('operator'),
    body: body({
      name: Type.Optional(shortText),
      groups: Type.Optional(groups),
      role: Type.Optional(role),
      capacity: Type.Optional(capacity),
      enabled: Type.Optional(Type.Boolean()),
    }),
    async handle({ asker, params, body, origin }) {
      const operator = await theOperator(baton, asker.workspace, params.operator)
      const { enabled, groups: named, ...plain } = body
      const change: OperatorChange = {
        ...plain,
        ...(named === undefined ? {} : { groups: await groupsIn(baton, asker.workspace, named, 'groups') }),
      }
      if (Object.keys(change).length > 0) {
        const changed = await store.operators.change(asker.workspace.id, operator.id, change, origin)
        if (!changed.ok) throw nameTaken(changed.refusal.name, 'email')
      }
      if (enabled === false && operator.enabled) await retire(baton, asker, operator, 'disable', origin)
      if (enabled === true && !operator.enabled) await store.operators.enable(asker.workspace.id, operator.id, origin)
      if (body.role !== undefined && body.role !== operator.role) await endSessions(baton, operator)
      baton.hub.presenceMoved(asker.workspace.id)
      return view(await theOperator(baton, asker.workspace, operator.id))
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/operators/:operator',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Delete an operator; what they own becomes requests',
    params: params('operator'),
    answers: ended,
    async handle({ asker, params, reply, origin }) {
      const operator = await theOperator(baton, asker.workspace, params.operator)
      if (asker.kind === 'operator' && asker.operator === operator.id) throw forbidden('You cannot delete yourself.')
      await retire(baton, asker, operator, 'delete', origin)
      return reply.code(204).send()
    },
  })
  route(app, {
    method: 'PUT',
    url: '/operators/:operator/status',
    policy: 'operator',
    tag: 'Set-up',
    summary: 'Set an operator’s presence (integrations, tests)',
    params: params('operator'),
    body: body({
      status: presenceStatus,
      ttlSeconds: Type.Optional(Type.Number({ minimum: 0.001, maximum: longestTtl })),
    }),
    async handle({ asker, params, body }) {
      const operator = await theOperator(baton, asker.workspace, params.operator)
      const isOwn = asker.kind === 'operator' && asker.operator === operator.id
      if (!isOwn && asker.kind === 'operator' && !isAtLeast(asker.role, 'supervisor'))
        throw forbidden('Only supervisors set the status of others.')
      const lasts = body.ttlSeconds === undefined ? null : Math.ceil(body.ttlSeconds * 1_000)
      const until = lasts === null ? null : after(baton.clock.now(), lasts)
      await store.operators.setApiStatus(asker.workspace.id, operator.id, body.status, until)
      // [RO-21] Their own choice counts again then.
      if (lasts !== null) baton.queue.wakeLater(asker.workspace.id, lasts)
      baton.hub.presenceMoved(asker.workspace.id)
      return view(await theOperator(baton, asker.workspace, operator.id))
    },
  })
}

/** [HO-46] With all that hangs on the operator, in one transaction; their sessions and sockets end. */
async function retire(
  baton: Baton,
  asker: Member,
  operator: Operator,
  how: 'disable' | 'delete',
  origin: AuditOrigin,
): Promise<void> {
  const command = { type: 'lose_operator' as const, operator: operator.id, by: moverOf(asker), cause: causeOf(asker) }
  const decide = baton.line.proposer(asker.workspace, command)
  await baton.store.operators.retire(asker.workspace.id, operator.id, how, decide, origin)
  closeSockets(baton, operator)
}

export async function endSessions(baton: Baton, operator: Operator): Promise<void> {
  await baton.store.operators.endSessions(operator.workspace, operator.id)
  closeSockets(baton, operator)
}

function closeSockets(baton: Baton, operator: Operator): void {
  baton.hub.endSockets(operator.workspace, (asker) => asker.kind === 'operator' && asker.operator === operator.id)
}
