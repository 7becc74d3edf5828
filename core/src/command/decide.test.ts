import { describe, expect, test } from 'vitest'
import type { ConversationRecord } from '../conversation/record.ts'
import { limitsOfVariables } from '../conversation/value.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { OperatorId } from '../ids.ts'
import type { Seat } from '../routing/team.ts'
import {
  by,
  claims,
  closed,
  contactSays,
  conversationId,
  end,
  group,
  hold,
  minutesAfter,
  noon,
  opened,
  opens,
  operator,
  operatorId,
  operatorSays,
  program,
  requested,
  say,
  scripted,
  setOperatorStateTo,
  takenOver,
  talk,
  team,
  told,
  wait,
  world,
} from '../testing.ts'
import type { Command } from './command.ts'
import { decide } from './decide.ts'
import type { World } from './world.ts'

const ana = operator({ name: 'Ana', load: 1 })
const bea = operator({ name: 'Bea' })
const chief = operator({ name: 'Chief', role: 'supervisor' })
const support = group('support').id

const loadsOf = ({ team: known }: World) => Object.fromEntries([...known.seats()].map(({ name, load }) => [name, load]))

test('[HO-3] [HO-34] what throws half-way leaves loads and times of assignments as they were', () => {
  const known = world({ team: team([ana, bea]) })
  let left = 1
  const newId: World['newId'] = (kind) => {
    if (left === 0) throw new Error('out of ids')
    left -= 1
    return known.newId(kind)
  }
  expect(() => decide(conversationId, opened(), operatorSays(bea), { ...known, newId })).toThrow('out of ids')
  expect(loadsOf(known)).toEqual({ Ana: 1, Bea: 0 })
  expect(known.team.seat(bea.id)?.lastAssignedAt ?? null).toBeNull()
})

describe('the action as a call', () => {
  const settings: OperatorStateSettings[] = [
    { mode: 'chatbot_controlled' },
    { mode: 'request_operator' },
    { mode: 'request_operator', operatorsGroup: 'support', assignOperator: 'less_busy' },
    { mode: 'request_operator', operatorsGroup: 'sales', onlyOnlineOperators: true },
    { mode: 'operator_takeover' },
    { mode: 'operator_takeover', operatorsGroup: 'support', assignOperator: 'less_busy', onlyOnlineOperators: true },
    { mode: 'operator_takeover', operatorsGroup: 'empty' },
    { mode: 'operator_takeover', assignOperator: 'specific', operator: 'bea@team.example' },
    { mode: 'operator_takeover', assignOperator: 'specific', operator: 'cai@team.example', onlyOnlineOperators: true },
  ]
  const records: [string, () => ConversationRecord][] = [
    ["on a bot's conversation", () => opened()],
    ['on a request', () => requested({ group: support, operator: operatorId('Bea') })],
    ['on an owned one', () => takenOver({ group: support, requestedAt: noon })],
  ]
  const seats = [ana, bea, operator({ name: 'Cai', online: false })]

  /** The same settings as the only action of an interaction that a person starts, and as a call. */
  function both(chosen: OperatorStateSettings, record: () => ConversationRecord) {
    const { mode, ...rest } = chosen
    const here = () =>
      world({ team: seats, interactions: { run: [setOperatorStateTo(mode, rest)] }, now: minutesAfter(5) })
    const flow = talk(here(), record())
    flow.does({ type: 'start_interaction', interaction: 'run', by: program, cause: 'api' })
    const call = talk(here(), record())
    const { result } = call.does({ type: 'set_operator_state', settings: chosen, by: program, cause: 'api' })
    return { flow, call, result }
  }

  test.each(records.flatMap(([where, record]) => settings.map((chosen) => ({ where, record, chosen }))))(
    '[HO-24] it comes to the same in a flow and as a call: $chosen.mode $where',
    ({ chosen, record }) => {
      const { flow, call, result } = both(chosen, record)
      const [inFlow, asCall] = [flow, call].map(({ events }) =>
        events.map(({ type, data, epoch }) => ({ type, epoch, data })),
      )
      const withoutCause = (list: typeof inFlow) =>
        list?.map(({ data, ...event }) => ({ ...event, data: { ...data, cause: null, asked: null } }))
      expect(withoutCause(inFlow)).toEqual(withoutCause(asCall))
      expect(flow.record.conversation.holder).toEqual(call.record.conversation.holder)
      expect(flow.record.conversation.epoch).toBe(call.record.conversation.epoch)
      expect(flow.record.flow.outcome).toEqual({ outcome: result?.outcome, reason: result?.reason })
      expect(call.record.flow.outcome).toEqual(flow.record.flow.outcome)
      expect(loadsOf(flow.world)).toEqual(loadsOf(call.world))
    },
  )

  test('[HO-24] its result is typed and carries the decision', () => {
    const { result } = both(
      { mode: 'operator_takeover', assignOperator: 'less_busy', onlyOnlineOperators: true },
      opened,
    )
    expect(result).toMatchObject({ outcome: 'assigned', reason: null, decision: { picked: bea.id, rule: 'less_busy' } })
  })

  test('[HO-19][HO-24] a flow reads the outcome of a call', () => {
    const one = talk(world({ team: [bea], interactions: { show: [say('{{ chat_operator_outcome }}')] } }), opened())
    one.does({ type: 'set_operator_state', settings: { mode: 'request_operator' }, by: program, cause: 'api' })
    expect(told(one.does(contactSays('show')).events).at(-1)).toBe('chatbot: requested')
  })
})

