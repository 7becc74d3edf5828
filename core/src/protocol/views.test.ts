import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allVariables } from '../conversation/chat-variables.ts'
import { type Conversation, evolve, type Names, open, viewOfHolder } from '../conversation/conversation.ts'
import type { ConversationEvent, EventBody, EventType, HolderView } from '../conversation/event.ts'
import type { Holder } from '../conversation/holder.ts'
import type { Part } from '../conversation/message.ts'
import type { Value } from '../conversation/value.ts'
import { asId } from '../ids.ts'
import type { Decision } from '../routing/decision.ts'
import { conversationId, group, minutesAfter, noon, opening, operatorId } from '../testing.ts'
import { type Instant, toRfc3339 } from '../time.ts'
import { collectedIn, languageIn } from './collected.ts'
import {
  applyEvent,
  type ConversationView,
  holderFields,
  nameOfContact,
  offeredUntilOf,
  snoozedUntilIn,
  viewOfEvent,
} from './views.ts'

const seed = 20_260_109
const names: Names = { operator: (id) => `name of ${id}`, group: (id) => `name of ${id}` }

/** A fresh view, built from the record alone. */
function freshView(conversation: Conversation): ConversationView {
  const { holder, lastLine } = conversation
  const at = holder.state === 'taken_over' ? toRfc3339(holder.takenOverAt) : ''
  return {
    id: conversation.id,
    bot: conversation.bot,
    botName: 'Acme',
    channel: conversation.channel,
    contact: conversation.contact,
    contactName: nameOfContact(conversation.contact, conversation.variables.user_name),
    status: conversation.status,
    ...holderFields(viewOfHolder(holder, names), at),
    offeredUntil: offeredUntilOf(holder),
    snoozedUntil: snoozedUntilIn(holder, minutesAfter(lastMinute)),
    epoch: conversation.epoch,
    lastSeq: conversation.lastSeq,
    lastActivityAt: toRfc3339(conversation.lastActivityAt),
    lastLine: lastLine === null ? null : { ...lastLine, at: toRfc3339(lastLine.at) },
    tags: conversation.tags,
    locked: conversation.locked,
    asked: conversation.asked ?? null,
    language: languageIn(conversation.variables),
    collected: collectedIn(conversation.variables),
    variables: allVariables(conversation, null, { botName: 'Acme', locale: 'en', names }),
    openedAt: toRfc3339(conversation.openedAt),
    previous: conversation.previous,
  }
}

/** What no event tells: the last run's outcome, names split out of `user_name`; an empty default is as good as none. */
const untold = ['chat_operator_outcome', 'chat_operator_reason', 'first_name', 'last_name', 'failed_inputs', 'locale']

function comparable(view: ConversationView): ConversationView {
  const told = Object.entries(view.variables).filter(([name, value]) => value !== '' && !untold.includes(name))
  return { ...view, variables: Object.fromEntries(told) }
}

const actors: ConversationEvent['actor'][] = [
  { kind: 'contact', id: asId('carl'), name: 'Carl' },
  { kind: 'chatbot', id: asId('bot_1'), name: 'Acme' },
  { kind: 'operator', id: operatorId('Ana'), name: 'Ana' },
  { kind: 'system' },
]
const parts: Part[] = [
  { type: 'text', text: 'hello' },
  { type: 'image', url: 'https://shop.example/a.png' },
  { type: 'location', lat: 1, lon: 2 },
]
const decision: Decision = { settings: {}, considered: [], picked: null, rule: 'none' }

const anyWho = fc.constantFrom(operatorId('Ana'), operatorId('Bea'))
const anyGroup = fc.constantFrom(null, group('support').id, group('sales').id)
/** Of all that happens here; what is snoozed is so for longer. */
const lastMinute = 60
const anyMoment = fc.nat({ max: lastMinute }).map(minutesAfter)
const chatbots: Holder = { state: 'chatbot_controlled' }
const requests: fc.Arbitrary<Holder> = fc
  .record({ group: anyGroup, operator: fc.option(anyWho), requestedAt: anyMoment })
  .map((fields) => ({ state: 'operator_requested', ...fields }))
const owned: fc.Arbitrary<Holder> = fc
  .record({ owner: anyWho, group: anyGroup, requestedAt: fc.option(anyMoment) })
  .map((fields) => ({ state: 'taken_over', takenOverAt: noon, ...fields }))
