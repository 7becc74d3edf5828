import { createServer, type Server, type Socket } from 'node:net'
import { seededChance } from '@baton/core/chance'
import { asId, type ConversationId, type WorkspaceId } from '@baton/core/ids'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Link, openLink } from '../../../lab/link.ts'
import { type RedisServer, startRedis } from '../../../lab/servers.ts'
import { systemClock } from '../clock.ts'
import type { Hint } from './bus.ts'
import { RedisBus } from './redis-bus.ts'
import { RedisConnection } from './redis-connection.ts'

const workspace = asId<'workspace'>('ws_one')
const other = asId<'workspace'>('ws_two')
const patience = 15_000

let redis: RedisServer
let link: Link
const buses: RedisBus[] = []
const peers: { close(): void }[] = []

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.remove())
beforeEach(async () => {
  await redis.start()
  link = await openLink({ to: { host: '127.0.0.1', port: redis.port } })
})
afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()))
  for (const peer of peers.splice(0)) peer.close()
  await link.close()
})

const moved = (lastSeq: number, conversation = 'conv_a', of: WorkspaceId = workspace): Hint => ({
  kind: 'moved',
  workspace: of,
  conversation: asId<'conversation'>(conversation) as ConversationId,
  lastSeq,
})

/** A node: its bus, and what it has heard of others. */
function node(url: string, { cluster = 'test', warnings = [] as string[] } = {}) {
  const log = pino({ level: 'info' }, { write: (line: string) => void warnings.push(line) })
  const bus = new RedisBus({ url, cluster, clock: systemClock, log, chance: seededChance(1) })
  buses.push(bus)
  const heard: Hint[] = []
  const told: Hint[] = []
  bus.listen((hint, isOurs) => void (isOurs ? told : heard).push(hint))
  return { bus, heard, told, warnings }
}

