import { createServer, type Server } from 'node:http'
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { asId, type ConversationId } from '@baton/core/ids'
import type { ClientFrame, ServerFrame } from '@baton/core/protocol'
import { after } from '@baton/core/time'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Asker } from '../access.ts'
import { cryptographicChance, newId } from '../chance.ts'
import { type Clock, systemClock } from '../clock.ts'
import { type Bus, type Hint, memoryBus } from '../conversations/bus.ts'
import { ConversationLine } from '../conversations/conversations.ts'
import { Watch } from '../conversations/watch.ts'
import type { Metrics } from '../metrics.ts'
import { openSqlite } from '../store/sqlite/sqlite.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { type LiveClient, openLive } from '../testing.ts'
import { LiveHub } from './hub.ts'

const log = pino({ enabled: false })
const by = { actor: 'test', request: null }
const workspace = { id: asId<'workspace'>('ws_a'), name: 'A', packages: [], locale: 'en', timeZone: 'UTC' }
const bot = asId<'bot'>('bot_acme')
const [ana, ben] = [asId<'operator'>('op_ana'), asId<'operator'>('op_ben')]
const document = {
  name: 'Acme',
  startBehavior: 'main',
  behaviors: [
    {
      name: 'main',
      interactions: [
        { name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome' }] },
        { name: 'slow', keywords: ['slow'], actions: [{ type: 'delay', seconds: 60 }] },
      ],
    },
  ],
} as unknown as BotDocument

const askers: Record<string, Asker> = {
  program: { kind: 'program', workspace, key: asId('key_a'), role: 'admin' },
  ana: { kind: 'operator', workspace, operator: ana, name: 'Ana', role: 'operator', session: 'ana' },
  ben: { kind: 'operator', workspace, operator: ben, name: 'Ben', role: 'operator', session: 'ben' },
  carl: { kind: 'contact', workspace, bot, contact: asId('carl'), locale: null },
}

type Node = { bus: Bus; line: ConversationLine; hub: LiveHub; server: Server; origin: string }

let store: Store
let nodes: Node[]
let sockets: LiveClient[]
let id: ConversationId
/** What happens to hints between nodes, and to reads of the store. */
let pass: (hint: Hint) => Hint[]
let beforeRead: () => Promise<void>
/** How far the nodes' clocks are ahead. */
let ahead: number
const clock: Clock = { ...systemClock, now: () => after(systemClock.now(), ahead) }

beforeEach(async () => {
  sockets = []
  nodes = []
  pass = (hint) => [hint]
  beforeRead = async () => {}
  ahead = 0
  // Only the first node writes.
  const onCommitted: Parameters<typeof openSqlite>[0]['onCommitted'] = (committed) => {
    nodes[0]?.line.committed(committed)
    nodes[0]?.hub.committed(committed)
    if (committed.change.loads.size > 0) nodes[0]?.hub.presenceMoved(committed.workspace)
  }
  store = openSqlite({ path: ':memory:', newId, now: () => systemClock.now(), onCommitted })
  await store.workspaces.add(workspace, by)
  await store.bots.add(workspace.id, { id: bot, name: 'Acme', draft: {} }, by)
  await store.bots.publish(workspace.id, bot, 1, withPayloads(document, catalogue), by)
  for (const [operator, name] of [
    [ana, 'Ana'],
    [ben, 'Ben'],
  ] as const)
    await store.operators.add(
      workspace.id,
      { id: operator, name, email: `${name}@team.example`, role: 'operator', groups: [], capacity: null },
      by,
    )
  for (const session of ['ana', 'ben'])
    await store.access.addSession(session, {
      operator: session === 'ana' ? ana : ben,
      workspace: workspace.id,
      generation: 0,
      expiresAt: asInstant(systemClock.now() + 3_600_000),
    })
  await store.access.addKey(
    'hash',
    {
      id: asId('key_a'),
      workspace: workspace.id,
      name: 'key',
      role: 'admin',
      createdAt: systemClock.now(),
      lastUsedAt: null,
    },
    by,
  )
  for (let count = 0; count < 2; count += 1) nodes.push(await startNode())
  id = await says('hello')
})

afterEach(async () => {
  for (const socket of sockets) await socket.close()
  for (const { hub, server } of nodes) {
    await hub.stop()
    server.close()
  }
  await store.close()
})

function asInstant(milliseconds: number) {
  return milliseconds as ReturnType<typeof systemClock.now>
}

async function startNode(): Promise<Node> {
  const local = memoryBus()
  const bus: Bus = {
    ...local,
    tell(hint) {
      local.tell(hint)
      for (const arriving of pass(hint)) for (const other of nodes) if (other.bus !== bus) other.bus.hear(arriving)
    },
  }
  const conversations = Object.assign(Object.create(store.conversations), {
    async find(...of: Parameters<typeof store.conversations.find>) {
      await beforeRead()
      return store.conversations.find(...of)
    },
    async events(...of: Parameters<typeof store.conversations.events>) {
      await beforeRead()
      return store.conversations.events(...of)
    },
    change: (...of: Parameters<typeof store.conversations.change>) => store.conversations.change(...of),
    inbox: (...of: Parameters<typeof store.conversations.inbox>) => store.conversations.inbox(...of),
    lastPosition: (of: typeof workspace.id) => store.conversations.lastPosition(of),
    moved: (...of: Parameters<typeof store.conversations.moved>) => store.conversations.moved(...of),
  })
  const line = new ConversationLine({
    store: { ...store, conversations },
    clock,
    chance: cryptographicChance,
    newId,
    bus,
  })
  const metrics = { sockets() {}, resynced() {}, fannedOut() {} } as unknown as Metrics
  const hub = new LiveHub({ line, clock, metrics, log })
  const server = createServer()
  server.on('upgrade', (request, duplex, head) => {
    const asker = askers[request.headers.authorization?.replace('Bearer ', '') ?? '']
    if (asker !== undefined) hub.accept(request, duplex, head, asker)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { bus, line, hub, server, origin: `http://127.0.0.1:${port}` }
}

async function open(node: 0 | 1, who: keyof typeof askers, follows = true): Promise<LiveClient> {
  const socket = await openLive(nodes[node]?.origin ?? '', { key: who })
  sockets.push(socket)
  await socket.until('welcome')
  if (!follows) return socket
  socket.send({ type: 'follow', conversation: id, after: 0 })
  await socket.until('caught_up')
  return socket
}

async function says(text: string): Promise<ConversationId> {
  const to = { bot, channel: 'web', contact: asId<'contact'>('carl') }
  const message = { text, payload: null, parts: [{ type: 'text' as const, text }] }
  const answered = await nodes[0]?.line.say(workspace, to, { message, variables: {}, tags: [] })
  if (answered?.kind !== 'committed') throw new Error(`not said: ${JSON.stringify(answered)}`)
  return answered.committed.id
}

const claim = () => nodes[0]?.line.run(workspace, id, { type: 'claim', operator: ana, cause: 'api' })
const seqs = (socket: LiveClient) =>
  socket.frames.flatMap((frame) => (frame.type === 'events' ? frame.events.map(({ seq }) => seq) : []))
const lastSeq = async () => (await store.conversations.find(workspace.id, id))?.conversation.lastSeq ?? 0
const typings = (socket: LiveClient) => socket.frames.filter(({ type }) => type === 'typing')

describe('two nodes', () => {
  test('[D-10] [I-30] what one writes, the followers of the other get; doubled, stale and forged hints change nothing', async () => {
    pass = (hint) => (hint.kind === 'moved' ? [hint, { ...hint, lastSeq: 1 }, { ...hint, lastSeq: 1e9 }, hint] : [hint])
    const [here, there] = [await open(0, 'program'), await open(1, 'program')]
    await Promise.all(Array.from({ length: 50 }, (_, index) => says(`m${index}`)))
    const end = await lastSeq()
    for (const socket of [here, there]) {
      await socket.until('events', (frame) => frame.lastSeq === end)
      expect(seqs(socket)).toEqual(Array.from({ length: end }, (_, index) => index + 1))
      expect(socket.frames.filter(({ type }) => type === 'caught_up').length).toBe(1)
    }
  })

  test('[I-50] with every hint lost, a look into the store brings messages and presence within a second', async () => {
    pass = () => []
    const there = nodes[1]
    if (there === undefined) throw new Error('no second node')
    const bus: Bus = { ...there.bus, isHealthy: () => false }
    const watch = new Watch({ bus, store, clock: systemClock, log })
    const [desk, widget] = [await open(1, 'program'), await open(1, 'carl')]
    desk.send({ type: 'follow_inbox', after: null })
    await desk.until('inbox_caught_up')
    const startedAt = performance.now()
    await says('is anybody there?')
    await claim()
    const end = await lastSeq()
    await Promise.all([desk, widget].map((socket) => socket.until('events', (frame) => frame.lastSeq === end)))
    await desk.until('inbox', ({ event }) => event.type === 'taken_over')
    await desk.until('presence', ({ operator, load }) => operator.id === ana && load === 1)
    expect(performance.now() - startedAt).toBeLessThan(2_500)
    await watch.stop()
  })

  test('[HO-44] writing shows on the other node: to colleagues always, to the contact only the owner’s, to nobody their own', async () => {
    await claim()
    const [owner, colleague, contact] = [await open(0, 'ana'), await open(1, 'ben'), await open(1, 'carl')]
    colleague.send({ type: 'typing', conversation: id, isTyping: true })
    expect(await owner.until('typing')).toMatchObject({ actor: { kind: 'operator', name: 'Ben' }, isTyping: true })
    owner.send({ type: 'typing', conversation: id, isTyping: true })
    expect(await contact.until('typing')).toMatchObject({ actor: { kind: 'operator', name: 'Ana' } })
    await colleague.until('typing')
    contact.send({ type: 'typing', conversation: id, isTyping: false })
    await owner.until('typing', ({ actor }) => actor.kind === 'contact')
    await colleague.until('typing', ({ actor }) => actor.kind === 'contact')
    expect([owner, colleague, contact].map((socket) => typings(socket).length)).toEqual([2, 2, 1])
  })

  test('[U-07] who looks and who writes is known to colleagues on every node, to nobody of themselves, and never to contacts', async () => {
    const [mine, alsoMine, colleague, contact] = [
      await open(0, 'ana'),
      await open(1, 'ana'),
      await open(1, 'ben'),
      await open(1, 'carl'),
    ]
    for (const socket of [mine, alsoMine, colleague]) {
      socket.send({ type: 'follow_inbox', after: null })
      await socket.until('inbox_caught_up')
    }
    mine.send({ type: 'viewing', conversation: id, isActive: true })
    const operator = { id: ana, name: 'Ana' }
    expect(await colleague.until('viewing')).toEqual({ type: 'viewing', conversation: id, operator, state: 'viewing' })
    mine.send({ type: 'typing', conversation: id, isTyping: true })
    await colleague.until('viewing', ({ state }) => state === 'writing')
    mine.send({ type: 'typing', conversation: id, isTyping: false })
    mine.send({ type: 'viewing', conversation: id, isActive: false })
    await colleague.until('viewing', ({ state }) => state === 'away')
    const late = await open(0, 'ben', false)
    late.send({ type: 'follow_inbox', after: null })
    await late.until('viewing', ({ state }) => state === 'away')
    await mine.close()
    for (const socket of [colleague, late]) await socket.until('viewing', ({ state }) => state === 'gone')
    for (const socket of [mine, alsoMine, contact])
      expect(socket.frames.filter(({ type }) => type === 'viewing')).toEqual([])
  })

  test('[U-07] [I-50] with every hint lost nothing is shown, and with the last one lost it is over within 10 s', async () => {
    const [mine, there] = [await open(0, 'ana'), await open(1, 'ben')]
    pass = () => []
    mine.send({ type: 'viewing', conversation: id, isActive: true })
    mine.send({ type: 'ping' })
    await mine.until('pong')
    expect(there.frames.some(({ type }) => type === 'viewing')).toBe(false)
    pass = (hint) => [hint]
    mine.send({ type: 'viewing', conversation: id, isActive: false })
    await there.until('viewing', ({ state }) => state === 'away')
    pass = () => []
    ahead = 10_000
    await there.until('viewing', ({ state }) => state === 'gone')
  })

  test('[U-07] only what is followed can be looked at, and a flood is told as one change at the next beat', async () => {
    const [mine, there] = [await open(0, 'ana'), await open(0, 'ben')]
    mine.send({ type: 'viewing', conversation: 'conv_other', isActive: true })
    for (let count = 0; count < 40; count += 1)
      mine.send({ type: 'viewing', conversation: id, isActive: count % 2 === 0 })
    await there.until('viewing', ({ state }) => state === 'away')
    const viewings = there.frames.filter((frame) => frame.type === 'viewing')
    expect(viewings.length).toBeLessThanOrEqual(21)
    expect(viewings.every(({ conversation }) => conversation === id)).toBe(true)
  })

  test('[U-14] what a contact writes is shown to operators alone, only where the workspace says so, and only while a person has it', async () => {
    const [owner, program, contact, other] = [
      await open(0, 'ana'),
      await open(1, 'program'),
      await open(1, 'carl'),
      await open(1, 'carl'),
    ]
    const everybody = [owner, program, other]
    const writes = async (text: string, count: number) => {
      contact.send({ type: 'typing', conversation: id, isTyping: true, text })
      for (const socket of everybody) await expect.poll(() => typings(socket).length).toBe(count)
    }
    await writes('without the setting', 1)
    await store.workspaces.change(workspace.id, { typingPreview: true }, by)
    await writes('while the bot has it', 2)
    await claim()
    await writes('I lost my', 3)
    await store.workspaces.change(workspace.id, { typingPreview: false }, by)
    await writes('switched off', 4)
    expect(typings(owner).map((frame) => ('text' in frame ? frame.text : null))).toEqual([
      null,
      null,
      'I lost my',
      null,
    ])
    for (const socket of [program, other]) expect(JSON.stringify(typings(socket))).not.toContain('text')
    const log = await store.conversations.events(workspace.id, id, 0, 100)
    expect(JSON.stringify(log)).not.toContain('I lost my')
    contact.send({ type: 'typing', conversation: id, isTyping: true, text: 'x'.repeat(501) })
    expect(await contact.closed).toBe(4004)
  })

  test('[U-11] how far somebody has read is told on all their devices and to nobody else, and hints only make them look', async () => {
    const [mine, alsoMine, colleague, program] = [
      await open(0, 'ana', false),
      await open(1, 'ana', false),
      await open(1, 'ben', false),
      await open(1, 'program', false),
    ]
    const set = (upTo: number) => store.readMarks.set(workspace.id, ana, id, { upTo, isMarked: false })
    const told = (socket: LiveClient) => socket.frames.flatMap((frame) => (frame.type === 'read' ? [frame.read] : []))
    await set(1)
    nodes[0]?.hub.readMoved(workspace.id, ana, id)
    const read = { upTo: 1, isMarked: false, revision: 1 }
    for (const socket of [mine, alsoMine])
      expect(await socket.until('read')).toEqual({ type: 'read', conversation: id, read })
    // Whatever a hint says of others, of what is not there, or twice: what is told stands in the store.
    const forged = { kind: 'read' as const, workspace: workspace.id, operator: ben, conversation: id }
    for (const hint of [forged, { ...forged, conversation: asId<'conversation'>('conv_gone') }, forged])
      nodes[1]?.bus.hear(hint)
    await set(2)
    nodes[1]?.bus.hear({ kind: 'gap', workspace: workspace.id })
    await alsoMine.until('read', ({ read: { upTo } }) => upTo === 2)
    const late = await open(0, 'ana', false)
    late.send({ type: 'follow_inbox', after: 0 })
    await late.until('read', ({ read: { upTo } }) => upTo === 2)
    expect([told(mine), told(colleague), told(program)]).toEqual([[read], [], []])
  })

  test('[HO-5] the bot shows as writing on every node, and on none after a takeover, in whatever order the news comes', async () => {
    const held: Hint[] = []
    const [here, there] = [await open(0, 'carl'), await open(1, 'carl')]
    await says('slow')
    for (const socket of [here, there]) await socket.until('typing', ({ isTyping }) => isTyping)
    const late = await open(1, 'carl')
    await late.until('typing', ({ isTyping }) => isTyping)
    pass = (hint) => {
      held.push(hint)
      return []
    }
    await says('still there?')
    await claim()
    for (const hint of held.reverse()) nodes[1]?.bus.hear(hint)
    const end = await lastSeq()
    for (const socket of [here, there, late]) {
      await socket.until('events', (frame) => frame.lastSeq === end)
      await socket.until('typing', ({ isTyping }) => !isTyping)
      expect(typings(socket).at(-1)).toMatchObject({ isTyping: false })
    }
  })

  test('[S-07] sessions and keys that end on one node end their sockets on the other at once', async () => {
    const [operator, program] = [await open(1, 'ana', false), await open(1, 'program', false)]
    await store.access.endSession('ana')
    nodes[0]?.hub.endSockets(workspace.id, () => false)
    expect(await operator.closed).toBe(4002)
    await store.access.revokeKey(workspace.id, asId('key_a'), by)
    nodes[0]?.hub.endSockets(workspace.id, () => false)
    expect(await program.closed).toBe(4002)
  })

  test('[RO-2] who comes and goes on one node is seen on the other', async () => {
    const desk = await open(1, 'program', false)
    desk.send({ type: 'follow_inbox', after: null })
    await desk.until('presence', ({ operator, status }) => operator.id === ana && status === 'offline')
    await store.operators.choose(workspace.id, ana, 'online')
    const her = await open(0, 'ana', false)
    await desk.until('presence', ({ operator, status }) => operator.id === ana && status === 'online')
    await her.close()
    expect(desk.frames.filter((frame) => frame.type === 'presence' && frame.operator.id === ben).length).toBe(1)
  })
})

describe('frames of one socket', () => {
  const say = (ref: string): ClientFrame => ({ type: 'say', ref, conversation: id, text: ref, clientMessageId: ref })

  test('[D-05] are done in order, however long one takes; a sign of life waits for none', async () => {
    const socket = await open(0, 'ana')
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const begun: string[] = []
    nodes[0]?.hub.onSay(async (_, { ref }): Promise<ServerFrame> => {
      begun.push(ref)
      if (ref === 'first') await released
      return { type: 'ack', ref, conversation: id, seq: begun.length }
    })
    for (const ref of ['first', 'second', 'third']) socket.send(say(ref))
    socket.send({ type: 'unfollow', conversation: id })
    socket.send({ type: 'ping' })
    await socket.until('pong')
    expect(begun).toEqual(['first'])
    release()
    await socket.until('ack', ({ ref }) => ref === 'third')
    expect(socket.frames.flatMap((frame) => (frame.type === 'ack' ? [frame.ref] : []))).toEqual([
      'first',
      'second',
      'third',
    ])
  })

  test('[S-11] more of them waiting than is bearable end the connection', async () => {
    const socket = await open(0, 'ana')
    nodes[0]?.hub.onSay(() => new Promise(() => {}))
    for (let second = 0; second < 3; second += 1) {
      for (let count = 0; count < 40; count += 1) socket.send(say(`${second} ${count}`))
      socket.send({ type: 'ping' })
      const beats = () => socket.frames.filter(({ type }) => type === 'pong').length
      while (second < 2 && beats() <= second) await new Promise((resolve) => setImmediate(resolve))
      ahead += 1_000
    }
    expect(await socket.closed).toBe(4005)
  })

  test('[S-07] nothing is said any more for somebody who was signed out meanwhile', async () => {
    const socket = await open(0, 'ana')
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const begun: string[] = []
    nodes[0]?.hub.onSay(async (_, { ref }): Promise<ServerFrame> => {
      begun.push(ref)
      await released
      return { type: 'ack', ref, conversation: id, seq: 1 }
    })
    socket.send(say('first'))
    socket.send(say('second'))
    socket.send({ type: 'ping' })
    await socket.until('pong')
    nodes[0]?.hub.endSockets(workspace.id, () => true)
    await socket.closed
    release()
    await new Promise((resolve) => setImmediate(resolve))
    expect(begun).toEqual(['first'])
  })

  test('[D-10] a wish that meets a store that is gone waits for it; what was followed goes on by itself', async () => {
    const socket = await open(0, 'program')
    beforeRead = async () => {
      throw new StoreUnavailable('gone')
    }
    const second = await open(0, 'program', false)
    second.send({ type: 'follow', conversation: id, after: 0 })
    await says('unread')
    second.send({ type: 'ping' })
    await second.until('pong')
    expect(second.frames.some(({ type }) => type === 'events')).toBe(false)
    beforeRead = async () => {}
    const end = await lastSeq()
    for (const one of [socket, second]) {
      await one.until('events', (frame) => frame.lastSeq === end)
      expect(seqs(one)).toEqual(Array.from({ length: end }, (_, index) => index + 1))
    }
  })

  test('[D-10] follow, unfollow, follow in one go is one replay from the last position', async () => {
    const socket = await open(0, 'program', false)
    for (const after of [0, 1, 2]) {
      socket.send({ type: 'follow', conversation: id, after })
      if (after < 2) socket.send({ type: 'unfollow', conversation: id })
    }
    await socket.until('caught_up')
    await says('one more')
    const end = await lastSeq()
    await socket.until('events', (frame) => frame.lastSeq === end)
    const [, ...after] = seqs(socket).slice(seqs(socket).lastIndexOf(3))
    expect(seqs(socket).at(-1)).toBe(end)
    expect(after).toEqual(Array.from({ length: end - 3 }, (_, index) => index + 4))
    expect(nodes[0]?.hub.size).toBe(1)
    await socket.close()
  })
})
