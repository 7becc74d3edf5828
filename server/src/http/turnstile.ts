import { Problem } from './problems.ts'

/**
 * Lets in only so many at once, and so many more wait for their turn; whoever comes beyond is told to come back.
 * `retryAfter` in seconds.
 */
export function turnstile(atOnce: number, mostWaiting: number, retryAfter: number) {
  const waiting: (() => void)[] = []
  let inside = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (inside >= atOnce) {
      if (waiting.length >= mostWaiting)
        throw new Problem(503, { code: 'busy', detail: 'Too much of this is asked for just now.', retryAfter })
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else inside += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) inside -= 1
      else next()
    }
  }
}
