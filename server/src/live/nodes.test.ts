/** Two nodes as they are in production: one PostgreSQL, one Redis behind a network that fails. */
import type { EventView } from '@baton/core/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Link, openLink } from '../../../lab/link.ts'
import { testDatabase } from '../../../lab/testing.ts'
import { newSecret } from '../chance.ts'
import { migratePostgres } from '../store/postgres/migrate.ts'
import { type Chat, type Client, type LiveClient, must, startTest, type TestBaton } from '../testing.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let link: Link
let nodes: [TestBaton, TestBaton]
let clients: [Client, Client]
const key = `bk_test_${newSecret()}`
const text = (said: string) => ({ type: 'text', text: said })

beforeAll(async () => {
  database = await testDatabase({ key: 'migrated', fill: migratePostgres })
  const redis = new URL(database.redisUrl)
  link = await openLink({ to: { host: redis.hostname, port: Number(redis.port) } })
  const config = {
    DATABASE_URL: database.url,
    REDIS_URL: link.url(database.redisUrl),
    BATON_DATABASE_POOL: '6',
    BATON_API_KEY: key,
  }
  const data = { config, drop: async () => {} }
  nodes = [await startTest({ data, config }), await startTest({ data, config })]
  clients = [nodes[0].as(key), nodes[1].as(key)]
  await healthy(true)
})
afterAll(async () => {
  for (const node of nodes) await node[Symbol.asyncDispose]()
  await link.close()
  await database.drop()
})
afterEach(async () => {
  await link.heal()
  await healthy(true)
})

const echo = () => clients[0].bot([text('Welcome')], { fallback: [text('re: {{ last_user_message }}')] })
const isHealthy = (node: TestBaton) => node.baton.line.bus.isHealthy()