describe('loads', () => {
  const moves: [string, ConversationRecord, Command, Record<string, number>][] = [
    ['a claim', opened(), claims(bea), { Ana: 1, Bea: 1 }],
    ['a first reply', requested(), operatorSays(bea), { Ana: 1, Bea: 1 }],
    [
      'a transfer to an operator',
      takenOver(),
      { type: 'transfer', to: { operator: bea.id }, by: by(ana), cause: 'desk' },
      { Ana: 0, Bea: 1 },
    ],
    [
      'a transfer to a group',
      takenOver(),
      { type: 'transfer', to: { group: support }, by: by(ana), cause: 'desk' },
      { Ana: 0, Bea: 0 },
    ],
    ['a hand over', takenOver(), { type: 'hand_over', by: by(ana), cause: 'desk' }, { Ana: 0, Bea: 0 }],
    ['a closing', takenOver(), { type: 'close', by: by(ana), cause: 'desk' }, { Ana: 0, Bea: 0 }],
    [
      'a disabled owner',
      takenOver(),
      { type: 'lose_operator', operator: ana.id, by: program, cause: 'api' },
      { Ana: 0, Bea: 0 },
    ],
    [
      'a request',
      opened(),
      { type: 'set_operator_state', settings: { mode: 'request_operator' }, by: program, cause: 'api' },
      { Ana: 1, Bea: 0 },
    ],
    ['a repeated claim', takenOver(), claims(ana), { Ana: 1, Bea: 0 }],
  ]

  test.each(moves)('[HO-34] the team and the change agree after %s', (_, record, command, expected) => {
    const one = talk(world({ team: [ana, bea] }), record)
    const before = loadsOf(one.world)
    const { loads } = one.does(command)
    expect(loadsOf(one.world)).toEqual(expected)
    for (const seat of one.world.team.seats())
      expect(seat.load - (before[seat.name] ?? 0)).toBe(loads.get(seat.id) ?? 0)
  })

  test('[HO-33] each claim sees the one before it: four at once are spread over four', () => {
    const here = world({
      team: ['Ana', 'Bea', 'Cai', 'Dee'].map((name) => operator({ name })),
      chance: scripted(0, 0, 0, 0),
    })
    const settings: OperatorStateSettings = { mode: 'operator_takeover', assignOperator: 'less_busy' }
    for (let count = 0; count < 4; count += 1)
      talk(here, opened()).does({ type: 'set_operator_state', settings, by: program, cause: 'api' })
    expect(loadsOf(here)).toEqual({ Ana: 1, Bea: 1, Cai: 1, Dee: 1 })
  })

  test('[RO-11] of N simultaneous claims by one operator with one free seat exactly one succeeds', () => {
    const here = world({ team: [operator({ name: 'Ana', capacity: 3, load: 2 })] })
    const answers = Array.from({ length: 5 }, () => decide(conversationId, opened(), claims(ana), here))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(loadsOf(here)).toEqual({ Ana: 3 })
  })

  test('[HO-40] of N simultaneous claims of one conversation one succeeds, the others learn who owns it', () => {
    const names = ['Ana', 'Bea', 'Cai', 'Dee']
    const one = talk(world({ team: names.map((name) => operator({ name })) }), requested())
    one.does(claims(operator({ name: 'Ana' })))
    for (const name of names.slice(1))
      expect(one.refused(claims(operator({ name })))).toEqual({ kind: 'owned', owner: ana.id })
    expect(one.does(claims(ana)).events).toEqual([])
  })

  test.each<[string, Command]>([
    ['a refused claim', claims(bea)],
    ['a refused transfer', { type: 'transfer', to: { operator: bea.id }, by: by(bea), cause: 'desk' }],
    ['a refused variable', contactSays('hi', { tags: ['new'], variables: { chat_state: 'taken_over' } })],
    ['an unknown interaction', { type: 'hand_over', by: by(ana), interaction: 'nowhere', cause: 'desk' }],
  ])('[HO-3] a refusal leaves record and team as they were: %s', (_, command) => {
    const one = talk(world({ team: [ana, bea] }), takenOver())
    const before = structuredClone(one.record)
    one.refused(command)
    expect([one.record, loadsOf(one.world)]).toEqual([before, { Ana: 1, Bea: 0 }])
  })

  test('[HO-3] a bug half-way leaves the team as it was', () => {
    const here = world({ team: [ana, bea], interactions: { run: [setOperatorStateTo('operator_takeover')] } })
    let left = 2
    const newId: World['newId'] = (kind) => {
      if (left === 0) throw new Error('no more ids')
      left -= 1
      return here.newId(kind)
    }
    const start: Command = { type: 'start_interaction', interaction: 'run', by: program, cause: 'api' }
    const again: Command = { type: 'transfer', to: { operator: bea.id }, by: program, cause: 'api' }
    decide(conversationId, opened(), start, { ...here, newId })
    const loads = loadsOf(here)
    expect(() => decide(conversationId, takenOver(), again, { ...here, newId })).toThrow('no more ids')
    expect(loadsOf(here)).toEqual(loads)
  })
})

