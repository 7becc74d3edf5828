/** The whole server in one process for tests: real HTTP and sockets, a database in memory, a data directory that goes away. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Channel } from '@baton/channels/catalogue'
import type { Chance } from '@baton/core/chance'
import { asId, type NewId, type WorkspaceId } from '@baton/core/ids'
import type { ClientFrame, ConversationView, EventView, OperatorView, ServerFrame } from '@baton/core/protocol'
import type { Role } from '@baton/core/routing'
import { after } from '@baton/core/time'
import pino from 'pino'
import { type Dispatcher, request } from 'undici'
import { WebSocket } from 'ws'
import { testDatabase, testStore } from '../../lab/testing.ts'
import { newId as cryptographicId, newSecret } from './chance.ts'
import { type Clock, type handClock, systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import type { Baton } from './http/baton.ts'
import type { Mailer } from './mail.ts'
import { addWorkspace, startBaton, type Welcome } from './process.ts'
import { hashOfSecret } from './secrets.ts'
import { migratePostgres } from './store/postgres/migrate.ts'

/** Nothing a test waits for takes this long; it ends a wait for what never comes. */
const patience = 8_000
const hour = 3_600_000
const by = { actor: 'test', request: null }

export type TestOptions = {
  /** Of the first workspace; all when left out. */
  packages?: string[]
  extraChannels?: readonly Channel[]
  /** Variables of the environment beside the usual ones. */
  config?: Record<string, string>
  clock?: Clock | ReturnType<typeof handClock>
  chance?: Chance
  newId?: NewId
  mailer?: Mailer | null
  /** A database that outlives this process, out of `testData`; otherwise one of its own, which goes away with it. */
  data?: TestData
}

/** A database for several starts, one after another or, on PostgreSQL, at once. */
export type TestData = { databasePath?: string; config: Record<string, string>; drop(): Promise<void> }

const migrated = { key: 'migrated', fill: migratePostgres }

/** On the store that this run of the tests is about. */
export async function testData(): Promise<TestData> {
  if (testStore === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'baton-data-'))
    return {
      databasePath: join(folder, 'baton.db'),
      config: {},
      drop: () => rm(folder, { recursive: true, force: true }),
    }
  }
  const { url, redisUrl, drop } = await testDatabase(migrated)
  return { config: { DATABASE_URL: url, REDIS_URL: redisUrl, BATON_DATABASE_POOL: '4' }, drop }
}

/** Data of one test server: in memory, or a database that is dropped after it. */
async function passingData(): Promise<TestData> {
  return testStore === 'sqlite' ? { databasePath: ':memory:', config: {}, drop: async () => {} } : testData()
}

