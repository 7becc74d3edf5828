/** Puts the process together: store, line, HTTP, live connections and background work, and takes it apart again in order. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Channel } from '@baton/channels/catalogue'
import type { Chance } from '@baton/core/chance'
import type { Cause } from '@baton/core/conversation'
import type { NewId } from '@baton/core/ids'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { cryptographicChance, newId as cryptographicId, newSecret } from './chance.ts'
import { type Clock, every, pause, sharedClock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { type Bus, memoryBus } from './conversations/bus.ts'
import { ConversationLine } from './conversations/conversations.ts'
import { RedisBus } from './conversations/redis-bus.ts'
import { VisitCounter } from './conversations/visits.ts'
import { Watch } from './conversations/watch.ts'
import { type Forget, Works } from './conversations/works.ts'
import { createDemo } from './demo.ts'
import { createEgress } from './egress/egress.ts'
import type { Baton, Secrets } from './http/baton.ts'
import { createLimits } from './http/limits.ts'
import { makeLink } from './http/links.ts'
import { buildServer } from './http/server.ts'
import { linksOf } from './http/shared-links.ts'
import { allPackages } from './http/workspace.ts'
import { LiveHub } from './live/hub.ts'
import { type Mailer, Relay, smtpMailer } from './mail.ts'
import { createMetrics } from './metrics.ts'
import { createModel } from './model/model.ts'
import { Notifier } from './notifications/notifier.ts'
import { createPushes } from './notifications/push.ts'
import { createPasswords } from './passwords.ts'
import { isAllOk, readinessOf } from './readiness.ts'
import { watchRouting } from './routing-watch.ts'
import { hashOfSecret } from './secrets.ts'
import { SelfCheck } from './self-check.ts'
import { type OpenedStore, openStore } from './store/open.ts'
import {
  type AuditOrigin,
  type Committed,
  type Store,
  type StoreOptions,
  StoreUnavailable,
  type Workspace,
} from './store/store.ts'

export type Surroundings = {
  config: Config
  log: Logger
  /** Without one: the system's, or with several nodes the one they share. */
  clock?: Clock
  chance?: Chance
  newId?: NewId
  /** `:memory:` in tests; of no meaning with PostgreSQL. */
  databasePath?: string
  mailer?: Mailer | null
  extraChannels?: readonly Channel[]
}

export type Running = {
  baton: Baton
  app: FastifyInstance
  /** What the first start tells its owner, once. */
  welcome: Welcome
  stop(): Promise<void>
}

export type Welcome = { desk: string; signInLink: string | null; apiKey: string | null; demo: string | null }

const sweepEvery = 10 * 60_000
const indexEvery = 2_000
const lookEvery = 2_000
const setClockEvery = 10_000
/** How long a database that is only starting is waited for. */
const patience = 60_000
const askAgainAfter = 500
const indexedAtOnce = 2_000
const by = { actor: 'first start', request: null }
const bot = { actor: 'bot', request: null }

