import type { Clock } from './clock.ts'
import type { Store } from './store/store.ts'

/** What the next request needs, and whether it is there. */
export type Checks = { store: 'ok' | 'unreachable'; process: 'ok' | 'stopping' }

/** A store that does not answer soon is not there. Milliseconds. */
const patience = 2_000

/** [O-04] Never takes longer than two seconds, and never rejects. */
export async function readinessOf(parts: { store: Store; clock: Clock; isStopping(): boolean }): Promise<Checks> {
  return { store: await reach(parts.store, parts.clock), process: parts.isStopping() ? 'stopping' : 'ok' }
}

export function isAllOk(checks: Checks): boolean {
  return Object.values(checks).every((check) => check === 'ok')
}

async function reach(store: Store, clock: Clock): Promise<Checks['store']> {
  const { promise: late, resolve } = Promise.withResolvers<'unreachable'>()
  const timer = clock.after(patience, () => resolve('unreachable'))
  try {
    return await Promise.race([store.ping().then(() => 'ok' as const), late])
  } catch {
    return 'unreachable'
  } finally {
    timer.cancel()
  }
}
