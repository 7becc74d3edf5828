// What the page can do with the widget once the loader runs.

import type { LauncherLook } from '@baton/core/protocol'
import type { ToPage } from '../bridge/messages.ts'
import { closeOnBack } from './back.ts'
import { type ChatFrame, openChatFrame } from './chat-frame.ts'
import { buildLauncher, createHost, type Launcher } from './launcher.ts'
import { launcherTextsFor } from './launcher-texts.ts'
import { dressOf, fetchLook } from './look.ts'
import { isPhone, type LoaderOptions } from './options.ts'
import { stayOnPage } from './stay.ts'

/** What listeners are told, by what they listen to. Names of people, and nothing else of what the contact may know. */
export type Details = {
  /** The button is there, and commands do what they say. */
  ready: Record<string, never>
  open: Record<string, never>
  close: Record<string, never>
  unread: { count: number }
  /** Not what it says. `operator`: of a person's message. */
  message: { from: 'chatbot' | 'operator'; operator?: { name: string } }
  operator_requested: Record<string, never>
  taken_over: { operator: { name: string } }
  handed_over: Record<string, never>
  closed: Record<string, never>
  /** The token given to `identify` is not good, or no longer: the site has to give another one. */
  identity_refused: Record<string, never>
}

export type Moment = keyof Details
export type Listener<Of extends Moment = Moment> = (detail: Details[Of]) => void

export type Widget = {
  open(): void
  close(): void
  toggle(): void
  /** Opens the chat and says this as the contact. */
  say(text: string): void
  setVariables(variables: Record<string, unknown>): void
  /** [V-13] The site vouches for its visitor with a token that it has signed. */
  identify(who: { token: string }): void
  /** Takes everything away, and lets this browser forget the contact; settles when that is done. The script may be included again afterwards. */
  shutdown(): Promise<void>
  /** Answers how to stop listening. */
  on<Of extends Moment>(moment: Of, listener: Listener<Of>): () => void
}

/** Whoever shuts down does not wait longer for a chat that cannot be reached. */
const forgettingMs = 2_000

export function startWidget(options: LoaderOptions, onShutdown: () => void): Widget {
  let look: LauncherLook = {}
  /** The language that is set is spoken on every page. */
  const dress = () => dressOf(options, look, launcherTextsFor(look.language ?? options.locale))
  const host = createHost()
  let launcher: Launcher | null = null
  /** [V-02] [V-03] Built once its look is known, so that nothing is done twice or changes before anybody's eyes; or for whoever asks first. */
  const built = () => {
    if (launcher) return launcher
    launcher = buildLauncher(host, dress())
    launcher.button.addEventListener('click', widget.toggle)
    tell('ready', {})
    return launcher
  }
  const listeners = new Map<string, Set<Listener>>()
  let frame: ChatFrame | null = null
  let isOpen = false
  let identity = options.token
  let variables: Record<string, unknown> = {}
  let onForgotten = () => {}
  let shuttingDown: Promise<void> | null = null

  const tell = <Of extends Moment>(moment: Of, detail: Details[Of]) => {
    for (const listener of listeners.get(moment) ?? []) {
      // What goes wrong in one of the page's listeners is the page's, and keeps nobody else from being told.
      try {
        listener(detail)
      } catch (error) {
        setTimeout(() => {
          throw error
        })
      }
    }
  }

  /** Also after the frame was loaded anew: a page that moves it does that. */
  const greetChat = (chat: ChatFrame) => {
    if (identity) chat.tell({ type: 'identify', token: identity })
    chat.tell({ type: 'set_variables', variables })
    chat.tell({ type: isOpen ? 'shown' : 'hidden' })
  }

  const hear = (message: ToPage) => {
    switch (message.type) {
      case 'ready':
        return
      case 'close':
        return widget.close()
      case 'forgotten':
        return onForgotten()
      case 'identity_refused':
        return tell('identity_refused', {})
      case 'unread':
        built().tellUnread(message.count)
        return tell('unread', { count: message.count })
      case 'message': {
        const { from, operator } = message
        return tell('message', operator === null ? { from } : { from, operator: { name: operator } })
      }
      case 'turned':
        if (message.turn === 'taken_over') return tell('taken_over', { operator: { name: message.operator ?? '' } })
        return tell(message.turn, {})
    }
  }

  const hasFrame = (isToForget = false): ChatFrame => {
    if (frame) return frame
    const mode = isToForget ? 'forget' : identity ? 'identity' : null
    frame = openChatFrame(options, look, mode, hear, isToForget ? () => {} : greetChat)
    built().panel().append(frame.element)
    return frame
  }

  const forget = () =>
    new Promise<void>((resolve) => {
      onForgotten = resolve
      setTimeout(resolve, forgettingMs)
      hasFrame(true).tell({ type: 'forget' })
    })

  const widget: Widget = {
    open() {
      if (isOpen || shuttingDown !== null) return
      isOpen = true
      back ??= attend()
      built().show(true)
      const { element, tell: tellChat } = hasFrame()
      fitToKeyboard()
      element.focus()
      tellChat({ type: 'shown' })
      back.opened()
      tell('open', {})
    },
    close() {
      if (!isOpen) return
      isOpen = false
      const { show, button } = built()
      show(false)
      frame?.tell({ type: 'hidden' })
      button.focus()
      back?.closed()
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
    setVariables(more) {
      variables = { ...variables, ...more }
      frame?.tell({ type: 'set_variables', variables: more })
    },
    identify(who) {
      identity = String(who.token)
      frame?.tell({ type: 'identify', token: identity })
    },
    shutdown() {
      shuttingDown ??= (async () => {
        if (isOpen) widget.close()
        listeners.clear()
        ending?.abort()
        stopStaying()
        built().button.hidden = true
        onShutdown()
        await forget()
        frame?.remove()
        host.remove()
      })()
      return shuttingDown
    },
    on(moment, listener) {
      const all = listeners.get(moment) ?? new Set()
      listeners.set(moment, all.add(listener as Listener))
      // Who comes after it happened hears of it all the same.
      if (moment === 'ready' && launcher)
        void Promise.resolve().then(() => all.has(listener as Listener) && listener({} as never))
      return () => void all.delete(listener as Listener)
    },
  }

  /** Of what only an open chat has to hear of: whoever never opens it does not pay for that. */
  let ending: AbortController | null = null
  let back: ReturnType<typeof closeOnBack> | null = null
  const attend = () => {
    ending = new AbortController()
    const { signal } = ending
    host.addEventListener('keydown', ({ key }) => key === 'Escape' && widget.close())
    visualViewport?.addEventListener('resize', fitToKeyboard, { signal })
    visualViewport?.addEventListener('scroll', fitToKeyboard, { signal })
    return closeOnBack(widget.close, signal)
  }

  /** [V-12] On phones the keyboard covers the page, not the window: the panel keeps to what can be seen. */
  const fitToKeyboard = () => {
    if (!launcher) return
    const { style } = launcher.panel()
    const seen = isPhone() ? visualViewport : null
    style.height = seen ? `${seen.height}px` : ''
    style.top = seen ? `${seen.offsetTop}px` : ''
  }

  const stopStaying = stayOnPage(host, () => frame?.reloaded())
  void fetchLook(options).then((found) => {
    look = found
    if (launcher) launcher.wear(dress())
    else if (shuttingDown === null) built()
  })
  if (options.isOpenAtLoad && !isPhone()) widget.open()
  return widget
}