describe("operators' moves", () => {
  test('[HO-7] a reply takes over, in the log before the words; a note never does', () => {
    const one = talk(world({ team: [bea] }), requested({ group: support }))
    expect(told(one.does(operatorSays(bea, 'Carl is angry', true)).events)).toEqual(['operator notes: Carl is angry'])
    expect(told(one.does(operatorSays(bea, 'Hello Carl')).events)).toEqual(['taken_over', 'operator: Hello Carl'])
    expect(one.record.conversation.holder).toMatchObject({ owner: bea.id, group: support, requestedAt: noon })
  })

  test.each(['desk', 'api', 'channel'] as const)('[HO-7] on any path: %s', (cause) => {
    const one = talk(world({ team: [bea] }), opened())
    one.does({ type: 'operator_says', operator: bea.id, text: 'Hi', parts: [], isNote: false, cause })
    expect(one.events[0]).toMatchObject({ type: 'taken_over', data: { cause, to: { operator: { id: bea.id } } } })
  })

  test('[HO-44] a supervisor writes without becoming the owner, another operator does not write', () => {
    const one = talk(world({ team: [ana, bea, chief] }), takenOver())
    expect(told(one.does(operatorSays(chief, 'May I?')).events)).toEqual(['operator: May I?'])
    expect(one.record.conversation.holder).toMatchObject({ owner: ana.id })
    expect(one.refused(operatorSays(bea))).toEqual({ kind: 'owned', owner: ana.id })
    expect(told(one.does(operatorSays(bea, 'Psst', true)).events)).toEqual(['operator notes: Psst'])
  })

  test('[HO-41] a transfer is one event: no instant with two owners or none', () => {
    const one = talk(world({ team: [ana, bea] }), takenOver())
    const { events } = one.does({
      type: 'transfer',
      to: { operator: bea.id },
      from: ana.id,
      by: by(ana),
      cause: 'desk',
    })
    expect(events.map(({ event }) => [event.type, event.epoch])).toEqual([['transferred', 2]])
    expect(one.refused(operatorSays(ana))).toEqual({ kind: 'owned', owner: bea.id })
  })

  test('[HO-47] a supervisor passes the limit, and the log says so', () => {
    const full = operator({ name: 'Full', capacity: 1, load: 1 })
    const one = talk(world({ team: [ana, chief, full] }), takenOver())
    const move = (mover: Seat): Command => ({
      type: 'transfer',
      to: { operator: full.id },
      by: by(mover),
      cause: 'desk',
    })
    expect(one.refused(move(ana))).toEqual({ kind: 'operator_full', operator: full.id, limit: 1 })
    expect(one.does(move(chief)).events[0]?.event.data).toMatchObject({ overLimit: true })
    expect(loadsOf(one.world)).toEqual({ Ana: 0, Chief: 0, Full: 2 })
  })

  test("[HO-42] on a bot's conversation a hand over only runs the interaction", () => {
    const one = talk(world({ team: [ana], interactions: { back: [say('Back.')] } }), opened())
    expect(told(one.does({ type: 'hand_over', by: by(ana), interaction: 'back', cause: 'desk' }).events)).toEqual([
      'chatbot: Back.',
    ])
    expect(one.does({ type: 'hand_over', by: by(ana), cause: 'desk' }).events).toEqual([])
    expect(one.record.conversation.epoch).toBe(0)
  })

  test('[HO-42] it gives control back first, then runs the interaction, with the note in the log', () => {
    const one = talk(
      world({ team: [ana], interactions: { back: [say('{{ chat_state }}: {{ handover_note }}')] } }),
      takenOver(),
    )
    const change = one.does({ type: 'hand_over', by: by(ana), interaction: 'back', note: 'Be kind', cause: 'desk' })
    expect(told(change.events)).toEqual(['handed_over', 'variable_set', 'chatbot: chatbot_controlled: Be kind'])
    expect(change.events[0]?.event.data).toMatchObject({ note: 'Be kind', cause: 'desk' })
    expect(change.turns).toHaveLength(1)
  })

  test('[HO-42] it is done even if an interaction that waited closes the conversation first', () => {
    const one = talk(
      world({ team: [ana], interactions: { slow: [wait()], bye: [end()], back: [say('Back.')] } }),
      takenOver(),
    )
    for (const interaction of ['slow', 'bye'])
      one.does({ type: 'start_interaction', interaction, by: by(ana), cause: 'desk' })
    const change = one.does({ type: 'hand_over', by: by(ana), interaction: 'back', cause: 'desk' })
    expect(told(change.events)).toEqual(['handed_over', 'closed'])
    expect(change.record.flow).toMatchObject({ turn: null, queue: [] })
  })

  test('[HO-42] on a request it withdraws the request', () => {
    const one = talk(world({ team: [ana] }), requested())
    expect(told(one.does({ type: 'hand_over', by: by(ana), cause: 'desk' }).events)).toEqual(['handed_over'])
    expect(one.record.conversation).toMatchObject({ holder: { state: 'chatbot_controlled' }, epoch: 2 })
  })
})