async function until(what: () => boolean, milliseconds = patience): Promise<number> {
  const startedAt = performance.now()
  while (!what()) {
    if (performance.now() - startedAt > milliseconds) throw new Error(`not within ${milliseconds} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return performance.now() - startedAt
}

/** Two nodes that follow the same workspace and reach each other. */
async function pair(url = link.url(redis.url)) {
  const nodes = [node(url), node(url)] as const
  for (const { bus } of nodes) bus.follow(workspace)
  await until(() => nodes.every(({ bus, heard }) => bus.isHealthy() && heard.length > 0))
  for (const { heard } of nodes) heard.length = 0
  return nodes
}

describe('two nodes', () => {
  test('[I-50] hear each other and not themselves, in order, the latest of a conversation once', async () => {
    const [ana, ben] = await pair()
    ana.bus.tell(moved(1))
    ana.bus.tell(moved(2, 'conv_b'))
    ana.bus.tell(moved(3))
    ana.bus.tell({ kind: 'presence', workspace })
    await until(() => ben.heard.length === 3)
    expect(ben.heard).toEqual([moved(2, 'conv_b'), moved(3), { kind: 'presence', workspace }])
    for (let seq = 4; seq <= 50; seq += 1) {
      ana.bus.tell(moved(seq))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await until(() => ben.heard.some((hint) => hint.kind === 'moved' && hint.lastSeq === 50))
    expect(ben.heard.slice(3)).toEqual(Array.from({ length: 47 }, (_, index) => moved(index + 4)))
    expect(ana.heard).toEqual([])
    expect(ana.told.length).toBe(51)
    expect(ana.bus.figures()).toMatchObject({ published: 50, dropped: 0, rejected: 0, isHealthy: true })
    expect(ben.bus.figures()).toMatchObject({ received: 50, rejected: 0 })
  })

  test('[I-50] every kind of hint arrives as it was told', async () => {
    const [ana, ben] = await pair()
    const hints: Hint[] = [
      moved(0),
      {
        kind: 'typing',
        workspace,
        conversation: asId('conv_a'),
        actor: { kind: 'operator', name: 'Ana "Ä" \u2028' },
        isTyping: true,
        isForContact: false,
        asOf: null,
        from: 'device',
      },
      {
        kind: 'typing',
        workspace,
        conversation: asId('conv_a'),
        actor: { kind: 'chatbot' },
        isTyping: false,
        isForContact: true,
        asOf: 9,
        from: null,
      },
      { kind: 'presence', workspace },
      { kind: 'sessions', workspace },
    ]
    for (const hint of hints) ana.bus.tell(hint)
    await until(() => ben.heard.length === hints.length)
    expect(ben.heard).toEqual(hints)
    ana.bus.tell({ kind: 'gap', workspace })
    ana.bus.tell({ kind: 'settings', workspace })
    ana.bus.tell({ kind: 'settings', workspace: null })
    await until(() => ben.heard.length === hints.length + 2)
    expect(ben.heard.slice(-2)).toEqual([
      { kind: 'settings', workspace },
      { kind: 'settings', workspace: null },
    ])
  })

  test('[I-50] [I-38] hints of a workspace reach those who follow it, settings reach everybody, another cluster hears nothing', async () => {
    const [ana, ben] = [node(redis.url), node(redis.url)]
    const stranger = node(redis.url, { cluster: 'elsewhere' })
    ana.bus.follow(workspace)
    const unfollow = ben.bus.follow(workspace)
    ben.bus.follow(workspace)
    stranger.bus.follow(workspace)
    await until(() => [ana, ben, stranger].every(({ bus, heard }) => bus.isHealthy() && heard.length > 0))
    unfollow()
    unfollow()
    expect(ben.bus.followed()).toEqual([workspace])
    ana.bus.tell(moved(1, 'conv_a', other))
    ana.bus.tell(moved(1))
    ana.bus.tell({ kind: 'settings', workspace: other })
    await until(() => ben.heard.length === 3)
    const arrived = ben.heard.filter(({ kind }) => kind !== 'gap')
    expect(arrived).toHaveLength(2)
    expect(arrived).toEqual(expect.arrayContaining([moved(1), { kind: 'settings', workspace: other }]))
    expect(stranger.heard.map(({ kind }) => kind)).toEqual(['gap'])
  })

  test('[I-50] what was told before a node listened is told as a gap once it does', async () => {
    const [ana, ben] = await pair()
    ana.bus.tell(moved(1, 'conv_a', other))
    await until(() => ana.bus.figures().published === 1)
    ben.bus.follow(other)
    await until(() => ben.heard.length > 0)
    expect(ben.heard).toEqual([{ kind: 'gap', workspace: other }])
    ana.bus.tell(moved(2, 'conv_a', other))
    await until(() => ben.heard.length === 2)
  })
})

describe('[I-50] what is none of ours', () => {
  test('is rejected and counted, whatever it is', async () => {
    const [, ben] = await pair()
    const forger = await publisher()
    const good = { kind: 'moved', conversation: 'conv_a', lastSeq: 7 }
    const forged = [
      '',
      'null',
      '[]',
      '{',
      '\u0000\uffff',
      '{"node":"n"}',
      '{"node":"n","hints":{}}',
      JSON.stringify({ node: '', hints: [good] }),
      JSON.stringify({ node: 'n', hints: [good], more: 1 }),
      JSON.stringify({ node: 'n', hints: [{ ...good, workspace: other }] }),
      JSON.stringify({ node: 'n', hints: [{ ...good, lastSeq: -1 }] }),
      JSON.stringify({ node: 'n', hints: [{ ...good, lastSeq: 1.5 }] }),
      JSON.stringify({ node: 'n', hints: [{ ...good, lastSeq: 1e300 }] }),
      JSON.stringify({ node: 'n', hints: [{ ...good, conversation: 'x'.repeat(101) }] }),
      JSON.stringify({ node: 'n', hints: [{ kind: 'gap' }] }),
      JSON.stringify({ node: 'n', hints: [{ kind: 'settings', workspace: null }] }),
      JSON.stringify({ node: 'n', hints: [{ kind: '__proto__' }] }),
      JSON.stringify({ node: 'n', hints: Array.from({ length: 201 }, () => good) }),
      `{"node":"n","hints":[${JSON.stringify(good)}${' '.repeat(300_000)}]}`,
    ]
    for (const text of forged) await forger.publish(`baton:test:${workspace}`, text)
    await forger.publish('baton:test', JSON.stringify({ node: 'n', hints: [good] }))
    await forger.publish(`baton:test:${workspace}`, JSON.stringify({ node: 'n', hints: [good] }))
    await until(() => ben.heard.length > 0)
    // Well made it is only a hint: the store is asked, and knows better.
    expect(ben.heard).toEqual([moved(7)])
    expect(ben.bus.figures()).toMatchObject({ rejected: forged.length + 1, received: 1, isHealthy: true })
  })

  test('a server that answers rubbish, closes, says nothing or never ends is no Redis: the bus goes on trying', async () => {
    const answers: ((socket: Socket) => void)[] = [
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      (socket) => socket.destroy(),
      () => {},
      (socket) => socket.write('+OK\r\n'.repeat(1_000)),
      (socket) => socket.write('-ERR no\r\n'),
      (socket) => socket.write('*3\r\n$7\r\nmessage\r\n$4\r\nnone\r\n$2\r\n{}\r\n'),
      (socket) => socket.write('*3\r\n$7\r\nmessage\r\n$-1\r\n:1\r\n'),
      (socket) => socket.write('$999999999\r\nx'),
      (socket) => void socket.on('data', () => socket.write(':1\r\n')),
      (socket) => void socket.on('data', () => socket.write('-NOPERM no\r\n')),
    ]
    const attempts = answers.map(async (answer) => {
      let connections = 0
      const peer = await listening((socket) => {
        connections += 1
        answer(socket)
      })
      const { bus, heard, warnings } = node(`redis://127.0.0.1:${portOf(peer)}`)
      bus.follow(workspace)
      // Both ways are opened, and at least one of them again; what only ever says no is asked again instead.
      await until(() => connections > 2 || warnings.length > 0)
      for (let seq = 0; seq < 5_000; seq += 1) bus.tell(moved(seq, `conv_${seq}`))
      await until(() => warnings.length > 0)
      expect(bus.isHealthy()).toBe(false)
      expect(heard).toEqual([])
      expect(bus.figures().dropped).toBeGreaterThanOrEqual(4_000)
      expect(warnings.filter((line) => line.includes('redis_lost')).length).toBe(1)
    })
    await Promise.all(attempts)
  })
})

