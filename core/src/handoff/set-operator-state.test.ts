import { describe, expect, test } from 'vitest'
import type { Chance } from '../chance.ts'
import type { StateChange } from '../conversation/event.ts'
import type { Holder } from '../conversation/holder.ts'
import type { GroupId } from '../ids.ts'
import type { Seat, Team } from '../routing/team.ts'
import {
  firstWins,
  fromAction,
  group,
  heldBy,
  minutesAfter,
  namesOf,
  noon,
  operator,
  operatorId,
  scripted,
  team,
} from '../testing.ts'
import type { Instant } from '../time.ts'
import { type OperatorStateResult, setOperatorState } from './set-operator-state.ts'
import type { OperatorStateSettings } from './settings.ts'

const support = group('support').id
const sales = group('sales').id
const bots: Holder = { state: 'chatbot_controlled' }
const owned = (owner = operatorId('Ana'), requestedAt: Instant | null = null): Holder => ({
  state: 'taken_over',
  owner,
  group: support,
  requestedAt,
  takenOverAt: noon,
})
const asked = (fields: { group?: GroupId | null; operator?: Seat['id'] | null } = {}): Holder => ({
  state: 'operator_requested',
  group: support,
  operator: null,
  requestedAt: noon,
  ...fields,
})
const ana = operator({ name: 'Ana', load: 2 })
const bea = operator({ name: 'Bea' })
const cai = operator({ name: 'Cai' })

function run(
  holder: Holder,
  settings: OperatorStateSettings,
  seats: readonly Seat[] | Team = [ana, bea, cai],
  chance: Chance = firstWins,
): OperatorStateResult {
  const known = 'seats' in seats ? seats : team(seats)
  const context = { team: known, names: namesOf(known), chance, now: minutesAfter(5), origin: fromAction }
  return setOperatorState(heldBy(holder), settings, context)
}

function change({ happening }: OperatorStateResult): StateChange {
  if (happening === null || !('to' in happening.body.data)) throw new Error('nothing was changed')
  return happening.body.data
}

/** What is left when nothing may change: one event that says why. */
const skipped = (reason: string) => ({ type: 'assignment_skipped', data: expect.objectContaining({ reason }) })

