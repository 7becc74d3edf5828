import { asId, type GroupId } from '../ids.ts'
import { readClock } from './clock-time.ts'
import { day, minute, type OperatorPlan, type Shift } from './plan.ts'
import { at, type Reader, shown } from './reader.ts'

export const mostOperators = 100_000
const mostOpen = 1_000_000
const mostWeight = 100
const fieldsOfOperator = ['name', 'count', 'limit', 'weight', 'groups', 'skills', 'languages', 'shifts']

/** `operators`: how many there are, or a list of them. `limit`: of those who have none of their own. */
export function readOperators(reader: Reader, value: unknown, path: string, limit: number | null): OperatorPlan[] {
  if (!Array.isArray(value)) {
    if (typeof value !== 'number') {
      reader.must(path, 'a number of operators, or a list of them', value)
      return []
    }
    const count = reader.whole(value, path, 1, mostOperators)
    return Array.from({ length: count }, (_, index) => operatorNamed(`Operator ${index + 1}`, limit))
  }
  const operators = reader
    .list(value, path, 'operators')
    .flatMap((one, index) => readEntry(reader, one, `${path}[${index}]`, index, limit))
  if (operators.length > mostOperators) reader.note(path, `must be no more than ${mostOperators} operators in all`)
  const names = new Set<string>()
  for (const { name } of operators) {
    if (names.has(name)) reader.note(path, `two operators are named "${name}"`)
    names.add(name)
  }
  return operators.slice(0, mostOperators)
}

/** [RO-10] A limit, or none. */
export function readLimit(reader: Reader, value: unknown, path: string): number | null {
  return value === undefined || value === null ? null : reader.whole(value, path, 0, mostOpen)
}

export function groupNamed(name: string): GroupId {
  return asId(`grp_${name}`)
}

function operatorNamed(name: string, limit: number | null): OperatorPlan {
  return { name, limit, weight: 1, groups: [], skills: [], languages: [], shifts: null }
}

function readEntry(reader: Reader, value: unknown, path: string, index: number, limit: number | null): OperatorPlan[] {
  const fields = reader.fields(value, path, fieldsOfOperator)
  if (fields === null) return []
  const given = fields.name === undefined ? `Operator ${index + 1}` : reader.text(fields.name, at(path, 'name'))
  const count = fields.count === undefined ? 1 : reader.whole(fields.count, at(path, 'count'), 1, mostOperators)
  const operator: OperatorPlan = {
    name: given,
    limit: fields.limit === undefined ? limit : readLimit(reader, fields.limit, at(path, 'limit')),
    weight: fields.weight === undefined ? 1 : reader.whole(fields.weight, at(path, 'weight'), 1, mostWeight),
    groups: reader.texts(fields.groups, at(path, 'groups')).map(groupNamed),
    skills: reader.texts(fields.skills, at(path, 'skills')),
    languages: reader.texts(fields.languages, at(path, 'languages')),
    shifts: readShifts(reader, fields.shifts, at(path, 'shifts')),
  }
  if (fields.count === undefined) return [operator]
  return Array.from({ length: count }, (_, copy) => ({ ...operator, name: `${given}.${copy + 1}` }))
}

function readShifts(reader: Reader, value: unknown, path: string): Shift[] | null {
  if (value === undefined || value === null) return null
  const list = Array.isArray(value) ? reader.list(value, path, 'shifts') : [value]
  const shifts = list.flatMap((one, index) => readShift(reader, one, Array.isArray(value) ? `${path}[${index}]` : path))
  return joined(shifts)
}

/** `09:00-17:00`, or a mapping with `from` and `to`; over midnight when it ends before it begins. */
function readShift(reader: Reader, value: unknown, path: string): Shift[] {
  const [begin, finish, more] = typeof value === 'string' ? value.split(/\s*[-–]\s*/) : []
  const isText = begin !== undefined && finish !== undefined && more === undefined
  const fields = isText ? { from: begin, to: finish } : reader.fields(value, path, ['from', 'to'])
  if (fields === null) return []
  const from = readMoment(reader, fields.from, isText ? path : at(path, 'from'))
  const to = readMoment(reader, fields.to, isText ? path : at(path, 'to'))
  if (from === null || to === null) return []
  if (from === to || from === day) {
    reader.note(path, `must begin before 24:00 and not end when it begins: ${shown(value)}`)
    return []
  }
  return [{ from, to: to > from ? to : to + day }]
}

/** `HH:MM`, or the hour alone as text, or minutes since midnight. */
function readMoment(reader: Reader, value: unknown, path: string): number | null {
  const time = typeof value === 'string' ? readClock(/^\d{1,2}$/.test(value) ? `${value}:00` : value) : null
  if (time !== null) return time
  if (typeof value === 'number' && value >= 0 && value * minute <= day) return value * minute
  reader.must(path, 'a time as "09:30", or minutes since midnight', value)
  return null
}

/** Shifts that touch are one; null when they fill the day. */
function joined(shifts: readonly Shift[]): Shift[] | null {
  const sorted = shifts.toSorted((one, other) => one.from - other.from)
  const result: Shift[] = []
  for (const { from, to } of sorted) {
    const last = result.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  // The last one may reach into the next day, where the first ones are.
  for (;;) {
    const [first, last] = [result[0], result.at(-1)]
    if (first === undefined || last === undefined) return result
    if (first !== last && last.to - day >= first.from) {
      last.to = Math.max(last.to, first.to + day)
      result.shift()
    } else break
  }
  return result.some(({ from, to }) => to - from >= day) ? null : result
}
