import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pickOrders } from '../routing/index.ts'
import { day, hour, minute, type OperatorPlan } from './plan.ts'
import { type Happening, Run } from './run.ts'
import { simulate } from './simulate.ts'
import { figures, figuresOf, happenings, simulation } from './testing.ts'

const seed = 20_260_111

describe('the same for all runs', () => {
  const document = {
    chats: 5_000,
    arrivals: { perHour: 30 },
    patience: { meanMinutes: 5 },
    operators: 4,
    limit: 1,
    demand: [{ share: 2 }, { share: 1, priority: 3 }],
    compare: [{ pick: 'random' }, { limit: 2 }, { operators: 3 }, { mode: 'assign' }],
  }

  test('[RO-51] each chat arrives at the same time, takes as long, and its contact waits as long', () => {
    const played = simulation(document)
    const seen = played.runs.map((_, index) => happenings(played, index))
    const facts = seen.map((list) => {
      const chats = Array.from({ length: played.chats }, () => ({ at: 0, length: 0, patience: 0, begun: 0 }))
      for (const { type, at, chat } of list) {
        const one = chats[chat]
        if (one === undefined) continue
        if (type === 'arrived') one.at = at
        if (type === 'assigned') one.begun = at
        if (type === 'ended') one.length = at - one.begun
        if (type === 'left') one.patience = at - one.at
      }
      return chats
    })
    const [first = [], ...others] = facts
    for (const other of others)
      for (const [chat, one] of first.entries()) {
        const same = other[chat]
        expect(same?.at).toBe(one.at)
        if (one.length > 0 && same && same.length > 0) expect(same.length).toBeCloseTo(one.length, 3)
        if (one.patience > 0 && same && same.patience > 0) expect(same.patience).toBeCloseTo(one.patience, 3)
      }
  })

  test('[RO-51] the same seed gives the same figures, another seed others, and a run beside others is as alone', () => {
    const whole = figures(document)
    expect(figures(document)).toEqual(whole)
    expect(figures({ ...document, seed: 2 })[0]).not.toEqual(whole[0])
    const { compare: _, ...alone } = document
    expect(figuresOf(alone)).toEqual(whole[0])
  })

  test('[RO-51] figures that no machine may change', () => {
    const lognormal = { meanMinutes: 12, distribution: 'lognormal', cv2: 2 }
    expect(
      figures({ ...document, chats: 2_000, length: lognormal, compare: [{ pick: 'two_choices', limit: 2 }] }),
    ).toMatchInlineSnapshot(`
      [
        {
          "abandonment": 0.3675,
          "load": {
            "mean": 3.50593,
            "meanMax": 0.995559,
            "meanSpread": 0.308481,
            "variancePerOperator": 0.10822,
          },
          "meanWaitMinutes": 1.47215,
          "name": "less_busy",
          "occupancy": 0.876483,
          "perOperator": [
            {
              "assigned": 342,
            },
            {
              "assigned": 334,
            },
            {
              "assigned": 303,
            },
            {
              "assigned": 286,
            },
          ],
          "serviceLevel": {
            "F4": 0.350877,
            "seconds": 20,
          },
          "ties": {
            "byPosition": [
              80,
              72,
              56,
              77,
            ],
            "picked": 285,
          },
          "wait": {
            "p50": 0.0630173,
            "p90": 4.87308,
            "p95": 6.55892,
          },
          "waitProbability": 0.6875,
        },
        {
          "abandonment": 0.055,
          "load": {
            "mean": 5.15397,
            "meanMax": 1.76427,
            "meanSpread": 0.984867,
            "variancePerOperator": 0.485744,
          },
          "meanWaitMinutes": 0.229431,
          "name": "two_choices, limit 2",
          "occupancy": 0.859554,
          "perOperator": [
            {
              "assigned": 464,
            },
            {
              "assigned": 503,
            },
            {
              "assigned": 450,
            },
            {
              "assigned": 473,
            },
          ],
          "serviceLevel": {
            "F4": 0.843167,
            "seconds": 20,
          },
          "ties": {
            "byPosition": [
              225,
              238,
              209,
              205,
            ],
            "picked": 877,
          },
          "wait": {
            "p50": 0,
            "p90": 0.559146,
            "p95": 1.88887,
          },
          "waitProbability": 0.189,
        },
      ]
    `)
  })
})

