/** A server at the end of a slow line: what it answers to writes, and what it tells over sockets, comes late. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

export type SlowLink = {
  url: string
  /** Writes to such paths are refused in the server's place after so long; null: no longer. */
  refuse(refused: { path: RegExp; afterMs: number } | null): void
  /** Settles when everything that was asked has been answered. */
  rest(): Promise<void>
  stop(): Promise<void>
}

/**
 * Stands between browser and server, as a network does: the page asks nobody but the network, so nothing but the delay is
 * added to what it does. What is sent goes on at once: a page cannot tell on which half of the way it waits.
 */
export async function slowLink(target: string, delayMs: number): Promise<SlowLink> {
  const { hostname, port, origin, host } = new URL(target)
  const sockets = new Set<Duplex>()
  let refused: { path: RegExp; afterMs: number } | null = null
  const underWay = new Set<ServerResponse>()
  /** The server knows itself by its own name only. */
  const headersFor = ({ headers }: IncomingMessage) => ({
    ...headers,
    host,
    ...(headers.origin === undefined ? {} : { origin }),
  })

  const pass = (asked: IncomingMessage, answer: ServerResponse) => {
    const { method = 'GET', url: path = '/' } = asked
    underWay.add(answer)
    answer.on('close', () => underWay.delete(answer))
    const isRead = method === 'GET' || method === 'HEAD'
    if (!isRead && refused?.path.test(path)) {
      asked.resume()
      return void setTimeout(() => answer.writeHead(503).end(), refused.afterMs)
    }
    const onward = request({ hostname, port, method, path, headers: headersFor(asked) }, (answered) => {
      const hand = () => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers)
        answered.pipe(answer)
      }
      if (isRead) hand()
      else setTimeout(hand, delayMs)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  }

  const passSocket = (asked: IncomingMessage, socket: Duplex, head: Buffer) => {
    const onward = connect(Number(port), hostname, () => {
      const lines = Object.entries(headersFor(asked)).map(([name, value]) => `${name}: ${value}`)
      onward.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      onward.write(head)
      socket.pipe(onward)
    })
    onward.on('data', (chunk) => setTimeout(() => socket.writable && socket.write(chunk), delayMs))
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  }

  const server = createServer(pass)
  server.on('upgrade', passSocket)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (next) => {
      refused = next
    },
    async rest() {
      for (const answer of underWay) await once(answer, 'close')
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
