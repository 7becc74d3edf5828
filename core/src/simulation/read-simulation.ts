import type { GroupId } from '../ids.ts'
import { ok, type Result, refuse } from '../result.ts'
import { type Abilities, type PickOrder, pickOrders } from '../routing/index.ts'
import { type Arrivals, type Demand, type Length, minute, type RunPlan, type Simulation } from './plan.ts'
import { groupNamed, readLimit, readOperators } from './read-operators.ts'
import { type Asked, readRecording } from './read-recording.ts'
import { at, type Fields, Reader, type SimulationProblem, shown } from './reader.ts'

export type { SimulationProblem } from './reader.ts'

/** Answers the text of a file that the simulation names, or in one clause why it cannot be read. */
export type ReadFile = (name: string) => Result<string, string>

const mostChats = 10_000_000
const mostSeed = 2 ** 32 - 1
const mostContacts = 10_000_000
const hoursOfDay = 24

/** What runs may differ in. */
const fieldsOfRun = ['name', 'operators', 'limit', 'mode', 'pick', 'operator', 'otherwise', 'newcomers']
const fieldsOfAll = ['seed', 'chats', 'arrivals', 'length', 'patience', 'demand', 'contacts', 'serviceLevel']
const fieldsOfPick = ['operator', 'otherwise']
const anyPick = pickOrders as readonly [PickOrder, ...PickOrder[]]
const whileSticky = ['less_busy', 'random', 'longest_idle', 'round_robin', 'two_choices'] as const

/** [RO-51] A simulation out of a document, as `docs/simulate.md` says; otherwise everything that is wrong with it. */
export function readSimulation(document: unknown, readFile: ReadFile): Result<Simulation, SimulationProblem[]> {
  const reader = new Reader()
  const fields = reader.fields(document, '', [...fieldsOfAll, ...fieldsOfRun, 'compare'])
  if (fields === null) return refuse(reader.problems)
  const { arrivals, asked, count } = readArrivals(reader, fields.arrivals, readFile)
  const isWhole = fields.chats === undefined && count !== null
  const demand = asked === null ? readDemand(reader, fields.demand) : asked.map(demandOf)
  const runs = readRuns(reader, fields)
  const simulation: Simulation = {
    seed: fields.seed === undefined ? 1 : reader.whole(fields.seed, 'seed', 0, mostSeed),
    chats: isWhole ? count : reader.whole(fields.chats, 'chats', 1, mostChats),
    arrivals,
    length: readLength(reader, fields.length),
    patienceMs: readPatience(reader, fields.patience),
    demand,
    contacts: fields.contacts == null ? null : reader.whole(fields.contacts, 'contacts', 1, mostContacts),
    serviceLevelSeconds: readServiceLevel(reader, fields.serviceLevel),
    runs,
  }
  for (const [index, { group }] of demand.entries())
    if (group !== null && !runs.some((run) => hasGroup(run, group)) && reader.problems.length === 0)
      reader.note(
        asked === null ? `demand[${index}].group` : 'arrivals.file',
        `nobody is in the group ${nameOf(group)}`,
      )
  const problems = withoutRepeats(reader.problems)
  return problems.length > 0 ? refuse(problems) : ok(simulation)
}

type ReadArrivals = { arrivals: Arrivals; asked: Asked[] | null; count: number | null }

function readArrivals(reader: Reader, value: unknown, readFile: ReadFile): ReadArrivals {
  const path = 'arrivals'
  const nothing: ReadArrivals = { arrivals: { kind: 'rates', perHour: [1] }, asked: null, count: null }
  const fields = reader.fields(value, path, ['perHour', 'file', 'unit'])
  if (fields === null) return nothing
  const isFile = fields.file !== undefined
  if (isFile === (fields.perHour !== undefined)) {
    reader.note(path, isFile ? 'has `perHour` and `file`: one of them is enough' : 'needs `perHour` or `file`')
    return nothing
  }
  if (!isFile) {
    if (fields.unit !== undefined) reader.note(at(path, 'unit'), 'goes only with `file`')
    return { ...nothing, arrivals: { kind: 'rates', perHour: readRates(reader, fields.perHour, at(path, 'perHour')) } }
  }
  const unit =
    fields.unit === undefined ? 'minutes' : reader.choice(fields.unit, at(path, 'unit'), ['minutes', 'seconds'])
  const name = reader.text(fields.file, at(path, 'file'))
  if (name !== fields.file) return nothing
  const text = readFile(name)
  if (!text.ok) {
    reader.note(at(path, 'file'), `${name} ${text.refusal}`)
    return nothing
  }
  const read = readRecording(text.value, unit)
  if ('problems' in read) {
    for (const { path: line, message } of read.problems)
      reader.note(at(path, 'file'), `${name}${line === '' ? '' : `, ${line}`}: ${message}`)
    return nothing
  }
  const { recording, asked } = read
  return { arrivals: { kind: 'recorded', recording }, asked, count: Math.min(recording.times.length, mostChats) }
}

/** One rate, or one for each hour of the day. */
function readRates(reader: Reader, value: unknown, path: string): number[] {
  if (!Array.isArray(value)) return [reader.positive(value, path)]
  if (value.length !== hoursOfDay)
    reader.note(path, `must be one rate, or ${hoursOfDay} for the hours of the day, not ${value.length}`)
  const rates = value.map((one, hour) => reader.amount(one, `${path}[${hour}]`))
  if (rates.every((rate) => rate === 0)) reader.note(path, 'must have an hour in which somebody comes')
  return rates
}

