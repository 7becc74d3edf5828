import { describe, expect, test } from 'vitest'
import { ok, refuse } from '../result.ts'
import { readClock, readDate } from './clock-time.ts'
import { day, hour, minute } from './plan.ts'
import { readRecording } from './read-recording.ts'
import { readSimulation } from './read-simulation.ts'
import { tableOf } from './table.ts'
import { simulation } from './testing.ts'

const least = { chats: 10, arrivals: { perHour: 6 }, length: { meanMinutes: 10 }, operators: 2 }

/** What is said to be wrong, as lines. */
function problems(document: unknown, files: Record<string, string> = {}): string[] {
  const read = readSimulation(document, (name) => {
    const text = files[name]
    return text === undefined ? refuse('cannot be read: there is no such file') : ok(text)
  })
  return read.ok ? [] : read.refusal.map(({ path, message }) => `${path}: ${message}`)
}

describe('defaults', () => {
  test('[RO-51] everything but chats, arrivals, length and operators has one', () => {
    const read = simulation(least)
    expect(read).toMatchObject({ seed: 1, patienceMs: null, contacts: null, serviceLevelSeconds: 20 })
    expect(read.length).toEqual({ distribution: 'exponential', meanMs: 10 * minute })
    expect(read.runs).toMatchObject([{ name: 'less_busy', mode: 'queue', pick: 'less_busy', ramp: null }])
    expect(read.runs[0]?.operators).toMatchObject([
      { name: 'Operator 1', limit: null, weight: 1, shifts: null },
      { name: 'Operator 2', limit: null, weight: 1, shifts: null },
    ])
  })

  test('[RO-51] each of the four is missed by name', () => {
    expect(problems({})).toEqual([
      'arrivals: is missing: it must be a mapping with `perHour`, `file`, `unit`',
      'operators: is missing: it must be a number of operators, or a list of them',
      'chats: is missing: it must be a whole number from 1 to 10,000,000',
      'length: is missing: it must be a mapping with `meanMinutes`, `distribution`, `cv2`',
    ])
    for (const document of [null, undefined, 'text', [1]]) expect(problems(document)).toHaveLength(1)
  })

  test('[RO-51] the file of the specification is read', () => {
    expect(
      problems({
        seed: 7,
        chats: 200_000,
        arrivals: { perHour: 240 },
        length: { meanMinutes: 10, distribution: 'exponential' },
        patience: { meanMinutes: 20 },
        operators: 10,
        limit: 1,
        mode: 'queue',
        pick: 'less_busy',
        compare: [{ pick: 'random' }, { limit: 3 }],
      }),
    ).toEqual([])
  })
})

