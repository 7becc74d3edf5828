import { Readable } from 'node:stream'
import { toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { othersTurn } from '../others-turn.ts'
import type { AuditFilter, AuditPage, AuditRecord, Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { csvLine, csvType } from './csv.ts'
import { dateOrTime, momentIn } from './periods.ts'
import { route } from './route.ts'
import { body, limit, reference } from './schemas.ts'

const filters = {
  actor: Type.Optional(reference),
  action: Type.Optional(Type.String({ maxLength: 100, pattern: '^[a-z_]+$' })),
  object: Type.Optional(reference),
  from: Type.Optional(dateOrTime),
  until: Type.Optional(dateOrTime),
}
const filterQuery = body(filters)
type FilterQuery = Static<typeof filterQuery>

/** So often a call looks further back when it has found less than a page: records that fit may be few. */
const mostLooks = 20
const linesAtOnce = 500

export function auditRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/audit',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'The audit log, newest first; a page with a `nextCursor` may have fewer records, or none',
    query: body({ ...filters, limit, cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })) }),
    async handle({ asker, query: { limit: size = 50, cursor, ...query } }) {
      const filter = await filterOf(baton, asker.workspace, query)
      const before = cursor === undefined ? null : Number(cursor)
      const { records, next } = await search(baton, asker.workspace, filter, before, size)
      const items = records.map((record) => ({ ...record, at: toRfc3339(record.at) }))
      return { items, nextCursor: next === null ? null : String(next) }
    },
  })
  route(app, {
    method: 'GET',
    url: '/audit.csv',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'The audit log as CSV, newest first, as long as it is',
    query: filterQuery,
    answers: { 200: Type.Unknown({ description: 'CSV as RFC 4180 has it' }) },
    async handle({ asker, query, reply }) {
      const filter = await filterOf(baton, asker.workspace, query)
      // What the store refuses at once is still a problem document.
      const first = await baton.store.audit.search(asker.workspace.id, filter, null, linesAtOnce)
      return reply
        .type(csvType)
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(Readable.from(csvOf(baton, asker.workspace, filter, first)))
    },
  })
}

async function search(
  baton: Baton,
  { id }: Workspace,
  filter: AuditFilter,
  before: number | null,
  size: number,
): Promise<AuditPage> {
  const records: AuditRecord[] = []
  let next = before
  for (let look = 0; look < mostLooks; look += 1) {
    const page = await baton.store.audit.search(id, filter, next, size - records.length)
    records.push(...page.records)
    next = page.next
    if (next === null || records.length >= size) break
    await othersTurn()
  }
  return { records, next }
}

async function* csvOf({ store }: Baton, { id }: Workspace, filter: AuditFilter, first: AuditPage) {
  yield csvLine(['seq', 'at', 'actor', 'action', 'object', 'epoch', 'request', 'before', 'after', 'hash'])
  for (let page = first; ; ) {
    if (page.records.length > 0) yield page.records.map(lineOf).join('')
    if (page.next === null) return
    await othersTurn()
    page = await store.audit.search(id, filter, page.next, linesAtOnce)
  }
}

function lineOf({ seq, at, actor, action, object, epoch, request, before, after, hash }: AuditRecord): string {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  return csvLine([seq, toRfc3339(at), actor, action, object, epoch, request, json(before), json(after), hash])
}

/** Who and what may be named as the log has it, or by id or name of an operator, a key, a group or a bot. */
async function filterOf({ store }: Baton, workspace: Workspace, query: FilterQuery): Promise<AuditFilter> {
  const { id, timeZone } = workspace
  const { actor, action, object, from, until } = query
  const ids = async (named: string) => {
    const [operator, group, bot, keys] = await Promise.all([
      store.operators.find(id, named),
      store.groups.find(id, named),
      store.bots.findId(id, named),
      store.access.keys(id),
    ])
    const key = keys.find((one) => one.id === named || one.name === named)
    return { operator: operator?.id, group: group?.id, bot: bot ?? undefined, key: key?.id }
  }
  const filter: AuditFilter = {}
  if (actor !== undefined) {
    const { operator, bot, key } = await ids(actor)
    const kinds = { operator, chatbot: bot, key }
    const known = Object.entries(kinds).flatMap(([kind, one]) => (one === undefined ? [] : [`${kind} ${one}`]))
    filter.actors = [actor, `contact ${actor}`, ...known]
  }
  if (object !== undefined)
    filter.objects = [object, ...Object.values(await ids(object)).filter((one) => one !== undefined)]
  if (action !== undefined) filter.action = action
  if (from !== undefined) filter.from = momentIn(timeZone, from, 'from')
  if (until !== undefined) filter.until = momentIn(timeZone, until, 'until')
  return filter
}