describe('nothing passes what it may not', () => {
  const anyShifts = fc.option(
    fc
      .record({ from: fc.integer({ min: 0, max: 1_439 }), to: fc.integer({ min: 0, max: 1_440 }) })
      .filter(({ from, to }) => from !== to),
  )
  const anyOperator = fc.record(
    {
      limit: fc.option(fc.integer({ min: 0, max: 3 })),
      weight: fc.integer({ min: 1, max: 3 }),
      groups: fc.subarray(['support', 'sales']),
      skills: fc.subarray(['billing']),
      shifts: anyShifts,
    },
    { requiredKeys: ['groups', 'skills'] },
  )
  const anyDocument = fc.record({
    seed: fc.nat({ max: 1_000 }),
    operators: fc.array(anyOperator, { minLength: 1, maxLength: 5 }),
    mode: fc.constantFrom('queue', 'assign'),
    pick: fc.constantFrom(...pickOrders.filter((pick) => pick !== 'specific')),
    patience: fc.option(fc.constant({ meanMinutes: 30 })),
    newcomers: fc.option(fc.constant({ everySeconds: 300 })),
    contacts: fc.option(fc.constant(20)),
  })
  const demand = [
    { share: 2 },
    { share: 1, group: 'support', priority: 5 },
    { share: 1, group: 'sales', required: { skills: ['billing'] } },
  ]
  const everybody = {
    name: 'Everybody',
    limit: 1,
    groups: ['support', 'sales'],
    skills: ['billing'],
    shifts: '10:00-11:00',
  }

  test('[RO-10][RO-11][RO-20][RO-21] limits, shifts, groups and order, and nobody waits while somebody could take them', () => {
    fc.assert(
      fc.property(anyDocument, ({ operators, ...settings }) => {
        const length = { meanMinutes: 25 }
        const all = [...operators, everybody]
        const played = simulation({ chats: 150, arrivals: { perHour: 8 }, length, demand, ...settings, operators: all })
        const plan = played.runs[0]
        if (plan === undefined) throw new Error('no run')
        watchClosely(plan.operators, happenings(played), settings.mode === 'queue')
      }),
      { seed, numRuns: 150 },
    )
  })

  /** Looks at every assignment; whether somebody waits in vain is told by those who have no wishes. */
  function watchClosely(operators: readonly OperatorPlan[], seen: readonly Happening[], isQueue: boolean): void {
    const loads = operators.map(() => 0)
    const open = new Set<number>()
    const states = new Map<number, string>()
    for (const [index, { type, at, chat, ...more }] of seen.entries()) {
      const operator = 'operator' in more ? more.operator : -1
      if (type === 'assigned') {
        loads[operator] = (loads[operator] ?? 0) + 1
        const plan = operators[operator]
        expect(loads[operator]).toBeLessThanOrEqual(plan?.limit ?? Number.POSITIVE_INFINITY)
        if (plan) expect(isOnShift(plan, at)).toBe(true)
        expect(states.get(chat)).toBe('arrived')
        open.delete(chat)
      }
      if (type === 'ended') loads[operator] = (loads[operator] ?? 0) - 1
      if (type === 'arrived' && isQueue) open.add(chat)
      if (type === 'left') open.delete(chat)
      states.set(chat, type)
      if (seen[index + 1]?.at === at || open.size === 0) continue
      const isSomebodyFree = operators.some(
        (plan, number) =>
          isOnShift(plan, at) &&
          (plan.limit === null || (loads[number] ?? 0) < plan.limit) &&
          plan.groups.length === 2 &&
          plan.skills.length === 1,
      )
      expect(isSomebodyFree, `${open.size} wait at ${at}`).toBe(false)
    }
  }

  function isOnShift({ shifts }: OperatorPlan, at: number): boolean {
    const time = at % day
    return shifts === null || shifts.some(({ from, to }) => (time >= from && time <= to) || time + day <= to)
  }
})

