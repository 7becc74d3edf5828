import { describe, expect, test } from 'vitest'
import { asId } from '../ids.ts'
import {
  contactSays,
  conversationId,
  group,
  heldBy,
  log,
  minutesAfter,
  namesOf,
  noon,
  opened,
  opening,
  operator,
  operatorId,
  program,
  say,
  takenOver,
  talk,
  team,
  told,
  world,
} from '../testing.ts'
import { allVariables } from './chat-variables.ts'
import { evolve, fold, open, viewOfHolder } from './conversation.ts'
import type { ConversationEvent, EventBody } from './event.ts'
import { type Holder, ownerOf } from './holder.ts'

const known = team([operator()])
const names = namesOf(known)
const start: EventBody = { type: 'conversation_opened', data: opening() }
const bots: Holder = { state: 'chatbot_controlled' }
const asked: Holder = { state: 'operator_requested', group: group().id, operator: operatorId('Ana'), requestedAt: noon }
const owned: Holder = {
  ...{ state: 'taken_over', owner: operatorId('Ana'), group: group().id },
  ...{ requestedAt: noon, takenOverAt: noon },
}
const change = (
  type: 'operator_requested' | 'taken_over' | 'transferred' | 'handed_over' | 'closed',
  from: Holder,
  to: Holder,
): EventBody => ({
  type,
  data: { from: viewOfHolder(from, names), to: viewOfHolder(to, names), reason: null, cause: 'desk' },
})

describe('the record is the fold of the log', () => {
  test.each<[string, EventBody[], Holder]>([
    ['a request', [change('operator_requested', bots, asked)], asked],
    ['a takeover', [change('taken_over', bots, owned)], owned],
    ['a request taken over', [change('operator_requested', bots, asked), change('taken_over', asked, owned)], owned],
    [
      'a transfer to a group',
      [change('taken_over', bots, owned), change('transferred', owned, { ...asked, operator: null })],
      { ...asked, operator: null },
    ],
    ['a hand over', [change('taken_over', bots, owned), change('handed_over', owned, bots)], bots],
    ['a closing', [change('taken_over', bots, owned), change('closed', owned, bots)], bots],
  ])('[HO-1][HO-2] each holder carries only what is true in it: %s', (_, bodies, holder) => {
    const folded = fold(conversationId, log(start, ...bodies))
    expect(folded?.holder).toStrictEqual(holder)
    expect(folded?.status).toBe(bodies.at(-1)?.type === 'closed' ? 'closed' : 'open')
    expect(folded?.holder.state === 'taken_over').toBe(ownerOf(holder) !== null)
  })

  test('[HO-8] it begins at seq 1 and epoch 0 with the bot, nobody asked and the variables of the opening', () => {
    const previous = asId<'conversation'>('conv_0')
    const { conversation } = opened({ previous, variables: { user_name: 'Carl' } })
    expect(conversation).toMatchObject({
      lastSeq: 1,
      epoch: 0,
      previous,
      holder: bots,
      variables: { user_name: 'Carl' },
    })
  })

  test('[HO-3] a gap in the numbers, another beginning and an owner without a name are broken logs', () => {
    const [first, second] = log(start, { type: 'tag_set', data: { tag: 'a' } })
    const { conversation } = opened()
    if (first === undefined || second === undefined) throw new Error('no log')
    expect(() => evolve(conversation, { ...second, seq: 3 })).toThrow('event 3 follows 1')
    expect(() => evolve(conversation, { ...second, seq: 1 })).toThrow('event 1 follows 1')
    expect(() => open(conversationId, second)).toThrow('does not begin with an opening')
    const [, nobody] = log(start, change('taken_over', bots, owned))
    if (nobody?.type !== 'taken_over') throw new Error('no takeover')
    const broken: ConversationEvent = { ...nobody, data: { ...nobody.data, to: { ...nobody.data.to, operator: null } } }
    expect(() => evolve(conversation, broken)).toThrow('by nobody')
    expect(fold(conversationId, [])).toBeNull()
  })

  test('[HO-3] an event never changes the record that it is applied to', () => {
    const { conversation } = opened({ variables: { favorite: { color: 'red' } } })
    const before = structuredClone(conversation)
    const bodies: EventBody[] = [
      { type: 'variable_set', data: { variable: 'favorite.color', value: 'blue' } },
      { type: 'tag_set', data: { tag: 'a' } },
      change('taken_over', bots, owned),
    ]
    const after = log(start, ...bodies)
      .slice(1)
      .reduce(evolve, conversation)
    expect(conversation).toEqual(before)
    expect(after).toMatchObject({ variables: { favorite: { color: 'blue' } }, tags: ['a'], epoch: 1 })
  })

  test('[HO-45] lock and unlock, tags once, and the last line anybody said', () => {
    const bodies: EventBody[] = [
      { type: 'locked', data: { cause: 'desk' } },
      { type: 'tag_set', data: { tag: 'a' } },
      { type: 'tag_set', data: { tag: 'a' } },
      { type: 'message', data: { text: 'x', parts: [], note: true } },
    ]
    expect(fold(conversationId, log(start, ...bodies))).toMatchObject({ locked: true, tags: ['a'], lastLine: null })
    const later: EventBody[] = [
      { type: 'unlocked', data: { cause: 'desk' } },
      { type: 'tag_dropped', data: { tag: 'a' } },
    ]
    expect(fold(conversationId, log(start, ...bodies, ...later))).toMatchObject({ locked: false, tags: [] })
  })

  test("[FL-10] the last line is anybody's, the last user message only the contact's", () => {
    const one = talk(world({ team: [operator()] }), takenOver())
    one.does(contactSays('hello'))
    one.does({
      type: 'operator_says',
      operator: operatorId('Ana'),
      text: 'Hi',
      parts: [],
      isNote: false,
      cause: 'desk',
    })
    one.does({
      type: 'operator_says',
      operator: operatorId('Ana'),
      text: 'angry',
      parts: [],
      isNote: true,
      cause: 'desk',
    })
    expect(one.record.conversation).toMatchObject({
      lastUserMessage: 'hello',
      lastLine: { by: 'operator', text: 'Hi' },
    })
    one.does(
      contactSays(null, { message: { text: null, payload: null, parts: [{ type: 'location', lat: 1, lon: 2 }] } }),
    )
    expect(one.record.conversation.lastLine).toEqual({ by: 'contact', text: '[location]', at: noon })
  })
})

