import type { Change } from '@baton/core/command'
import type { ConversationEvent, StateChange } from '@baton/core/conversation'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Committed, Store } from './store/store.ts'

/** [O-06] What Prometheus reads at `/metrics`. Seconds and counts; no ids as labels. */
export type Metrics = {
  registry: Registry
  committed(committed: Committed): void
  /** How long it took from a send, over whatever transport, to its being in the log. */
  acknowledged(seconds: number): void
  /** How old an event was when it was written to a live connection that follows. */
  fannedOut(seconds: number): void
  claimRefused(): void
  sockets(change: 1 | -1): void
  resynced(reason: string): void
  /** [O-07] The self-check has found something that must not be. */
  violated(rule: string): void
}

/** Figures that others keep, asked for when somebody looks. */
export type Sources = {
  store: Store
  now: () => number
  /** What `/readyz` says. */
  isReady: () => Promise<boolean>
  /** Null: the embedded database has no pool. */
  pool: (() => { inUse: number; waiting: number }) | null
  /** [RO-3] Groups (null: everybody) in which nobody who is online has room. */
  uncovered: () => { group: string | null }[]
  /** Null: there is only this node. */
  bus: (() => { isHealthy: boolean; published: number; received: number; dropped: number; rejected: number }) | null
}

const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const patient = [1, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600]

/** `sources` is asked only when figures are read. */
export function createMetrics(sources: () => Sources): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'handoff_' })
  const counted = countersIn(registry)
  gaugesIn(registry, sources)
  return {
    registry,
    committed({ change }) {
      const { channel } = change.record.conversation
      for (const { event } of change.events) counted.event(event, channel)
      if (change.turns.length > 0) counted.turns.inc({ outcome: 'sent' }, change.turns.length)
      countFailures(change, () => counted.turns.inc({ outcome: 'failed' }))
    },
    acknowledged: (seconds) => counted.acknowledged.observe(seconds),
    fannedOut: (seconds) => counted.fannedOut.observe(seconds),
    claimRefused: () => counted.conflicts.inc(),
    sockets: (change) => counted.sockets.inc(change),
    resynced: (reason) => counted.resyncs.inc({ reason }),
    violated: (rule) => counted.violations.inc({ rule }),
  }
}

function countersIn(registry: Registry) {
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `handoff_${name}`, help, labelNames, registers })
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `handoff_${name}`, help, buckets, registers })
  const messages = counter('messages_committed_total', 'Messages written to the log.', 'channel', 'author')
  const transitions = counter(
    'control_transitions_total',
    'Changes of who holds a conversation.',
    'from',
    'to',
    'cause',
  )
  const assignments = counter('assignments_total', 'Handoffs, claims and transfers by outcome.', 'kind', 'outcome')
  const turns = counter('bot_turns_total', 'Turns of the bot.', 'outcome')
  const waited = histogram('queue_wait_seconds', 'From a request to an operator taking over.', patient)
  const moved = (type: ConversationEvent['type'], at: number, { from, to, cause, decision }: StateChange) => {
    transitions.inc({ from: from.chatState, to: to.chatState, cause })
    if (type !== 'taken_over' && type !== 'transferred') return
    const kind = decision?.rule ?? (type === 'transferred' ? 'transfer' : 'claim')
    assignments.inc({ kind, outcome: to.chatState === 'taken_over' ? 'assigned' : 'requested' })
    if (from.chatState === 'operator_requested' && from.requestedAt !== null)
      waited.observe(Math.max(0, at - Date.parse(from.requestedAt)) / 1_000)
  }
  return {
    turns,
    acknowledged: histogram('send_ack_seconds', 'From a send to its being in the log.', quick),
    fannedOut: histogram('fanout_seconds', 'From an event to its being written to those who follow.', quick),
    conflicts: counter('claim_conflicts_total', 'Claims refused because somebody was faster.'),
    resyncs: counter('ws_resyncs_total', 'Clients told to load afresh.', 'reason'),
    violations: counter('invariant_violations_total', 'Found by the self-check. Must stay 0.', 'rule'),
    sockets: new Gauge({ name: 'handoff_ws_connections', help: 'Live connections now.', registers }),
    event(event: ConversationEvent, channel: string) {
      if (event.type === 'message') messages.inc({ channel, author: event.actor.kind })
      else if (event.type === 'bot_output_suppressed') turns.inc({ outcome: 'suppressed' })
      else if (event.type === 'assignment_skipped')
        assignments.inc({ kind: event.data.decision.rule, outcome: 'unchanged' })
      else if ('from' in event.data && 'to' in event.data) moved(event.type, event.at, event.data)
    },
  }
}

/** What a turn could not do is told to the bot's author in the log. */
function countFailures({ events }: Change, failed: () => void): void {
  for (const { event } of events) if (event.type === 'diagnostic' && event.data.level !== 'info') failed()
}

function gaugesIn(registry: Registry, sources: () => Sources): void {
  const registers = [registry]
  const gauge = (name: string, help: string, collect: (set: (value: number) => void) => void | Promise<void>) =>
    new Gauge({
      name: `handoff_${name}`,
      help,
      registers,
      collect() {
        return collect((value) => this.set(value))
      },
    })
  new Gauge({
    name: 'handoff_queue_waiting',
    help: 'Conversations that wait for an operator, by group; empty: for anybody.',
    labelNames: ['group'],
    registers,
    async collect() {
      this.reset()
      for (const { group, count } of await sources().store.conversations.waiting())
        this.set({ group: group ?? '' }, count)
    },
  })
  new Gauge({
    name: 'handoff_uncovered',
    help: '1: nobody of the group (by name; empty: of everybody) who is online has room.',
    labelNames: ['group'],
    registers,
    collect() {
      this.reset()
      for (const { group } of sources().uncovered()) this.set({ group: group ?? '' }, 1)
    },
  })
  gauge('outbox_pending', 'Messages waiting in the outbox.', async (set) =>
    set((await sources().store.outbox.pending()).count),
  )
  gauge('outbox_oldest_seconds', 'Age of the oldest message in the outbox; 0 when it is empty.', async (set) => {
    const { store, now } = sources()
    const { oldestAt } = await store.outbox.pending()
    set(oldestAt === null ? 0 : Math.max(0, now() - oldestAt) / 1_000)
  })
  gauge('database_pool_in_use', 'Connections to the database at work; 0 with the embedded one.', (set) =>
    set(sources().pool?.().inUse ?? 0),
  )
  gauge('database_pool_waiting', 'Calls that wait for a connection to the database.', (set) =>
    set(sources().pool?.().waiting ?? 0),
  )
  gauge(
    'bus_healthy',
    '1: hints of other nodes arrive, or there is only this node; 0: nodes look for themselves.',
    (set) => set((sources().bus?.().isHealthy ?? true) ? 1 : 0),
  )
  gauge('ready', '1: the next request can be answered, as /readyz says; 0: it cannot.', async (set) =>
    set((await sources().isReady()) ? 1 : 0),
  )
  new Counter({
    name: 'handoff_bus_hints_total',
    help: 'Hints between nodes since the start.',
    labelNames: ['direction'],
    registers,
    collect() {
      const figures = sources().bus?.()
      this.reset()
      for (const direction of ['published', 'received', 'dropped', 'rejected'] as const)
        this.inc({ direction }, figures?.[direction] ?? 0)
    },
  })
}
