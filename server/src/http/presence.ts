import { type Instant, instant, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { csvLine, csvType } from './csv.ts'
import { dateOrTime, spanIn } from './periods.ts'
import { operatorIn } from './resolve.ts'
import { route } from './route.ts'
import { body, reference } from './schemas.ts'

const query = body({
  from: Type.Optional(dateOrTime),
  until: Type.Optional(dateOrTime),
  operator: Type.Optional(reference),
})

const names = ['operator', 'name', 'status', 'cause', 'limit', 'from', 'until'] as const

/** [RO-4] Presence as it was, in spans with their causes; where there is none, the operator was offline. */
export function presenceRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/presence',
    policy: 'supervisor',
    tag: 'Figures',
    summary: 'Who was there in a period of at most 93 days, and why that changed',
    query,
    handle: async ({ asker, query }) => ({ items: await spansOf(baton, asker.workspace, query) }),
  })
  route(app, {
    method: 'GET',
    url: '/presence.csv',
    policy: 'supervisor',
    tag: 'Figures',
    summary: 'The same as CSV',
    query,
    answers: { 200: Type.Unknown({ description: 'CSV as RFC 4180 has it' }) },
    async handle({ asker, query, reply }) {
      const spans = await spansOf(baton, asker.workspace, query)
      return reply
        .type(csvType)
        .header('content-disposition', 'attachment; filename="presence.csv"')
        .send([csvLine(names), ...spans.map((span) => csvLine(names.map((name) => span[name])))].join(''))
    },
  })
}

/** What is written ahead has not been yet: nothing goes on behind now. */
async function spansOf(baton: Baton, workspace: Workspace, { operator, ...asked }: Static<typeof query>) {
  const { store, clock } = baton
  const now = clock.now()
  const { from, until } = spanIn(workspace.timeZone, asked, now)
  const only = operator === undefined ? null : (await operatorIn(baton, workspace, operator, 'operator')).id
  const team = await store.operators.roster(workspace.id)
  const known = Math.min(until, now)
  const cut = (at: Instant | null) => instant(Math.min(at ?? known, known))
  const spans = await store.reports.presence(workspace.id, from, until)
  return spans
    .filter((span) => (only === null || span.operator === only) && span.from < known)
    .map((span) => ({
      operator: span.operator,
      name: team.operatorRef(span.operator).name,
      status: span.status,
      cause: span.cause,
      limit: span.capacity,
      from: toRfc3339(instant(Math.max(span.from, from))),
      until: toRfc3339(cut(span.until)),
    }))
}
