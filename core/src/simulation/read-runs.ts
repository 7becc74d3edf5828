import { type PickOrder, pickOrders } from '../routing/index.ts'
import { minute, type RunPlan } from './plan.ts'
import { readLimit, readOperators } from './read-operators.ts'
import { at, type Fields, type Reader, shown } from './reader.ts'

/** What runs may differ in. */
export const fieldsOfRun = ['name', 'operators', 'limit', 'mode', 'pick', 'operator', 'otherwise', 'newcomers']

const fieldsOfPick = ['operator', 'otherwise']
const whileSticky = ['less_busy', 'random', 'longest_idle', 'round_robin', 'two_choices'] as const

/**
 * The run of the file itself, and each that it is compared with: the same but for the fields that are given there. `shared`:
 * fields that no run may have for itself.
 */
export function readRuns(reader: Reader, fields: Fields, shared: readonly string[]): RunPlan[] {
  const first = readRun(reader, fields, (name) => name)
  if (fields.compare === undefined || fields.compare === null) return [first]
  const others = reader.list(fields.compare, 'compare', 'settings').map((entry, index) => {
    const path = `compare[${index}]`
    const own = reader.fields(withoutShared(reader, entry, path, shared), path, fieldsOfRun)
    if (own === null) return first
    const { name: _, ...inherited } = fields
    // What belongs to another pick is not inherited by this one.
    if (own.pick !== undefined && own.pick !== fields.pick) for (const name of fieldsOfPick) delete inherited[name]
    const isOwn = (name: string) => name in own || ('pick' in own && fieldsOfPick.includes(name))
    const run = readRun(reader, { ...inherited, ...own }, (name) => (isOwn(name) ? at(path, name) : name))
    return own.name === undefined ? { ...run, name: differenceOf(own, run) } : run
  })
  return withOwnNames([first, ...others])
}

/** What every run sees alike is no setting that they could differ in. */
function withoutShared(reader: Reader, entry: unknown, path: string, shared: readonly string[]): unknown {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry
  return Object.fromEntries(
    Object.entries(entry).filter(([name]) => {
      if (!shared.includes(name)) return true
      reader.note(at(path, name), 'is the same for all runs, so that only their settings differ')
      return false
    }),
  )
}

function readRun(reader: Reader, fields: Fields, pathOf: (name: string) => string): RunPlan {
  const limit = readLimit(reader, fields.limit, pathOf('limit'))
  const operators = readOperators(reader, fields.operators, pathOf('operators'), limit)
  const mode = fields.mode === undefined ? 'queue' : reader.choice(fields.mode, pathOf('mode'), ['queue', 'assign'])
  const pick = fields.pick === undefined ? 'less_busy' : reader.choice(fields.pick, pathOf('pick'), pickOrders)
  return {
    name: fields.name === undefined ? pick : reader.text(fields.name, pathOf('name')),
    isListed: Array.isArray(fields.operators),
    operators,
    mode,
    pick,
    named: readNamed(reader, fields, pick, operators, pathOf('operator')),
    otherwise: readOtherwise(reader, fields, pick, pathOf('otherwise')),
    ramp: readRamp(reader, fields.newcomers, pathOf('newcomers')),
  }
}

/** [HO-32] Only `specific` names somebody, and it must. */
function readNamed(
  reader: Reader,
  { operator }: Fields,
  pick: PickOrder,
  operators: RunPlan['operators'],
  path: string,
): number | null {
  if (pick !== 'specific') {
    if (operator !== undefined) reader.note(path, 'goes only with `pick: specific`')
    return null
  }
  const name = reader.text(operator, path)
  const number = operators.findIndex((one) => one.name === name)
  if (number < 0 && name === operator) reader.note(path, `nobody of the operators is named ${shown(name)}`)
  return Math.max(0, number)
}

function readOtherwise(reader: Reader, { otherwise }: Fields, pick: PickOrder, path: string): RunPlan['otherwise'] {
  if (otherwise === undefined) return 'less_busy'
  if (pick !== 'sticky') reader.note(path, 'goes only with `pick: sticky`')
  return reader.choice(otherwise, path, whileSticky)
}

/** [RO-32] */
function readRamp(reader: Reader, value: unknown, path: string): RunPlan['ramp'] {
  if (value === undefined || value === null) return null
  const fields = reader.fields(value, path, ['everySeconds', 'forMinutes'])
  if (fields === null) return null
  const lasts = fields.forMinutes === undefined ? 15 : reader.positive(fields.forMinutes, at(path, 'forMinutes'))
  return { everyMs: reader.positive(fields.everySeconds, at(path, 'everySeconds')) * 1_000, lastsMs: lasts * minute }
}

/** What a run has that the first one has not, in words: `random, limit 3`. */
function differenceOf(own: Fields, { pick, operators }: RunPlan): string {
  const words: Record<string, string> = {
    pick,
    limit: own.limit === null ? 'no limit' : `limit ${own.limit}`,
    operators: `${operators.length} operators`,
    mode: `mode ${own.mode}`,
    operator: `${own.operator}`,
    otherwise: `otherwise ${own.otherwise}`,
    newcomers: own.newcomers === null ? 'no newcomers’ ramp' : 'newcomers’ ramp',
  }
  const said = Object.entries(words).flatMap(([name, word]) => (own[name] === undefined ? [] : [word]))
  return said.length === 0 ? 'the same' : said.join(', ')
}

/** Runs that would be called the same get a number. */
function withOwnNames(runs: RunPlan[]): RunPlan[] {
  const names = new Set<string>()
  return runs.map((run) => {
    let name = run.name
    for (let number = 2; names.has(name); number += 1) name = `${run.name} (${number})`
    names.add(name)
    return { ...run, name }
  })
}
