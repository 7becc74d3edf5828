/** A value that components can watch. */
export class Store<T> {
  #value: T
  readonly #watchers = new Set<() => void>()

  constructor(value: T) {
    this.#value = value
  }

  readonly get = (): T => this.#value

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  update(change: (value: T) => T): void {
    const next = change(this.#value)
    if (Object.is(next, this.#value)) return
    this.#value = next
    for (const watcher of this.#watchers) watcher()
  }
}
