/** What is said on one node, until it is on the sockets of another: the commit, the hint and the read lie in between. */
import { once } from 'node:events'
import { Agent } from 'undici'
import { WebSocket } from 'ws'
import type { Cluster } from './cluster.ts'
import { atRate } from './delivery.ts'
import { percentile } from './figures.ts'
import type { Written } from './workspaces.ts'

export type Seen = { p50: number; p95: number; p99: number }

export type SeenPlan = { workspaces: readonly Written[]; rate: number; forMs: number }

const conversations = 50

/** Contacts speak on the first node, programs follow their conversations on the last. Milliseconds. */
export async function seenElsewhere({ nodes }: Cluster, { workspaces, rate, forMs }: SeenPlan): Promise<Seen> {
  const speaking = nodes[0]?.url ?? ''
  const showing = nodes.at(-1)?.url ?? ''
  const agent = new Agent({ connections: 32, pipelining: 1 })
  const say = async (number: number, body: { text?: string }): Promise<string> => {
    const index = number % conversations
    const { statusCode, body: answer } = await agent.request({
      origin: speaking,
      path: `/api/v1/bots/bench/contacts/seen-${forMs}-${index}/messages`,
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf(workspaces, index)}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (statusCode !== 200) throw new Error(`${statusCode} ${text}`)
    return JSON.parse(text).conversation.id
  }
  const sockets: WebSocket[] = []
  for (let index = 0; index < conversations; index += 1)
    sockets.push(await follow(showing, keyOf(workspaces, index), await say(index, {})))
  // The first second is not measured.
  const warmUp = Math.round(rate)
  const count = Math.round((rate * forMs) / 1_000) + warmUp
  const took = await atRate({ count, rate, warmUp }, sockets, (number, text) => void say(number, { text }))
  for (const socket of sockets) socket.close()
  await agent.close()
  return { p50: percentile(took, 0.5), p95: percentile(took, 0.95), p99: percentile(took, 0.99) }
}

function keyOf(workspaces: readonly Written[], index: number): string {
  return workspaces[index % workspaces.length]?.apiKey ?? ''
}

async function follow(url: string, apiKey: string, conversation: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, {
    headers: { authorization: `Bearer ${apiKey}` },
    perMessageDeflate: false,
  })
  await once(socket, 'open')
  const caughtUp = Promise.withResolvers<void>()
  const hear = (content: Buffer) => {
    if (content.toString().includes('"caught_up"')) caughtUp.resolve()
  }
  socket.on('message', hear)
  socket.send(JSON.stringify({ type: 'follow', conversation, after: 0 }))
  await caughtUp.promise
  socket.off('message', hear)
  return socket
}
