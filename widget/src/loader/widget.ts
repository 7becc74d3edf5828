// What the page can do with the widget once the loader runs.

import { accentOf } from '../theme/accent.ts'
import { type ChatFrame, openChatFrame } from './chat-frame.ts'
import { buildLauncher } from './launcher.ts'
import { launcherTextsFor } from './launcher-texts.ts'
import type { LoaderOptions } from './options.ts'

export type Listener = (detail: unknown) => void
export type Moment = 'open' | 'close' | 'unread' | 'message' | 'state'

export type Widget = {
  open(): void
  close(): void
  toggle(): void
  /** Opens the chat and says this as the contact. */
  say(text: string): void
  setVariables(variables: Record<string, unknown>): void
  /** Takes everything away; the script may be included again afterwards. */
  shutdown(): void
  /** Answers how to stop listening. */
  on(moment: Moment, listener: Listener): () => void
}

export function startWidget(options: LoaderOptions, onShutdown: () => void): Widget {
  const texts = launcherTextsFor(options.locale)
  const launcher = buildLauncher(options, accentOf(options.color), texts)
  const listeners = new Map<Moment, Set<Listener>>()
  let frame: ChatFrame | null = null
  let isOpen = false
  /** Set before the first opening, when there is nobody to tell. */
  let variablesSoFar: Record<string, unknown> = {}

  const tell = (moment: Moment, detail: unknown) => {
    for (const listener of listeners.get(moment) ?? []) listener(detail)
  }

  const hasFrame = (): ChatFrame => {
    if (frame) return frame
    frame = openChatFrame(options, texts.title, (message) => {
      if (message.type === 'close') widget.close()
      if (message.type === 'unread') {
        launcher.tellUnread(message.count)
        tell('unread', { count: message.count })
      }
      if (message.type === 'message') tell('message', { from: message.from })
      if (message.type === 'state') tell('state', { chatState: message.chatState })
    })
    frame.tell({ type: 'set_variables', variables: variablesSoFar })
    launcher.panel.append(frame.element)
    return frame
  }

  const widget: Widget = {
    open() {
      if (isOpen) return
      isOpen = true
      launcher.show(true)
      const { element, tell: tellChat } = hasFrame()
      fitToKeyboard()
      element.focus()
      tellChat({ type: 'shown' })
      tell('open', {})
    },
    close() {
      if (!isOpen) return
      isOpen = false
      launcher.show(false)
      frame?.tell({ type: 'hidden' })
      launcher.button.focus()
      tell('close', {})
    },
    toggle() {
      if (isOpen) widget.close()
      else widget.open()
    },
    say(text) {
      widget.open()
      hasFrame().tell({ type: 'say', text: String(text) })
    },
    setVariables(variables) {
      if (frame) frame.tell({ type: 'set_variables', variables })
      else variablesSoFar = { ...variablesSoFar, ...variables }
    },
    shutdown() {
      launcher.host.remove()
      frame?.remove()
      listeners.clear()
      removeEventListener('keydown', closeOnEscape)
      visualViewport?.removeEventListener('resize', fitToKeyboard)
      visualViewport?.removeEventListener('scroll', fitToKeyboard)
      onShutdown()
    },
    on(moment, listener) {
      const all = listeners.get(moment) ?? new Set()
      listeners.set(moment, all.add(listener))
      return () => all.delete(listener)
    },
  }

  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && event.composedPath().includes(launcher.host)) widget.close()
  }

  /** On phones the keyboard covers the page, not the window: the panel keeps to what can be seen. */
  const fitToKeyboard = () => {
    const { style } = launcher.panel
    const isPhone = matchMedia('(max-width:480px)').matches
    const seen = isPhone ? visualViewport : null
    style.height = seen ? `${seen.height}px` : ''
    style.top = seen ? `${seen.offsetTop}px` : ''
  }

  launcher.button.addEventListener('click', widget.toggle)
  addEventListener('keydown', closeOnEscape)
  visualViewport?.addEventListener('resize', fitToKeyboard)
  visualViewport?.addEventListener('scroll', fitToKeyboard)
  // Beside the body, not in it: single-page sites replace the body.
  document.documentElement.append(launcher.host)
  if (options.isOpenAtLoad && !matchMedia('(max-width:480px)').matches) widget.open()
  return widget
}
