import { asId } from '@baton/core/ids'
import { unreachable } from '@baton/core/result'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Member } from '../access.ts'
import type { FilterQuery, SavedFilter, SavedFilterRefusal } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { filterOf } from './conversations.ts'
import { listQuery, pageOf } from './paging.ts'
import { invalid, notFound, Problem } from './problems.ts'
import { created, ended, route } from './route.ts'
import { body, language, params, reference, shortText, tag } from './schemas.ts'
import { teamAndOwn, type Whose } from './team-and-own.ts'

/** What a list of conversations can be asked for by name; as its call takes it. */
const wanted = body({
  chatState: Type.Optional(Type.Enum(['chatbot_controlled', 'operator_requested', 'taken_over'])),
  status: Type.Optional(Type.Enum(['open', 'closed', 'any'])),
  group: Type.Optional(reference),
  operator: Type.Optional(reference),
  bot: Type.Optional(reference),
  channel: Type.Optional(reference),
  tag: Type.Optional(tag),
  language: Type.Optional(language),
  q: Type.Optional(Type.String({ maxLength: 200 })),
})

const changed = body({ name: Type.Optional(shortText), query: Type.Optional(wanted) })

/**
 * [U-15] Filters of the inbox by name: those of the team, which everybody reads and supervisors write, and those of each
 * operator, which nobody else sees.
 */
export function filterRoutes(app: FastifyInstance, baton: Baton): void {
  for (const whose of teamAndOwn('filters', 'filters')) routesOf(app, baton, whose)
}

function routesOf(app: FastifyInstance, baton: Baton, { url, reads, writes, words, of }: Whose): void {
  const { store, newId } = baton
  route(app, {
    method: 'GET',
    url,
    policy: reads,
    tag: 'Filters',
    summary: `List ${words}`,
    query: listQuery,
    async handle({ asker, query }) {
      return pageOf((await store.savedFilters.list(asker.workspace.id, of(asker))).map(viewOf), query)
    },
  })
  route(app, {
    method: 'POST',
    url,
    policy: writes,
    tag: 'Filters',
    summary: `Add to ${words}`,
    body: body({ name: shortText, query: wanted }),
    keepsAnswer: true,
    answers: created,
    async handle({ asker, body: { name, query }, origin, reply }) {
      const filter = { id: newId('savedFilter'), operator: of(asker), name: name.trim() }
      const added = await store.savedFilters.add(
        asker.workspace.id,
        { ...filter, query: await resolved(baton, asker, query) },
        origin,
      )
      if (!added.ok) throw problemOf(added.refusal)
      return reply.code(201).send(viewOf(added.value))
    },
  })
  route(app, {
    method: 'PATCH',
    url: `${url}/:filter`,
    policy: writes,
    tag: 'Filters',
    summary: `Change one of ${words}`,
    params: params('filter'),
    body: changed,
    async handle({ asker, params, body: { name, query }, origin }) {
      const id = asId<'savedFilter'>(params.filter)
      const change = {
        ...(name !== undefined && { name: name.trim() }),
        ...(query !== undefined && { query: await resolved(baton, asker, query) }),
      }
      const answer = await store.savedFilters.change(asker.workspace.id, of(asker), id, change, origin)
      if (!answer.ok) throw problemOf(answer.refusal)
      return viewOf(answer.value)
    },
  })
  route(app, {
    method: 'DELETE',
    url: `${url}/:filter`,
    policy: writes,
    tag: 'Filters',
    summary: `Delete one of ${words}`,
    params: params('filter'),
    answers: ended,
    async handle({ asker, params, origin, reply }) {
      const id = asId<'savedFilter'>(params.filter)
      if (!(await store.savedFilters.remove(asker.workspace.id, of(asker), id, origin))) throw notFound('filter')
      return reply.code(204).send()
    },
  })
}

/** What it names by a name is kept by its id: names change. */
async function resolved(baton: Baton, asker: Member, query: Static<typeof wanted>): Promise<FilterQuery> {
  const { group, operator, bot } = await filterOf(baton, asker, query)
  return {
    ...query,
    ...(group !== undefined && { group }),
    ...(operator !== undefined && { operator }),
    ...(bot !== undefined && { bot }),
  }
}

function viewOf({ id, name, query }: SavedFilter) {
  return { id, name, query }
}

function problemOf(refusal: SavedFilterRefusal): Problem {
  switch (refusal.kind) {
    case 'name_taken':
      return invalid('name', 'name_taken', `There is a filter "${refusal.name}" already.`)
    case 'too_many':
      return new Problem(422, {
        code: 'too_many',
        detail: `There are ${refusal.limit} filters, the most there may be.`,
      })
    case 'unknown_filter':
      return notFound('filter')
    default:
      return unreachable(refusal)
  }
}