describe('a queue', () => {
  test('[RO-20] who came first is answered first, unless somebody has priority: a minute for each point', () => {
    const csv = 'at,priority\n0,0\n1,0\n2,0\n3,3\n4,1\n'
    const settings = { chats: 5, arrivals: { file: 'day.csv' }, operators: 1, limit: 1 }
    const length = { meanMinutes: 60, distribution: 'deterministic' }
    const seen = happenings(simulation({ ...settings, length }, { 'day.csv': csv }))
    const order = seen.filter(({ type }) => type === 'assigned').map(({ chat }) => chat)
    // The fourth counts as from minute 0, the fifth as from 3.
    expect(order).toEqual([0, 3, 1, 2, 4])
  })

  test('[RO-51] who is free just when a chat arrives takes it, and just when somebody would leave keeps them', () => {
    const settings = { arrivals: { file: 'day.csv' }, operators: 1, limit: 1 }
    const length = { meanMinutes: 10, distribution: 'deterministic' }
    const files = { 'day.csv': 'at\n0\n10\n20\n' }
    const played = figuresOf({ ...settings, length, chats: 3 }, files)
    expect([played.waitProbability, played.meanWaitMinutes, played.occupancy]).toEqual([0, 0, 1])
  })

  test('[RO-51] waits, leavers and service level of a day that can be worked out by hand', () => {
    const settings = { chats: 4, arrivals: { file: 'day.csv' }, operators: 1, limit: 1 }
    const length = { meanMinutes: 10, distribution: 'deterministic' }
    const played = figuresOf(
      { ...settings, length, serviceLevel: { seconds: 600 } },
      { 'day.csv': 'at\n0\n5\n6\n40\n' },
    )
    // Waits of 0, 5, 14 and 0 minutes; busy for 30 of 40 minutes.
    expect(played.waitProbability).toBe(0.5)
    expect(played.meanWaitMinutes).toBe(4.75)
    expect(played.wait).toEqual({ p50: 0, p90: 14, p95: 14 })
    expect(played.serviceLevel).toEqual({ seconds: 600, F4: 0.75 })
    expect(played.load).toEqual({ mean: 0.75, variancePerOperator: 0.1875, meanMax: 0.75, meanSpread: 0 })
    expect(played.perOperator).toEqual([{ assigned: 4 }])
    expect(played.occupancy).toBe(0.75)
  })

  test('[RO-51] with nobody who could ever answer, chats stay unanswered and the run ends', () => {
    const settings = { chats: 50, operators: [{ limit: 0, shifts: '09:00-17:00' }] }
    expect(figuresOf(settings)).toMatchObject({ waitProbability: 1, unanswered: 1, abandonment: 0, meanWaitMinutes: 0 })
    expect(figuresOf({ ...settings, patience: { meanMinutes: 5 } })).toMatchObject({ abandonment: 1 })
  })

  test('[RO-51] whoever comes after hours waits for the next shift, which comes every day', () => {
    const settings = { chats: 6, arrivals: { file: 'day.csv' }, operators: [{ name: 'Ana', shifts: '09:00-17:00' }] }
    const seen = happenings(simulation(settings, { 'day.csv': 'at\n08:00\n16:59\n20:00\n' }))
    const assigned = seen.filter(({ type }) => type === 'assigned').map(({ at }) => at / hour)
    const early = [9, 16 + 59 / 60, 33, 33, 40 + 59 / 60, 57]
    expect(assigned).toEqual(early.map((time) => expect.closeTo(time, 9)))
  })

  test('[RO-51] what runs at the end of a shift is finished, and the load counts until then', () => {
    const settings = {
      chats: 2,
      arrivals: { file: 'day.csv' },
      operators: [{ shifts: '09:00-10:00' }, { shifts: '12:00-13:00' }],
    }
    const length = { meanMinutes: 180, distribution: 'deterministic' }
    const played = figuresOf({ ...settings, length }, { 'day.csv': 'at\n09:30\n12:30\n' })
    expect(played.perOperator).toEqual([
      { name: 'Operator 1', assigned: 1 },
      { name: 'Operator 2', assigned: 1 },
    ])
    expect(played.load.mean).toBe(1)
    // On shift 30 minutes each in between, the first of them with a conversation.
    expect(played.occupancy).toBe(0.5)
    expect(played.load.meanMax).toBe(0.5)
  })
})

