/** An operator's message, from the call that sends it to the contact's socket: the commit lies in between. */
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Agent } from 'undici'
import { WebSocket } from 'ws'
import { connectContacts, openContacts } from './clients.ts'
import { type Context, type Figure, type Measurement, percentile } from './figures.ts'
import { apiKey, call, startBare, startServer } from './processes.ts'
import { publish } from './turns.ts'

const contacts = 50
const rate = 500
const warmUp = 500

export const delivery: Measurement = {
  name: 'delivery',
  title: 'Operator → contact’s socket at 500 messages a second',
  run,
}

async function run({ directory, options }: Context): Promise<Figure[]> {
  const count = rate * Number(options.get('seconds') ?? 6) + warmUp
  const server = await startServer(join(directory, 'delivery'), options.get('profile'))
  const bare = await startBare('sockets', directory)
  try {
    const bot = await publish(server.url, greeter)
    const operator = await call<{ id: string }>(server.url, 'POST', '/operators', {
      name: 'Ana',
      email: 'ana@example.com',
    })
    const people = await openContacts(server.url, bot, contacts)
    for (const { conversation } of people)
      await call(server.url, 'POST', `/conversations/${conversation}/claim`, { operator: operator.id })
    const sockets = await connectContacts(server.url, people)
    const agent = new Agent({ connections: 64, pipelining: 1 })
    const acknowledged: number[] = []
    const pace = { count, rate, warmUp }
    const seen = await atRate(pace, sockets, (number, text) => {
      const sentAt = performance.now()
      const conversation = people[number % contacts]?.conversation
      const done = agent.request({
        origin: server.url,
        path: `/api/v1/conversations/${conversation}/messages`,
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ operator: operator.id, text, clientMessageId: text }),
      })
      void done.then(async ({ statusCode, body }) => {
        const answer = await body.text()
        if (statusCode !== 201) throw new Error(`${statusCode} ${answer}`)
        acknowledged.push(performance.now() - sentAt)
      })
    })
    for (const socket of sockets) socket.close()
    const echoes = await Promise.all(Array.from({ length: contacts }, () => openEcho(bare.url)))
    const echoed = await atRate(pace, echoes, (number, text) => echoes[number % contacts]?.send(text))
    for (const socket of echoes) socket.close()
    await agent.close()
    return [
      {
        name: 'p99, call sent → on the contact’s socket',
        value: percentile(seen, 0.99),
        unit: 'ms',
        target: { most: 20 },
        limit: { name: 'bare ws echo', value: percentile(echoed, 0.99), unit: 'ms' },
        note: `p50 ${percentile(seen, 0.5).toFixed(1)} ms, acknowledged p99 ${percentile(acknowledged, 0.99).toFixed(1)} ms`,
      },
    ]
  } finally {
    await server.stop()
    await bare.stop()
  }
}

/** `rate` is per second; the first `warmUp` of them are not measured. */
type Pace = { count: number; rate: number; warmUp: number }

/** Sends texts at the rate, each at its moment, and answers how long each took to come out of a socket. */
export async function atRate(
  { count, rate, warmUp }: Pace,
  sockets: WebSocket[],
  send: (number: number, text: string) => void,
): Promise<number[]> {
  const sentAt = new Map<string, number>()
  const took: number[] = []
  let arrived = 0
  const all = Promise.withResolvers<void>()
  const hear = (content: Buffer) => {
    for (const [text] of content.toString().matchAll(/mark-\d+-/g)) {
      const at = sentAt.get(text)
      if (at === undefined) continue
      sentAt.delete(text)
      arrived += 1
      if (arrived > warmUp) took.push(performance.now() - at)
      if (arrived === count) all.resolve()
    }
  }
  for (const socket of sockets) socket.on('message', hear)
  const begun = performance.now()
  for (let number = 0; number < count; ) {
    for (; number < count && begun + (number * 1_000) / rate <= performance.now(); number += 1) {
      const text = `mark-${number}-`
      sentAt.set(text, begun + (number * 1_000) / rate)
      send(number, text)
    }
    await wait(1)
  }
  await Promise.race([all.promise, wait(10_000)])
  for (const socket of sockets) socket.off('message', hear)
  if (arrived < count) throw new Error(`${count - arrived} of ${count} never arrived`)
  return took
}

async function openEcho(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: false })
  await once(socket, 'open')
  return socket
}

export const greeter = {
  name: 'greeter',
  startBehavior: 'main',
  behaviors: [
    { name: 'main', interactions: [{ name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome.' }] }] },
  ],
}
