/** A load generator in a process of its own: plain sockets that are kept open, one request at a time on each. */
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { percentile } from './figures.ts'
import type { Load, LoadResult } from './processes.ts'

const load: Load & { apiKey: string } = JSON.parse(process.argv[2] ?? '')
const { urls = [load.url], apiKeys = [load.apiKey] } = load
const latencies: number[] = []
/** Names of an earlier load on the same server are not used again. */
const run = Date.now().toString(36)
let number = 0
let failed = 0
let firstFailure: string | null = null
let measuredFrom = 0

type Client = { close(): void; ask(): Promise<void> }
type Connection = { socket: Socket; host: string; settle: () => void }

const clients = await Promise.all(Array.from({ length: load.clients }, (_, index) => open(index)))
const begun = performance.now()
measuredFrom = begun + load.warmUpMs
const until = measuredFrom + load.forMs
await (load.rate === undefined ? askInTurn() : askAtRate(load.rate))
const seconds = load.forMs / 1_000
const { user, system } = process.cpuUsage()
for (const client of clients) client.close()
const result: LoadResult = {
  perSecond: latencies.length / seconds,
  p50: percentile(latencies, 0.5),
  p95: percentile(latencies, 0.95),
  p99: percentile(latencies, 0.99),
  worst: percentile(latencies, 1),
  count: latencies.length,
  total: number,
  failed,
  firstFailure,
  processorMs: (user + system) / 1_000,
}
console.log(JSON.stringify(result))

async function askInTurn(): Promise<void> {
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until) {
        const at = performance.now()
        await client.ask()
        keep(at)
      }
    }),
  )
}

/** Each request has its moment; waiting for a free client counts, so a slow answer does not hide those behind it. */
async function askAtRate(rate: number): Promise<void> {
  const idle = [...clients]
  const late: number[] = []
  const pending = new Set<Promise<void>>()
  const send = (at: number, client: Client) => {
    const done = client.ask().then(() => {
      keep(at)
      pending.delete(done)
      const next = late.shift()
      if (next === undefined) idle.push(client)
      else send(next, client)
    })
    pending.add(done)
  }
  for (let sent = 0; ; ) {
    const now = performance.now()
    if (now >= until) break
    for (; begun + (sent * 1_000) / rate <= now; sent += 1) {
      const at = begun + (sent * 1_000) / rate
      const client = idle.shift()
      if (client === undefined) late.push(at)
      else send(at, client)
    }
    await wait(1)
  }
  await Promise.race([Promise.all(pending), wait(10_000)])
}

function keep(at: number): void {
  const now = performance.now()
  if (at >= measuredFrom && now <= until + 10_000) latencies.push(now - at)
}

async function open(index: number): Promise<Client> {
  const connections = await Promise.all(urls.map(openConnection))
  const apiKey = apiKeys[index % apiKeys.length] ?? ''
  let asked = 0
  return {
    close() {
      for (const { socket } of connections) socket.destroy()
    },
    ask() {
      const connection = connections[(index + asked) % connections.length]
      const name = `${run}-${index}-${load.renameAfter === undefined ? 0 : Math.floor(asked / load.renameAfter)}`
      asked += 1
      number += 1
      const filled = (template: string) => template.replaceAll('{n}', String(number)).replaceAll('{c}', name)
      const body = load.body === undefined ? '' : filled(load.body)
      const type =
        load.body === undefined
          ? ''
          : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
      const head = `${load.method} ${filled(load.path)} HTTP/1.1\r\nhost: ${connection?.host}\r\nauthorization: Bearer ${apiKey}\r\n`
      return new Promise<void>((resolve) => {
        if (connection === undefined) return resolve()
        connection.settle = resolve
        connection.socket.write(`${head}${type}\r\n${body}`)
      })
    },
  }
}

async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  socket.setEncoding('utf8')
  const connection: Connection = { socket, host: hostname, settle: () => {} }
  let buffer = ''
  socket.on('data', (chunk) => {
    buffer += chunk
    const end = buffer.indexOf('\r\n\r\n')
    if (end < 0) return
    const [, length] = /content-length: (\d+)/i.exec(buffer) ?? []
    if (length === undefined || Buffer.byteLength(buffer) < end + 4 + Number(length)) return
    if (!buffer.startsWith('HTTP/1.1 20') || !buffer.includes(load.expect)) {
      failed += 1
      firstFailure ??= buffer.slice(0, 1_000)
    }
    buffer = ''
    connection.settle()
  })
  socket.on('error', () => {
    failed += 1
    connection.settle()
  })
  return connection
}
