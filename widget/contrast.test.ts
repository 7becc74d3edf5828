// Every pair of colours that the style sheet draws, worked out from the sheet itself.
import { readFileSync } from 'node:fs'
import { accentOf, contrast, plain, readable, surfaces, visible } from '@baton/core/accent'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seed } from './src/state/testing.ts'

const sheet = readFileSync(new URL('src/theme/chat.css', import.meta.url), 'utf8')
const schemes = ['light', 'dark'] as const
type Scheme = (typeof schemes)[number]
type Colors = Readonly<Record<string, string>>

/** Front and back. Text is read; shapes, rims and the ring of the focus are seen. */
const texts = [
  ['ink', 'surface'],
  ['ink', 'bubble'],
  ['muted', 'surface'],
  ['muted', 'bubble'],
  ['danger', 'surface'],
  ['danger', 'bubble'],
  ['accent-text', 'surface'],
  ['accent-text', 'bubble'],
  ['on-accent', 'accent'],
] as const
const shapes = [
  ['rim', 'surface'],
  ['rim', 'bubble'],
  ['field-line', 'surface'],
  ['accent-text', 'surface'],
  ['accent-text', 'bubble'],
  ['chatbot', 'surface'],
  ['requested', 'surface'],
  ['taken-over', 'surface'],
  ['on-accent', 'accent'],
] as const

/** The variables of one scheme, as a browser would work them out. */
function colorsIn(scheme: Scheme, accent: string, wantsMore: boolean): Colors {
  const block = (from: string) => from.slice(0, from.indexOf('}'))
  const after = (text: string, mark: string) => text.slice(text.indexOf(mark) + mark.length)
  const mark = `:root[data-scheme="${scheme}"] {`
  const more = after(sheet, '@media (prefers-contrast: more)')
  const written = [
    block(after(sheet, ':root {')),
    block(after(sheet, mark)),
    ...(wantsMore ? [block(after(more, mark))] : []),
  ]
  const declared = new Map<string, string>()
  for (const [, name = '', value = ''] of written.join('\n').matchAll(/--([\w-]+):\s*([^;]+);/g))
    declared.set(name, value)
  const { fill, onFill, onLight, onDark, rimLight, rimDark, strongLight, strongDark } = accentOf(accent)
  const painted: Colors = {
    fill,
    'on-fill': onFill,
    'accent-on-light': onLight,
    'accent-on-dark': onDark,
    'rim-on-light': rimLight,
    'rim-on-dark': rimDark,
    'strong-on-light': strongLight,
    'strong-on-dark': strongDark,
  }
  const resolve = (name: string): string => {
    const value = painted[name] ?? declared.get(name) ?? ''
    const inner = /^var\(--([\w-]+)/.exec(value)?.[1]
    return inner === undefined ? value : resolve(inner)
  }
  const names = new Set([...texts, ...shapes].flat())
  return Object.fromEntries([...names].map((name) => [name, resolve(name)]))
}

function faults(accent: string): string[] {
  return schemes.flatMap((scheme) =>
    [false, true].flatMap((wantsMore) => {
      const colors = colorsIn(scheme, accent, wantsMore)
      const below = (pairs: readonly (readonly [string, string])[], least: number) =>
        pairs.flatMap(([front, back]) => {
          const found = contrast(colors[front] ?? '', colors[back] ?? '')
          return found >= least ? [] : [`${accent} ${scheme}: ${front} on ${back} ${found.toFixed(2)} < ${least}`]
        })
      return [...below(texts, wantsMore ? plain : readable), ...below(shapes, visible)]
    }),
  )
}

test('[A-09] 500 brand colours: every pair that is drawn can be read or seen, in light, dark and high contrast', () => {
  const channel = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'))
  const random = fc.tuple(channel, channel, channel).map((channels) => `#${channels.join('')}`)
  fc.assert(
    fc.property(random, (accent) => {
      expect(faults(accent)).toEqual([])
    }),
    { seed, numRuns: 500 },
  )
})

test.each(['#ffffff', '#000000', '#808080', '#ff0000', '#00ff00', '#0000ff', '#ffff00', '#767676', '#777777'])(
  '[A-09] %s can be read or seen wherever it is drawn',
  (accent) => {
    expect(faults(accent)).toEqual([])
  },
)

test('[A-09] the surfaces that colours are corrected for are those of the style sheet', () => {
  for (const scheme of schemes) {
    const { surface, bubble } = colorsIn(scheme, '#27457c', false)
    expect([surface, bubble]).toEqual(surfaces[scheme])
  }
})

test('[A-09] what is filled with the brand’s colour has its own text and rim', () => {
  const rules = [...sheet.matchAll(/[^{}]+\{[^{}]*\}/g)].map(([rule]) => rule)
  const filled = rules.filter((rule) => /background:\s*var\(--accent\)/.test(rule))
  expect(filled.length).toBeGreaterThanOrEqual(2)
  for (const rule of filled) {
    expect(rule).toMatch(/color:\s*var\(--on-accent\)/)
    expect(rule).toMatch(/border(?:-color)?:[^;]*var\(--rim\)/)
  }
})