test.each(['timer', 'channel', 'ai', 'api', 'desk'] as const)(
  '[HO-43] an assignment never replaces an owner, by whatever way it comes; only the action, asked for, may: %s',
  (cause) => {
    const one = talk(world({ team: [ana, bea, operator({ name: 'Gus', groups: [group('sales')] })] }), takenOver())
    expect(one.refused({ type: 'claim', operator: bea.id, cause })).toEqual({ kind: 'owned', owner: ana.id })
    expect(one.record).toEqual(takenOver())
    const settings: OperatorStateSettings = { mode: 'operator_takeover', operatorsGroup: 'sales' }
    expect(told(one.does({ type: 'set_operator_state', settings, by: program, cause }).events)).toEqual(['transferred'])
    expect(one.record.conversation.holder).toMatchObject({ owner: operatorId('Gus') })
  },
)

describe('an operator who is gone', () => {
  const lost = (operator: OperatorId): Command => ({ type: 'lose_operator', operator, by: program, cause: 'api' })

  test('[HO-46][I-23] each conversation they own becomes a request for its group, exactly once', () => {
    const one = talk(
      world({ team: [ana, bea], now: minutesAfter(9) }),
      takenOver({ group: support, requestedAt: noon }),
    )
    expect(told(one.does(lost(ana.id)).events)).toEqual(['transferred'])
    expect(one.record.conversation.holder).toEqual({
      state: 'operator_requested',
      group: support,
      operator: null,
      requestedAt: noon,
    })
    expect(one.does(lost(ana.id)).events).toEqual([])
  })

  test('[HO-46] without an earlier request its age is that of the moment', () => {
    const one = talk(world({ team: [ana], now: minutesAfter(9) }), takenOver())
    one.does(lost(ana.id))
    expect(one.record.conversation.holder).toMatchObject({ group: null, requestedAt: minutesAfter(9) })
  })

  test('[HO-46] who was asked first is not asked any more; the epoch stays', () => {
    const one = talk(world({ team: [ana, bea] }), requested({ group: support, operator: ana.id }))
    expect(told(one.does(lost(ana.id)).events)).toEqual(['operator_requested'])
    expect(one.record.conversation).toMatchObject({ epoch: 1, holder: { operator: null, requestedAt: noon } })
  })

  test.each([
    ["a bot's conversation", opened()],
    ["somebody else's", takenOver({ owner: bea.id })],
    ['a closed one', closed()],
  ])('[HO-46] nothing else is touched: %s', (_, record) => {
    expect(talk(world({ team: [ana, bea] }), record).does(lost(ana.id)).events).toEqual([])
  })

  test('[I-23] the operator may be out of the team already', () => {
    const one = talk(world({ team: [bea] }), takenOver())
    const { loads, events } = one.does(lost(ana.id))
    expect(events[0]?.event.data).toMatchObject({ from: { operator: { id: ana.id, name: 'former operator' } } })
    expect(loads).toEqual(new Map([[ana.id, -1]]))
  })
})

