/** The limits: what the same libraries do on this machine with nothing of ours in between. */
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { WebSocketServer } from 'ws'
import { openBare, turnOf } from './bare-sqlite.ts'

const [kind = 'echo', directory = '.'] = process.argv.slice(2)

if (kind === 'sockets') {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  server.on('connection', (socket) => socket.on('message', (content) => socket.send(content.toString())))
  server.on('listening', () => ready(server.address() as AddressInfo))
} else {
  const app = Fastify({ logger: false, forceCloseConnections: true })
  if (kind === 'commit') addCommits(directory)
  app.post('/echo', async ({ body }) => body)
  if (kind === 'commit') app.post('/commit', commitOf(directory))
  await app.listen({ port: 0, host: '127.0.0.1' })
  ready(app.server.address() as AddressInfo)
  process.on('SIGTERM', () => void app.close().then(() => process.exit(0)))
}
if (kind === 'sockets') process.on('SIGTERM', () => process.exit(0))

function ready({ port }: AddressInfo): void {
  console.log(`ready http://127.0.0.1:${port}`)
}

function addCommits(into: string): void {
  mkdirSync(into, { recursive: true })
  openBare(into).close()
}

/** One commit per call: two inserts and an update, durable. */
function commitOf(into: string) {
  const database = openBare(into)
  const write = turnOf(database)
  let number = 0
  return async (request: { body: unknown }) => {
    number += 1
    database.transaction(() => write(number))()
    return request.body
  }
}
