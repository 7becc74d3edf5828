export type LoaderOptions = {
  bot: string
  /** Where Baton is: the origin that served this script. */
  origin: string
  /** Null: the snippet does not say. */
  side: 'left' | 'right' | null
  /** `#rgb` or `#rrggbb`; empty: it does not say. */
  color: string
  locale: string
  isOpenAtLoad: boolean
  /** Of the one global. */
  name: string
  /** [V-13] By which the site vouches for its visitor; empty: it does not. */
  token: string
}

/** Null where the script's element names no bot. */
export function readOptions(script: HTMLScriptElement | null): LoaderOptions | null {
  // Not `dataset`: what a page adds to all objects would be found in it.
  const said = (name: string) => script?.getAttribute(`data-${name}`) ?? ''
  const bot = said('bot')
  if (!script || !bot) return null
  const position = said('position')
  const color = said('color').trim()
  return {
    bot,
    origin: originOf(script.src || location.href),
    side: position === 'left' || position === 'right' ? position : null,
    color: isColor(color) ? color : '',
    locale: said('locale') || document.documentElement.lang || navigator.language,
    isOpenAtLoad: script.hasAttribute('data-open') && said('open') !== 'false',
    name: said('global') || 'Baton',
    token: said('token'),
  }
}

/** Read off where it can be: the page's first `URL` costs its thread more than all other options together. */
function originOf(address: string): string {
  return /^https?:\/\/[^/?#@]+(?=\/)/.exec(address)?.[0] ?? new URL(address).origin
}

export function isColor(value: unknown): boolean {
  return /^#([\da-f]{3}){1,2}$/i.test(String(value))
}

/** The running script; where a tag manager hides that, the first that looks like ours. */
export function ownScript(): HTMLScriptElement | null {
  const current = document.currentScript
  if (current && 'src' in current && current.hasAttribute('data-bot')) return current
  return document.querySelector<HTMLScriptElement>('script[data-bot][src*="/widget.js"]')
}

/** There the chat covers the page. */
export function isPhone(): boolean {
  return matchMedia('(max-width:480px)').matches
}
