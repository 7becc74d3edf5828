import type { GroupId } from '../ids.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Abilities } from '../routing/index.ts'
import { type Arrivals, type Demand, type Length, minute, type RunPlan, type Simulation } from './plan.ts'
import { groupNamed } from './read-operators.ts'
import { type Asked, readRecording } from './read-recording.ts'
import { fieldsOfRun, readRuns } from './read-runs.ts'
import { at, Reader, type SimulationProblem, shown } from './reader.ts'

export type { SimulationProblem } from './reader.ts'

/** Answers the text of a file that the simulation names, or in one clause why it cannot be read. */
export type ReadFile = (name: string) => Result<string, string>

const mostChats = 10_000_000
const mostSeed = 2 ** 32 - 1
const mostContacts = 10_000_000
const hoursOfDay = 24

/** What all runs see alike. */
const fieldsOfAll = ['seed', 'chats', 'arrivals', 'length', 'patience', 'demand', 'contacts', 'serviceLevel']

/** [RO-51] A simulation out of a document, as `docs/simulate.md` says; otherwise everything that is wrong with it. */
export function readSimulation(document: unknown, readFile: ReadFile): Result<Simulation, SimulationProblem[]> {
  const reader = new Reader()
  const fields = reader.fields(document, '', [...fieldsOfAll, ...fieldsOfRun, 'compare'])
  if (fields === null) return refuse(reader.problems)
  const { arrivals, asked, count } = readArrivals(reader, fields.arrivals, readFile)
  const isWhole = fields.chats === undefined && count !== null
  const demand = asked === null ? readDemand(reader, fields.demand) : asked.map(demandOf)
  const runs = readRuns(reader, fields, fieldsOfAll)
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
  noteLostGroups(reader, demand, runs, (index) => (asked === null ? `demand[${index}].group` : 'arrivals.file'))
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

/** A group that nobody of any run is in is a slip of the pen, or its chats would never be answered. */
function noteLostGroups(
  reader: Reader,
  demand: readonly Demand[],
  runs: readonly RunPlan[],
  pathOf: (index: number) => string,
): void {
  if (reader.problems.some(({ path }) => path.includes('operators'))) return
  const known = new Set(runs.flatMap(({ operators }) => operators.flatMap(({ groups }) => groups)))
  for (const [index, { group }] of demand.entries())
    if (group !== null && !known.has(group)) reader.note(pathOf(index), `nobody is in the group ${nameOf(group)}`)
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