describe('what is wrong is said with its place', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ colour: 1 }, 'colour: is unknown here'],
    [{ chats: 0 }, 'chats: must be a whole number from 1 to 10,000,000, not 0'],
    [{ chats: '10' }, 'chats: must be a whole number from 1 to 10,000,000, not "10"'],
    [{ seed: -1 }, 'seed: must be a whole number from 0 to 4,294,967,295, not -1'],
    [{ arrivals: {} }, 'arrivals: needs `perHour` or `file`'],
    [{ arrivals: { perHour: 0 } }, 'arrivals.perHour: must be a number above 0, not 0'],
    [{ arrivals: { perHour: [1, 2] } }, 'arrivals.perHour: must be one rate, or 24 for the hours of the day, not 2'],
    [{ arrivals: { perHour: Array(24).fill(0) } }, 'arrivals.perHour: must have an hour in which somebody comes'],
    [{ arrivals: { perHour: 1, unit: 'minutes' } }, 'arrivals.unit: goes only with `file`'],
    [{ arrivals: { perHour: 1, file: 'day.csv' } }, 'arrivals: has `perHour` and `file`: one of them is enough'],
    [{ arrivals: { file: 'no.csv' } }, 'arrivals.file: no.csv cannot be read: there is no such file'],
    [{ arrivals: { file: 'bad.csv' } }, 'arrivals.file: bad.csv, line 3: `at` is no time: "soon"'],
    [{ length: { meanMinutes: -1 } }, 'length.meanMinutes: must be a number above 0, not -1'],
    [
      { length: { meanMinutes: 1, distribution: 'x' } },
      'length.distribution: must be one of `exponential`, `lognormal`',
    ],
    [{ length: { meanMinutes: 1, cv2: 2 } }, 'length.cv2: goes only with `distribution: lognormal`'],
    [{ patience: 5 }, 'patience: must be a mapping with `meanMinutes`, `distribution`, not 5'],
    [{ operators: 0 }, 'operators: must be a whole number from 1 to 100,000, not 0'],
    [{ operators: [] }, 'operators: must be a list of operators, not []'],
    [{ operators: [{ limit: -1 }] }, 'operators[0].limit: must be a whole number from 0 to 1,000,000, not -1'],
    [{ operators: [{ weight: 0.5 }] }, 'operators[0].weight: must be a whole number from 1 to 100, not 0.5'],
    [{ operators: [{ shifts: '9am' }] }, 'operators[0].shifts: must be a mapping with `from`, `to`, not "9am"'],
    [
      { operators: [{ shifts: [{ from: '25:00', to: 60 }] }] },
      'operators[0].shifts[0].from: must be a time as "09:30"',
    ],
    [
      { operators: [{ shifts: '09:00-09:00' }] },
      'operators[0].shifts: must begin before 24:00 and not end when it begins: "09:00-09:00"',
    ],
    [{ operators: [{ name: 'Ana' }, { name: 'Ana' }] }, 'operators: two operators are named "Ana"'],
    [{ operators: [{ nmae: 'Ana' }] }, 'operators[0].nmae: is unknown here'],
    [{ limit: 1.5 }, 'limit: must be a whole number from 0 to 1,000,000, not 1.5'],
    [{ mode: 'ask' }, 'mode: must be one of `queue`, `assign`, not "ask"'],
    [{ pick: 'best' }, 'pick: must be one of `random`, `less_busy`, `specific`, `longest_idle`, `round_robin`'],
    [{ pick: 'specific' }, 'operator: is missing: it must be a text'],
    [{ pick: 'specific', operator: 'Ana' }, 'operator: nobody of the operators is named "Ana"'],
    [{ operator: 'Ana' }, 'operator: goes only with `pick: specific`'],
    [{ otherwise: 'random' }, 'otherwise: goes only with `pick: sticky`'],
    [{ newcomers: {} }, 'newcomers.everySeconds: is missing: it must be a number above 0'],
    [{ demand: [{ group: 'sales' }] }, 'demand[0].group: nobody is in the group "sales"'],
    [{ demand: [{ required: { skill: 'law' } }] }, 'demand[0].required.skill: is unknown here'],
    [{ serviceLevel: { seconds: -1 } }, 'serviceLevel.seconds: must be a number of 0 or more, not -1'],
    [{ compare: {} }, 'compare: must be a list of settings, not {}'],
    [{ compare: [7] }, 'compare[0]: must be a mapping with `name`, `operators`, `limit`, `mode`, `pick`'],
    [{ compare: [{ chats: 5 }] }, 'compare[0].chats: is the same for all runs, so that only their settings differ'],
    [{ compare: [{ pick: 'specific' }] }, 'compare[0].operator: is missing: it must be a text'],
    [{ compare: [{ limit: 'x' }] }, 'compare[0].limit: must be a whole number from 0 to 1,000,000, not "x"'],
  ])('[RO-51] %j', (fields, expected) => {
    const files = { 'day.csv': 'at\n09:00\n', 'bad.csv': 'at\n09:00\nsoon\n' }
    const found = problems({ ...least, ...fields }, files)
    expect(found).toHaveLength(1)
    expect(found[0]?.startsWith(expected), found[0]).toBe(true)
  })

  test('[RO-51] everything at once, and nothing twice', () => {
    const bad = { ...least, chats: -1, pick: 'x', operators: [{ limit: 'y' }], compare: [{ mode: 'z' }, { limit: 2 }] }
    expect(problems(bad).map((line) => line.split(':')[0])).toEqual([
      'operators[0].limit',
      'pick',
      'compare[0].mode',
      'chats',
    ])
  })

  test('[RO-51] of a file with very many problems the first are told, and how many more there are', () => {
    const found = problems({ ...least, arrivals: { file: 'bad.csv' } }, { 'bad.csv': `at\n${'x\n'.repeat(50)}` })
    expect(found).toHaveLength(11)
    expect(found.at(-1)).toBe('arrivals.file: bad.csv: there are 40 more rows like these')
  })
})