describe('worked examples of section 6', () => {
  const offline = (seat: Seat): Seat => ({ ...seat, status: 'offline' })
  const full = (seat: Seat): Seat => ({ ...seat, capacity: seat.load })
  const rows: {
    title: string
    settings: OperatorStateSettings
    online?: string[]
    isFull?: boolean
    holder?: Holder
    outcome: string
    reason: string | null
    after: Holder['state'] | 'as before'
    owners?: string[]
    rest: 'ends' | 'goes_on'
  }[] = [
    {
      title: 'takeover, less_busy, online on; A online',
      settings: { mode: 'operator_takeover', assignOperator: 'less_busy', onlyOnlineOperators: true },
      online: ['Ana'],
      outcome: 'assigned',
      reason: null,
      after: 'taken_over',
      owners: ['Ana'],
      rest: 'ends',
    },
    {
      title: 'takeover, less_busy, online off; all at their limit',
      settings: { mode: 'operator_takeover', assignOperator: 'less_busy' },
      isFull: true,
      outcome: 'requested',
      reason: 'all_full',
      after: 'operator_requested',
      rest: 'goes_on',
    },
    {
      title: 'takeover, owned by A, group and filter fit A',
      settings: { mode: 'operator_takeover', operatorsGroup: 'support', onlyOnlineOperators: true },
      holder: owned(),
      outcome: 'unchanged',
      reason: 'already_taken_over',
      after: 'as before',
      rest: 'ends',
    },
    {
      title: 'takeover, less_busy, online off; A online',
      settings: { mode: 'operator_takeover', assignOperator: 'less_busy' },
      online: ['Ana'],
      outcome: 'assigned',
      reason: null,
      after: 'taken_over',
      owners: ['Bea', 'Cai'],
      rest: 'ends',
    },
    {
      title: 'takeover, less_busy, online on; nobody online',
      settings: { mode: 'operator_takeover', assignOperator: 'less_busy', onlyOnlineOperators: true },
      online: [],
      outcome: 'unchanged',
      reason: 'none_online',
      after: 'as before',
      rest: 'goes_on',
    },
    {
      title: 'takeover, specific C, online on; A and B online',
      settings: {
        mode: 'operator_takeover',
        assignOperator: 'specific',
        operator: 'cai@team.example',
        onlyOnlineOperators: true,
      },
      online: ['Ana', 'Bea'],
      outcome: 'unchanged',
      reason: 'none_online',
      after: 'as before',
      rest: 'goes_on',
    },
    {
      title: 'takeover, random, group empty; A online',
      settings: { mode: 'operator_takeover', assignOperator: 'random', operatorsGroup: 'empty' },
      online: ['Ana'],
      outcome: 'requested',
      reason: 'empty_group',
      after: 'operator_requested',
      rest: 'goes_on',
    },
    {
      title: 'takeover, random, group empty, online on; A online',
      settings: {
        mode: 'operator_takeover',
        assignOperator: 'random',
        operatorsGroup: 'empty',
        onlyOnlineOperators: true,
      },
      online: ['Ana'],
      outcome: 'unchanged',
      reason: 'empty_group',
      after: 'as before',
      rest: 'goes_on',
    },
    {
      title: 'request, no pick, online on; nobody online',
      settings: { mode: 'request_operator', onlyOnlineOperators: true },
      online: [],
      outcome: 'unchanged',
      reason: 'none_online',
      after: 'as before',
      rest: 'goes_on',
    },
    {
      title: 'request, no pick; nobody online',
      settings: { mode: 'request_operator' },
      online: [],
      outcome: 'requested',
      reason: null,
      after: 'operator_requested',
      rest: 'goes_on',
    },
    {
      title: 'chatbot controlled, pushed while A owns it',
      settings: { mode: 'chatbot_controlled' },
      holder: owned(),
      outcome: 'returned',
      reason: null,
      after: 'chatbot_controlled',
      rest: 'goes_on',
    },
  ]

  test.each(rows)('[HO-10][HO-11][HO-12][HO-14][HO-15][HO-17][HO-18] $title', (row) => {
    const { settings, online, isFull = false, holder = bots, owners } = row
    const seats = [ana, bea, cai]
      .map((seat) => (online !== undefined && !online.includes(seat.name) ? offline(seat) : seat))
      .map((seat) => (isFull ? full(seat) : seat))
    const picks = owners ?? [undefined]
    const results = picks.map((_, index) => run(holder, settings, seats, { below: () => index }))
    results.forEach((result, index) => {
      expect(result).toMatchObject({ outcome: row.outcome, reason: row.reason, rest: row.rest })
      if (row.after === 'as before') expect(result.happening?.body).toEqual(skipped(row.reason ?? ''))
      else expect(change(result).to.chatState).toBe(row.after)
      if (owners) expect(change(result).to.operator?.name).toBe(owners[index])
    })
  })
})

