import { Store } from '../../live/store.ts'

/** [U-21] Something that was just done and can be taken back. */
export type Undoable = {
  /** What was done, in a sentence. */
  words: string
  undo(): void
  /** The time is over: what was only promised is done now. */
  settle(): void | Promise<void>
}

/** [U-21] How long it can be taken back, in milliseconds. */
export const undoMs = 10_000

/** One at a time: whatever comes next lets the one before it stand. */
export class UndoSlot {
  readonly current = new Store<Undoable | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  offer(one: Undoable): void {
    void this.settle()
    this.current.update(() => one)
    this.#timer = setTimeout(() => void this.settle(), undoMs)
  }

  undo(): void {
    this.#take()?.undo()
  }

  async settle(): Promise<void> {
    await this.#take()?.settle()
  }

  /** It was overtaken: there is nothing left to take back, nor to let stand. */
  drop(one: Undoable): void {
    if (this.current.get() === one) this.#take()
  }

  #take(): Undoable | null {
    const one = this.current.get()
    clearTimeout(this.#timer)
    this.current.update(() => null)
    return one
  }
}

export const undoSlot = new UndoSlot()
