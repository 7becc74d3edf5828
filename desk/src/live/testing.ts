import type { ConversationView, EventView } from '@baton/core/protocol'
import { conversationView, eventView } from '../api/events.ts'

/** A conversation and events for tests; a test says only what it is about. */
export function view(change: Record<string, unknown> = {}): ConversationView {
  const plain = {
    id: 'conv_1',
    bot: 'bot_1',
    botName: 'Shop',
    channel: 'web',
    contact: 'elena',
    contactName: 'elena',
    status: 'open',
    chatState: 'chatbot_controlled',
    operator: null,
    requestedOperator: null,
    offeredUntil: null,
    group: null,
    requestedAt: null,
    takenOverAt: null,
    snoozedUntil: null,
    epoch: 0,
    lastSeq: 0,
    lastActivityAt: minute(0),
    lastLine: null,
    tags: [],
    locked: false,
    variables: {},
    openedAt: minute(0),
    previous: null,
  }
  return conversationView({ ...plain, ...change }, '')
}

type Plain = { type?: string; actor?: unknown; data?: unknown; epoch?: number; at?: string; id?: string }

export function event(seq: number, change: Plain = {}): EventView {
  const actor = { kind: 'contact', id: 'elena', name: 'Elena' }
  const data = { text: `line ${seq}`, parts: [] }
  return eventView({ seq, id: `evt_${seq}`, type: 'message', at: minute(seq), actor, epoch: 0, data, ...change }, '')
}

export const ana = { id: 'op_ana', name: 'Ana' }
export const byAna = { kind: 'operator', ...ana }

export function holder(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null, ...change }
}

export function requested(seq: number): EventView {
  const to = holder({ chatState: 'operator_requested', requestedAt: minute(seq) })
  return event(seq, {
    type: 'operator_requested',
    epoch: 1,
    data: { from: holder(), to, reason: null, cause: 'action' },
  })
}

export function takenOver(seq: number): EventView {
  const from = holder({ chatState: 'operator_requested' })
  const to = holder({ chatState: 'taken_over', operator: ana })
  return event(seq, { type: 'taken_over', actor: byAna, epoch: 2, data: { from, to, reason: null, cause: 'desk' } })
}

export function minute(count: number): string {
  return new Date(Date.UTC(2026, 10, 22, 9, count)).toISOString()
}
