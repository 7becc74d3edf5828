// Draws the chat in the colours of a bot: what the style sheet needs and cannot work out.
import { accentOf } from '@baton/core/accent'

/** `radius`: CSS pixels. */
export type Paint = { accent: string; scheme: 'system' | 'light' | 'dark'; radius: number }

export const defaultPaint: Paint = { accent: '', scheme: 'system', radius: 16 }

const darkness = '(prefers-color-scheme: dark)'

/** Answers how to stop following the system's scheme. */
export function paint(root: HTMLElement, { accent, scheme, radius }: Paint): () => void {
  const { fill, onFill, onLight, onDark, rimLight, rimDark, strongLight, strongDark } = accentOf(accent)
  const colors = {
    '--fill': fill,
    '--on-fill': onFill,
    '--accent-on-light': onLight,
    '--accent-on-dark': onDark,
    '--rim-on-light': rimLight,
    '--rim-on-dark': rimDark,
    '--strong-on-light': strongLight,
    '--strong-on-dark': strongDark,
    '--radius': `${radius}px`,
  }
  for (const [name, value] of Object.entries(colors)) root.style.setProperty(name, value)
  const system = matchMedia(darkness)
  const follow = () => {
    const isDark = scheme === 'dark' || (scheme === 'system' && system.matches)
    root.dataset.scheme = isDark ? 'dark' : 'light'
  }
  follow()
  system.addEventListener('change', follow)
  return () => system.removeEventListener('change', follow)
}
