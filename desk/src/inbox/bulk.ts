/** The same done to several conversations: some at a time, with what came of each. */
import { Store } from '../live/store.ts'

export type BulkKind = 'assign' | 'close' | 'tag' | 'snooze'
export type Left = { id: string; contact: string; reason: string }

/** What is being done, or was done last. `again`: does it to those that are left. */
export type Bulk = {
  kind: BulkKind
  all: number
  done: number
  left: readonly Left[]
  isOver: boolean
  again: (ids: readonly string[]) => void
}

export const bulk = new Store<Bulk | null>(null)

/** More would make the server wait for the store, and colleagues with it. */
const atOnce = 6

type One = { id: string; contact: string }
type Work = {
  kind: BulkKind
  /** Shows what it will come to; answers how to take that away again. */
  show: (id: string) => () => void
  one: (id: string) => Promise<void>
  /** Settles when what was answered of one is known all over the desk. */
  whenKnown: (id: string) => Promise<void>
  reasonOf: (error: unknown) => string
  again: Bulk['again']
}

/**
 * [U-04] All of them show at once, however long the queue is; what is refused goes back by itself. Answers which it was done
 * to; the others stand in `bulk` with their reasons.
 */
export async function runBulk(
  all: readonly One[],
  { kind, show, one, whenKnown, reasonOf, again }: Work,
): Promise<string[]> {
  bulk.update(() => ({ kind, all: all.length, done: 0, left: [], isOver: false, again }))
  const takeAway = new Map(all.map(({ id }) => [id, show(id)]))
  const queue = [...all]
  const done: string[] = []
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { id, contact } = next
      try {
        await one(id)
        done.push(id)
        void whenKnown(id).then(takeAway.get(id))
        tell((now) => ({ ...now, done: now.done + 1 }))
      } catch (error) {
        takeAway.get(id)?.()
        tell((now) => ({ ...now, left: [...now.left, { id, contact, reason: reasonOf(error) }] }))
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, work))
  tell((now) => ({ ...now, isOver: true }))
  return done
}

function tell(change: (now: Bulk) => Bulk): void {
  bulk.update((now) => (now === null ? null : change(now)))
}
