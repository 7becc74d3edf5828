/** A live connection over a simulated link: the bytes of a WebSocket, from an upgrade to its end, without a socket. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import type { ClientFrame, ServerFrame } from '@baton/core/protocol'
import type { Link } from './network.ts'
import type { Owner } from './scheduler.ts'

export type WireParts = {
  link: Link
  client: Owner
  node: Owner
  /** Where it knocks, and with what. */
  path: string
  headers: Record<string, string>
  /** As the node's HTTP server tells of an upgrade. */
  onUpgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): void
  onOpen(): void
  onFrame(frame: ServerFrame): void
  /** Once, however it ended; also when it was never opened. */
  onEnd(): void
}

const [text, close, ping, pong] = [1, 8, 9, 10]
const endOfHead = '\r\n\r\n'

/** The client's end of it. */
export class Wire {
  readonly #parts: WireParts
  readonly #server: ServerEnd
  #received = Buffer.alloc(0)
  #isOpen = false
  #hasEnded = false

  constructor(parts: WireParts) {
    this.#parts = parts
    const { link, client, node, path, headers } = parts
    this.#server = new ServerEnd(
      inOrder(link, client, 'socket', (bytes) => this.#receive(bytes)),
      () => link.send(client, 'socket ends', () => this.#end()),
    )
    const request = {
      method: 'GET',
      url: path,
      headers: { ...headers, ...upgrade, 'sec-websocket-key': randomBytes(16).toString('base64') },
      socket: this.#server,
    }
    link.send(node, 'upgrade', () =>
      parts.onUpgrade(request as unknown as IncomingMessage, this.#server, Buffer.alloc(0)),
    )
    this.#send = inOrder(link, node, 'frame', (bytes) => void (this.#server.destroyed || this.#server.push(bytes)))
  }

  get isOpen(): boolean {
    return this.#isOpen && !this.#hasEnded
  }

  readonly #send: (bytes: Buffer) => void

  send(frame: ClientFrame): boolean {
    if (!this.isOpen) return false
    this.#send(frameOf(text, Buffer.from(JSON.stringify(frame))))
    return true
  }

  /** The connection breaks, and both ends notice. */
  cut(): void {
    const { link, node, client } = this.#parts
    link.send(node, 'socket breaks', () => void this.#server.destroy())
    link.send(client, 'socket breaks', () => this.#end())
  }

  /** This end is gone, and the other does not notice. */
  vanish(): void {
    this.#end()
  }

  #receive(bytes: Buffer): void {
    if (this.#hasEnded) return
    this.#received = Buffer.concat([this.#received, bytes])
    if (!this.#isOpen && !this.#readHead()) return
    for (let frame = this.#readFrame(); frame !== null; frame = this.#readFrame()) this.#hear(frame)
  }

  #readHead(): boolean {
    const at = this.#received.indexOf(endOfHead)
    if (at < 0) return false
    const isAccepted = this.#received.toString('latin1', 0, at).startsWith('HTTP/1.1 101')
    this.#received = this.#received.subarray(at + endOfHead.length)
    if (!isAccepted) {
      this.#end()
      return false
    }
    this.#isOpen = true
    this.#parts.onOpen()
    return true
  }

  #readFrame(): { kind: number; content: Buffer } | null {
    const bytes = this.#received
    if (bytes.length < 2) return null
    const short = bytes.readUInt8(1) & 0x7f
    const start = short === 126 ? 4 : short === 127 ? 10 : 2
    if (bytes.length < start) return null
    const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
    if (bytes.length < start + length) return null
    this.#received = bytes.subarray(start + length)
    return { kind: bytes.readUInt8(0) & 0x0f, content: bytes.subarray(start, start + length) }
  }

  #hear({ kind, content }: { kind: number; content: Buffer }): void {
    if (kind === text) this.#parts.onFrame(JSON.parse(content.toString()))
    else if (kind === ping) this.#send(frameOf(pong, content))
    else if (kind === close) {
      this.#send(frameOf(close, content))
      this.#end()
    }
  }

  #end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#parts.onEnd()
  }
}

/** The server's end: what the product takes for a socket. */
class ServerEnd extends Duplex {
  readonly #deliver: (bytes: Buffer) => void
  readonly #onGone: () => void

  constructor(deliver: (bytes: Buffer) => void, onGone: () => void) {
    super()
    this.#deliver = deliver
    this.#onGone = onGone
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#deliver(Buffer.from(chunk))
    done()
  }

  override _final(done: () => void): void {
    this.#onGone()
    done()
  }

  override _destroy(_error: Error | null, done: (error: null) => void): void {
    this.#onGone()
    done(null)
  }

  setTimeout(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }
}

const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }

/** A stream keeps its order, however long its parts take. */
function inOrder(link: Link, to: Owner, label: string, take: (bytes: Buffer) => void): (bytes: Buffer) => void {
  const sent: Buffer[] = []
  return (bytes) => {
    sent.push(bytes)
    link.send(to, label, () => {
      const next = sent.shift()
      if (next !== undefined) take(next)
    })
  }
}

/** Masked, as a client has to, with a mask that changes nothing. */
function frameOf(kind: number, content: Buffer): Buffer {
  const { length } = content
  const head =
    length < 126
      ? Buffer.from([0x80 | kind, 0x80 | length])
      : Buffer.from([0x80 | kind, 0x80 | 126, length >> 8, length & 0xff])
  return Buffer.concat([head, Buffer.alloc(4), content])
}
