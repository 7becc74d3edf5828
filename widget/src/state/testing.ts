import type { ContactEvent, ContactHolder, Part } from '@baton/core/protocol'
import type { Snapshot } from './thread.ts'

export const seed = 20_261_122

const at = '2026-11-22T09:00:00.000Z'
type Actor = ContactEvent['actor']
export type Said = Extract<ContactEvent, { type: 'message' }>['data']

export const bot: Actor = { kind: 'chatbot', name: 'Juno' }
export const ana: Actor = { kind: 'operator', name: 'Ana' }
export const contact: Actor = { kind: 'contact' }

export const byBot: ContactHolder = { chatState: 'chatbot_controlled', operator: null }
export const asked: ContactHolder = { chatState: 'operator_requested', operator: null }
export const heldBy = (name: string): ContactHolder => ({ chatState: 'taken_over', operator: { name } })

export function message(seq: number, actor: Actor, said: Partial<Said> = {}, thread = 'conv_1'): ContactEvent {
  const text = said.parts === undefined && said.payload === undefined ? { text: `text ${seq}` } : {}
  return { type: 'message', seq, id: `ev_${thread}_${seq}`, at, actor, data: { parts: [], ...text, ...said } }
}

export function moved(
  seq: number,
  type: 'operator_requested' | 'taken_over' | 'transferred' | 'handed_over' | 'closed',
  to: ContactHolder,
): ContactEvent {
  return { type, seq, id: `ev_conv_1_${seq}`, at, actor: { kind: 'system' }, data: { to } }
}

export function marked(seq: number, type: 'conversation_opened' | 'locked' | 'unlocked' | 'end_put_off'): ContactEvent {
  return { type, seq, id: `ev_conv_1_${seq}`, at, actor: { kind: 'system' }, data: {} }
}

/** `until`: RFC 3339. */
export function announced(seq: number, until: string, outcome: 'hand_back' | 'close' = 'close'): ContactEvent {
  const data = { until, outcome }
  return { type: 'end_announced', seq, id: `ev_conv_1_${seq}`, at, actor: { kind: 'system' }, data }
}

export function snapshot(part: Partial<Snapshot> = {}): Snapshot {
  return { id: 'conv_1', status: 'open', ...byBot, locked: false, lastSeq: 0, ...part }
}

export const replies = (...labels: string[]): Part => ({
  type: 'quick_replies',
  items: labels.map((label) => ({ label, payload: `payload ${label}` })),
})