describe('settings reach the rules', () => {
  test('[HO-11][RO-51] at once or not at all: without room nothing changes, nobody waits and nobody leaves', () => {
    const settings = { chats: 500, arrivals: { perHour: 60 }, limit: 1, mode: 'assign', patience: { meanMinutes: 1 } }
    const played = figuresOf(settings)
    expect(played.unchanged).toBeGreaterThan(0.5)
    expect([played.abandonment, played.meanWaitMinutes]).toEqual([0, 0])
    const assigned = played.perOperator.reduce((sum, one) => sum + one.assigned, 0)
    expect(assigned).toBe(Math.round(500 * (1 - (played.unchanged ?? 0))))
    expect(figuresOf({ ...settings, mode: 'queue' })).not.toHaveProperty('unchanged')
  })

  test('[HO-32][RO-51] specific: the named one alone', () => {
    const operators = [{ name: 'Ana' }, { name: 'Bea' }]
    const { perOperator } = figuresOf({ operators, pick: 'specific', operator: 'Bea' })
    expect(perOperator).toEqual([
      { name: 'Ana', assigned: 0 },
      { name: 'Bea', assigned: 100 },
    ])
  })

  test('[RO-31][RO-51] round robin: one after another', () => {
    const { perOperator } = figuresOf({ chats: 1_000, operators: 4, pick: 'round_robin', mode: 'assign' })
    expect(perOperator).toEqual(Array(4).fill({ assigned: 250 }))
  })

  test('[RO-31][RO-51] weights share the chats', () => {
    const operators = [{ weight: 1 }, { weight: 3 }]
    const [one, other] = figuresOf({ chats: 20_000, operators, pick: 'random', mode: 'assign' }).perOperator
    expect((other?.assigned ?? 0) / (one?.assigned ?? 1)).toBeCloseTo(3, 0)
  })

  test('[RO-31][RO-51] sticky: contacts come back to whom they know', () => {
    const settings = { chats: 4_000, operators: 6, pick: 'sticky', mode: 'assign', contacts: 40 }
    const changes = (fields: object) => {
      const csv = Array.from({ length: 400 }, (_, row) => `${row},c${row % 40}`).join('\n')
      const files = { 'day.csv': `at,contact\n${csv}` }
      const owners = new Map<number, number>()
      let count = 0
      for (const happening of happenings(
        simulation({ ...settings, ...fields, chats: 400, arrivals: { file: 'day.csv' } }, files),
      )) {
        if (happening.type !== 'assigned') continue
        const contact = happening.chat % 40
        if (owners.has(contact) && owners.get(contact) !== happening.operator) count += 1
        owners.set(contact, happening.operator)
      }
      return count
    }
    expect(changes({})).toBe(0)
    expect(changes({ pick: 'random', contacts: undefined })).toBeGreaterThan(200)
    expect(figuresOf(settings).perOperator).toHaveLength(6)
  })

  test('[RO-31][RO-51] groups, skills and languages: chats go to whoever has what they ask for', () => {
    const operators = [
      { name: 'Ana', groups: ['sales'], languages: ['de'] },
      { name: 'Bea', groups: ['sales', 'support'], skills: ['billing'] },
      { name: 'Cai', groups: 'support' },
    ]
    const of = (demand: object) =>
      figuresOf({ operators, mode: 'assign', demand: [demand] }).perOperator.map((one) => one.assigned)
    expect(of({ group: 'support', required: { skills: ['billing'] } })).toEqual([0, 100, 0])
    expect(of({ group: 'sales', preferred: { languages: ['de'] } })).toEqual([100, 0, 0])
    expect(of({ group: 'support' })[0]).toBe(0)
  })

  test('[RO-32][RO-51] the ramp spares who has just come', () => {
    const operators = [
      { name: 'All day', count: 3 },
      { name: 'New', shifts: '12:00-24:00' },
    ]
    const settings = {
      chats: 3_000,
      arrivals: { perHour: 240 },
      length: { meanMinutes: 60 },
      operators,
      mode: 'assign',
    }
    const firstMinutes = (fields: object) =>
      happenings(simulation({ ...settings, ...fields })).filter(
        (one) => one.type === 'assigned' && one.operator === 3 && one.at < 12 * hour + 10 * minute,
      ).length
    expect(firstMinutes({})).toBeGreaterThan(20)
    expect(firstMinutes({ newcomers: { everySeconds: 120 } })).toBeLessThanOrEqual(6)
  })

  test('[RO-51] rates can follow the hours of the day', () => {
    const perHour = Array.from({ length: 24 }, (_, hourOfDay) => (hourOfDay === 9 ? 30 : hourOfDay === 15 ? 60 : 0))
    const seen = happenings(simulation({ chats: 9_000, arrivals: { perHour }, mode: 'assign' }))
    const counts = new Map<number, number>()
    for (const { type, at } of seen) {
      const hourOfDay = Math.floor((at % day) / hour)
      if (type === 'arrived') counts.set(hourOfDay, (counts.get(hourOfDay) ?? 0) + 1)
    }
    expect([...counts.keys()].sort((one, other) => one - other)).toEqual([9, 15])
    expect((counts.get(15) ?? 0) / (counts.get(9) ?? 1)).toBeCloseTo(2, 1)
  })
})

test('[RO-51] waits and loads to draw: shares that fall, and shares that make a whole', () => {
  const { runs } = simulate(simulation({ chats: 5_000, arrivals: { perHour: 20 }, operators: 4, limit: 1 }))
  const curves = runs[0]?.curves
  const shares = curves?.waits.map(({ share }) => share) ?? []
  expect(shares).toEqual(shares.toSorted((one, other) => other - one))
  expect(shares[0]).toBeGreaterThan(0.1)
  expect(curves?.loads.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
  expect(curves?.loads).toHaveLength(2)
})

test('[RO-51] how far a run has come is told', () => {
  const told: number[] = []
  const played = simulation({ chats: 50_000, arrivals: { perHour: 600 }, mode: 'assign' })
  const plan = played.runs[0]
  if (plan) new Run(played, plan, { onProgress: (arrived) => told.push(arrived) }).play()
  expect(told).toEqual([20_000, 40_000])
})