export type TestBaton = Client & {
  baton: Baton
  origin: string
  key: string
  welcome: Welcome
  /** A client with another key, cookie or token; `null` sends none. */
  as(bearer: string | null): Client
  /** A client that sends exactly these headers. */
  withHeaders(headers: Record<string, string>): Client
  /** Another workspace with its administrator's key. */
  workspace(name?: string): Promise<Client & { key: string }>
  keyFor(role: Role): Promise<Client & { key: string }>
  /** Signs an operator in; the client sends the cookie and the header of the desk. */
  signIn(operator: Pick<OperatorView, 'id'>, milliseconds?: number): Promise<Client & { cookie: string }>
  live(open: { key?: string; ticket?: string; cookie?: string; origin?: string }): Promise<LiveClient>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts it on a free port. Use with `await using`, so that nothing is left open. */
export async function startTest(options: TestOptions = {}): Promise<TestBaton> {
  const { packages, config = {}, clock = systemClock, data: kept, ...rest } = options
  const data = kept ?? (await passingData())
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-test-'))
  const key = `bk_test_${newSecret()}`
  const environment = {
    PORT: '0',
    BATON_DATA_DIR: dataDir,
    BATON_API_KEY: key,
    BATON_DEMO: 'false',
    ...data.config,
    ...config,
  }
  const running = await startBaton({
    config: readConfig(environment),
    log: pino({ enabled: false }),
    ...(data.databasePath === undefined ? {} : { databasePath: data.databasePath }),
    clock,
    ...rest,
  })
  const { baton } = running
  const origin = baton.origin()
  const sockets = new Set<LiveClient>()
  const client = clientFor(baton, { authorization: `Bearer ${key}` })
  if (packages !== undefined) await client.put('/workspace', { packages })
  return {
    ...client,
    baton,
    origin,
    key,
    welcome: running.welcome,
    as: (bearer) => clientFor(baton, bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    withHeaders: (headers) => clientFor(baton, headers),
    async workspace(name = `workspace ${newSecret().slice(0, 8)}`) {
      const { id } = await addWorkspace(baton.store, baton.newId, name)
      return withKey(baton, id, 'admin')
    },
    keyFor: async (role) => withKey(baton, await firstWorkspace(baton), role),
    async signIn(operator, milliseconds = hour) {
      const session = { operator: asId<'operator'>(operator.id), workspace: await firstWorkspace(baton) }
      const found = await baton.store.operators.find(session.workspace, session.operator)
      const generation = found?.generation ?? 0
      const secret = newSecret()
      await baton.store.access.addSession(hashOfSecret(secret), {
        ...session,
        generation,
        expiresAt: after(baton.clock.now(), milliseconds),
      })
      const cookie = `baton=${secret}`
      return { ...clientFor(baton, { cookie, 'x-baton': '1' }), cookie }
    },
    async live(open) {
      const socket = await openLive(origin, open)
      sockets.add(socket)
      return socket
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) await socket.close()
      // What ends a stop by the clock ends it here too, when the clock is moved by hand.
      const mover = isHandClock(clock) ? setInterval(() => clock.advance(1_000), 5) : null
      await running.stop()
      if (mover !== null) clearInterval(mover)
      await rm(dataDir, { recursive: true, force: true })
      if (kept === undefined) await data.drop()
    },
  }
}

function isHandClock(clock: Clock): clock is ReturnType<typeof handClock> {
  return 'advance' in clock
}

async function firstWorkspace({ store }: Baton): Promise<WorkspaceId> {
  const [first] = await store.workspaces.all()
  if (first === undefined) throw new Error('the server has no workspace')
  return ((await store.workspaces.findByName('Main')) ?? first).id
}

async function withKey(baton: Baton, workspace: WorkspaceId, role: Role) {
  const key = `bk_${role}_${newSecret()}`
  const row = {
    id: cryptographicId('key'),
    workspace,
    name: role,
    role,
    createdAt: baton.clock.now(),
    lastUsedAt: null,
  }
  await baton.store.access.addKey(hashOfSecret(key), row, by)
  return { ...clientFor(baton, { authorization: `Bearer ${key}` }), key }
}

export type Answer<Body = Record<string, unknown>> = { status: number; body: Body; headers: Headers }
type Spoken = { conversation: ConversationView; messages: EventView[] }
type Fields = Record<string, unknown>
type RequestBody = string | FormData | Blob

/** A program that calls the API. Paths begin after `/api/v1`. */
export type Client = {
  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>>
  post<Body = Record<string, unknown>>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>
  put<Body = Record<string, unknown>>(path: string, body?: unknown): Promise<Answer<Body>>
  patch<Body = Record<string, unknown>>(path: string, body?: unknown): Promise<Answer<Body>>
  delete<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>>
  /** Any request, its body as it stands. */
  send(method: string, path: string, body?: RequestBody, headers?: Record<string, string>): Promise<Answer>
  group(name?: string): Promise<{ id: string; name: string }>
  /** Enabled, without a limit, in no group, with the status given (offline when left out). */
  operator(fields?: OperatorFields): Promise<OperatorView>
  /** A live bot whose start interaction has these actions; more interactions beside it if wished. */
  bot(actions?: Fields[], more?: BotMore): Promise<{ id: string; name: string }>
  /** Opens a conversation: the contact arrives, and says something if wished. */
  chat(bot: { id: string }, first?: string | Fields): Promise<Chat>
}

export type OperatorFields = {
  name?: string
  groups?: string[]
  role?: Role
  capacity?: number | null
  status?: OperatorView['status']
}

export type BotMore = { interactions?: Fields[]; fallback?: Fields[]; operations?: Fields[]; name?: string }

/** One conversation, as the contact and as the team see it. */
export type Chat = {
  id: string
  contact: string
  bot: string
  /** The bubbles of the first turns. */
  first: string[]
  says(said: string | Fields): Promise<Answer<Spoken>>
  /** Bubbles that answer this. */
  hears(said: string | Fields): Promise<string[]>
  view(): Promise<ConversationView>
  events(): Promise<EventView[]>
  /** What stands in the log, a line each; see `lineOf`. */
  log(): Promise<string[]>
  post<Body = Record<string, unknown>>(call: string, body?: unknown): Promise<Answer<Body>>
  setState(
    settings: Fields,
  ): Promise<Answer<{ outcome: string; reason: string | null; conversation: ConversationView; decision: Fields }>>
}

let count = 0

function clientFor(baton: Baton, headers: Record<string, string>): Client {
  const send = async (method: string, path: string, body?: RequestBody, more: Record<string, string> = {}) => {
    const url = `${baton.origin()}${path.startsWith('/api/') || path === '' ? path : `/api/v1${path}`}`
    const answer = await ask(method, url, { ...headers, ...more }, body)
    const isJson = /json/.test(answer.headers.get('content-type') ?? '')
    const { status, text } = answer
    return { status, body: isJson && text !== '' ? JSON.parse(text) : { text }, headers: answer.headers }
  }
  const json =
    (method: string) =>
    (path: string, body?: unknown, more: Record<string, string> = {}) =>
      body === undefined
        ? send(method, path, undefined, more)
        : send(method, path, JSON.stringify(body), { 'content-type': 'application/json', ...more })
  const client: Client = {
    send,
    get: (path) => send('GET', path) as Promise<never>,
    post: json('POST') as Client['post'],
    put: json('PUT') as Client['put'],
    patch: json('PATCH') as Client['patch'],
    delete: (path) => send('DELETE', path) as Promise<never>,
    group: async (name = `group ${++count}`) =>
      must(await client.post<{ id: string; name: string }>('/groups', { name })),
    async operator({ status, ...fields } = {}) {
      const name = fields.name ?? `Operator ${++count}`
      const email = `${name.toLowerCase().replaceAll(' ', '.')}.${++count}@team.example`
      const added = must(await client.post<OperatorView>('/operators', { name, email, ...fields }))
      if (status === undefined) return added
      return must(await client.put<OperatorView>(`/operators/${added.id}/status`, { status }))
    },
    async bot(actions = [{ type: 'text', text: 'Hello' }], more = {}) {
      const added = must(await client.post<{ id: string; name: string }>('/bots', botDocument(actions, more)))
      must(await client.post(`/bots/${added.id}/publish`))
      return added
    },
    async chat(bot, said = {}) {
      const contact = `contact-${++count}`
      const { conversation, messages } = must(await client.post<Spoken>(talkPath(bot.id, contact), bodyOf(said)))
      return chatFor(client, bot.id, contact, conversation.id, textsOf(messages))
    },
  }
  return client
}

type Heard = { status: number; headers: Headers; text: string }

/** What `fetch` does beside, redirects and packed answers, no call needs, and it takes three times as long; a form it sends. */
async function ask(method: string, url: string, headers: Record<string, string>, body?: RequestBody): Promise<Heard> {
  const longest = patience * 2
  if (body !== undefined && typeof body !== 'string') {
    const answer = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(longest) })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const answer = await request(url, {
    method: method as Dispatcher.HttpMethod,
    headers: body === undefined ? headers : { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    body: body ?? null,
    headersTimeout: longest,
    bodyTimeout: longest,
  })
  const all = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  )
  return { status: answer.statusCode, headers: new Headers(all), text: await answer.body.text() }
}

