/** Three ways for a hint from one process to another: our bus over Redis, bare Redis, and PostgreSQL's NOTIFY. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate as nextRound, setTimeout as wait } from 'node:timers/promises'
import { asId } from '@baton/core/ids'
import { Client, Pool } from 'pg'
import pino from 'pino'
import { systemClock } from '../server/src/clock.ts'
import type { Hint } from '../server/src/conversations/bus.ts'
import { RedisBus } from '../server/src/conversations/redis-bus.ts'
import { type Reply, ReplyReader, writeCommand } from '../server/src/conversations/redis-protocol.ts'
import { readMessage, writeMessage } from '../server/src/conversations/wire-hints.ts'

export type Teller = {
  /** Hands it over, and settles when it can take more. */
  tell(hint: Hint): Promise<void>
  /** How many may be on their way at once. */
  atOnce: number
  close(): Promise<void>
}

export type Way = {
  openTeller(url: string): Promise<Teller>
  /** Settles when it listens. */
  listen(url: string, hear: (hint: Hint) => void): Promise<void>
}

export const workspace = asId<'workspace'>('ws_bench')
const channel = `baton:bench:${workspace}`

const ours: Way = {
  async openTeller(url) {
    const bus = await healthyBus(url)
    let told = 0
    const onTheirWay = () => told - bus.figures().published - bus.figures().dropped
    return {
      async tell(hint) {
        bus.tell(hint)
        told += 1
        while (onTheirWay() >= mostUnanswered) await nextRound()
      },
      atOnce: 1,
      close: () => bus.close(),
    }
  },
  async listen(url, hear) {
    const bus = await healthyBus(url)
    bus.listen((hint, isOurs) => {
      if (!isOurs && hint.kind === 'moved') hear(hint)
    })
    bus.follow(workspace)
    await wait(500)
  },
}

const bareRedis: Way = {
  async openTeller(url) {
    const answered: (() => void)[] = []
    const socket = await openRedis(url, () => answered.shift()?.())
    return {
      async tell(hint) {
        socket.write(writeCommand(['PUBLISH', channel, writeMessage('bench', [hint])]))
        await new Promise<void>((resolve) => answered.push(resolve))
      },
      atOnce: mostUnanswered,
      close: async () => void socket.destroy(),
    }
  },
  async listen(url, hear) {
    const isOpen = Promise.withResolvers<void>()
    const socket = await openRedis(url, (reply) => {
      if (!Array.isArray(reply)) return
      if (reply[0] === 'subscribe') isOpen.resolve()
      else hearText(reply[2], hear)
    })
    socket.write(writeCommand(['SUBSCRIBE', channel]))
    await isOpen.promise
  },
}

const notify: Way = {
  async openTeller(url) {
    const pool = new Pool({ connectionString: url, max: notifiers })
    return {
      async tell(hint) {
        const values = [channel, writeMessage('bench', [hint])]
        await pool.query({ name: 'notify', text: 'select pg_notify($1, $2)', values })
      },
      atOnce: notifiers,
      close: () => pool.end(),
    }
  },
  async listen(url, hear) {
    const client = new Client({ connectionString: url })
    await client.connect()
    client.on('notification', ({ payload }) => hearText(payload, hear))
    await client.query(`listen "${channel}"`)
  },
}

export const ways = { ours, bareRedis, notify } as const
export type WayName = keyof typeof ways

/** What our bus lets be under way, too. */
const mostUnanswered = 1_000
/** NOTIFY lets one commit at a time; more connections wait for each other. */
const notifiers = 4

async function healthyBus(url: string): Promise<RedisBus> {
  const bus = new RedisBus({ url, cluster: 'bench', clock: systemClock, log: pino({ level: 'silent' }) })
  while (!bus.isHealthy()) await wait(10)
  return bus
}

/** Signed in; hears every reply after that. */
export async function openRedis(url: string, hear: (reply: Reply) => void): Promise<Socket> {
  const { hostname, port, password } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  const isIn = Promise.withResolvers<void>()
  const reader = new ReplyReader()
  let hearReply = (_reply: Reply): void => {
    hearReply = hear
    isIn.resolve()
  }
  socket.on('data', (piece) => {
    for (const reply of reader.read(piece)) hearReply(reply)
  })
  socket.write(writeCommand(['AUTH', password]))
  await isIn.promise
  return socket
}

function hearText(text: unknown, hear: (hint: Hint) => void): void {
  for (const hint of (typeof text === 'string' ? readMessage(workspace, text) : null)?.hints ?? []) hear(hint)
}
