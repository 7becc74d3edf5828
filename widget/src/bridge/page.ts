// The chat's end of the talk with the page around it.
import { openToChat, seal, type ToChat, type ToPage } from './messages.ts'

export type Bridge = {
  tell(message: ToPage): void
  hear(listener: (message: ToChat) => void): void
  /** Says that the chat listens. */
  ready(): void
}

/** `site` is the origin the loader named; messages of any other, or of another window, are not heard. */
export function openBridge(site: string): Bridge {
  const listeners: ((message: ToChat) => void)[] = []
  const isFramed = window.parent !== window
  const tell = (message: ToPage) => {
    if (isFramed && /^https?:\/\//.test(site)) window.parent.postMessage(seal(message), site)
  }
  addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
    if (!isFramed || source !== window.parent || origin !== site) return
    const message = openToChat(data)
    if (message) for (const listener of listeners) listener(message)
  })
  return {
    tell,
    hear: (listener) => void listeners.push(listener),
    ready: () => tell({ type: 'ready' }),
  }
}
