export type LoaderOptions = {
  bot: string
  /** Where Baton is: the origin that served this script. */
  origin: string
  side: 'left' | 'right'
  color: string
  locale: string
  isOpenAtLoad: boolean
}

/** Null where the script's element names no bot. */
export function readOptions(script: HTMLScriptElement | null): LoaderOptions | null {
  const { bot, position, color, open, locale } = script?.dataset ?? {}
  if (!script || !bot) return null
  return {
    bot,
    origin: new URL(script.src, location.href).origin,
    side: position === 'left' ? 'left' : 'right',
    color: color ?? '',
    locale: locale || document.documentElement.lang || navigator.language,
    isOpenAtLoad: open !== undefined && open !== 'false',
  }
}

/** The running script; where a tag manager hides that, the first that looks like ours. */
export function ownScript(): HTMLScriptElement | null {
  const current = document.currentScript
  if (current instanceof HTMLScriptElement && current.dataset.bot) return current
  return document.querySelector<HTMLScriptElement>('script[data-bot][src*="/widget.js"]')
}
