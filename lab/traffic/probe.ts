/** One conversation between two nodes: how long a message takes to be taken by one and to be seen at the other. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Rig } from '../rig.ts'
import { markOf } from '../script.ts'
import { programHeaders } from './actor.ts'
import { Caller, openAgent } from './caller.ts'

/** Milliseconds; null: not seen within the time. */
export type Probed = { takenMs: number; seenMs: number | null }

const seenWithinMs = 10_000
let probes = 0

/** What belongs to a probe is left alone by everybody else. */
export function isProbe(contact: string): boolean {
  return contact.startsWith('probe')
}

export class Probe {
  readonly #caller: Caller
  readonly #socket: WebSocket
  readonly #agent: ReturnType<typeof openAgent>
  readonly #send: (number: number) => ReturnType<Caller['attempt']>
  readonly #client: string
  #seen: { number: number; settle: () => void } | null = null
  #number = 0

  /** Says things at one node and looks at another; `isDirect`: past the links before them. */
  static async open(rig: Rig, from: number, to: number, isDirect = false): Promise<Probe> {
    const fronts = isDirect ? rig.members.map(({ node }) => ({ name: node.name, url: node.url })) : rig.fronts
    const [sayingAt, lookingAt] = [fronts[from], fronts[to]]
    const [place] = rig.places
    if (sayingAt === undefined || lookingAt === undefined || place === undefined) throw new Error('no such node')
    probes += 1
    const name = `probe${probes}`
    const client = `${place.name}-${name}`
    const agent = openAgent()
    const caller = new Caller({
      client,
      workspace: place.name,
      fronts: [sayingAt],
      headers: programHeaders(place),
      history: rig.history,
      agent,
      chance: rig.chance,
      mayHear: () => true,
    })
    const send = (number: number) => {
      const text = `say ${number} ${markOf(place.name, name)}`
      const key = `${client}:${number}`
      const path = `/bots/${place.bot}/contacts/${name}/messages`
      return caller.attempt(
        { type: 'send', key, text },
        { method: 'POST', path, body: { text, clientMessageId: key, wait: 0 } },
      )
    }
    const { outcome } = await send(0)
    if (outcome.kind !== 'ok') throw new Error(`the probe was not let in: ${JSON.stringify(outcome)}`)
    const socket = new WebSocket(`${lookingAt.url.replace('http', 'ws')}/api/v1/live`, {
      headers: programHeaders(place),
    })
    socket.on('error', () => {})
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'follow', conversation: outcome.conversation, after: outcome.seq ?? 1 }))
    return new Probe({ caller, socket, agent, send, client })
  }

  constructor(parts: {
    caller: Caller
    socket: WebSocket
    agent: ReturnType<typeof openAgent>
    send: (number: number) => ReturnType<Caller['attempt']>
    client: string
  }) {
    this.#caller = parts.caller
    this.#socket = parts.socket
    this.#agent = parts.agent
    this.#send = parts.send
    this.#client = parts.client
    this.#socket.on('message', (content) => this.#hear(String(content)))
  }

  get isConnected(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** Null when the message was not taken. */
  async once(): Promise<Probed | null> {
    this.#number += 1
    const number = this.#number
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#seen = { number, settle: resolve }
    const startedAt = performance.now()
    const { outcome } = await this.#send(number)
    const takenMs = performance.now() - startedAt
    if (outcome.kind !== 'ok') return null
    const late = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => late.resolve('late'), seenWithinMs)
    const isLate = await Promise.race([promise, late.promise])
    clearTimeout(timer)
    return { takenMs, seenMs: isLate === 'late' ? null : performance.now() - startedAt }
  }

  async several(count: number): Promise<Probed[]> {
    const all: Probed[] = []
    for (let left = count; left > 0; left -= 1) {
      const probed = await this.once()
      if (probed !== null) all.push(probed)
    }
    return all
  }

  async close(): Promise<void> {
    this.#socket.terminate()
    await this.#agent.destroy()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #hear(text: string): void {
    this.#caller.listen(text)
    const frame = JSON.parse(text)
    if (frame.type !== 'events' || this.#seen === null) return
    const key = `${this.#client}:${this.#seen.number}`
    const isIt = (frame.events as { data?: { clientMessageId?: string } }[]).some(
      ({ data }) => data?.clientMessageId === key,
    )
    if (isIt) this.#seen.settle()
  }
}

/** The value below which this share of them lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
