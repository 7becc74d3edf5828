import { Store } from '../live/store.ts'
import { type Command, isCommand } from './table.ts'

/** A command as it can be done now. */
export type Doing = {
  run: () => void
  /** More precise than the table's, as in "Take from Ana". */
  words?: string | undefined
  /** Why it cannot be done now, in a sentence. */
  off?: string | null | undefined
}
export type Doings = { readonly [C in Command]?: Doing | (() => void) | undefined }

/** What can be done now: whatever can do something says so for as long as it is there. */
export class Registry {
  /** Counts up whenever the answer may be another one. */
  readonly changes = new Store(0)
  readonly #readers = new Set<() => Doings>()

  /** What is told is read anew each time. */
  readonly register = (reader: () => Doings): (() => void) => {
    this.#readers.add(reader)
    this.touch()
    return () => {
      this.#readers.delete(reader)
      this.touch()
    }
  }

  readonly touch = (): void => this.changes.update((count) => count + 1)

  /** Where two can do the same, whoever came last does it. */
  read(): ReadonlyMap<Command, Doing> {
    const known = new Map<Command, Doing>()
    for (const reader of this.#readers) {
      for (const [name, doing] of Object.entries(reader())) {
        if (isCommand(name) && doing !== undefined)
          known.set(name, typeof doing === 'function' ? { run: doing } : doing)
      }
    }
    return known
  }
}

export const registry = new Registry()