describe('takeover', () => {
  test('[HO-10] one candidate becomes the owner in one event, and the rest is not executed', () => {
    const result = run(bots, { mode: 'operator_takeover', operatorsGroup: 'support' }, [bea])
    expect(result).toMatchObject({ outcome: 'assigned', reason: null, rest: 'ends' })
    expect(result.happening?.body).toMatchObject({
      type: 'taken_over',
      data: {
        from: { chatState: 'chatbot_controlled', operator: null },
        to: {
          chatState: 'taken_over',
          operator: { id: bea.id, name: 'Bea' },
          group: group('support'),
          requestedAt: null,
        },
        cause: 'action',
      },
    })
  })

  test('[HO-10] taking over a request keeps the moment and the group of the request', () => {
    const to = change(run(asked({ group: sales }), { mode: 'operator_takeover' }, [bea])).to
    expect(to).toMatchObject({ requestedAt: '2026-01-05T12:00:00.000Z', group: { id: sales } })
    expect(
      change(run(asked({ group: sales }), { mode: 'operator_takeover', operatorsGroup: 'support' })).to.group?.id,
    ).toBe(support)
  })

  test.each([bots, asked(), owned(operatorId('gone'))])(
    '[HO-11][I-08] only online and nobody there: one event that says why, and nothing else ($state)',
    (holder) => {
      const known = team([operator({ online: false, load: 3 })])
      const result = run(holder, { mode: 'operator_takeover', onlyOnlineOperators: true }, known)
      expect(result).toMatchObject({ outcome: 'unchanged', reason: 'none_online', rest: 'goes_on' })
      expect(result.happening?.body.type).toBe('assignment_skipped')
      expect(known.seat(operatorId('Ana'))?.load).toBe(3)
    },
  )

  test.each([
    ['an empty group', { operatorsGroup: 'empty' }, 'empty_group', { id: 'grp_empty', name: 'empty' }],
    ['a group that is gone', { operatorsGroup: 'former' }, 'empty_group', null],
    [
      'an unknown named operator',
      { assignOperator: 'specific', operator: 'nobody@team.example' },
      'unknown_operator',
      null,
    ],
    [
      'a named operator of another group',
      { assignOperator: 'specific', operator: 'bea@team.example', operatorsGroup: 'sales' },
      'not_in_group',
      { id: 'grp_sales', name: 'sales' },
    ],
  ] as const)('[HO-12] %s raises the request flag and the interaction goes on', (_, settings, reason, addressed) => {
    const result = run(bots, { mode: 'operator_takeover', ...settings })
    expect(result).toMatchObject({ outcome: 'requested', reason, rest: 'goes_on' })
    expect(change(result).to).toEqual({
      chatState: 'operator_requested',
      operator: null,
      group: addressed,
      requestedAt: '2026-01-05T12:05:00.000Z',
    })
  })

  test('[HO-13] no pick means random', () => {
    const result = run(bots, { mode: 'operator_takeover' }, [ana, bea, cai], scripted(0))
    expect(result.decision).toMatchObject({ rule: 'random', picked: ana.id })
    expect(change(result).to.operator?.id).toBe(ana.id)
  })
})

describe('takeover of a conversation that somebody owns', () => {
  const noDraw = scripted()

  test.each<[string, OperatorStateSettings, Seat]>([
    ['no filter', { mode: 'operator_takeover' }, ana],
    ['the group', { mode: 'operator_takeover', operatorsGroup: 'support' }, ana],
    ['less busy, though others have less to do', { mode: 'operator_takeover', assignOperator: 'less_busy' }, ana],
    ['the named one', { mode: 'operator_takeover', assignOperator: 'specific', operator: 'op_ana' }, ana],
    ['a full owner', { mode: 'operator_takeover' }, operator({ load: 2, capacity: 2 })],
    ['an offline owner where that does not matter', { mode: 'operator_takeover' }, operator({ online: false })],
  ])('[HO-18] an owner who fits keeps it without a draw: %s', (_, settings, owner) => {
    const result = run(owned(), settings, [owner, bea, cai], noDraw)
    expect(result).toMatchObject({ outcome: 'unchanged', reason: 'already_taken_over', rest: 'ends' })
    expect(result.decision).toMatchObject({ rule: 'kept', picked: owner.id })
    expect(result.happening?.body).toEqual(skipped('already_taken_over'))
  })

  test.each<[string, OperatorStateSettings, Seat]>([
    ['the owner is in another group', { mode: 'operator_takeover', operatorsGroup: 'sales' }, ana],
    ['the owner is offline', { mode: 'operator_takeover', onlyOnlineOperators: true }, operator({ online: false })],
    ['the owner is disabled', { mode: 'operator_takeover' }, operator({ enabled: false })],
    [
      'somebody else is named',
      { mode: 'operator_takeover', assignOperator: 'specific', operator: 'bea@team.example' },
      ana,
    ],
  ])('[HO-18] otherwise the pick gets it as a transfer: %s', (_, settings, owner) => {
    const other = operator({ name: 'Bea', groups: [group('support'), group('sales')] })
    const result = run(owned(owner.id, noon), settings, [owner, other])
    expect(result).toMatchObject({ outcome: 'assigned', reason: null, rest: 'ends' })
    expect(result.happening?.body).toMatchObject({
      type: 'transferred',
      data: { from: { operator: { id: owner.id } }, to: { chatState: 'taken_over', operator: { id: other.id } } },
    })
    expect(change(result).to.requestedAt).toBe('2026-01-05T12:00:00.000Z')
  })

  test('[HO-18] an owner who no longer exists does not keep it', () => {
    expect(change(run(owned(operatorId('Gone')), { mode: 'operator_takeover' }, [bea])).to.operator?.name).toBe('Bea')
  })

  test.each<[OperatorStateSettings, string]>([
    [{ mode: 'operator_takeover', operatorsGroup: 'empty' }, 'empty_group'],
    [{ mode: 'operator_takeover', operatorsGroup: 'former' }, 'empty_group'],
    [{ mode: 'operator_takeover', operatorsGroup: 'empty', onlyOnlineOperators: true }, 'empty_group'],
    [{ mode: 'operator_takeover', assignOperator: 'specific', operator: 'nobody' }, 'unknown_operator'],
    [{ mode: 'operator_takeover', assignOperator: 'specific', operator: 'full@team.example' }, 'all_full'],
  ])('[HO-18] a request is never raised over an owner: %j', (settings, reason) => {
    const result = run(owned(), settings, [ana, operator({ name: 'Full', capacity: 0 })])
    expect(result).toMatchObject({ outcome: 'unchanged', reason, rest: 'goes_on' })
    expect(result.happening?.body).toEqual(skipped(reason))
  })
})

