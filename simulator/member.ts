/** A node over all its lives: it starts, crashes, stands still, is stopped and comes back; and how clients reach it. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Baton } from '../server/src/http/baton.ts'
import type { Link } from './network.ts'
import type { RunningNode } from './node.ts'
import { newOwner, type Owner, type Scheduler } from './scheduler.ts'
import { Wire, type WireParts } from './wire.ts'

export type Request = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** After `/api/v1`. */
  path: string
  headers: Record<string, string>
  body?: unknown
}
export type Response = { status: number; body: Record<string, unknown> }

export type MemberParts = {
  name: string
  scheduler: Scheduler
  /** Between clients and this node. */
  link: Link
  start(owner: Owner, onLogged: (level: string, name: string, error: unknown) => void): Promise<RunningNode>
  /** Its connections break, and nobody hears from it. */
  onGone(owner: Owner): void
  onLogged(level: string, name: string, error: unknown): void
}

const restartAfter = 200

export class Member {
  readonly name: string
  readonly link: Link
  readonly #parts: MemberParts
  readonly #onGone = new Set<() => void>()
  #lives = 0
  owner: Owner
  running: RunningNode | null = null

  constructor(parts: MemberParts) {
    this.#parts = parts
    this.name = parts.name
    this.link = parts.link
    this.owner = newOwner(parts.name)
    this.owner.isGone = true
  }

  get isUp(): boolean {
    return this.running !== null && !this.owner.isGone
  }

  /** Begins a life. One that cannot start tries again. */
  start(): void {
    this.#lives += 1
    const { scheduler, start, onLogged, name } = this.#parts
    const owner = newOwner(`${name}.${this.#lives}`)
    this.owner = owner
    scheduler.after(owner, 0, 'starts', () => {
      start(owner, onLogged).then(
        (running) => {
          if (!owner.isGone) this.running = running
        },
        (error: unknown) => {
          onLogged('warn', 'not_started', error)
          if (!owner.isGone) this.crash(restartAfter)
        },
      )
    })
  }

  /** From one moment to the next: nothing is finished, nobody is told. */
  crash(backAfter: number): void {
    if (this.owner.isGone) return
    this.#end()
    this.#parts.scheduler.after(nobody, backAfter, `${this.name} comes back`, () => this.start())
  }

  /** Stands still: what happens to it meanwhile happens afterwards. */
  pause(milliseconds: number): void {
    const { scheduler } = this.#parts
    this.owner.pausedUntil = Math.max(this.owner.pausedUntil, scheduler.now() + milliseconds)
  }

  resume(): void {
    this.owner.pausedUntil = 0
  }

  /** [D-18] Finishes what is under way, tells clients to come back, and ends; then it starts again. */
  replace(backAfter: number): void {
    const { running, owner } = this
    if (running === null || owner.isGone) return
    const { scheduler, onLogged } = this.#parts
    scheduler.after(owner, 0, 'stops', () => {
      void running
        .stop()
        .catch((error: unknown) => onLogged('warn', 'not_stopped', error))
        .then(() => {
          if (!owner.isGone) this.crash(backAfter)
        })
    })
  }

  /** One call of a client; null when no answer comes. */
  call(client: Owner, request: Request): Promise<Response | null> {
    return this.ask(client, `${request.method} ${request.path}`, async ({ app }) => {
      const { method, path, headers, body } = request
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { ...headers, ...type },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      })
      return { status: answer.statusCode, body: answer.payload === '' ? {} : JSON.parse(answer.payload) }
    })
  }

  /** As a call, for what has no call of its own. */
  askBaton<T>(client: Owner, label: string, work: (baton: Baton) => Promise<T>): Promise<T | null> {
    return this.ask(client, label, ({ baton }) => work(baton))
  }

  async ask<T>(client: Owner, label: string, work: (running: RunningNode) => Promise<T>): Promise<T | null> {
    const { link, owner } = this
    const { promise, resolve } = Promise.withResolvers<T | null>()
    const lose = () => link.send(client, `no answer ${label}`, () => resolve(null))
    const forget = () => void this.#onGone.delete(lose)
    if (owner.isGone) lose()
    else this.#onGone.add(lose)
    const fate = link.fate()
    link.send(owner, label, () => {
      const { running } = this
      if (running === null || fate === 'lost before') return lose()
      work(running).then(
        (value) => {
          if (fate === 'lost after') lose()
          else link.send(client, `answer ${label}`, () => resolve(value))
        },
        () => lose(),
      )
    })
    const value = await promise
    forget()
    return value
  }

  /** A live connection; it breaks when the node does. */
  connect(parts: Omit<WireParts, 'link' | 'node' | 'onUpgrade'>): Wire {
    const { link, owner } = this
    const breaks = () => wire.cut()
    const wire = new Wire({
      ...parts,
      link,
      node: owner,
      onUpgrade: (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
        const { running } = this
        if (running === null) duplex.destroy()
        else running.app.server.emit('upgrade', request, duplex, head)
      },
      onEnd: () => {
        this.#onGone.delete(breaks)
        parts.onEnd()
      },
    })
    if (owner.isGone) breaks()
    else this.#onGone.add(breaks)
    return wire
  }

  #end(): void {
    const { owner } = this
    owner.isGone = true
    this.running = null
    this.#parts.onGone(owner)
    for (const tell of [...this.#onGone]) tell()
    this.#onGone.clear()
  }
}

/** To whom things happen that happen to nobody in particular: faults, and their ends. */
export const nobody = newOwner('nobody')
