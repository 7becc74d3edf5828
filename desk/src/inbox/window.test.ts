import { expect, test } from 'vitest'
import { offsetsOf, piecesOf, rowAt } from './window.ts'

const ids = Array.from({ length: 5_000 }, (_, index) => `c${index}`)
const usual = 80

test('[U-20] of 5,000 rows only those in sight are drawn, and all of them take their room', () => {
  const offsets = offsetsOf(ids, new Map(), usual)
  const pieces = piecesOf(offsets, 160_000, 160_800, [])
  const rows = pieces.filter(({ kind }) => kind === 'row').length
  expect(rows).toBe(11)
  const heights = pieces.map((piece) => (piece.kind === 'row' ? usual : piece.height))
  expect(heights.reduce((sum, height) => sum + height, 0)).toBe(5_000 * usual)
})

test('[U-20] what is open or has the focus stays drawn in its place', () => {
  const offsets = offsetsOf(ids, new Map(), usual)
  const drawn = piecesOf(offsets, 0, 400, [4_999, 2_000, 70_000]).flatMap((piece) =>
    piece.kind === 'row' ? [piece.index] : [],
  )
  expect(drawn).toEqual([0, 1, 2, 3, 4, 5, 2_000, 4_999])
})

test('[U-20] rows that were measured stand where they are', () => {
  const offsets = offsetsOf(
    ['a', 'b', 'c'],
    new Map([
      ['a', 100],
      ['b', 50],
    ]),
    usual,
  )
  expect([...offsets]).toEqual([0, 100, 150, 230])
  expect([rowAt(offsets, 0), rowAt(offsets, 99), rowAt(offsets, 100), rowAt(offsets, 9_999)]).toEqual([0, 0, 1, 2])
  expect(piecesOf(offsetsOf([], new Map(), usual), 0, 100, [])).toEqual([])
})
