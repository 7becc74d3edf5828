import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readerOf } from '../src/notifications/testing.ts'
import { eventually } from '../src/testing.ts'

export type Pushed = { headers: IncomingHttpHeaders; conversation: string | null; title: string; text: string }

/** A push service with one browser behind it, which reads what it gets. */
export type PushReceiver = {
  /** What the browser says of itself when it is registered. */
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  pushes: Pushed[]
  pushed(times: number): Promise<void>
  /** What the service answers from now on. */
  answer(status: number): void
  [Symbol.asyncDispose](): Promise<void>
}

export async function pushReceiver(): Promise<PushReceiver> {
  const reader = readerOf()
  const pushes: Pushed[] = []
  const listeners = new Set<() => void>()
  let status = 201
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    pushes.push({ headers: request.headers, ...JSON.parse(reader.read(Buffer.concat(chunks))) })
    response.writeHead(status).end()
    for (const listener of listeners) listener()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    subscription: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/browser`,
      keys: { p256dh: reader.key, auth: reader.secret },
    },
    pushes,
    async pushed(times) {
      await eventually(listeners, `push ${times}`, () => (pushes.length >= times ? true : undefined))
    },
    answer(next) {
      status = next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