describe('variables and tags', () => {
  test('[FL-9] those of a message are set before its turn, once', () => {
    const one = talk(world({ interactions: { who: [say('{{ user_name }} {{ favorite.color }}')] } }), opened())
    const sent = contactSays('who', { variables: { user_name: 'Carl', favorite: { color: 'red' } }, tags: ['new'] })
    expect(told(one.does(sent).events)).toEqual([
      'variable_set',
      'variable_set',
      'tag_set',
      'contact: who',
      'chatbot: Carl red',
    ])
    expect(told(one.does(sent).events)).toEqual(['contact: who', 'chatbot: Carl red'])
  })

  test.each([
    [{ chat_state: 'taken_over' }, 'variable_reserved'],
    [{ 'bot_name.x': 1 }, 'variable_reserved'],
    [{ 'Bad name': 1 }, 'variable_name_invalid'],
    [{ __proto__x: 1 }, 'variable_name_invalid'],
    [{ big: 'x'.repeat(limitsOfVariables.bytes + 1) }, 'variable_too_large'],
    [
      Object.fromEntries(Array.from({ length: limitsOfVariables.count + 1 }, (_, n) => [`v${n}`, n])),
      'too_many_variables',
    ],
  ])('[FL-9] what may not be set refuses the whole command: case %#', (variables, kind) => {
    const label: Command = { type: 'label', variables, setTags: ['x'], dropTags: [], by: program }
    for (const command of [contactSays('hi', { variables }), label]) {
      const one = talk(world(), opened())
      expect(one.refused(command)).toMatchObject({ kind })
      expect(one.events).toEqual([])
    }
    expect(talk().refused({ ...opens('hi'), variables })).toMatchObject({ kind })
  })

  test('[FL-10] tags are set and dropped once', () => {
    const one = talk(world(), opened())
    const label = (setTags: string[], dropTags: string[]): Command => ({
      type: 'label',
      variables: {},
      setTags,
      dropTags,
      by: by(ana),
    })
    expect(told(one.does(label(['a', 'b', 'a'], [])).events)).toEqual(['tag_set', 'tag_set'])
    expect(told(one.does(label(['a'], ['b', 'c'])).events)).toEqual(['tag_dropped'])
    expect(one.record.conversation.tags).toEqual(['a'])
  })

  test('[HO-4] an input that holds takes nothing from the contact while somebody owns the conversation', () => {
    const one = talk(world({ team: [ana], interactions: { ask: [hold('answer')] } }), opened())
    one.does(contactSays('ask'))
    one.does(claims(ana))
    one.does(contactSays('blue'))
    expect(one.record.conversation.variables).toEqual({})
    expect(one.record.flow.waiting).toMatchObject({ action: expect.any(String) })
  })
})