describe('request', () => {
  test('[HO-14] the flag goes up for everybody, nobody owns it, and the interaction goes on', () => {
    const result = run(bots, { mode: 'request_operator' })
    expect(result).toMatchObject({ outcome: 'requested', reason: null, rest: 'goes_on' })
    expect(result.decision).toMatchObject({ rule: 'none', picked: null })
    expect(change(result).to).toEqual({
      chatState: 'operator_requested',
      operator: null,
      group: null,
      requestedAt: '2026-01-05T12:05:00.000Z',
    })
  })

  test('[HO-14] with a pick it is addressed to the picked one first, who does not own it yet', () => {
    const result = run(bots, { mode: 'request_operator', operatorsGroup: 'support', assignOperator: 'less_busy' })
    expect(change(result).to).toMatchObject({ chatState: 'operator_requested', operator: { id: bea.id } })
    expect(result.decision).toMatchObject({ rule: 'less_busy', picked: bea.id })
  })

  test.each<[OperatorStateSettings, string]>([
    [{ mode: 'request_operator', onlyOnlineOperators: true }, 'none_online'],
    [{ mode: 'request_operator', onlyOnlineOperators: true, operatorsGroup: 'empty' }, 'empty_group'],
    [
      { mode: 'request_operator', onlyOnlineOperators: true, assignOperator: 'specific', operator: 'op_ana' },
      'none_online',
    ],
    [{ mode: 'request_operator', onlyOnlineOperators: true, operatorsGroup: 'sales' }, 'all_full'],
  ])('[HO-15][I-08] only online and no candidate: nothing changes, the interaction goes on: %j', (settings, reason) => {
    const full = operator({ name: 'Full', capacity: 0, groups: [group('sales')] })
    const seats = reason === 'all_full' ? [full] : [operator({ online: false })]
    const result = run(bots, settings, seats)
    expect(result).toMatchObject({ outcome: 'unchanged', reason, rest: 'goes_on' })
    expect(result.happening?.body).toEqual(skipped(reason))
  })

  test('[HO-16] twice is once: the second writes nothing and answers requested', () => {
    const result = run(asked(), { mode: 'request_operator', operatorsGroup: 'support' })
    expect(result).toMatchObject({ outcome: 'requested', happening: null, rest: 'goes_on' })
  })

  test('[HO-16] who was asked first stays asked, though chance would ask another now', () => {
    const settings: OperatorStateSettings = {
      mode: 'request_operator',
      operatorsGroup: 'support',
      assignOperator: 'random',
    }
    const result = run(asked({ operator: ana.id }), settings, [ana, bea, cai], scripted(2))
    expect(result).toMatchObject({ outcome: 'requested', happening: null, decision: { rule: 'kept', picked: ana.id } })
  })

  test('[HO-16] who was asked first and is no longer there for it makes way for the pick', () => {
    const gone = operator({ online: false })
    const settings: OperatorStateSettings = {
      mode: 'request_operator',
      operatorsGroup: 'support',
      assignOperator: 'less_busy',
      onlyOnlineOperators: true,
    }
    const { from, to } = change(run(asked({ operator: gone.id }), settings, [gone, bea]))
    expect([from.operator?.name, to.operator?.name]).toEqual(['Ana', 'Bea'])
  })

  test('[HO-16] a different group re-addresses the request and keeps its age', () => {
    const result = run(asked(), { mode: 'request_operator', operatorsGroup: 'sales' })
    expect(result.happening?.body.type).toBe('operator_requested')
    expect(change(result).to).toMatchObject({ group: { id: sales }, requestedAt: '2026-01-05T12:00:00.000Z' })
  })

  test('[HO-16] naming somebody else re-addresses the request to them', () => {
    const settings: OperatorStateSettings = {
      mode: 'request_operator',
      operatorsGroup: 'support',
      assignOperator: 'specific',
      operator: 'bea@team.example',
    }
    expect(change(run(asked({ operator: ana.id }), settings)).to.operator?.id).toBe(bea.id)
  })

  test.each<OperatorStateSettings>([
    { mode: 'request_operator' },
    { mode: 'request_operator', operatorsGroup: 'sales', assignOperator: 'random' },
    { mode: 'request_operator', onlyOnlineOperators: true },
  ])('[HO-16] on a taken-over conversation it changes nothing: %j', (settings) => {
    const result = run(owned(), settings)
    expect(result).toMatchObject({ outcome: 'unchanged', reason: 'already_taken_over', rest: 'goes_on' })
    expect(result.happening?.body).toEqual(skipped('already_taken_over'))
    expect(result.decision).toMatchObject({ picked: null, rule: 'none' })
  })
})