describe('a holder as events and the API show it', () => {
  test.each([
    [bots, { operator: null, group: null, requestedAt: null }],
    [asked, { operator: { id: 'op_ana', name: 'Ana' }, group: group(), requestedAt: '2026-01-05T12:00:00.000Z' }],
    [owned, { operator: { id: 'op_ana', name: 'Ana' }, group: group(), requestedAt: '2026-01-05T12:00:00.000Z' }],
  ])('[HO-1] $0.state', (holder, expected) => {
    expect(viewOfHolder(holder, names)).toEqual({ chatState: holder.state, ...expected })
  })
})

describe('variables that a flow can read', () => {
  const surroundings = { botName: 'Acme', locale: 'de', names }

  test.each([
    [bots, { chat_state: 'chatbot_controlled', chat_operator_id: '', chat_operator_name: '', chat_operator_group: '' }],
    [
      asked,
      {
        chat_state: 'operator_requested',
        chat_operator_id: '',
        chat_operator_name: '',
        chat_operator_group: 'support',
      },
    ],
    [
      owned,
      {
        chat_state: 'taken_over',
        chat_operator_id: 'op_ana',
        chat_operator_name: 'Ana',
        chat_operator_group: 'support',
      },
    ],
  ])('[HO-19] who holds the conversation, empty where nobody does: $0.state', (holder, expected) => {
    expect(allVariables(heldBy(holder), null, surroundings)).toMatchObject(expected)
  })

  test('[HO-19] the outcome of the last run, empty before the first and without a reason', () => {
    const of = (outcome: Parameters<typeof allVariables>[1]) => {
      const { chat_operator_outcome, chat_operator_reason } = allVariables(heldBy(bots), outcome, surroundings)
      return [chat_operator_outcome, chat_operator_reason]
    }
    expect(of(null)).toEqual(['', ''])
    expect(of({ outcome: 'unchanged', reason: 'none_online' })).toEqual(['unchanged', 'none_online'])
    expect(of({ outcome: 'assigned', reason: null })).toEqual(['assigned', ''])
  })

  test("[FL-10] first and last name follow the name unless they are set; the system's own cannot be overwritten", () => {
    const { conversation } = opened({ variables: { user_name: ' Carla  de la Cruz ', chat_state: 'taken_over' } })
    expect(allVariables(conversation, null, surroundings)).toMatchObject({
      first_name: 'Carla',
      last_name: 'de la Cruz',
      locale: 'de',
      user_id: 'carl',
      user_email: '',
      user_phone_number: '',
      bot_name: 'Acme',
      bot_channel: 'custom',
      last_user_message: '',
      failed_inputs: 0,
      chat_state: 'chatbot_controlled',
    })
    const named = opened({ variables: { user_name: 'Carla', first_name: 'Lala', locale: 'fr' } }).conversation
    expect(allVariables(named, null, surroundings)).toMatchObject({ first_name: 'Lala', last_name: '', locale: 'fr' })
  })

  test('[FL-10] what the contact said last is what a flow reads', () => {
    const one = talk(world({ interactions: { echo: [say('{{ last_user_message }}')] } }), opened())
    expect(told(one.does(contactSays('echo please')).events).at(-1)).toBe('chatbot: echo please')
  })
})

test('[HO-2] an unowned conversation has no owner at any seq of a busy log', () => {
  const one = talk(world({ team: [operator()], now: minutesAfter(1) }), opened())
  one.does({ type: 'claim', operator: operatorId('Ana'), cause: 'desk' })
  one.does({ type: 'transfer', to: { group: group().id }, by: program, cause: 'api' })
  one.does({ type: 'claim', operator: operatorId('Ana'), cause: 'desk' })
  one.does({ type: 'hand_over', by: program, cause: 'api' })
  let { conversation } = opened()
  const owners = one.events.map((event) => {
    conversation = evolve(conversation, event)
    return [conversation.holder.state, ownerOf(conversation.holder), conversation.epoch]
  })
  expect(owners).toEqual([
    ['taken_over', 'op_ana', 1],
    ['operator_requested', null, 2],
    ['taken_over', 'op_ana', 3],
    ['chatbot_controlled', null, 4],
  ])
})
