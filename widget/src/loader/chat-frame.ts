// The frame with the chat, and the talk with it. Whatever does not come from that frame and that origin is not heard.
import { openToPage, seal, type ToChat, type ToPage } from '../bridge/messages.ts'
import type { LoaderOptions } from './options.ts'

export type ChatFrame = {
  element: HTMLIFrameElement
  /** Kept until the chat listens. */
  tell(message: ToChat): void
  remove(): void
}

export function openChatFrame(options: LoaderOptions, title: string, onMessage: (message: ToPage) => void): ChatFrame {
  const { bot, origin, color, locale } = options
  const element = document.createElement('iframe')
  const query = new URLSearchParams({ bot, site: location.origin, locale, ...(color && { color }) })
  element.title = title
  element.allow = 'clipboard-write'
  element.src = `${origin}/widget/chat?${query}`

  let isReady = false
  let kept: ToChat[] = []
  const send = (message: ToChat) => element.contentWindow?.postMessage(seal(message), origin)
  const hear = ({ origin: from, source, data }: MessageEvent<unknown>) => {
    if (from !== origin || source === null || source !== element.contentWindow) return
    const message = openToPage(data)
    if (message === null) return
    if (message.type === 'ready') {
      isReady = true
      kept.forEach(send)
      kept = []
    }
    onMessage(message)
  }
  addEventListener('message', hear)
  return {
    element,
    tell(message) {
      if (isReady) send(message)
      else kept.push(message)
    },
    remove() {
      removeEventListener('message', hear)
      element.remove()
    },
  }
}
