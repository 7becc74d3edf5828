// The frame with the chat, and the talk with it. Whatever does not come from that frame and that origin is not heard.
import type { LauncherLook } from '@baton/core/protocol'
import { openToPage, seal, type ToChat, type ToPage } from '../bridge/messages.ts'
import { launcherTextsFor } from './launcher-texts.ts'
import type { LoaderOptions } from './options.ts'

export type ChatFrame = {
  element: HTMLIFrameElement
  /** Kept until the chat listens. */
  tell(message: ToChat): void
  /** The frame was moved: its chat begins anew. */
  reloaded(): void
  remove(): void
}

/**
 * What is known of the look is named, so that the chat is drawn in it from the first moment. `mode`: `identity` waits to be
 * told who the visitor is; `forget` is there for nothing else.
 */
export function openChatFrame(
  options: LoaderOptions,
  look: LauncherLook,
  mode: 'identity' | 'forget' | null,
  onMessage: (message: ToPage) => void,
  greet: (frame: ChatFrame) => void,
): ChatFrame {
  const { bot, origin } = options
  const color = options.color || look.accent
  const locale = look.language ?? options.locale
  const element = document.createElement('iframe')
  const query = new URLSearchParams({
    bot,
    site: location.origin,
    locale,
    ...(color && { color }),
    ...(look.scheme && { scheme: look.scheme }),
    ...(look.radius !== undefined && { radius: String(look.radius) }),
    ...(mode && { [mode]: '' }),
  })
  element.title = launcherTextsFor(locale).title
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
      greet(frame)
      for (const one of kept) send(one)
      kept = []
    }
    onMessage(message)
  }
  addEventListener('message', hear)
  const frame: ChatFrame = {
    element,
    tell(message) {
      if (isReady) send(message)
      // What the greeting says is not said twice.
      else if (message.type === 'say' || message.type === 'forget') kept.push(message)
    },
    reloaded() {
      isReady = false
    },
    remove() {
      removeEventListener('message', hear)
      element.remove()
    },
  }
  return frame
}