describe('runs', () => {
  test('[RO-51] the first is named after its pick, the others after what differs', () => {
    const names = (compare: unknown[], fields = {}) =>
      simulation({ ...least, ...fields, compare }).runs.map(({ name }) => name)
    expect(names([{ pick: 'random' }, { limit: 3 }, { pick: 'random', limit: 3 }, { limit: null }])).toEqual([
      'less_busy',
      'random',
      'limit 3',
      'random, limit 3',
      'no limit',
    ])
    expect(names([{ operators: 5 }, { mode: 'assign' }, {}, { name: 'Mine', limit: 1 }], { name: 'Ours' })).toEqual([
      'Ours',
      '5 operators',
      'mode assign',
      'the same',
      'Mine',
    ])
    expect(names([{ pick: 'less_busy' }, { limit: 1 }, { limit: 1 }])).toEqual([
      'less_busy',
      'less_busy (2)',
      'limit 1',
      'limit 1 (2)',
    ])
  })

  test('[RO-10] an own limit wins over the one for all, and none can be an own one', () => {
    const { runs } = simulation({
      ...least,
      limit: 2,
      operators: [{ limit: 5 }, {}, { limit: null }],
      compare: [{ limit: 4 }],
    })
    expect(runs.map(({ operators }) => operators.map(({ limit }) => limit))).toEqual([
      [5, 2, null],
      [5, 4, null],
    ])
  })

  test('[RO-51] what belongs to another pick is not taken over', () => {
    const sticky = { ...least, pick: 'sticky', otherwise: 'random' }
    const { runs } = simulation({ ...sticky, compare: [{ pick: 'random' }, { limit: 2 }] })
    expect(runs.map(({ pick, otherwise }) => [pick, otherwise])).toEqual([
      ['sticky', 'random'],
      ['random', 'less_busy'],
      ['sticky', 'random'],
    ])
  })

  test('[RO-51] one entry can stand for many operators', () => {
    const { runs } = simulation({
      ...least,
      operators: [{ name: 'Early', count: 2, groups: 'support' }, { name: 'Ana' }],
    })
    expect(runs[0]?.operators.map(({ name, groups }) => [name, groups])).toEqual([
      ['Early.1', ['grp_support']],
      ['Early.2', ['grp_support']],
      ['Ana', []],
    ])
  })
})

describe('shifts', () => {
  const shiftsOf = (shifts: unknown) => simulation({ ...least, operators: [{ shifts }] }).runs[0]?.operators[0]?.shifts

  test.each<[unknown, [number, number][] | null]>([
    ['09:00-17:30', [[9, 17.5]]],
    ['9-17', [[9, 17]]],
    [{ from: '22:00', to: '06:00' }, [[22, 30]]],
    [{ from: 540, to: 600 }, [[9, 10]]],
    [
      ['08:00-12:00', { from: '13:00', to: '17:00' }],
      [
        [8, 12],
        [13, 17],
      ],
    ],
    [['13:00-17:00', '08:00-14:00'], [[8, 17]]],
    [['20:00-24:00', '00:00-04:00'], [[20, 28]]],
    [
      ['20:00-03:00', '02:00-05:00', '12:00-13:00'],
      [
        [12, 13],
        [20, 29],
      ],
    ],
    ['00:00-24:00', null],
    [['06:00-18:00', '18:00-06:00'], null],
    [null, null],
  ])('[RO-51] %j', (shifts, expected) => {
    expect(shiftsOf(shifts)).toEqual(expected?.map(([from, to]) => ({ from: from * hour, to: to * hour })) ?? null)
  })
})

