/** A client's live connection: it comes back by itself, to whichever node takes it. */
import type { ClientFrame, ServerFrame } from '@baton/core/protocol'
import { nothingSaid, type Outcome } from '../lab/history.ts'
import { type Front, ignored } from './front.ts'
import type { Member } from './member.ts'
import type { Wire } from './wire.ts'

type Say = Extract<ClientFrame, { type: 'say' }>

export type LineParts = {
  front: Front
  /** With what to knock; null when it cannot be had now. */
  admission(member: Member): Promise<{ query?: string; headers?: Record<string, string> } | null>
  onFrame(frame: ServerFrame): void
}

const longestPause = 500
const patience = 12_000
const pingEvery = 10_000
/** [D-11] Nothing heard for so long: the other side is gone. */
const silence = 30_000

export class LiveLine {
  readonly #parts: LineParts
  readonly #answers = new Map<string, (outcome: Outcome) => void>()
  #wire: Wire | null = null
  /** Before that nothing is sent. */
  #isWelcome = false
  #member: Member | null = null
  #heardAt = 0
  #isClosed = false

  constructor(parts: LineParts) {
    this.#parts = parts
  }

  get isOpen(): boolean {
    return this.#isWelcome && (this.#wire?.isOpen ?? false)
  }

  /** Connects, and stays connected until it is closed. */
  start(): void {
    this.#isClosed = false
    void this.#connect()
    void this.#keepAlive()
  }

  close(): void {
    this.#isClosed = true
    this.#wire?.cut()
  }

  /** The connection breaks. `isNoticed` by the server, or only when it has heard nothing for long. */
  lose(isNoticed: boolean): void {
    if (isNoticed) this.#wire?.cut()
    else this.#wire?.vanish()
  }

  send(frame: ClientFrame): boolean {
    const { scheduler, client } = this.#parts.front.parts
    if (frame.type !== 'ping') scheduler.note(`        ${client} sends ${JSON.stringify(frame)}`)
    return this.#isWelcome && (this.#wire?.send(frame) ?? false)
  }

  /** Says something; unknown when no answer comes, or the connection ends before it does. */
  async say(wish: { type: 'send'; key: string; text: string }, more: Partial<Say> = {}): Promise<Outcome> {
    const { front } = this.#parts
    const { key, text } = wish
    const invokedAt = front.parts.scheduler.steps
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.#answers.set(key, resolve)
    const isSent = this.send({ type: 'say', ref: key, text, clientMessageId: key, ...more })
    if (!isSent) resolve({ kind: 'unknown', why: 'not connected', status: null })
    const late = front.sleep(patience).then(() => ({ kind: 'unknown', why: 'no answer', status: null }) as const)
    const outcome = await Promise.race([promise, late])
    this.#answers.delete(key)
    if (isSent) front.note(wish, this.#member?.name ?? '', invokedAt, outcome)
    return outcome
  }

  async #connect(): Promise<void> {
    const { front, admission } = this.#parts
    for (;;) {
      if (this.#isClosed) return
      const member = front.someMember()
      const admitted = await admission(member)
      if (admitted !== null && (await this.#open(member, admitted))) return
      await front.sleep(front.parts.chance.below(longestPause) + 1)
    }
  }

  #open(member: Member, { query = '', headers = {} }: { query?: string; headers?: Record<string, string> }) {
    if (this.#isClosed) return false
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const { front, onFrame } = this.#parts
    this.#member = member
    const wire = member.connect({
      client: front.owner,
      path: `/api/v1/live${query}`,
      headers,
      onOpen: () => {
        this.#wire = wire
        this.#heardAt = front.parts.scheduler.elapsed
        resolve(true)
      },
      onFrame: (frame) => {
        // Of a connection that was given up nothing is heard any more.
        if (this.#wire !== wire) return
        this.#heardAt = front.parts.scheduler.elapsed
        if (frame.type === 'welcome') this.#isWelcome = true
        const text = JSON.stringify(frame)
        front.parts.scheduler.note(`        hears ${text}`)
        front.listen(text)
        if (frame.type === 'ack' || frame.type === 'refused') this.#answers.get(frame.ref)?.(outcomeOf(frame))
        else onFrame(frame)
      },
      onEnd: () => {
        resolve(false)
        if (this.#wire === wire) this.#lost()
      },
    })
    return promise
  }

  #lost(): void {
    this.#wire = null
    this.#isWelcome = false
    for (const settle of this.#answers.values()) settle({ kind: 'unknown', why: 'connection lost', status: null })
    const { front } = this.#parts
    if (!this.#isClosed) void front.sleep(front.parts.chance.below(longestPause) + 1).then(() => this.#connect())
  }

  async #keepAlive(): Promise<void> {
    const { front } = this.#parts
    while (!this.#isClosed) {
      await front.sleep(pingEvery)
      if (this.#wire?.isOpen && front.parts.scheduler.elapsed - this.#heardAt > silence) this.lose(true)
      else this.send({ type: 'ping' })
    }
  }
}

function outcomeOf(frame: Extract<ServerFrame, { type: 'ack' | 'refused' }>): Outcome {
  // What a contact says to a locked conversation is answered and not taken.
  if (frame.type === 'ack' && frame.seq === 0) return { kind: 'refused', status: 200, code: ignored, owner: null }
  if (frame.type === 'ack') return { ...nothingSaid, kind: 'ok', conversation: frame.conversation, seq: frame.seq }
  const { status, title: code, owner } = frame.problem
  if (status >= 500 || status === 429) return { kind: 'unknown', why: code, status }
  return { kind: 'refused', status, code, owner: owner?.id ?? null }
}
