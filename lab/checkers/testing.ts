/** A short story in which all is well, for tests that spoil it. */
import type { ConversationEvent, EventBody } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { type ConversationView, viewForContact, viewOfEvent } from '@baton/core/protocol'
import { instant } from '@baton/core/time'
import { nothingSaid, type Operation, type Outcome, type Shown, type Wish } from '../history.ts'
import { markOf } from '../script.ts'
import { ShownStore } from '../traffic/shown-store.ts'
import type { Evidence, Logged } from './evidence.ts'

export const conversation = 'conv_1'
const [first, second] = ['op_1', 'op_2']
const contact = { kind: 'contact', id: 'c0' }
const chatbot = { kind: 'chatbot', id: 'bot_1', name: 'lab' }
const operator = { kind: 'operator', id: first, name: 'Ana' }
const nobody = { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null }
const taken = { chatState: 'taken_over', operator: { id: first, name: 'Ana' }, group: null, requestedAt: null }

/** Contact and bot talk, an operator is picked, replies and hands back; all of it told and shown to whom it concerns. */
export function goodEvidence(): Evidence {
  const log = storyLog()
  const snapshot = {
    log,
    operators: [
      { id: first, capacity: 1 },
      { id: second, capacity: 1 },
    ],
    isDense: true,
  }
  const row = { id: conversation, lastSeq: log.length, status: 'open' }
  const view = { ...row, variables: { chat_state: 'chatbot_controlled' } } as unknown as ConversationView
  const seat = { status: 'online' as const, load: 0 }
  const widget = new ShownStore('alpha-w0', 'alpha', 'contact')
  const desk = new ShownStore('alpha-op0', 'alpha', 'desk')
  const views = log.map(({ event }) => viewOfEvent(event))
  widget.logs.set(conversation, { position: log.length, events: views.flatMap((one) => viewForContact(one) ?? []) })
  desk.logs.set(conversation, { position: log.length, events: views })
  desk.inbox.set(conversation, { ...view })
  desk.views.set(conversation, view)
  desk.presence.set(first, seat)
  const fresh = {
    rows: new Map([[conversation, { ...view }]]),
    views: new Map([[conversation, structuredClone(view)]]),
    seats: new Map([[first, { ...seat }]]),
  }
  return { snapshot, history: storyHistory(), stores: [widget, desk], fresh, leaks: [], isQuiet: true }
}

/** Its event of this number. */
export function eventAt({ snapshot }: Evidence, seq: number): ConversationEvent {
  const found = snapshot.log.find(({ event }) => event.seq === seq)
  if (found === undefined) throw new Error(`the story has no ${seq}`)
  return found.event
}

/** What was asked for under a key, or a move of that kind. */
export function operationOf({ history }: Evidence, named: string): Operation {
  const found = history.find(({ wish }) => (wish.type === 'send' ? wish.key : wish.type) === named)
  if (found === undefined) throw new Error(`nobody asked for ${named}`)
  return found
}

export function acknowledgementOf(operation: Operation): Extract<Outcome, { kind: 'ok' }> {
  if (operation.outcome.kind !== 'ok') throw new Error('this was not acknowledged')
  return operation.outcome
}

function storyLog(): Logged[] {
  const said = (word: string, key?: string) => ({
    type: 'message',
    data: {
      text: `${word} ${markOf('alpha', 'c0')}`,
      parts: [],
      ...(key === undefined ? {} : { clientMessageId: key }),
    },
  })
  const considered = [first, second].map((id) => ({
    operator: { id, name: id },
    verdict: id === first ? 'picked' : 'tied',
    load: 0,
  }))
  const decision = { settings: {}, considered, picked: first, rule: 'less_busy' }
  const change = (from: object, to: object) => ({ from, to, reason: null, cause: 'api' })
  const lines: [actor: object, body: object, at?: number][] = [
    [contact, { type: 'conversation_opened', data: { bot: 'bot_1', channel: 'custom', contact: 'c0', variables: {} } }],
    [contact, said('say 1', 'alpha-c0:1')],
    [chatbot, said('welcome')],
    [contact, said('work 2', 'alpha-c0:2')],
    [chatbot, said('begun')],
    [chatbot, said('waited'), 200],
    [chatbot, said('called'), 300],
    [chatbot, said('done'), 300],
    [operator, { type: 'taken_over', data: { ...change(nobody, taken), decision } }, 400],
    [operator, said('reply 1', 'alpha-op0:1'), 500],
    [operator, { type: 'handed_over', data: change(taken, nobody) }, 600],
    [contact, said('say 3', 'alpha-c0:3'), 700],
    [chatbot, said('echo'), 700],
  ]
  return lines.map(([actor, body, at = 0], index) => {
    const seq = index + 1
    const epoch = seq < 9 ? 0 : seq < 11 ? 1 : 2
    const event = { ...(body as EventBody), seq, id: asId<'event'>(`evt_${seq}`), at: instant(at), actor, epoch }
    return { position: seq, conversation, event: event as ConversationEvent }
  })
}

function storyHistory(): Operation[] {
  const calls: [client: string, wish: Wish, seen: number, seq: number | null, shown: Shown | null][] = [
    ['alpha-c0', send('alpha-c0:1', 'say 1'), 3, null, shownAt(3)],
    ['alpha-c0', send('alpha-c0:2', 'work 2'), 5, null, shownAt(5)],
    ['alpha-opp0', { type: 'set_operator_state', conversation, pick: 'less_busy' }, 9, null, shownAt(9)],
    ['alpha-op0', send('alpha-op0:1', 'reply 1'), 10, 10, null],
    ['alpha-op0', { type: 'hand_over', conversation }, 11, null, shownAt(11)],
    ['alpha-c0', send('alpha-c0:3', 'say 3'), 13, null, shownAt(13)],
  ]
  return calls.map(([client, wish, seen, seq, shown], index) => {
    const assigned = wish.type === 'set_operator_state' ? first : null
    const outcome: Outcome = {
      ...nothingSaid,
      kind: 'ok',
      conversation,
      seq,
      shown,
      assigned,
      bubbles: [`evt_${seen}`],
    }
    return { client, workspace: 'alpha', node: 'n1', wish, invokedAt: index * 10, endedAt: index * 10 + 5, outcome }
  })
}

function send(key: string, words: string): Wish {
  return { type: 'send', key, text: `${words} ${markOf('alpha', 'c0')}` }
}

function shownAt(lastSeq: number): Shown {
  const isTaken = lastSeq === 9 || lastSeq === 10
  const holder = {
    chatState: isTaken ? ('taken_over' as const) : ('chatbot_controlled' as const),
    owner: isTaken ? first : null,
  }
  return { lastSeq, epoch: lastSeq < 9 ? 0 : isTaken ? 1 : 2, status: 'open', ...holder }
}
