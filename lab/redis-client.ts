/** Speaks to a Redis as anybody could who has its password. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type Reply, ReplyReader, writeCommand } from '../server/src/conversations/redis-protocol.ts'
import type { RedisServer } from './servers.ts'

export class RedisClient {
  readonly #socket: Socket
  readonly #waiting: ((reply: Reply) => void)[] = []

  static async open({ url }: RedisServer): Promise<RedisClient> {
    const { hostname: host, port, password } = new URL(url)
    const socket = connect({ host, port: Number(port) })
    await once(socket, 'connect')
    const client = new RedisClient(socket)
    await client.ask('AUTH', decodeURIComponent(password))
    return client
  }

  constructor(socket: Socket) {
    this.#socket = socket
    const reader = new ReplyReader()
    socket.on('error', () => socket.destroy())
    socket.on('data', (piece) => {
      for (const reply of reader.read(piece)) this.#waiting.shift()?.(reply)
    })
  }

  ask(...words: string[]): Promise<Reply> {
    this.#socket.write(writeCommand(words))
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  close(): void {
    this.#socket.destroy()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
