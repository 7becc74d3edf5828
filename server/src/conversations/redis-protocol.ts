/** The little of Redis' protocol (RESP2) that hints need, read without trust: what is not exactly right is refused. */

export type Reply = string | number | null | RedisRefusal | Reply[]

/** Redis said no. */
export class RedisRefusal {
  readonly says: string

  constructor(says: string) {
    this.says = says
  }
}

/** Whatever is at the other end, it is no Redis that we could talk to. */
export class NotRedis extends Error {
  override name = 'NotRedis'
}

const longestLine = 1_024
const longestText = 1024 * 1024
const mostItems = 16
const deepest = 2
const lineEnd = Buffer.from('\r\n')

/** A command with its arguments, as they go over the wire. */
export function writeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`
}

type Read = { reply: Reply; end: number }

/** Cuts replies out of what comes in, in whatever pieces. Holds no more than one reply that is not complete. */
export class ReplyReader {
  #rest: Buffer = Buffer.alloc(0)
  #pieces: Buffer[] = []
  #size = 0
  /** Nothing is complete before so many bytes are here: a long text is not read again with every piece of it. */
  #needed = 0

  /** The replies that are complete now. Throws `NotRedis`; then this reader is of no more use. */
  read(piece: Buffer): Reply[] {
    this.#pieces.push(piece)
    this.#size += piece.length
    if (this.#size < this.#needed) return []
    this.#rest = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces)
    const replies: Reply[] = []
    let start = 0
    for (let read = this.#replyAt(0, deepest); read !== null; read = this.#replyAt(start, deepest)) {
      replies.push(read.reply)
      start = read.end
    }
    const left = this.#rest.subarray(start)
    this.#needed -= start
    this.#pieces = [left]
    this.#size = left.length
    return replies
  }

  /** Null: there is not enough yet. */
  #replyAt(start: number, depth: number): Read | null {
    const line = this.#lineAt(start)
    if (line === null) return null
    const text = line.text.slice(1)
    switch (line.text[0]) {
      case '+':
        return { reply: text, end: line.end }
      case '-':
        return { reply: new RedisRefusal(text), end: line.end }
      case ':':
        return { reply: numberIn(text, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), end: line.end }
      case '$':
        return this.#textAt(line.end, numberIn(text, -1, longestText))
      case '*':
        return depth === 0 ? fail('too deep') : this.#itemsAt(line.end, numberIn(text, -1, mostItems), depth - 1)
      default:
        return fail('an unknown kind of reply')
    }
  }

  #lineAt(start: number): { text: string; end: number } | null {
    const end = this.#rest.indexOf(lineEnd, start)
    if ((end < 0 ? this.#rest.length : end) - start > longestLine) fail('a line that is too long')
    if (end < 0) return this.#waitFor(this.#rest.length + 1)
    return { text: this.#rest.toString('utf8', start, end), end: end + lineEnd.length }
  }

  #textAt(start: number, length: number): Read | null {
    if (length < 0) return { reply: null, end: start }
    const end = start + length
    if (this.#rest.length < end + lineEnd.length) return this.#waitFor(end + lineEnd.length)
    if (!this.#rest.subarray(end, end + lineEnd.length).equals(lineEnd)) fail('a text without its end')
    return { reply: this.#rest.toString('utf8', start, end), end: end + lineEnd.length }
  }

  #itemsAt(start: number, count: number, depth: number): Read | null {
    if (count < 0) return { reply: null, end: start }
    const items: Reply[] = []
    let end = start
    for (let index = 0; index < count; index += 1) {
      const read = this.#replyAt(end, depth)
      if (read === null) return null
      items.push(read.reply)
      end = read.end
    }
    return { reply: items, end }
  }

  #waitFor(size: number): null {
    this.#needed = size
    return null
  }
}

function numberIn(text: string, least: number, most: number): number {
  const number = Number(text)
  if (!/^[+-]?\d{1,16}$/.test(text) || number < least || number > most) fail('a number that cannot be')
  return number
}

function fail(what: string): never {
  throw new NotRedis(`answered with ${what}`)
}