export async function startBaton(surroundings: Surroundings): Promise<Running> {
  const { config, log, chance = cryptographicChance, newId = cryptographicId, extraChannels = [] } = surroundings
  // With several nodes nothing lies on their disks.
  if (config.databaseUrl === null) await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const listeners: ((committed: Committed) => void)[] = []
  const changed: NonNullable<StoreOptions['onChanged']>[] = []
  const shared = sharedClock(async () => opened.shared?.time() ?? systemClock.now())
  const clock = surroundings.clock ?? (config.databaseUrl === null ? systemClock : shared)
  const options: StoreOptions = {
    newId,
    now: () => clock.now(),
    onCommitted: (committed) => {
      for (const listener of listeners) listener(committed)
    },
    onChanged: (workspace) => {
      for (const listener of changed) listener(workspace)
    },
  }
  const opened = await openPatiently(surroundings, options)
  const { store, uploads } = opened
  if (clock === shared) await shared.set()
  const bus = await openBus(config, opened, clock, log)
  let isStopping = false
  const { promise: hasStarted, resolve: start } = Promise.withResolvers<void>()
  const metrics = createMetrics(() => ({
    store,
    now: () => clock.now(),
    isReady: async () => isAllOk(await readinessOf({ store, clock, isStopping: () => isStopping })),
    pool: opened.shared?.figures ?? null,
    bus: bus instanceof RedisBus ? () => bus.figures() : null,
    uncovered: () => routing.coverage.uncovered(),
  }))
  const line = new ConversationLine({ store, clock, chance, newId, bus, onAcknowledged: metrics.acknowledged })
  changed.push((workspace) => line.settingsChangedElsewhere(workspace))
  const hub = new LiveHub({ line, clock, metrics, log })
  listeners.push(
    (committed) => line.committed(committed),
    (committed) => hub.committed(committed),
    metrics.committed,
  )
  const routing = watchRouting({ line, hub, clock, log })
  const visits = new VisitCounter({ store, clock, log })
  listeners.push(
    (committed) => routing.committed(committed),
    (committed) => visits.committed(committed),
  )
  const mailer = surroundings.mailer ?? (config.smtpUrl === null ? null : smtpMailer(config.smtpUrl))
  const secrets = await readSecrets(config, opened)
  let app: FastifyInstance | null = null
  const pushes = createPushes({
    egress: createEgress({ allow: config.egressAllow }),
    allow: config.egressAllow,
    secrets,
    subject: () => originOf(config, app),
    clock,
  })
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
    secrets,
    metrics,
    hub,
    log,
    extraChannels,
    mailer,
    pushes,
    uploads,
    passwords: createPasswords(),
    limits: createLimits(),
    hasStarted,
    isStopping: () => isStopping,
    origin: () => originOf(config, app),
  }
  app = await buildServer(baton)
  const egress = createEgress({ allow: config.egressAllow })
  const works = new Works({
    line,
    egress,
    mailer,
    model: config.ai === null ? null : createModel(config.ai, clock),
    forget: forgetter(baton, 'action', bot),
    links: linksOf(baton),
    clock,
    log,
  })
  const notifier = new Notifier({
    line,
    pushes,
    mailer,
    addresses: { to: linksOf(baton).to, settings: () => `${baton.origin()}/profile` },
    clock,
    log,
  })
  listeners.push((committed) => notifier.committed(committed))
  const relay = new Relay({ store, mailer, clock, log })
  // A disk that takes no writes now is asked again the next time.
  const upkeep = (work: () => Promise<void> | void) => async () => {
    try {
      await work()
    } catch (error) {
      log.warn({ err: error }, 'upkeep_put_off')
    }
  }
  const selfCheck = new SelfCheck({ store, clock, chance, metrics, log })
  // With several nodes whoever watches the bus also looks for changed settings.
  const watch = opened.shared === null ? null : new Watch({ bus, store, clock, log })
  const loops = [
    every(
      clock,
      lookEvery,
      upkeep(() => (watch === null ? store.refresh() : undefined)),
    ),
    every(
      clock,
      setClockEvery,
      upkeep(() => (clock === shared ? shared.set() : undefined)),
    ),
    every(
      clock,
      sweepEvery,
      upkeep(() => store.access.sweep(clock.now())),
    ),
    every(
      clock,
      sweepEvery,
      upkeep(() => store.notifications.sweep()),
    ),
    every(
      clock,
      indexEvery,
      upkeep(() => store.conversations.index(indexedAtOnce)),
    ),
  ]
  await app.listen({ port: config.port, host: config.host })
  const welcome = await store.alone('first start', () => prepare(baton))
  start()
  await finishErasures(baton)
  works.wake()
  routing.start()
  notifier.start()
  return {
    baton,
    app,
    welcome,
    /** [D-18] Unready first, for as long as balancers need; then accept nothing more, finish what is being written, tell clients to come back. */
    async stop() {
      isStopping = true
      if (config.drainSeconds > 0)
        await new Promise<void>((resolve) => void systemClock.after(config.drainSeconds * 1_000, resolve))
      for (const loop of loops) loop.stop()
      await selfCheck.stop()
      const closing = app.close()
      line.stopWaiting()
      await routing.stop()
      await notifier.stop()
      await hub.stop()
      await works.stop()
      await relay.stop()
      await watch?.stop()
      await bus.close()
      await closing
      await visits.stop()
      await store.close()
    },
  }
}

function originOf({ publicUrl, port }: Config, app: FastifyInstance | null): string {
  if (port !== 0) return publicUrl.origin
  const address = app?.server.address() as AddressInfo | null
  return address === null ? publicUrl.origin : `http://127.0.0.1:${address.port}`
}

/** A database that does not answer yet is asked again for a while; one that refuses is not. */
async function openPatiently({ config, log, databasePath }: Surroundings, options: StoreOptions): Promise<OpenedStore> {
  for (let left = patience; ; left -= askAgainAfter) {
    try {
      return await openStore(config, options, databasePath)
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || left <= 0) throw error
      if (left === patience) log.warn({ err: error }, 'waiting_for_the_database')
      await pause(askAgainAfter)
    }
  }
}