function readLength(reader: Reader, value: unknown): Length {
  const path = 'length'
  const fields = reader.fields(value, path, ['meanMinutes', 'distribution', 'cv2'])
  if (fields === null) return { distribution: 'exponential', meanMs: minute }
  const meanMs = reader.positive(fields.meanMinutes, at(path, 'meanMinutes')) * minute
  const distribution =
    fields.distribution === undefined
      ? 'exponential'
      : reader.choice(fields.distribution, at(path, 'distribution'), ['exponential', 'lognormal', 'deterministic'])
  if (distribution === 'lognormal') {
    const cv2 = fields.cv2 === undefined ? 1 : reader.amount(fields.cv2, at(path, 'cv2'))
    return { distribution, meanMs, cv2 }
  }
  if (fields.cv2 !== undefined) reader.note(at(path, 'cv2'), 'goes only with `distribution: lognormal`')
  return { distribution, meanMs }
}

function readPatience(reader: Reader, value: unknown): number | null {
  if (value === undefined || value === null) return null
  const fields = reader.fields(value, 'patience', ['meanMinutes', 'distribution'])
  if (fields === null) return null
  if (fields.distribution !== undefined) reader.choice(fields.distribution, 'patience.distribution', ['exponential'])
  return reader.positive(fields.meanMinutes, 'patience.meanMinutes') * minute
}

function readServiceLevel(reader: Reader, value: unknown): number {
  if (value === undefined) return 20
  const fields = reader.fields(value, 'serviceLevel', ['seconds'])
  if (fields === null) return 0
  return reader.amount(fields.seconds, 'serviceLevel.seconds')
}

const anything: Demand = { share: 1, group: null, required: null, preferred: null, priority: 0 }

function readDemand(reader: Reader, value: unknown): Demand[] {
  if (value === undefined || value === null) return [anything]
  const demand = reader.list(value, 'demand', 'what chats ask for').map((one, index) => {
    const path = `demand[${index}]`
    const fields = reader.fields(one, path, ['share', 'group', 'required', 'preferred', 'priority'])
    if (fields === null) return anything
    return {
      share: fields.share === undefined ? 1 : reader.positive(fields.share, at(path, 'share')),
      group: fields.group == null ? null : groupNamed(reader.text(fields.group, at(path, 'group'))),
      required: readAbilities(reader, fields.required, at(path, 'required')),
      preferred: readAbilities(reader, fields.preferred, at(path, 'preferred')),
      priority: fields.priority === undefined ? 0 : reader.number(fields.priority, at(path, 'priority')),
    }
  })
  return demand.length === 0 ? [anything] : demand
}

function readAbilities(reader: Reader, value: unknown, path: string): Abilities | null {
  if (value === undefined || value === null) return null
  const fields = reader.fields(value, path, ['skills', 'languages'])
  if (fields === null) return null
  return {
    skills: reader.texts(fields.skills, at(path, 'skills')),
    languages: reader.texts(fields.languages, at(path, 'languages')),
  }
}

function demandOf({ group, skills, languages, priority }: Asked): Demand {
  const required = skills.length + languages.length > 0 ? { skills, languages } : null
  return { ...anything, group: group === '' ? null : groupNamed(group), required, priority }
}

/** The run of the file itself, and each that it is compared with: the same but for the fields that are given there. */
function readRuns(reader: Reader, fields: Fields): RunPlan[] {
  const first = readRun(reader, fields, (name) => name)
  if (fields.compare === undefined || fields.compare === null) return [first]
  const others = reader.list(fields.compare, 'compare', 'settings').map((entry, index) => {
    const path = `compare[${index}]`
    const own = reader.fields(withoutShared(reader, entry, path), path, fieldsOfRun)
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
function withoutShared(reader: Reader, entry: unknown, path: string): unknown {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry
  return Object.fromEntries(
    Object.entries(entry).filter(([name]) => {
      if (!fieldsOfAll.includes(name)) return true
      reader.note(at(path, name), 'is the same for all runs, so that only their settings differ')
      return false
    }),
  )
}

function readRun(reader: Reader, fields: Fields, pathOf: (name: string) => string): RunPlan {
  const limit = readLimit(reader, fields.limit, pathOf('limit'))
  const operators = readOperators(reader, fields.operators, pathOf('operators'), limit)
  const mode = fields.mode === undefined ? 'queue' : reader.choice(fields.mode, pathOf('mode'), ['queue', 'assign'])
  const pick = fields.pick === undefined ? 'less_busy' : reader.choice(fields.pick, pathOf('pick'), anyPick)
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

function hasGroup({ operators }: RunPlan, group: GroupId): boolean {
  return operators.some(({ groups }) => groups.includes(group))
}

function nameOf(group: GroupId): string {
  return shown(group.slice(groupNamed('').length))
}

function withoutRepeats(problems: readonly SimulationProblem[]): SimulationProblem[] {
  const said = new Set<string>()
  return problems.filter(({ path, message }) => {
    const key = `${path}: ${message}`
    return said.has(key) ? false : said.add(key)
  })
}
