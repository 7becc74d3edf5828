import { asId } from '@baton/core/ids'
import { unreachable } from '@baton/core/result'
import { fillingProblem } from '@baton/core/template'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { CannedReply, CannedReplyRefusal } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { listQuery, pageOf } from './paging.ts'
import { invalid, notFound, Problem } from './problems.ts'
import { created, ended, route } from './route.ts'
import { body, longText, params, shortText } from './schemas.ts'
import { teamAndOwn, type Whose } from './team-and-own.ts'

/** Marks belong to letters: in many scripts a word has some. */
const shortcutForm = /^[\p{L}\p{M}\p{N}_-]{1,40}$/u
const shortcut = Type.String({ minLength: 1, maxLength: 40 })

/**
 * [U-09] Texts in stock: those of the team, which everybody reads and supervisors write, and those of each operator, which
 * nobody else sees.
 */
export function cannedReplyRoutes(app: FastifyInstance, baton: Baton): void {
  for (const whose of teamAndOwn('canned-replies', 'canned replies')) routesOf(app, baton, whose)
}

function routesOf(app: FastifyInstance, { store, newId }: Baton, { url, reads, writes, words, of }: Whose): void {
  route(app, {
    method: 'GET',
    url,
    policy: reads,
    tag: 'Canned replies',
    summary: `List ${words}`,
    query: listQuery,
    async handle({ asker, query }) {
      return pageOf((await store.cannedReplies.list(asker.workspace.id, of(asker))).map(viewOf), query)
    },
  })
  route(app, {
    method: 'POST',
    url,
    policy: writes,
    tag: 'Canned replies',
    summary: `Add to ${words}`,
    body: body({ shortcut, title: shortText, text: longText }),
    keepsAnswer: true,
    answers: created,
    async handle({ asker, body, origin, reply }) {
      check(body)
      const added = await store.cannedReplies.add(
        asker.workspace.id,
        { id: newId('cannedReply'), operator: of(asker), ...body },
        origin,
      )
      if (!added.ok) throw problemOf(added.refusal)
      return reply.code(201).send(viewOf(added.value))
    },
  })
  route(app, {
    method: 'PATCH',
    url: `${url}/:reply`,
    policy: writes,
    tag: 'Canned replies',
    summary: `Change one of ${words}`,
    params: params('reply'),
    body: body({ shortcut: Type.Optional(shortcut), title: Type.Optional(shortText), text: Type.Optional(longText) }),
    async handle({ asker, params, body, origin }) {
      check(body)
      const id = asId<'cannedReply'>(params.reply)
      const changed = await store.cannedReplies.change(asker.workspace.id, of(asker), id, body, origin)
      if (!changed.ok) throw problemOf(changed.refusal)
      return viewOf(changed.value)
    },
  })
  route(app, {
    method: 'DELETE',
    url: `${url}/:reply`,
    policy: writes,
    tag: 'Canned replies',
    summary: `Delete one of ${words}`,
    params: params('reply'),
    answers: ended,
    async handle({ asker, params, origin, reply }) {
      const id = asId<'cannedReply'>(params.reply)
      if (!(await store.cannedReplies.remove(asker.workspace.id, of(asker), id, origin))) throw notFound('canned reply')
      return reply.code(204).send()
    },
  })
}

function viewOf({ id, shortcut, title, text }: CannedReply) {
  return { id, shortcut, title, text }
}

function check({ shortcut, text }: { shortcut?: string; text?: string }): void {
  if (shortcut !== undefined && !shortcutForm.test(shortcut))
    throw invalid('shortcut', 'invalid', 'A shortcut has 1 to 40 letters, digits, hyphens and underscores.')
  const problem = text === undefined ? null : fillingProblem(text)
  if (problem !== null) throw invalid('text', 'template_invalid', problem)
}

function problemOf(refusal: CannedReplyRefusal): Problem {
  switch (refusal.kind) {
    case 'shortcut_taken':
      return invalid('shortcut', 'shortcut_taken', `There is a canned reply "${refusal.shortcut}" already.`)
    case 'too_many':
      return new Problem(422, {
        code: 'too_many',
        detail: `There are ${refusal.limit} canned replies, the most there may be.`,
      })
    case 'unknown_reply':
      return notFound('canned reply')
    default:
      return unreachable(refusal)
  }
}
