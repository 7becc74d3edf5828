import { defaultServiceLevelMs, type FigureResults, listDefinitions } from '@baton/core/figures'
import { type Instant, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Member } from '../access.ts'
import { type Day, daysBetween } from '../figures/days.ts'
import { type Gathered, gatherFigures, NobodyWaits, type Wanted } from '../figures/gather.ts'
import type { Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { type CsvValue, csvLine, csvType } from './csv.ts'
import { dateOrTime, type SpanOfTime, spanIn } from './periods.ts'
import { Problem } from './problems.ts'
import { botIn, groupIn, operatorIn } from './resolve.ts'
import { route } from './route.ts'
import { body, reference } from './schemas.ts'
import { turnstile } from './turnstile.ts'
import { wallboardOf } from './wallboard.ts'

const query = body({
  from: Type.Optional(dateOrTime),
  until: Type.Optional(dateOrTime),
  bot: Type.Optional(reference),
  channel: Type.Optional(reference),
  group: Type.Optional(reference),
  operator: Type.Optional(reference),
  serviceLevelSeconds: Type.Optional(
    Type.Number({ minimum: 1, maximum: 86_400, default: defaultServiceLevelMs / 1_000 }),
  ),
})
type Query = Static<typeof query>

/** Of conversations that were escalated these say nothing: of a group or an operator there are no others. */
const onlyOfAll: readonly string[] = ['deflection', 'strict_containment']

const figure = Type.Object({
  key: Type.String(),
  name: Type.String(),
  unit: Type.Enum(['count', 'share', 'number', 'duration']),
  formula: Type.String(),
  what: Type.String({ description: 'What counts' }),
  value: Type.Union([Type.Number(), Type.Null()], {
    description: 'Of a duration the median. Null: nothing to divide by',
  }),
  part: Type.Optional(Type.Number()),
  whole: Type.Optional(Type.Number()),
})
const answer = Type.Object({
  from: Type.String(),
  until: Type.String({ description: 'Not included' }),
  knownUntil: Type.String(),
  timeZone: Type.String(),
  serviceLevelSeconds: Type.Number(),
  figures: Type.Array(figure),
  days: Type.Array(
    Type.Object({
      date: Type.String(),
      from: Type.String(),
      until: Type.String(),
      figures: Type.Record(Type.String(), Type.Unknown({ description: 'The figure of that day, by its key' })),
    }),
  ),
})

/** routing.md §8: figures of a period by their definitions, and what is now. */
export function figureRoutes(app: FastifyInstance, baton: Baton): void {
  // Each reads much: two at once leave the machine to those who talk.
  const pass = turnstile(2, 8, 5)
  const gathered = async (asker: Member, query: Query, reply: FastifyReply) => {
    const now = baton.clock.now()
    const period = periodOf(asker.workspace, query, now)
    const wanted: Wanted = {
      ...period,
      ...(await whomOf(baton, asker.workspace, query)),
      workspace: asker.workspace.id,
    }
    const isWaitedFor = () => !reply.raw.destroyed
    const found = await pass(() => gatherFigures(baton.store, wanted, now, isWaitedFor)).catch(answerNobody)
    return { period, now, found }
  }
  route(app, {
    method: 'GET',
    url: '/figures',
    policy: 'supervisor',
    tag: 'Figures',
    summary: 'The figures of a period of at most 93 days, with their definitions and day by day',
    query,
    answers: { 200: answer },
    async handle({ asker, query, reply }) {
      const { period, now, found } = await gathered(asker, query, reply)
      const value = valuesOf(query)
      return {
        from: toRfc3339(period.from),
        until: toRfc3339(period.until),
        knownUntil: toRfc3339(now),
        timeZone: asker.workspace.timeZone,
        serviceLevelSeconds: period.serviceLevelMs / 1_000,
        figures: listDefinitions().map(({ key, name, unit, formula, counts }) => ({
          ...{ key, name, unit, formula, what: counts },
          ...value(found.total, key),
        })),
        days: period.days.map(({ date, from, until }, index) => ({
          date,
          from: toRfc3339(from),
          until: toRfc3339(until),
          figures: figuresOfDay(found, index, value),
        })),
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/figures.csv',
    policy: 'supervisor',
    tag: 'Figures',
    summary: 'The same as CSV: a line for each day and figure',
    query,
    answers: { 200: Type.Unknown({ description: 'CSV as RFC 4180 has it; durations in milliseconds' }) },
    async handle({ asker, query, reply }) {
      const { period, found } = await gathered(asker, query, reply)
      const name = `figures-${period.days[0]?.date}-${period.days.at(-1)?.date}.csv`
      return reply
        .type(csvType)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(csvOf(period.days, found, valuesOf(query)))
    },
  })
  route(app, {
    method: 'GET',
    url: '/figures/now',
    policy: 'supervisor',
    tag: 'Figures',
    summary: 'Who waits and who is there now, group by group',
    handle: ({ asker }) => wallboardOf(baton, asker.workspace.id),
  })
}

type Period = SpanOfTime & { days: Day[]; serviceLevelMs: number }

function periodOf({ timeZone }: Workspace, query: Query, now: Instant): Period {
  const { from, until } = spanIn(timeZone, query, now)
  const { serviceLevelSeconds } = query
  const serviceLevelMs = serviceLevelSeconds === undefined ? defaultServiceLevelMs : serviceLevelSeconds * 1_000
  return { from, until, days: daysBetween(timeZone, from, until), serviceLevelMs }
}

async function whomOf(baton: Baton, workspace: Workspace, { bot, channel, group, operator }: Query) {
  const [found, groups, operators] = await Promise.all([
    bot === undefined ? undefined : botIn(baton, workspace, bot, 'bot'),
    group === undefined ? undefined : groupIn(baton, workspace, group, 'group'),
    operator === undefined ? undefined : operatorIn(baton, workspace, operator, 'operator'),
  ])
  return {
    ...(found === undefined ? {} : { bot: found }),
    ...(channel === undefined ? {} : { channel }),
    ...(groups === undefined ? {} : { group: groups.id }),
    ...(operators === undefined ? {} : { operator: operators.id }),
  }
}

type Value = { value: number | null; part?: number; whole?: number } & Partial<Durations>
type Durations = {
  count: number
  meanMs: number | null
  medianMs: number | null
  p90Ms: number | null
  p95Ms: number | null
}
type ValueOf = (results: FigureResults, key: keyof FigureResults) => Value

function valuesOf({ group, operator }: Query): ValueOf {
  const isNarrowed = group !== undefined || operator !== undefined
  return (results, key) => {
    const result = results[key]
    if (isNarrowed && onlyOfAll.includes(key)) return { value: null, part: 0, whole: 0 }
    return 'medianMs' in result ? { value: result.medianMs, ...result } : result
  }
}

function figuresOfDay({ days }: Gathered, index: number, value: ValueOf): Record<string, Value> {
  const results = days[index]
  if (results === undefined) return {}
  return Object.fromEntries(listDefinitions().map(({ key }) => [key, value(results, key)]))
}

const columns = ['date', 'figure', 'name', 'unit', 'value', 'part', 'whole', 'count', 'mean', 'median', 'p90', 'p95']

function csvOf(days: readonly Day[], found: Gathered, value: ValueOf): string {
  const lines = days.flatMap(({ date }, index) => {
    const figures = figuresOfDay(found, index, value)
    return listDefinitions().map(({ key, name, unit }) => {
      const { value, part, whole, count, meanMs, medianMs, p90Ms, p95Ms } = figures[key] ?? { value: null }
      const numbers = [value, part, whole, count, meanMs, medianMs, p90Ms, p95Ms]
      return csvLine([date, key, name, unit, ...numbers.map((number): CsvValue => number ?? null)])
    })
  })
  return csvLine(columns) + lines.join('')
}

/** It is answered to nobody. */
function answerNobody(error: unknown): never {
  if (error instanceof NobodyWaits) throw new Problem(503, { code: 'gone', detail: 'The caller has gone.' })
  throw error
}