async function until(what: string, isTrue: () => boolean | Promise<boolean>, milliseconds = 15_000): Promise<void> {
  const startedAt = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - startedAt > milliseconds) throw new Error(`${what}: not within ${milliseconds} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const healthy = (is: boolean) => until(`healthy: ${is}`, () => nodes.every((node) => isHealthy(node) === is))

async function follow(node: 0 | 1, id: string, after = 0): Promise<LiveClient> {
  const socket = await nodes[node].live({ key })
  socket.send({ type: 'follow', conversation: id, after })
  await socket.until('caught_up')
  return socket
}

const seqs = (socket: LiveClient) =>
  socket.frames.flatMap((frame) => (frame.type === 'events' ? (frame.events as EventView[]).map(({ seq }) => seq) : []))

/** Sends one after another over the first node; how long each took to be acknowledged, and to be seen on the second. */
async function sendAll(chat: Chat, watcher: LiveClient, count: number) {
  const acknowledged: number[] = []
  const seen: number[] = []
  for (let sent = 0; sent < count; sent += 1) {
    const startedAt = performance.now()
    const { messages } = must(await chat.says(`m${sent}`))
    acknowledged.push(performance.now() - startedAt)
    const last = messages.at(-1)?.seq ?? 0
    await watcher.until('events', ({ lastSeq }) => lastSeq >= last)
    seen.push(performance.now() - startedAt)
  }
  return { acknowledged: middle(acknowledged), seen: middle(seen), slowest: Math.max(...seen) }
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
}

describe('two nodes on one database', () => {
  test('[I-30] [I-50] F7 F9: what one writes is seen on the other, with Redis, without it, and when it is slow', async () => {
    const chat = await clients[0].chat(await echo())
    const watcher = await follow(1, chat.id)
    const usual = await sendAll(chat, watcher, 10)
    expect(usual.slowest).toBeLessThan(2_000)

    link.delay(1_000)
    await healthy(false)
    const slow = await sendAll(chat, watcher, 10)
    await link.heal()
    await healthy(true)

    await link.cut()
    await healthy(false)
    const without = await sendAll(chat, watcher, 10)
    for (const { acknowledged, seen, slowest } of [slow, without]) {
      // Machines of tests are shared: far from the two seconds that Redis takes is what counts.
      expect(acknowledged).toBeLessThan(usual.acknowledged * 2 + 50)
      expect(seen).toBeLessThan(1_000)
      expect(slowest).toBeLessThan(3_000)
    }

    const startedAt = performance.now()
    await link.heal()
    await healthy(true)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    const again = await sendAll(chat, watcher, 5)
    expect(again.seen).toBeLessThan(200)
    const all = await chat.events()
    expect(seqs(watcher)).toEqual(all.map(({ seq }) => seq))
  })

  test.each([
    ['with Redis', false],
    ['without Redis', true],
  ])('[FL-5] [D-10] whoever waits on one node is answered by what another does: %s', async (_, isCut) => {
    const bot = await clients[0].bot([text('Hello')], {
      fallback: [{ type: 'delay', seconds: 1 }, text('after a while')],
    })
    const chats = await Promise.all([0, 1].map((node) => clients[node as 0 | 1].chat(bot)))
    if (isCut) await link.cut()
    if (isCut) await healthy(false)
    // Whichever node does the waiting, both conversations are answered where they were asked.
    const heard = await Promise.all([0, 1, 0, 1, 0, 1].map((index) => chats[index]?.hears('now')))
    for (const said of heard) expect(said).toContain('after a while')
    const [first] = chats
    if (first === undefined) throw new Error('no conversation')
    const { lastSeq } = await first.view()
    const poll = clients[1].get<{ items: EventView[] }>(`/conversations/${first.id}/events?after=${lastSeq}&wait=20`)
    const startedAt = performance.now()
    await first.post('close')
    expect(must(await poll).items.length).toBeGreaterThan(0)
    expect(performance.now() - startedAt).toBeLessThan(4_000)
  })

  test.each([
    ['with Redis', false],
    ['without Redis', true],
  ])('[I-49] a bot that is published on one node talks so on the other within seconds: %s', async (_, isCut) => {
    const bot = await clients[0].bot([text('first')])
    expect((await clients[1].chat(bot)).first).toEqual(['first'])
    if (isCut) await link.cut()
    const { body: draft } = await clients[0].get<{ document: Record<string, unknown> }>(`/bots/${bot.id}`)
    const changed = JSON.parse(JSON.stringify(draft.document).replaceAll('"first"', '"second"'))
    must(await clients[0].put(`/bots/${bot.id}/draft`, changed))
    must(await clients[0].post(`/bots/${bot.id}/publish`))
    await until('published', async () => (await clients[1].chat(bot)).first[0] === 'second', 3_000)
  })

  test('[S-07] whoever is signed out on one node is out on the other within five seconds, with Redis or without', async () => {
    const operator = await clients[0].operator()
    for (const isCut of [false, true]) {
      if (isCut) await link.cut()
      const session = await nodes[0].signIn(operator)
      const socket = await nodes[1].live({ cookie: session.cookie, origin: nodes[1].origin })
      await socket.until('welcome')
      const startedAt = performance.now()
      await session.delete('/session')
      expect(await socket.closed).toBe(4002)
      expect(performance.now() - startedAt).toBeLessThan(isCut ? 5_000 : 1_500)
    }
  })

  test('[RO-2] who comes, goes and takes over on one node is seen on the other, with Redis or without', async () => {
    const ana = await clients[0].operator({ name: `Ana ${newSecret().slice(0, 6)}` })
    const chat = await clients[0].chat(await echo())
    const desk = await nodes[1].live({ key })
    desk.send({ type: 'follow_inbox', after: null })
    await desk.until('presence', ({ operator }) => operator.id === ana.id)
    must(await clients[0].put(`/operators/${ana.id}/status`, { status: 'online' }))
    await desk.until('presence', ({ operator, status }) => operator.id === ana.id && status === 'online')
    await link.cut()
    await healthy(false)
    must(await chat.post('claim', { operator: ana.id }))
    await desk.until('presence', ({ operator, load }) => operator.id === ana.id && load === 1)
    await desk.until('inbox', ({ conversation, event }) => conversation.id === chat.id && event.type === 'taken_over')
  })

  test('[U-07] who has a conversation open on one node is seen on the other within a second, and who leaves is gone there', async () => {
    const [ana, ben] = [await clients[0].operator({ name: 'Ana' }), await clients[0].operator({ name: 'Ben' })]
    const chat = await clients[0].chat(await echo())
    const open = async (node: 0 | 1, operator: { id: string }) => {
      const { cookie } = await nodes[node].signIn(operator)
      const socket = await nodes[node].live({ cookie, origin: nodes[node].origin })
      socket.send({ type: 'follow', conversation: chat.id, after: 0 })
      await socket.until('caught_up')
      return socket
    }
    const [mine, there] = [await open(0, ana), await open(1, ben)]
    const begun = performance.now()
    mine.send({ type: 'viewing', conversation: chat.id, isActive: true })
    const seen = await there.until('viewing', ({ state }) => state === 'viewing')
    expect(seen).toMatchObject({ conversation: chat.id, operator: { id: ana.id, name: 'Ana' } })
    expect(performance.now() - begun).toBeLessThan(1_000)
    await mine.close()
    await there.until('viewing', ({ state }) => state === 'gone')
  })

  test('[U-11] what an operator reads on one node is read on their devices at the other within a second', async () => {
    const ana = await clients[0].operator()
    const { id } = await clients[0].chat(await echo())
    const [desk, phone] = [await nodes[0].signIn(ana), await nodes[1].signIn(ana)]
    const there = await nodes[1].live({ cookie: phone.cookie, origin: nodes[1].origin })
    await there.until('welcome')
    const begun = performance.now()
    const read = must(await desk.put(`/me/read-marks/${id}`, { upTo: 1 }))
    expect(await there.until('read')).toEqual({ type: 'read', conversation: id, read })
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})
