/** A part of the desk that is no part of its start. */
export type Part = () => Promise<unknown>

type Page = {
  /** Calls back when the page has nothing else to do. */
  whenIdle(work: () => void): void
  /** Whether what was asked for is still on its way. */
  isBusy(): boolean
  wait(work: () => void, afterMs: number): void
}

/** Before a page that is busy is looked at again, in milliseconds. */
const againMs = 500

/**
 * [U-04] Fetches the parts one after another, each in a pause of its own, so that the first use of one is no slower than the
 * third. Whatever is asked for goes before. Answers how to stop.
 */
export function preload(parts: readonly Part[], { whenIdle, isBusy, wait }: Page): () => void {
  let isOver = false
  const left = [...parts]
  const next = () =>
    whenIdle(() => {
      if (isOver) return
      if (isBusy()) return wait(next, againMs)
      const part = left.shift()
      // What does not come now is fetched when it is needed.
      if (part !== undefined) void part().then(next, next)
    })
  next()
  return () => {
    isOver = true
  }
}

/** In milliseconds: how long a page may at most keep it waiting, and how long it rests where browsers do not tell of pauses. */
const mostIdleWaitMs = 5_000
const restMs = 1_000

export function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: mostIdleWaitMs })
  else setTimeout(work, restMs)
}

/** Whoever counts bytes gets only what they use. */
export function isSavingData(): boolean {
  const connection: unknown = Reflect.get(navigator, 'connection')
  return (
    typeof connection === 'object' && connection !== null && 'saveData' in connection && connection.saveData === true
  )
}
