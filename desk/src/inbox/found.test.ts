import { expect, test } from 'vitest'
import { found } from '../api/found.ts'
import { addressOf, piecesAround } from './found.ts'

test('[S-05] what was searched for stands apart from the rest, in order, and nothing is lost', () => {
  const text = '👩‍👧 Fähre nach Kraków'
  const hits = [
    [6, 11],
    [17, 22],
  ] as const
  const pieces = piecesAround(text, hits)
  expect(pieces.map(({ text, isHit }) => (isHit ? `[${text}]` : text))).toEqual([
    '👩‍👧 ',
    '[Fähre]',
    ' nach ',
    '[Krakó]',
    'w',
  ])
  expect(pieces.map(({ start, text: piece }) => text.slice(start, start + piece.length) === piece)).not.toContain(false)
  expect(piecesAround('', [])).toEqual([])
  expect(piecesAround('all of it', [[0, 9]])).toEqual([{ start: 0, text: 'all of it', isHit: true }])
})

test('[S-05] where a search found something is read as it is told; a place that is not known here is none', () => {
  const message = {
    seq: 3,
    at: '2026-01-01T00:00:00Z',
    by: { kind: 'contact' },
    note: false,
    text: 'Hello',
    hits: [[0, 5]],
  }
  expect(found({ in: 'message', ...message }, '')).toEqual({
    in: 'message',
    ...message,
    by: { kind: 'contact', name: null },
  })
  expect(found({ in: 'variable', variable: 'order', text: 'AX', hits: [] }, '')).toMatchObject({ variable: 'order' })
  expect(found({ in: 'tag', text: 'vip', hits: [[0, 2]] }, '')).toEqual({ in: 'tag', text: 'vip', hits: [[0, 2]] })
  expect(found({ in: 'picture', of: 'a cat' }, '')).toBeNull()
  expect(() => found({ in: 'message', text: 'Hello' }, 'found')).toThrow('found')
})

test('[S-05] a row leads to the message that was found in it, in another tab too; else to its conversation', () => {
  const hit = { text: 'Hello', hits: [] }
  const message = { ...hit, in: 'message', seq: 7, at: '', by: { kind: 'contact', name: null }, note: false } as const
  expect(addressOf('conv_1', message)).toBe('/inbox/conv_1?message=7')
  expect([undefined, { ...hit, in: 'tag' } as const].map((found) => addressOf('conv_1', found))).toEqual([
    '/inbox/conv_1',
    '/inbox/conv_1',
  ])
})