/** Nodes hint at news over Redis where there is one; else, or when it is gone, they look for themselves. */
async function openBus({ redisUrl }: Config, { shared }: OpenedStore, clock: Clock, log: Logger): Promise<Bus> {
  if (shared === null) return memoryBus()
  if (redisUrl === null) return memoryBus(false)
  const cluster = hashOfSecret(Buffer.from(await shared.secret()).toString('hex')).slice(0, lengthOfCluster)
  return new RedisBus({ url: redisUrl, cluster, clock, log })
}

const lengthOfCluster = 16

/** [S-37] Secrets are made on the first start, for this directory or, with several nodes, for this database. */
async function readSecrets(config: Config, { shared }: OpenedStore): Promise<Secrets> {
  const [first, ...others] = config.secretKeys.map((secret) => Buffer.from(secret))
  if (first !== undefined) return [first, ...others]
  if (shared !== null) return [await shared.secret()]
  const path = join(config.dataDir, 'secret.key')
  try {
    return [Buffer.from((await readFile(path, 'utf8')).trim(), 'base64')]
  } catch {
    const made = randomBytes(32)
    await writeFile(path, made.toString('base64'), { mode: 0o600, flag: 'wx' })
    return [made]
  }
}

/** An empty database gets a workspace and a key, and the demo if it is wished. */
async function prepare(baton: Baton): Promise<Welcome> {
  const { store, config } = baton
  const [existing] = await store.workspaces.all()
  const isFirst = existing === undefined
  const workspace = existing ?? (await addWorkspace(store, baton.newId, 'Main'))
  const generated = isFirst && config.apiKey === null ? `bk_${newSecret()}` : null
  await keepKey(baton, workspace, config.apiKey, generated)
  if (isFirst && config.hasDemo) await createDemo(baton, workspace)
  const signInLink = await firstLink(baton, workspace)
  const bots = await store.bots.list(workspace.id)
  const hasWidget = config.widgetDir !== null && bots.some(({ live }) => live !== null)
  return {
    desk: `${baton.origin()}/`,
    signInLink,
    apiKey: generated,
    demo: hasWidget ? `${baton.origin()}/demo` : null,
  }
}

export async function addWorkspace(store: Store, newId: NewId, name: string): Promise<Workspace> {
  const added = await store.workspaces.add(
    { id: newId('workspace'), name, packages: [...allPackages], locale: 'en', timeZone: 'UTC' },
    by,
  )
  if (!added.ok) throw new Error(`there is a workspace "${name}" already`)
  return added.value
}

/** `BATON_API_KEY` is an administrator's key of the first workspace; another value replaces the one before. */
async function keepKey(
  { store, newId, clock }: Baton,
  workspace: Workspace,
  given: string | null,
  generated: string | null,
): Promise<void> {
  const secret = given ?? generated
  if (secret === null) return
  const name = given === null ? 'first start' : 'BATON_API_KEY'
  if (given !== null && (await store.access.findKey(hashOfSecret(given))) === null) {
    for (const key of await store.access.keys(workspace.id))
      if (key.name === name) await store.access.revokeKey(workspace.id, key.id, by)
  }
  const key = {
    id: newId('key'),
    workspace: workspace.id,
    name,
    role: 'admin' as const,
    createdAt: clock.now(),
    lastUsedAt: null,
  }
  await store.access.addKey(hashOfSecret(secret), key, by)
}

/** As long as nobody has a password, a start prints a link: to sign the administrator in, or to become the first one. */
async function firstLink(baton: Baton, workspace: Workspace): Promise<string | null> {
  const operators = await baton.store.operators.list(workspace.id)
  if (operators.some(({ passwordHash }) => passwordHash !== null)) return null
  const administrator = operators.find(({ role, enabled }) => role === 'admin' && enabled) ?? null
  return (await makeLink(baton, workspace.id, administrator, 'setup')).url
}

async function finishErasures(baton: Baton): Promise<void> {
  for (const { workspace, id } of await baton.store.contacts.unfinished()) {
    await forgetter(baton, 'timer', by)(workspace, id)
  }
}

/** [S-31] Erases contacts on behalf of whoever this is. */
function forgetter({ store, line, uploads }: Baton, cause: Cause, origin: AuditOrigin): Forget {
  return async (workspace, contact) => {
    const found = await store.workspaces.find(workspace)
    if (found === null) return
    const close = line.proposer(found, { type: 'close', by: { operator: null, role: 'admin' }, cause })
    await store.contacts.forget(workspace, contact, close, uploads.remove, origin)
  }
}
