/** How old what a wallboard shows may be before it says so. Milliseconds. */
export const staleAfter = 15_000
export const refreshEvery = 5_000

/** A wallboard is looked at from afar: what is old must not look new. */
export function isStale(updatedAt: number, now: number): boolean {
  return now - updatedAt > staleAfter
}