export function botDocument(
  actions: Fields[],
  { interactions = [], fallback, operations, name }: BotMore = {},
): Fields {
  const others = fallback === undefined ? [] : [{ name: 'not understood', fallback: true, actions: fallback }]
  return {
    name: name ?? `bot ${++count}`,
    startBehavior: 'main',
    ...(operations === undefined ? {} : { operations }),
    behaviors: [
      { name: 'main', interactions: [{ name: 'welcome', start: true, actions }, ...others, ...interactions] },
    ],
  }
}

function chatFor(client: Client, bot: string, contact: string, id: string, first: string[]): Chat {
  const path = `/conversations/${id}`
  const says = (said: string | Fields) => client.post<Spoken>(talkPath(bot, contact), bodyOf(said))
  const events = async () => {
    const all: EventView[] = []
    for (;;) {
      const { items } = must(await client.get<{ items: EventView[] }>(`${path}/events?limit=500&after=${all.length}`))
      all.push(...items)
      if (items.length < 500) return all
    }
  }
  return {
    id,
    contact,
    bot,
    first,
    says,
    events,
    hears: async (said) => textsOf(must(await says(said)).messages),
    view: async () => must(await client.get<ConversationView>(path)),
    log: async () => (await events()).map(lineOf),
    post: (call, body) => client.post(`${path}/${call}`, body),
    setState: (settings) => client.put(`${path}/operator-state`, settings),
  }
}