test('[HO-8] nothing but a contact opens a conversation', () => {
  expect(() => decide(conversationId, null, claims(ana), world())).toThrow('nothing was opened yet')
  expect(() => decide(conversationId, null, contactSays(), world())).toThrow('needs an opening')
})

test('[HO-35] chance is asked only for a draw', () => {
  const here = world({ team: team([ana, bea]), chance: scripted() })
  const one = talk(here, takenOver())
  one.does({ type: 'set_operator_state', settings: { mode: 'operator_takeover' }, by: program, cause: 'api' })
  one.does({ type: 'set_operator_state', settings: { mode: 'chatbot_controlled' }, by: program, cause: 'api' })
  one.does({ type: 'transfer', to: { operator: bea.id }, by: program, cause: 'api' })
})

describe('a group that is gone', () => {
  const lost: Command = { type: 'lose_group', group: support, by: program, cause: 'api' }

  test('[HO-41] a request for it goes on as one for everybody, with its age and epoch', () => {
    const one = talk(world({ team: [ana] }), requested({ group: support, requestedAt: noon }))
    const { epoch } = one.record.conversation
    expect(told(one.does(lost).events)).toEqual(['operator_requested'])
    expect(one.record.conversation).toMatchObject({ epoch, holder: { group: null, requestedAt: noon } })
    expect(one.does(lost).events).toEqual([])
  })

  test('[HO-41] an owner keeps the conversation', () => {
    const one = talk(world({ team: [ana] }), takenOver({ group: support }))
    expect(one.does(lost).events).toEqual([])
  })
})

test('[HO-44] an operator changes nothing in a conversation somebody else owns, by no way; a supervisor may', () => {
  const settings: OperatorStateSettings = { mode: 'chatbot_controlled' }
  const commands = (role: 'operator' | 'supervisor'): Command[] => [
    { type: 'set_operator_state', settings, by: { operator: bea.id, role }, cause: 'desk' },
    { type: 'start_interaction', interaction: 'back', by: { operator: bea.id, role }, cause: 'desk' },
  ]
  const fresh = () => talk(world({ team: [ana, bea], interactions: { back: [say('Back.')] } }), takenOver())
  for (const command of commands('operator')) expect(fresh().refused(command)).toEqual({ kind: 'owned', owner: ana.id })
  for (const command of commands('supervisor')) expect(fresh().does(command).events.length).toBeGreaterThan(0)
})
