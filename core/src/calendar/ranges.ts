/** The last of a sorted list that begins at or before a number. */
export function lastUpTo<Ranged extends { from: number }>(sorted: readonly Ranged[], at: number): Ranged | undefined {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle]?.from ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return sorted[low - 1]
}