function talkPath(bot: string, contact: string): string {
  return `/bots/${bot}/contacts/${contact}/messages`
}

function bodyOf(said: string | Fields): Fields {
  return typeof said === 'string' ? { text: said } : said
}

/** The body of an answer that must be good. */
export function must<Body>({ status, body }: Answer<Body>): Body {
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`)
  return body
}

export function textsOf(events: readonly EventView[]): string[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.data.text ?? event.data.payload ?? ''] : []))
}

/** `contact: hi`, `chatbot: Hello`, `operator: …`, `note: …`, and every other event by its type. */
export function lineOf(event: EventView): string {
  if (event.type !== 'message') return event.type
  const said = event.data.text ?? event.data.payload ?? event.data.parts.map(({ type }) => `[${type}]`).join(' ')
  return `${event.data.note ? 'note' : event.actor.kind}: ${said}`
}

export function eventsOf<Type extends EventView['type']>(events: readonly EventView[], type: Type) {
  return events.filter((event): event is EventView & { type: Type } => event.type === type)
}

/** A live connection that keeps what it hears. */
export type LiveClient = {
  frames: ServerFrame[]
  send(frame: ClientFrame): void
  sendText(text: string): void
  /** The first frame, also one of the past, that this is true of. */
  until<Type extends ServerFrame['type']>(
    type: Type,
    matches?: (frame: Extract<ServerFrame, { type: Type }>) => boolean,
  ): Promise<Extract<ServerFrame, { type: Type }>>
  /** Settles with the close code. */
  closed: Promise<number>
  close(): Promise<void>
}

/** Rejects with the status when the upgrade is refused. */
export function openLive(
  origin: string,
  { key, ticket, cookie, origin: from }: { key?: string; ticket?: string; cookie?: string; origin?: string },
): Promise<LiveClient> {
  const url = `${origin.replace('http', 'ws')}/api/v1/live${ticket === undefined ? '' : `?ticket=${ticket}`}`
  const socket = new WebSocket(url, {
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(from === undefined ? {} : { origin: from }),
    },
  })
  const frames: ServerFrame[] = []
  const listeners = new Set<() => void>()
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.on('message', (content) => {
    frames.push(JSON.parse(String(content)))
    for (const listener of listeners) listener()
  })
  const client: LiveClient = {
    frames,
    send: (frame) => socket.send(JSON.stringify(frame)),
    sendText: (text) => socket.send(text),
    closed,
    until: (type, matches = () => true) =>
      eventually(listeners, `a frame ${type}`, () =>
        frames.find(
          (frame): frame is Extract<ServerFrame, { type: typeof type }> =>
            frame.type === type && matches(frame as never),
        ),
      ),
    async close() {
      socket.close()
      await closed
    },
  }
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(client))
    socket.once('unexpected-response', (_, answer) => {
      reject(new Error(`the upgrade was answered ${answer.statusCode}`))
      socket.terminate()
    })
    socket.on('error', reject)
  })
}

/** Waits for what listeners are told of; never by polling. */
export function eventually<Value>(
  listeners: Set<() => void>,
  what: string,
  find: () => Value | undefined,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = find()
      if (found === undefined) return
      listeners.delete(look)
      timer.cancel()
      resolve(found)
    }
    const timer = systemClock.after(patience, () => {
      listeners.delete(look)
      reject(new Error(`${what} never came`))
    })
    listeners.add(look)
    look()
  })
}