describe('chatbot controlled', () => {
  test.each([owned(), asked({ operator: ana.id })])(
    '[HO-17] owner, request and group are cleared: $state',
    (holder) => {
      const result = run(holder, { mode: 'chatbot_controlled' })
      expect(result).toMatchObject({ outcome: 'returned', reason: null, rest: 'goes_on' })
      expect(result.happening?.body.type).toBe('handed_over')
      expect(change(result).to).toEqual({
        chatState: 'chatbot_controlled',
        operator: null,
        group: null,
        requestedAt: null,
      })
    },
  )

  test("[HO-19] on a bot's conversation it answers returned and writes nothing", () => {
    expect(run(bots, { mode: 'chatbot_controlled' })).toMatchObject({ outcome: 'returned', happening: null })
  })
})

describe('the reason is that of the first filter that leaves nobody', () => {
  const disabled = operator({ name: 'Dee', enabled: false, groups: [group('sales')] })
  const away = operator({ name: 'Eve', status: 'away', groups: [group('sales')] })
  const full = operator({ name: 'Fay', load: 1, capacity: 1, groups: [group('sales')] })
  const named = (seat: Seat) => ({ assignOperator: 'specific', operator: seat.email }) as const

  test.each<[string, Omit<OperatorStateSettings, 'mode'>, Seat[]]>([
    ['empty_group', {}, []],
    ['empty_group', { operatorsGroup: 'empty' }, [ana]],
    ['empty_group', { operatorsGroup: 'sales' }, [disabled, ana]],
    ['none_online', { operatorsGroup: 'sales', onlyOnlineOperators: true }, [disabled, away]],
    ['all_full', { operatorsGroup: 'sales', onlyOnlineOperators: true }, [away, full]],
    ['all_full', { operatorsGroup: 'sales', assignOperator: 'less_busy' }, [full, disabled]],
    ['unknown_operator', named(disabled), [disabled]],
    ['unknown_operator', { assignOperator: 'specific', operator: 'op_nobody' }, [ana]],
    ['not_in_group', { ...named(away), operatorsGroup: 'support', onlyOnlineOperators: true }, [away]],
    ['not_in_group', { ...named(away), operatorsGroup: 'former' }, [away]],
    ['none_online', { ...named(away), operatorsGroup: 'sales', onlyOnlineOperators: true }, [away, ana]],
    ['all_full', { ...named(full), onlyOnlineOperators: true }, [full, ana]],
  ])('[HO-19][RO-11] %s: %j', (reason, settings, seats) => {
    expect(run(bots, { mode: 'operator_takeover', ...settings }, seats).reason).toBe(reason)
    expect(run(bots, { mode: 'request_operator', ...settings }, seats).reason).toBe(reason)
  })
})

