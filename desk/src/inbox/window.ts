/** Which rows of a long list are drawn: those in sight, some around them, and those that must not go. */

/** Where each row begins, and at the end where the last one ends; in pixels. */
export function offsetsOf(ids: readonly string[], heights: ReadonlyMap<string, number>, usual: number): Float64Array {
  const offsets = new Float64Array(ids.length + 1)
  let at = 0
  for (const [index, id] of ids.entries()) {
    at += heights.get(id) ?? usual
    offsets[index + 1] = at
  }
  return offsets
}

/** The row that lies at a height; the last one beyond the end. */
export function rowAt(offsets: Float64Array, height: number): number {
  let [low, high] = [0, Math.max(0, offsets.length - 2)]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((offsets[middle] ?? 0) <= height) low = middle
    else high = middle - 1
  }
  return low
}

/** A row that is drawn, or room for those between two that are. */
export type Piece = { kind: 'row'; index: number } | { kind: 'room'; key: string; height: number }

/** `kept`: rows that are drawn wherever they are: what is open, and what has the focus. */
export function piecesOf(offsets: Float64Array, from: number, to: number, kept: readonly number[]): Piece[] {
  const count = offsets.length - 1
  if (count <= 0) return []
  const [first, last] = [rowAt(offsets, from), rowAt(offsets, to)]
  const drawn = new Set(kept.filter((index) => index >= 0 && index < count))
  for (let index = first; index <= last; index += 1) drawn.add(index)
  const pieces: Piece[] = []
  let next = 0
  for (const index of [...drawn].sort((a, b) => a - b)) {
    if (index > next) pieces.push(room(offsets, next, index))
    pieces.push({ kind: 'row', index })
    next = index + 1
  }
  if (next < count) pieces.push(room(offsets, next, count))
  return pieces
}

function room(offsets: Float64Array, from: number, to: number): Piece {
  return { kind: 'room', key: `room before ${to}`, height: (offsets[to] ?? 0) - (offsets[from] ?? 0) }
}
