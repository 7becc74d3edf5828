import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NotRedis, RedisRefusal, type Reply, ReplyReader, writeCommand } from './redis-protocol.ts'

function written(reply: Reply): string {
  if (reply === null) return '$-1\r\n'
  if (typeof reply === 'number') return `:${reply}\r\n`
  if (reply instanceof RedisRefusal) return `-${reply.says}\r\n`
  if (Array.isArray(reply)) return `*${reply.length}\r\n${reply.map(written).join('')}`
  return `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`
}

/** What a reader makes of bytes that come in pieces, cut at these places. */
function readInPieces(bytes: Buffer, cuts: readonly number[]): Reply[] {
  const reader = new ReplyReader()
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other), bytes.length]
  return places.slice(1).flatMap((end, index) => reader.read(bytes.subarray(places[index], end)))
}

const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.maxSafeInteger(),
  fc.constant(null),
  fc.string({ maxLength: 20 }).map((says) => new RedisRefusal(says.replaceAll(/[\r\n]/g, ''))),
)
const reply: fc.Arbitrary<Reply> = fc.oneof(
  leaf,
  fc.array(fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), { maxLength: 5 }),
)

describe('[I-50] what Redis answers', () => {
  test('is the same in whatever pieces it comes in', () => {
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 20 }), (replies, cuts) => {
        expect(readInPieces(Buffer.from(replies.map(written).join('')), cuts)).toEqual(replies)
      }),
      { seed: 20_261_122, numRuns: 500 },
    )
  })

  test('whatever comes in, it is read or refused, and little is kept', () => {
    const rubbish = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(fc.constantFrom('+', '-', ':', '$', '*', '1', '9', '-1', '\r\n', '\n', 'x', '$3\r\n', '*2\r\n'))
        .map((parts) => Buffer.from(parts.join(''))),
    )
    fc.assert(
      fc.property(fc.array(rubbish, { maxLength: 20 }), (pieces) => {
        const reader = new ReplyReader()
        try {
          for (const piece of pieces) reader.read(Buffer.from(piece))
        } catch (error) {
          if (!(error instanceof NotRedis)) throw error
        }
      }),
      { seed: 20_261_122, numRuns: 1_000 },
    )
  })

  test.each([
    ['a line without end', `+${'x'.repeat(2_000)}`],
    ['a line that is too long', `+${'x'.repeat(2_000)}\r\n`],
    ['a text that is too long', '$999999999\r\n'],
    ['a text of no length', '$-2\r\n'],
    ['a text without its end', '$1\r\nxyz'],
    ['a length that is no number', '$1e3\r\n'],
    ['too many items', '*17\r\n'],
    ['items in items in items', '*1\r\n*1\r\n*1\r\n:1\r\n'],
    ['a number that is none', ':1.5\r\n'],
    ['another protocol', 'HTTP/1.1 200 OK\r\n'],
  ])('%s is refused at once', (_, text) => {
    expect(() => new ReplyReader().read(Buffer.from(text))).toThrow(NotRedis)
  })

  test('a long text in many pieces is put together once', () => {
    const text = 'x'.repeat(1_000_000)
    const bytes = Buffer.from(written(text))
    const cuts = Array.from({ length: 10_000 }, (_, index) => index * 100)
    const startedAt = performance.now()
    expect(readInPieces(bytes, cuts)).toEqual([text])
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

test('a command says how long its words are, in bytes', () => {
  expect(writeCommand(['PUBLISH', 'ä', ''])).toBe('*3\r\n$7\r\nPUBLISH\r\n$2\r\nä\r\n$0\r\n\r\n')
})