describe('the decision record', () => {
  test('[HO-36] it holds the settings, every operator with verdict and load, who was picked and by which rule', () => {
    const settings: OperatorStateSettings = {
      mode: 'operator_takeover',
      operatorsGroup: 'support',
      assignOperator: 'less_busy',
      onlyOnlineOperators: true,
    }
    const seats = [
      ana,
      bea,
      cai,
      operator({ name: 'Dee', enabled: false }),
      operator({ name: 'Eve', online: false }),
      operator({ name: 'Fay', load: 4, capacity: 4 }),
      operator({ name: 'Gus', groups: [group('sales')] }),
    ]
    const { decision, happening } = run(bots, settings, seats, scripted(1))
    expect(decision).toMatchObject({ settings, picked: cai.id, rule: 'less_busy' })
    expect(Object.fromEntries(decision.considered.map((one) => [one.operator.name, [one.verdict, one.load]]))).toEqual({
      Ana: ['busier', 2],
      Bea: ['tied', 0],
      Cai: ['picked', 0],
      Dee: ['disabled', 0],
      Eve: ['offline', 0],
      Fay: ['full', 4],
      Gus: ['not_in_group', 0],
    })
    expect(happening?.body.data).toMatchObject({ decision })
  })

  test('[HO-36] every way that ends in an event carries the decision', () => {
    const results = [
      run(bots, { mode: 'operator_takeover' }),
      run(owned(), { mode: 'operator_takeover' }),
      run(owned(), { mode: 'operator_takeover', operatorsGroup: 'sales' }),
      run(bots, { mode: 'request_operator' }),
      run(owned(), { mode: 'request_operator' }),
      run(bots, { mode: 'request_operator', operatorsGroup: 'empty', onlyOnlineOperators: true }),
      run(owned(), { mode: 'chatbot_controlled' }),
    ]
    for (const { happening, decision } of results) expect(happening?.body.data).toMatchObject({ decision })
  })

  test('[HO-36] a request without a pick picks nobody: all who could be are tied', () => {
    const { decision } = run(bots, { mode: 'request_operator' }, [ana, bea, operator({ name: 'Dee', enabled: false })])
    expect(decision).toMatchObject({ picked: null, rule: 'none' })
    expect(decision.considered.map(({ verdict }) => verdict)).toEqual(['tied', 'tied', 'disabled'])
  })

  test.each(['less_busy', 'longest_idle', 'two_choices', 'random'] as const)(
    '[HO-14] [HO-36] also where the group would pick by %s and prefers somebody',
    (pick) => {
      const known = team([{ ...ana, languages: ['de'] }, { ...bea, lastAssignedAt: noon }, cai])
      known.putGroup(group('support'), { pick, preferred: { languages: ['de'] } })
      const { decision } = run(bots, { mode: 'request_operator', operatorsGroup: 'support' }, known)
      expect(decision).toMatchObject({ picked: null, rule: 'none' })
      expect(decision.considered.map(({ verdict }) => verdict)).toEqual(['tied', 'tied', 'tied'])
    },
  )

  test('[HO-36] of a large team the counts tell of everybody, and agree with who was picked', () => {
    const many = Array.from({ length: 150 }, (_, index) => operator({ name: `Op ${index}`, load: index % 3 }))
    const picked = run(bots, { mode: 'operator_takeover', assignOperator: 'less_busy' }, many).decision
    expect(picked.counts).toMatchObject({ picked: 1, tied: 49, busier: 100 })
    const asked = run(bots, { mode: 'request_operator' }, many).decision
    expect(asked).toMatchObject({ picked: null, counts: { picked: 0, tied: 150, busier: 0 } })
    const kept = run(owned(many[0]?.id), { mode: 'request_operator', assignOperator: 'less_busy' }, many).decision
    expect(kept).toMatchObject({ picked: null, counts: { picked: 0, tied: 150, busier: 0 } })
  })
})
