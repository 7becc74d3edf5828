// What is set at Baton for the button, and what it comes to with what the snippet says.
import { defaultAccent } from '@baton/core/accent'
import type { LauncherColors, LauncherLook } from '@baton/core/protocol'
import { directionOf } from '../texts/language.ts'
import type { LauncherTexts } from '../texts/texts.ts'
import { isColor, type LoaderOptions } from './options.ts'

/** The button is not shown before its look is known, or this has passed. Milliseconds. */
const patienceMs = 1_500

/** [A-09] Of the accent that nobody has set, and where Baton cannot be asked. */
const usualColors: LauncherColors = { fill: defaultAccent, onFill: '#ffffff', ring: defaultAccent, rim: defaultAccent }

export type Dress = {
  side: 'left' | 'right'
  colors: LauncherColors
  scheme: 'system' | 'light' | 'dark'
  /** CSS pixels. */
  distance: number
  radius: number
  /** What stands on the button; null: only its sign. */
  label: string | null
  texts: LauncherTexts
}

/** The snippet speaks for its page, and goes before what is set for all of them. */
export function dressOf({ side }: Pick<LoaderOptions, 'side'>, look: LauncherLook, texts: LauncherTexts): Dress {
  return {
    side: side ?? sideOf(look.corner, texts.language),
    colors: look.colors ?? usualColors,
    scheme: look.scheme ?? 'system',
    distance: look.distance ?? 20,
    radius: look.radius ?? 16,
    label: look.launcher === 'text' ? look.title || texts.title : null,
    texts,
  }
}

/** Nothing was set: where it always was. */
function sideOf(corner: LauncherLook['corner'], language: string): Dress['side'] {
  if (corner === undefined) return 'right'
  return (corner === 'end') === (directionOf(language) === 'ltr') ? 'right' : 'left'
}

/** A page may forbid the call, and the network may fail: then it is as it usually is. */
export async function fetchLook({ origin, bot, locale, color }: LoaderOptions): Promise<LauncherLook> {
  const query = `bot=${encodeURIComponent(bot)}&locale=${/^[\w-]{0,35}$/.test(locale) ? locale : ''}${color && `&color=${encodeURIComponent(color)}`}`
  const asked = async (): Promise<LauncherLook> => {
    try {
      const answer = await fetch(`${origin}/api/v1/widget/launcher?${query}`, { credentials: 'omit' })
      return answer.ok ? lookIn(await answer.json()) : {}
    } catch {
      return {}
    }
  }
  const late = new Promise<LauncherLook>((resolve) => setTimeout(resolve, patienceMs, {}))
  return Promise.race([asked(), late])
}

/** Ours, and yet from outside: what cannot be read is left out. */
export function lookIn(value: unknown): LauncherLook {
  const given = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}))
  const oneOf = <Word extends string>(name: string, ...words: Word[]): { [key: string]: Word } => {
    const found = words.find((word) => word === given.get(name))
    return found === undefined ? {} : { [name]: found }
  }
  const text = (name: string) => (typeof given.get(name) === 'string' ? { [name]: given.get(name) } : {})
  const colors = Object(given.get('colors'))
  const number = (name: string) => (typeof given.get(name) === 'number' ? { [name]: given.get(name) } : {})
  return {
    ...oneOf('scheme', 'system', 'light', 'dark'),
    ...oneOf('corner', 'start', 'end'),
    ...oneOf('launcher', 'icon', 'text'),
    ...text('accent'),
    ...text('title'),
    ...text('language'),
    ...number('distance'),
    ...number('radius'),
    ...([colors.fill, colors.onFill, colors.ring, colors.rim].every(isColor) && { colors }),
  }
}
