const firstWaitMs = 500
const longestWaitMs = 30_000

/** Full jitter: anywhere between nothing and twice as much as last time, but never before the server wants us back. */
export function waitBeforeRetry(attempt: number, chance: number, retryAfterMs: number | null): number {
  const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempt, 16))
  return Math.round((retryAfterMs ?? 0) + chance * ceiling)
}