const view = (holder: fc.Arbitrary<Holder>): fc.Arbitrary<HolderView> => holder.map((one) => viewOfHolder(one, names))
const anyText = fc.string({ maxLength: 300 })
const anyVariable = fc.constantFrom(
  'locale',
  'user_email',
  'user_name',
  'user_name.first',
  'favorite',
  'favorite.color',
  'list.0',
)
const anyValue = fc.oneof<fc.Arbitrary<Value>[]>(
  anyText,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([1, 2]),
)

const stateEvent = <Type extends 'operator_requested' | 'taken_over' | 'transferred' | 'handed_over' | 'closed'>(
  type: Type,
  to: fc.Arbitrary<Holder>,
) =>
  view(to).map((shown) => ({
    type,
    data: { from: viewOfHolder(chatbots, names), to: shown, reason: null, cause: 'desk' as const, decision },
  }))

/** Every type of event but the first one, that every history begins with: a missing one does not compile. */
const bodies: { [Type in Exclude<EventType, 'conversation_opened'>]: fc.Arbitrary<EventBody> } = {
  message: fc
    .record({
      text: fc.option(anyText, { nil: undefined }),
      payload: fc.option(anyText, { nil: undefined }),
      parts: fc.subarray(parts),
      note: fc.boolean(),
    })
    .map(({ text, payload, parts: chosen, note }) => ({
      type: 'message',
      data: {
        parts: chosen,
        ...(text === undefined ? {} : { text }),
        ...(payload === undefined ? {} : { payload }),
        ...(note ? { note: true as const } : {}),
      },
    })),
  operator_requested: fc
    .tuple(stateEvent('operator_requested', requests), fc.constantFrom('action' as const, 'ai' as const, null))
    .map(([{ type, data }, way]) => ({ type, data: { ...data, ...(way !== null && { asked: { way } }) } })),
  taken_over: stateEvent('taken_over', owned),
  transferred: stateEvent('transferred', fc.oneof(owned, requests)),
  handed_over: stateEvent('handed_over', fc.constant(chatbots)),
  closed: stateEvent('closed', fc.constant(chatbots)),
  operator_offered: anyWho.map((id) => ({
    type: 'operator_offered',
    data: { operator: { id, name: `name of ${id}` }, until: '2026-01-05T12:00:20.000Z', cause: 'timer' },
  })),
  assignment_skipped: fc.constant({
    type: 'assignment_skipped',
    data: { reason: 'none_online', cause: 'action', decision },
  }),
  bot_output_suppressed: fc.constant({ type: 'bot_output_suppressed', data: { turn: asId('turn_1'), turnEpoch: 0 } }),
  diagnostic: fc.constant({ type: 'diagnostic', data: { code: 'x', message: 'y' } }),
  tag_set: fc.constantFrom('a', 'b').map((tag) => ({ type: 'tag_set', data: { tag } })),
  tag_dropped: fc.constantFrom('a', 'b').map((tag) => ({ type: 'tag_dropped', data: { tag } })),
  variable_set: fc
    .tuple(anyVariable, anyValue)
    .map(([variable, value]) => ({ type: 'variable_set', data: { variable, value } })),
  rated: fc.constant({ type: 'rated', data: { score: 4, comment: 'Fine' } }),
  identified: fc
    .constantFrom('user:ana', 'user:7')
    .map((contact) => ({ type: 'identified', data: { contact: asId(contact), was: asId('web_1') } })),
  snoozed: fc
    .option(fc.integer({ min: lastMinute + 1, max: 2 * lastMinute }).map((minute) => toRfc3339(minutesAfter(minute))))
    .map((until) => ({ type: 'snoozed', data: { until, cause: 'desk' } })),
  end_announced: fc.constant({
    type: 'end_announced',
    data: { until: toRfc3339(minutesAfter(2 * lastMinute)), outcome: 'hand_back', cause: 'timer' },
  }),
  end_put_off: fc.constant({ type: 'end_put_off', data: { cause: 'channel' } }),
  locked: fc.constant({ type: 'locked', data: { cause: 'desk' } }),
  unlocked: fc.constant({ type: 'unlocked', data: { cause: 'desk' } }),
  message_status: fc.constant({ type: 'message_status', data: { message: asId('evt_1'), status: 'read' } }),
}

const drafted = (body: fc.Arbitrary<EventBody>) =>
  fc.record({ body, actor: fc.constantFrom(...actors), at: anyMoment, movesEpoch: fc.boolean() })

type Drafted = { body: EventBody; actor: ConversationEvent['actor']; at: Instant; movesEpoch: boolean }

