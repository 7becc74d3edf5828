/** [U-07] Without a key or a pointer for so long, nobody looks at the desk any more. */
export const idleAfterMs = 120_000

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const
const listening = { capture: true, passive: true } as const

/** Whether somebody looks at this window: it can be seen, and something was done in it lately. */
export class Attention implements Disposable {
  readonly #onChange: (isActive: boolean) => void
  #isActive = document.visibilityState === 'visible'
  #lastSignAt = Date.now()
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor(onChange: (isActive: boolean) => void) {
    this.#onChange = onChange
    document.addEventListener('visibilitychange', this.#see)
    for (const sign of signs) window.addEventListener(sign, this.#see, listening)
    this.#wait(idleAfterMs)
  }

  get isActive(): boolean {
    return this.#isActive
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#waiting)
    document.removeEventListener('visibilitychange', this.#see)
    for (const sign of signs) window.removeEventListener(sign, this.#see, listening)
  }

  readonly #see = (): void => {
    this.#lastSignAt = Date.now()
    this.#set(document.visibilityState === 'visible')
  }

  /** One timer at a time: a moving pointer only writes down when that was. */
  #wait(milliseconds: number): void {
    this.#waiting = setTimeout(() => {
      const left = this.#lastSignAt + idleAfterMs - Date.now()
      if (left <= 0) this.#set(false)
      this.#wait(left > 0 ? left : idleAfterMs)
    }, milliseconds)
  }

  #set(isActive: boolean): void {
    if (isActive === this.#isActive) return
    this.#isActive = isActive
    this.#onChange(isActive)
  }
}
