import { readClock, readDate } from './clock-time.ts'
import { day, minute, type Recording } from './plan.ts'
import type { SimulationProblem } from './reader.ts'
import { tableOf } from './table.ts'

/** What a row asks for, in the words of the file; empty where it says nothing. */
export type Asked = { group: string; skills: string[]; languages: string[]; priority: number }

/** A recording, and what its rows ask for when it has columns for that: a row's demand is a place in `asked`. */
export type ReadRecording = { recording: Recording; asked: Asked[] | null }

/** Of times that are plain numbers. */
export type Unit = 'minutes' | 'seconds'

/** So many problems of one file are told; then how many more there are. */
const mostTold = 10
const nobody = -1
const columnsOfDemand = ['group', 'skills', 'languages', 'priority']
const words = { number: 'a number', clock: 'a time of day', date: 'a date and time' }

/** `at`: milliseconds since the beginning, since midnight or since 1970 UTC. */
type Time = { kind: keyof typeof words; at: number; offset: number }
type Row = { time: Time; demand: number; contact: number }

/**
 * Reads arrivals out of a table whose first line names the columns. `at` must be there; `group`, `skills`, `languages` and
 * `priority` say what a chat asks for, `contact` whose it is; others are passed over. Rows may stand in any order.
 */
export function readRecording(text: string, unit: Unit): ReadRecording | { problems: SimulationProblem[] } {
  const [head, ...lines] = tableOf(text)
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase())
  if (!names.includes('at')) return { problems: [{ path: 'line 1', message: 'no column is named `at`' }] }
  if (lines.length === 0) return { problems: [{ path: '', message: 'no arrival is in it' }] }
  const problems: SimulationProblem[] = []
  const asked = numbering<Asked>()
  const contacts = numbering<string>()
  const rows: Row[] = []
  for (const { cells, number } of lines) {
    const note = (message: string) => problems.push({ path: `line ${number}`, message })
    const cell = (name: string) => cells[names.indexOf(name)]?.trim() ?? ''
    const time = readTime(cell('at'), unit)
    const [first] = rows
    if (time === null) note(`\`at\` is no time: "${cell('at')}"`)
    else if (first !== undefined && first.time.kind !== time.kind)
      note(`\`at\` is ${words[time.kind]}, but ${words[first.time.kind]} in the rows before`)
    const one = readAsked(cell)
    if (!Number.isFinite(one.priority)) note(`\`priority\` is no number: "${cell('priority')}"`)
    const demand = asked.numberOf(JSON.stringify(one), one)
    const contact = cell('contact') === '' ? nobody : contacts.numberOf(cell('contact'), cell('contact'))
    if (time !== null) rows.push({ time, demand, contact })
  }
  if (problems.length > 0) return { problems: shortened(problems) }
  const hasDemand = columnsOfDemand.some((name) => names.includes(name))
  return {
    recording: recordingOf(rows, hasDemand, names.includes('contact')),
    asked: hasDemand ? asked.items : null,
  }
}

function recordingOf(rows: Row[], hasDemand: boolean, hasContacts: boolean): Recording {
  const sorted = rows.toSorted((one, other) => one.time.at - other.time.at)
  const [first] = sorted
  // A recording with dates begins at the midnight before its first arrival, by the clock on the wall there.
  const { at, offset } = first?.time ?? { at: 0, offset: 0 }
  const midnight = first?.time.kind === 'date' ? Math.floor((at + offset) / day) * day - offset : 0
  const times = Float64Array.from(sorted, ({ time }) => time.at - midnight)
  return {
    times,
    periodMs: (Math.floor((times.at(-1) ?? 0) / day) + 1) * day,
    demand: hasDemand ? Int32Array.from(sorted, ({ demand }) => demand) : null,
    contacts: hasContacts ? Int32Array.from(sorted, ({ contact }) => contact) : null,
  }
}

function readTime(text: string, unit: Unit): Time | null {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text)
    // From 2001 on, Unix times are greater than any count of minutes or seconds in a recording.
    if (number >= 1e11) return { kind: 'date', at: number, offset: 0 }
    if (number >= 1e9) return { kind: 'date', at: number * 1_000, offset: 0 }
    return { kind: 'number', at: number * (unit === 'minutes' ? minute : 1_000), offset: 0 }
  }
  const clock = readClock(text)
  if (clock !== null) return { kind: 'clock', at: clock, offset: 0 }
  const date = readDate(text)
  return date === null ? null : { kind: 'date', at: date.instant, offset: date.offset }
}

function readAsked(cell: (name: string) => string): Asked {
  const wordsIn = (name: string) =>
    cell(name)
      .split(/[\s|;,]+/)
      .filter((word) => word !== '')
  return {
    group: cell('group'),
    skills: wordsIn('skills'),
    languages: wordsIn('languages'),
    priority: Number(cell('priority') === '' ? 0 : cell('priority')),
  }
}

/** Gives a number to everything different, from 0. */
function numbering<Item>() {
  const numbers = new Map<string, number>()
  const items: Item[] = []
  return {
    items,
    numberOf(key: string, item: Item): number {
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, items.length)
      return items.push(item) - 1
    },
  }
}

function shortened(problems: SimulationProblem[]): SimulationProblem[] {
  const more = problems.length - mostTold
  if (more <= 0) return problems
  return [...problems.slice(0, mostTold), { path: '', message: `there are ${more} more rows like these` }]
}