describe('[I-50] without Redis', () => {
  test('a start is a warning; when it comes, hints flow', async () => {
    await redis.kill()
    const [ana, ben] = [node(redis.url), node(redis.url)]
    for (const { bus } of [ana, ben]) bus.follow(workspace)
    ana.bus.tell(moved(1))
    expect(ana.told).toEqual([moved(1)])
    await until(() => ana.warnings.length > 0)
    expect(ana.warnings.join()).toContain('redis_lost')
    expect(ana.warnings.join()).not.toContain(new URL(redis.url).password)
    expect(ana.bus.figures()).toMatchObject({ published: 0, dropped: 1, isHealthy: false })
    await redis.start()
    await until(() => ana.bus.isHealthy() && ben.bus.isHealthy(), 5_000)
    ana.bus.tell(moved(2))
    await until(() => ben.heard.length > 1)
    expect(ben.heard).toEqual([{ kind: 'gap', workspace }, moved(2)])
    await until(() => ana.warnings.join().includes('redis_back'))
  })

  test('a password that is wrong or missing is a warning that says so, without the password', async () => {
    const nodes = [node(redis.url.replace(/:[^:@]+@/, ':wrong-one@')), node(redis.url.replace(/:[^:@]+@/, ''))]
    for (const { warnings } of nodes) await until(() => warnings.length > 0)
    expect(nodes[0]?.warnings.join()).toContain('password refused')
    expect(nodes[0]?.warnings.join()).not.toContain('wrong-one')
    expect(nodes[1]?.warnings.join()).toContain('NOAUTH')
  })

  test('F7: killed and started again, pushes are back within five seconds', async () => {
    const [ana, ben] = await pair(redis.url)
    await redis.kill()
    await until(() => !ana.bus.isHealthy() && !ben.bus.isHealthy(), 1_000)
    ana.bus.tell(moved(1))
    expect(ana.bus.figures().dropped).toBe(1)
    // Long enough that the pause between two attempts is at its longest.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    await redis.start()
    let seq = 1
    const spent = await until(() => {
      seq += 1
      ana.bus.tell(moved(seq))
      return ben.heard.length > 0
    })
    expect(spent).toBeLessThan(5_000)
    await until(() => ana.bus.isHealthy() && ben.bus.isHealthy(), 5_000 - spent)
  })

  test('F9: answers that take two seconds slow nothing down; hints are dropped until it is quick again', async () => {
    const [ana, ben] = await pair()
    link.delay(1_000)
    await until(() => !ana.bus.isHealthy(), 3_000)
    let slowest = 0
    for (let round = 0; round < 100; round += 1) {
      const startedAt = performance.now()
      for (let seq = 0; seq < 100; seq += 1) ana.bus.tell(moved(round * 100 + seq, `conv_${seq}`))
      slowest = Math.max(slowest, performance.now() - startedAt)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    const { dropped, published } = ana.bus.figures()
    expect(dropped).toBeGreaterThan(9_000)
    expect(published + dropped).toBeLessThanOrEqual(10_000)
    expect(slowest).toBeLessThan(50)
    await link.heal()
    await until(() => ana.bus.isHealthy() && ben.bus.isHealthy(), 5_000)
    ben.heard.length = 0
    ana.bus.tell(moved(1, 'conv_last'))
    await until(() => ben.heard.length > 0)
  })

  test('F9: a stall is found out without a hint to tell, by frozen servers and silent networks alike', async () => {
    const [ana, ben] = await pair()
    for (const [freeze, thaw] of [
      [() => redis.pause(), async () => redis.resume()],
      [() => link.stall(), () => link.heal()],
      [() => link.blackHole('toClient'), () => link.heal()],
      [() => link.cut(), () => link.heal()],
    ] as const) {
      await freeze()
      await until(() => !ana.bus.isHealthy() && !ben.bus.isHealthy(), 3_000)
      await thaw()
      await until(() => ana.bus.isHealthy() && ben.bus.isHealthy(), 8_000)
      ben.heard.length = 0
      ana.bus.tell(moved(1))
      await until(() => ben.heard.length > 0)
    }
  })

  test('F8: FLUSHALL changes nothing', async () => {
    const [ana, ben] = await pair()
    for (let seq = 1; seq <= 50; seq += 1) {
      ana.bus.tell(moved(seq))
      await redis.flush()
    }
    await until(() => ben.heard.length === 50)
    expect(ana.bus.figures()).toMatchObject({ dropped: 0, isHealthy: true })
  })

  test('a closed bus tells this node only, and leaves nothing open', async () => {
    const [ana] = await pair()
    await ana.bus.close()
    ana.bus.tell(moved(1))
    expect(ana.told).toEqual([moved(1)])
    expect(ana.bus.figures().dropped).toBe(1)
  })
})

async function publisher(): Promise<RedisConnection> {
  const { promise: ready, resolve: onReady } = Promise.withResolvers<void>()
  const ignore = () => {}
  const parts = { url: redis.url, clock: systemClock, steady: () => performance.now(), chance: seededChance(1) }
  const connection = new RedisConnection({ ...parts, onReady, onMessage: ignore, onRefused: ignore, onLost: ignore })
  peers.push(connection)
  await ready
  return connection
}

async function listening(accept: (socket: Socket) => void): Promise<Server> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    accept(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  peers.push({
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  })
  return server
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
