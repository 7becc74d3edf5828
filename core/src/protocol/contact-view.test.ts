import { describe, expect, test } from 'vitest'
import type { ConversationEvent, EventBody, EventType, HolderView } from '../conversation/event.ts'
import type { MessageData } from '../conversation/message.ts'
import { asId } from '../ids.ts'
import type { Decision } from '../routing/decision.ts'
import { noon, opening } from '../testing.ts'
import { viewForContact } from './contact-view.ts'
import { viewOfEvent } from './views.ts'

/** Stands wherever a contact may not look. */
const canary = 'CANARY'
const operator = { id: asId<'operator'>(`op_${canary}`), name: 'Ana' }
const group = { id: asId<'group'>(`grp_${canary}`), name: canary }
const decision: Decision = {
  settings: { operator: canary },
  considered: [{ operator: { id: operator.id, name: canary }, verdict: 'picked', load: 0 }],
  picked: operator.id,
  rule: 'random',
}
const taken: HolderView = { chatState: 'taken_over', operator, group, requestedAt: '2026-01-05T12:00:00.000Z' }
const asked: HolderView = { ...taken, chatState: 'operator_requested', operator: { ...operator, name: canary } }
const free: HolderView = { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null }
const change = (from: HolderView, to: HolderView) => ({
  ...{ from, to, reason: canary, cause: 'desk' as const, decision, note: canary, overLimit: true as const },
})

const message: MessageData = {
  text: 'Hello',
  parts: [{ type: 'text', text: 'Hello' }],
  payload: 'yes',
  clientMessageId: 'c1',
  cause: 'desk',
  userMayType: false,
}

/** One of each type: one that is missing does not compile. */
const bodies: { [Type in EventType]: EventBody[] } = {
  conversation_opened: [
    { type: 'conversation_opened', data: opening({ variables: { secret: canary }, previous: asId(`conv_${canary}`) }) },
  ],
  message: [
    { type: 'message', data: message },
    { type: 'message', data: { text: canary, parts: [{ type: 'text', text: canary }], note: true } },
  ],
  operator_requested: [{ type: 'operator_requested', data: change(free, asked) }],
  taken_over: [{ type: 'taken_over', data: change(asked, taken) }],
  transferred: [
    { type: 'transferred', data: change({ ...taken, operator: { ...operator, name: canary } }, taken) },
    { type: 'transferred', data: change(taken, asked) },
  ],
  handed_over: [{ type: 'handed_over', data: change(taken, free) }],
  closed: [{ type: 'closed', data: change(taken, free) }],
  operator_offered: [{ type: 'operator_offered', data: { operator, until: canary, cause: 'timer' } }],
  assignment_skipped: [{ type: 'assignment_skipped', data: { reason: canary, cause: 'action', decision } }],
  bot_output_suppressed: [{ type: 'bot_output_suppressed', data: { turn: asId(`turn_${canary}`), turnEpoch: 0 } }],
  diagnostic: [{ type: 'diagnostic', data: { code: canary, message: canary } }],
  tag_set: [{ type: 'tag_set', data: { tag: canary } }],
  tag_dropped: [{ type: 'tag_dropped', data: { tag: canary } }],
  variable_set: [{ type: 'variable_set', data: { variable: canary, value: canary } }],
  rated: [{ type: 'rated', data: { score: 4, comment: 'Fine' } }],
  identified: [{ type: 'identified', data: { contact: asId(`user:${canary}`), was: asId(`web_${canary}`) } }],
  snoozed: [{ type: 'snoozed', data: { until: canary, cause: 'desk' } }],
  end_announced: [
    { type: 'end_announced', data: { until: '2026-01-05T12:30:00.000Z', outcome: 'close', cause: 'timer' } },
  ],
  end_put_off: [{ type: 'end_put_off', data: { cause: 'channel' } }],
  locked: [{ type: 'locked', data: { cause: 'desk' } }],
  unlocked: [{ type: 'unlocked', data: { cause: 'desk' } }],
  message_status: [{ type: 'message_status', data: { message: asId('evt_1'), status: 'failed', detail: canary } }],
}
const all = Object.values(bodies).flat()
const actors: ConversationEvent['actor'][] = [
  { kind: 'operator', id: operator.id, name: 'Ana' },
  { kind: 'chatbot', id: asId(`bot_${canary}`), name: 'Acme' },
  { kind: 'contact', id: asId('carl'), name: 'Carl' },
  { kind: 'system' },
]
const seen = (body: EventBody, actor = actors[0] as ConversationEvent['actor']) =>
  viewForContact(viewOfEvent({ ...body, seq: 7, id: asId<'event'>('evt_7'), at: noon, epoch: 3, actor }))

describe('what a contact may see', () => {
  test.each(all.flatMap((body) => actors.map((actor) => ({ type: body.type, by: actor.kind, body, actor }))))(
    '[I-40] no note, variable, decision, reason, group or id of a person leaks: $type by $by',
    ({ body, actor }) => {
      expect(JSON.stringify(seen(body, actor)) ?? '').not.toContain(canary)
    },
  )

  test.each([
    'operator_offered',
    'assignment_skipped',
    'bot_output_suppressed',
    'diagnostic',
    'tag_set',
    'tag_dropped',
    'variable_set',
    'snoozed',
    'identified',
    'message_status',
  ] as const)('[I-40] %s is none of their business', (type) => {
    for (const body of bodies[type]) expect(seen(body)).toBeNull()
  })

  test('[I-40] a note is none of their business, whoever wrote it', () => {
    for (const actor of actors) expect(seen({ type: 'message', data: { ...message, note: true } }, actor)).toBeNull()
  })

  test('[I-40] a message keeps what it says, and who said it by name', () => {
    const { cause: _, ...said } = message
    expect(seen({ type: 'message', data: message })).toEqual({
      type: 'message',
      seq: 7,
      id: 'evt_7',
      at: '2026-01-05T12:00:00.000Z',
      actor: { kind: 'operator', name: 'Ana' },
      data: said,
    })
  })

  test('[A-12] they see when it ends by itself and how, and that it was put off', () => {
    const until = '2026-01-05T12:30:00.000Z'
    expect(bodies.end_announced.map((body) => seen(body)?.data)).toEqual([{ until, outcome: 'close' }])
    expect(bodies.end_put_off.map((body) => seen(body)?.data)).toEqual([{}])
  })

  test('[HO-14] they see who owns the conversation, not who is only asked', () => {
    expect(seen({ type: 'taken_over', data: change(asked, taken) })?.data).toEqual({
      to: { chatState: 'taken_over', operator: { name: 'Ana' } },
    })
    expect(seen({ type: 'operator_requested', data: change(free, asked) })?.data).toEqual({
      to: { chatState: 'operator_requested', operator: null },
    })
  })
})
