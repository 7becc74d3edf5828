// The brand's colour, and the colours made of it that can be read in light, dark and high contrast.
export type Rgb = [red: number, green: number, blue: number]

export type Accent = {
  /** The brand's colour itself. */
  fill: string
  /** Text and signs on it. */
  onFill: string
  /** It as text, sign or focus ring on a light and on a dark surface. */
  onLight: string
  onDark: string
  /** The rim of what is filled with it: itself where it stands out from the surface, else what can be read there. */
  rimLight: string
  rimDark: string
  /** For whoever asks for more contrast: text on the surface, and what is filled, with white and black on it. */
  strongLight: string
  strongDark: string
}

export const defaultAccent = '#27457c'
export const surfaces = { light: ['#ffffff', '#f1f3f6'], dark: ['#16181d', '#252931'] } as const
/** WCAG 2.2: of text, of shapes and focus, and of text for those who want more. */
export const readable = 4.5
export const visible = 3
export const plain = 7
const black: Rgb = [0, 0, 0]
const white: Rgb = [255, 255, 255]

/** `#rgb` or `#rrggbb`; anything else is the default. */
export function accentOf(color: string): Accent {
  const rgb = parseColor(color) ?? parseColor(defaultAccent) ?? black
  const fill = format(rgb)
  const onLight = mixedUntil(readable, rgb, black, surfaces.light)
  const onDark = brightenedUntil(readable, rgb)
  return {
    fill,
    onFill: contrast(fill, '#ffffff') >= readable ? '#ffffff' : '#000000',
    onLight,
    onDark,
    rimLight: reaches(visible, fill, surfaces.light) ? fill : onLight,
    rimDark: reaches(visible, fill, surfaces.dark) ? fill : onDark,
    strongLight: mixedUntil(plain, rgb, black, surfaces.light),
    strongDark: brightenedUntil(plain, rgb),
  }
}

export function parseColor(color: string): Rgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color.trim())
  const long = short ? null : /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color.trim())
  const [red, green, blue] = short?.slice(1).map((digit) => digit + digit) ?? long?.slice(1) ?? []
  if (red === undefined || green === undefined || blue === undefined) return null
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}

/** WCAG 2.2 contrast of two `#rrggbb` colours: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** On dark surfaces: as it is where that can be read, else with more light in its own hue, and white at last. */
function brightenedUntil(least: number, rgb: Rgb): string {
  const fill = format(rgb)
  return reaches(least, fill, surfaces.dark) ? fill : mixedUntil(least, brighter(rgb), white, surfaces.dark)
}

function mixedUntil(least: number, rgb: Rgb, towards: Rgb, on: readonly string[]): string {
  for (let share = 0; share < 1; share += 0.04) {
    const color = format(mix(rgb, towards, share))
    if (reaches(least, color, on)) return color
  }
  return format(towards)
}

function reaches(least: number, color: string, on: readonly string[]): boolean {
  return on.every((surface) => contrast(color, surface) >= least)
}

/** More light in the same hue: white alone would turn it grey. */
function brighter(rgb: Rgb): Rgb {
  const factor = Math.max(1, Math.min(2, 230 / Math.max(...rgb, 1)))
  const channel = (index: 0 | 1 | 2) => Math.round(rgb[index] * factor)
  return [channel(0), channel(1), channel(2)]
}

function mix(rgb: Rgb, towards: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(rgb[index] + (towards[index] - rgb[index]) * share)
  return [channel(0), channel(1), channel(2)]
}

function format(rgb: Rgb): string {
  return `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

function luminance(color: string): number {
  const [red, green, blue] = (parseColor(color) ?? black).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
