import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Committed, Store } from './store/store.ts'

/** [O-06] What Prometheus reads at `/metrics`. No ids as labels. */
export type Metrics = {
  registry: Registry
  committed(committed: Committed): void
  claimRefused(): void
  sockets(change: 1 | -1): void
  resynced(reason: string): void
}

export function createMetrics(store: () => Store): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'handoff_' })
  const registers = [registry]
  const messages = new Counter({
    name: 'handoff_messages_committed_total',
    help: 'Messages written to the log.',
    labelNames: ['channel', 'author'],
    registers,
  })
  const transitions = new Counter({
    name: 'handoff_control_transitions_total',
    help: 'Changes of who holds a conversation.',
    labelNames: ['from', 'to', 'cause'],
    registers,
  })
  const skipped = new Counter({
    name: 'handoff_assignments_total',
    help: 'Runs of the handoff by outcome.',
    labelNames: ['outcome'],
    registers,
  })
  const turns = new Counter({
    name: 'handoff_bot_turns_total',
    help: 'Turns of the bot.',
    labelNames: ['outcome'],
    registers,
  })
  const conflicts = new Counter({
    name: 'handoff_claim_conflicts_total',
    help: 'Claims refused because somebody was faster.',
    registers,
  })
  const sockets = new Gauge({ name: 'handoff_ws_connections', help: 'Live connections now.', registers })
  const resyncs = new Counter({
    name: 'handoff_ws_resyncs_total',
    help: 'Clients told to load afresh.',
    labelNames: ['reason'],
    registers,
  })
  new Gauge({
    name: 'handoff_outbox_pending',
    help: 'Messages waiting in the outbox.',
    registers,
    collect() {
      this.set(store().outbox.pending().count)
    },
  })
  return {
    registry,
    committed({ change }) {
      const { channel } = change.record.conversation
      for (const { event } of change.events) {
        if (event.type === 'message') messages.inc({ channel, author: event.actor.kind })
        else if (event.type === 'bot_output_suppressed') turns.inc({ outcome: 'suppressed' })
        else if (event.type === 'assignment_skipped') skipped.inc({ outcome: 'unchanged' })
        else if ('from' in event.data && 'to' in event.data) {
          const { from, to, cause } = event.data
          transitions.inc({ from: from.chatState, to: to.chatState, cause })
          if (event.type === 'taken_over' || event.type === 'transferred') skipped.inc({ outcome: 'assigned' })
        }
      }
      if (change.turns.length > 0) turns.inc({ outcome: 'sent' }, change.turns.length)
    },
    claimRefused: () => conflicts.inc(),
    sockets: (change) => sockets.inc(change),
    resynced: (reason) => resyncs.inc({ reason }),
  }
}
