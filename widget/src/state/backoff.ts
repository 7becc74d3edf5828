const firstMs = 500
const capMs = 30_000

/** Full jitter: anywhere between nothing and the doubled bound. `chance` is from 0 up to 1. */
export function backoffMs(attempt: number, chance: number, retryAfterMs: number | null = null): number {
  const bound = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 10))
  return Math.round(chance * bound) + (retryAfterMs ?? 0)
}
