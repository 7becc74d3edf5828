// [V-12] On phones the chat covers the page: the way back leads to the page, not away from it.
import { isPhone } from './options.ts'

const mark = 'batonChat'

/** An entry of the history for the open chat, with all that the page keeps in its own. Answers what to tell it. */
export function closeOnBack(close: () => void, signal: AbortSignal): { opened(): void; closed(): void } {
  let isOurs = false
  addEventListener(
    'popstate',
    () => {
      if (!isOurs || isMarked()) return
      isOurs = false
      close()
    },
    { signal },
  )
  return {
    opened() {
      if (!isPhone()) return
      try {
        // Without an address: that of the page stays, whatever its base is.
        const state: unknown = history.state
        history.pushState({ ...(typeof state === 'object' ? state : {}), [mark]: true }, '')
        isOurs = true
      } catch {
        // Pages that are no documents of their own have no history.
      }
    },
    closed() {
      const isStill = isOurs && isMarked()
      isOurs = false
      if (isStill) history.back()
    },
  }
}

function isMarked(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && Object.hasOwn(state, mark)
}
