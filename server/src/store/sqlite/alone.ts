import type { Store } from '../store.ts'

/** One process owns the file, so only the calls of this process have to take turns, name by name. */
export function inTurn(): Store['alone'] {
  const last = new Map<string, Promise<void>>()
  return async (name, work) => {
    const before = last.get(name)
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    last.set(name, ended)
    try {
      await before
      return await work()
    } finally {
      if (last.get(name) === ended) last.delete(name)
      end()
    }
  }
}
