/** One node: the product as `process.ts` puts it together, on a simulated clock, network, bus, mail and outside world. */
import type { Chance } from '@baton/core/chance'
import type { NewId } from '@baton/core/ids'
import type { FastifyInstance } from 'fastify'
import pino, { type Logger } from 'pino'
import { Registry } from 'prom-client'
import { type Clock, every } from '../server/src/clock.ts'
import { readConfig } from '../server/src/config.ts'
import type { Bus } from '../server/src/conversations/bus.ts'
import { ConversationLine } from '../server/src/conversations/conversations.ts'
import { VisitCounter } from '../server/src/conversations/visits.ts'
import { Watch } from '../server/src/conversations/watch.ts'
import { Works } from '../server/src/conversations/works.ts'
import type { Egress } from '../server/src/egress/egress.ts'
import type { Baton } from '../server/src/http/baton.ts'
import { buildServer } from '../server/src/http/server.ts'
import { LiveHub } from '../server/src/live/hub.ts'
import { type Mailer, Relay } from '../server/src/mail.ts'
import type { Metrics } from '../server/src/metrics.ts'
import { createPushes } from '../server/src/notifications/push.ts'
import { watchRouting } from '../server/src/routing-watch.ts'
import type { Committed, Store, StoreOptions } from '../server/src/store/store.ts'
import type { Uploads } from '../server/src/uploads.ts'

export type NodeParts = {
  clock: Clock
  chance: Chance
  newId: NewId
  bus: Bus
  egress: Egress
  mailer: Mailer
  /** Something was written to the node's log. */
  onLogged(level: string, name: string, error: unknown): void
  open(options: StoreOptions): Promise<Store & { uploads: Uploads }>
}

export type RunningNode = {
  baton: Baton
  app: FastifyInstance
  stop(): Promise<void>
}

export const origin = 'http://baton.example'
const sweepEvery = 10 * 60_000
const indexEvery = 2_000
const indexedAtOnce = 2_000
const secret = Buffer.alloc(32, 'simulated')
const by = { actor: 'first start', request: null }

/** Starts one; settles when it takes requests. */
export async function startNode(parts: NodeParts): Promise<RunningNode> {
  const { clock, chance, newId, bus, egress, mailer } = parts
  const log = logger(parts)
  const listeners: ((committed: Committed) => void)[] = []
  const changed: NonNullable<StoreOptions['onChanged']>[] = []
  let isStopping = false
  const store = await parts.open({
    newId,
    now: () => clock.now(),
    onCommitted: (committed) => {
      for (const listener of listeners) listener(committed)
    },
    onChanged: (workspace) => {
      for (const listener of changed) listener(workspace)
    },
  })
  const line = new ConversationLine({ store, clock, chance, newId, bus })
  changed.push((workspace) => line.settingsChangedElsewhere(workspace))
  const hub = new LiveHub({ line, clock, metrics, log })
  listeners.push(
    (committed) => line.committed(committed),
    (committed) => hub.committed(committed),
  )
  const routing = watchRouting({ line, hub, clock, log })
  const visits = new VisitCounter({ store, clock, log })
  listeners.push(
    (committed) => routing.committed(committed),
    (committed) => visits.committed(committed),
  )
  const baton: Baton = {
    config,
    store,
    line,
    queue: routing.queue,
    places: routing.places,
    coverage: routing.coverage,
    visits,
    clock,
    chance,
    newId,
    secrets: [secret],
    metrics,
    hub,
    log,
    extraChannels: [],
    mailer,
    pushes: createPushes({ egress, allow: config.egressAllow, secrets: [secret], subject: () => origin, clock }),
    uploads: store.uploads,
    passwords,
    limits,
    hasStarted: Promise.resolve(),
    isStopping: () => isStopping,
    origin: () => origin,
  }
  const app = await buildServer(baton)
  await app.ready()
  const works = new Works({ line, egress, clock, log })
  const relay = new Relay({ store, mailer, clock, log })
  const watch = new Watch({ bus, store, clock, log })
  const upkeep = (work: () => Promise<void>) => async () => {
    try {
      await work()
    } catch (error) {
      log.warn({ err: error }, 'upkeep_put_off')
    }
  }
  const loops = [
    every(
      clock,
      sweepEvery,
      upkeep(() => store.access.sweep(clock.now())),
    ),
    every(
      clock,
      indexEvery,
      upkeep(() => store.conversations.index(indexedAtOnce)),
    ),
  ]
  await finishErasures(baton)
  works.wake()
  return {
    baton,
    app,
    async stop() {
      isStopping = true
      for (const loop of loops) loop.stop()
      const closing = app.close()
      line.stopWaiting()
      await routing.stop()
      await hub.stop()
      await works.stop()
      await relay.stop()
      await watch.stop()
      await bus.close()
      await closing
      await visits.stop()
      await store.close()
    },
  }
}

const config = readConfig({ PORT: '0', BATON_DEMO: 'false', BATON_PUBLIC_URL: origin })

const nothing = () => {}
const metrics: Metrics = {
  registry: new Registry(),
  committed: nothing,
  acknowledged: nothing,
  fannedOut: nothing,
  claimRefused: nothing,
  sockets: nothing,
  resynced: nothing,
  violated: nothing,
}

/** Nobody signs in with a password here: hashing takes threads, and real time. */
const passwords = {
  hash: async (password: string) => password,
  matches: async (stored: string | null, password: string) => stored === password,
}

const unlimited = async () => {}
const limits = {
  contactSays: unlimited,
  contactUploads: unlimited,
  opensSession: unlimited,
  signsIn: unlimited,
  asksForReset: unlimited,
  mailsTranscript: unlimited,
}

/** What is logged is told to whoever looks on; nothing is written anywhere. */
function logger({ onLogged }: NodeParts): Logger {
  return pino(
    {
      level: 'warn',
      hooks: {
        logMethod([first, name], _method, level) {
          const error = typeof first === 'object' && first !== null && 'err' in first ? first.err : first
          onLogged(level >= errorLevel ? 'error' : 'warn', String(name), error)
        },
      },
    },
    { write: () => {} },
  )
}

const errorLevel = 50

async function finishErasures({ store, line, uploads }: Baton): Promise<void> {
  for (const { workspace, id } of await store.contacts.unfinished()) {
    const found = await store.workspaces.find(workspace)
    if (found === null) continue
    const close = line.proposer(found, { type: 'close', by: { operator: null, role: 'admin' }, cause: 'timer' })
    await store.contacts.forget(workspace, id, close, uploads.remove, by)
  }
}