/** Numbers them behind an opening; the conversation after each stands beside it. */
function history(list: readonly Drafted[]): { event: ConversationEvent; after: Conversation }[] {
  const data = opening({ variables: { user_name: 'Carl' } })
  const stamp = { seq: 1, id: asId<'event'>('evt_1'), at: noon, epoch: 0, actor: { kind: 'system' as const } }
  const first: ConversationEvent = { type: 'conversation_opened', data, ...stamp }
  let after = open(conversationId, first)
  const steps: { event: ConversationEvent; after: Conversation }[] = [{ event: first, after }]
  for (const { body, actor, at, movesEpoch } of list) {
    const seq = after.lastSeq + 1
    const epoch = after.epoch + ('to' in body.data && movesEpoch ? 1 : 0)
    const event: ConversationEvent = { ...body, seq, id: asId<'event'>(`evt_${seq}`), at, epoch, actor }
    after = evolve(after, event)
    steps.push({ event, after })
  }
  return steps
}

/** [D-09] Events applied to a view that is stale, some of them twice, give the view built afresh. */
function verifyEvent(list: readonly Drafted[], stale: number): void {
  const steps = history(list)
  const start = steps[stale % steps.length]
  const last = steps.at(-1)
  if (start === undefined || last === undefined) return
  const again = steps.slice(Math.max(0, (stale % steps.length) - 2))
  const shown = again.reduce((seen, { event }) => applyEvent(seen, viewOfEvent(event)), freshView(start.after))
  expect(comparable(shown)).toEqual(comparable(freshView(last.after)))
}

describe('a view that may be stale', () => {
  test.each(Object.entries(bodies))('[D-09] after %s it is the view built afresh', (type, body) => {
    const anyBody = fc.oneof(...Object.values(bodies))
    fc.assert(
      fc.property(fc.array(drafted(anyBody), { maxLength: 6 }), drafted(body), fc.nat(), (before, last, stale) => {
        expect(last.body.type).toBe(type)
        verifyEvent([...before, last], stale)
        verifyEvent([...before, last], before.length)
      }),
      { seed, numRuns: 100 },
    )
  })

  test('[D-09] events it has seen change nothing', () => {
    const [opened] = history([])
    if (opened === undefined) throw new Error('no opening')
    const seen = freshView(opened.after)
    expect(applyEvent(seen, viewOfEvent(opened.event))).toBe(seen)
  })

  test('[FL-10] the contact is shown by the name they gave, and by their id without one', () => {
    const named = (value: Value) => ({
      ...{ body: { type: 'variable_set' as const, data: { variable: 'user_name', value } } },
      ...{ actor: { kind: 'system' as const }, at: noon, movesEpoch: false },
    })
    const [opened, ...set] = history([named('Carla'), named(null)])
    if (opened === undefined) throw new Error('no opening')
    const shown = set.map((_, index) =>
      set
        .slice(0, index + 1)
        .reduce((seen, { event }) => applyEvent(seen, viewOfEvent(event)), freshView(opened.after)),
    )
    expect(shown.map(({ contactName }) => contactName)).toEqual(['Carla', 'carl'])
  })

  test('[D-09] a row of the inbox carries no variables, and is given none but the few it shows', () => {
    const [opened, set] = history([
      {
        body: { type: 'variable_set', data: { variable: 'secret', value: 'x' } },
        actor: { kind: 'system' },
        at: noon,
        movesEpoch: false,
      },
    ])
    if (opened === undefined || set === undefined) throw new Error('no history')
    const { variables: _, openedAt: __, previous: ___, ...row } = freshView(opened.after)
    expect(applyEvent(row, viewOfEvent(set.event))).toEqual({
      ...row,
      lastSeq: 2,
      collected: [{ name: 'secret', text: 'x' }],
    })
  })
})

test('[HO-14] a requested operator is not shown as one who owns the conversation', () => {
  const shown = {
    chatState: 'operator_requested',
    operator: { id: operatorId('Ana'), name: 'Ana' },
    group: null,
    requestedAt: 'r',
  } as const
  expect(holderFields(shown, 'now')).toMatchObject({
    operator: null,
    requestedOperator: { name: 'Ana' },
    takenOverAt: null,
  })
  expect(holderFields({ ...shown, chatState: 'taken_over' }, 'now')).toMatchObject({
    operator: { name: 'Ana' },
    requestedOperator: null,
    takenOverAt: 'now',
  })
})