describe('recordings', () => {
  const timesOf = (rows: string[], unit: 'minutes' | 'seconds' = 'minutes') => {
    const read = readRecording(`at\n${rows.join('\n')}`, unit)
    return 'problems' in read ? read.problems : [...read.recording.times]
  }

  test.each<[string, string[], number[]]>([
    [
      'times of day',
      ['09:30', '10:00:30', '9:05', '00:00:00.250'],
      [250, 9 * hour + 5 * minute, 9.5 * hour, 10 * hour + 30_000],
    ],
    ['minutes', ['0', '1.5', '600'], [0, 90_000, 600 * minute]],
    ['RFC 3339', ['2026-01-05T09:00:00Z', '2026-01-06T08:30:00.5Z'], [9 * hour, day + 8.5 * hour + 500]],
    [
      'the wall clock of the first counts',
      ['2026-01-05T09:00:00+02:00', '2026-01-05T08:00:00Z'],
      [9 * hour, 10 * hour],
    ],
    ['a space, no zone, no seconds', ['2026-01-05 09:00', '2026-01-05'], [0, 9 * hour]],
    ['Unix seconds', ['1767603600', '1767607200'], [9 * hour, 10 * hour]],
    ['Unix milliseconds', ['1767603600000', '1767603600001'], [9 * hour, 9 * hour + 1]],
  ])('[RO-51] %s', (_, rows, expected) => {
    expect(timesOf(rows)).toEqual(expected.map((time) => expect.closeTo(time, 6)))
  })

  test('[RO-51] plain numbers can be seconds', () => {
    expect(timesOf(['90', '30'], 'seconds')).toEqual([30_000, 90_000])
  })

  test.each<[string, string]>([
    ['at\n09:00\n5', '`at` is a number, but a time of day in the rows before'],
    ['at\n25:00', '`at` is no time: "25:00"'],
    ['at\n2026-02-30T09:00:00Z', '`at` is no time: "2026-02-30T09:00:00Z"'],
    ['at,priority\n09:00,high', '`priority` is no number: "high"'],
    ['time\n09:00', 'no column is named `at`'],
    ['at\n', 'no arrival is in it'],
    ['', 'no column is named `at`'],
  ])('[RO-51] %j is refused', (text, message) => {
    expect(readRecording(text, 'minutes')).toMatchObject({ problems: [{ message }] })
  })

  test('[RO-51] rows may say what they ask for and whose they are', () => {
    const read = readRecording(
      'contact;At;group;skills\nann;10:00;sales;billing vip\nbob;09:00;;\nann;11:00;sales;billing vip\n;12:00;;',
      'minutes',
    )
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    expect([...(read.recording.demand ?? [])]).toEqual([1, 0, 0, 1])
    expect([...(read.recording.contacts ?? [])]).toEqual([1, 0, 0, -1])
    expect(read.asked).toEqual([
      { group: 'sales', skills: ['billing', 'vip'], languages: [], priority: 0 },
      { group: '', skills: [], languages: [], priority: 0 },
    ])
  })

  test('[RO-51] without `chats` every recorded one arrives once; with it the recording comes again day by day', () => {
    const { chats: _, ...document } = { ...least, arrivals: { file: 'day.csv' } }
    const files = { 'day.csv': 'at\n09:00\n10:00\n' }
    expect(simulation({ ...document, chats: undefined }, files).chats).toBe(2)
    expect(simulation({ ...document, chats: 5 }, files)).toMatchObject({ arrivals: { recording: { periodMs: day } } })
  })
})

test('[RO-51] tables: quotes, other separators, line ends, a byte order mark, empty lines', () => {
  const cells = (text: string) => tableOf(text).map((row) => [row.number, ...row.cells])
  expect(cells('\uFEFFat,b\r\n"1,""x"" ",2\r\n\r\n3,4')).toEqual([
    [1, 'at', 'b'],
    [2, '1,"x" ', '2'],
    [4, '3', '4'],
  ])
  expect(cells('at;b\n1;2,5')).toEqual([
    [1, 'at', 'b'],
    [2, '1', '2,5'],
  ])
  expect(cells('at\tb\n"two\nlines"\t2\n3\t4\n')).toEqual([
    [1, 'at', 'b'],
    [2, 'two\nlines', '2'],
    [4, '3', '4'],
  ])
})

test('[RO-51] clocks and dates are read or are none', () => {
  expect([readClock('24:00'), readClock('24:01'), readClock('9:60'), readClock('noon')]).toEqual([
    day,
    null,
    null,
    null,
  ])
  expect(readDate('2026-07-01T00:30:00-0330')).toEqual({
    instant: Date.UTC(2026, 6, 1, 4),
    offset: -3.5 * hour,
  })
  expect([readDate('2026-13-01'), readDate('yesterday')]).toEqual([null, null])
})
