import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentOf, contrast, defaultAccent, parseColor, surfaces } from './accent.ts'

const seed = 20_261_122

test('[A-09] 500 brand colours can be read after correction, in light and dark', () => {
  const channel = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'))
  fc.assert(
    fc.property(fc.tuple(channel, channel, channel), (channels) => {
      const accent = accentOf(`#${channels.join('')}`)
      expect(contrast(accent.fill, accent.onFill)).toBeGreaterThanOrEqual(4.5)
      for (const surface of surfaces.light) expect(contrast(accent.onLight, surface)).toBeGreaterThanOrEqual(4.5)
      for (const surface of surfaces.dark) expect(contrast(accent.onDark, surface)).toBeGreaterThanOrEqual(4.5)
    }),
    { seed, numRuns: 500 },
  )
})

test('[A-09] a rim is the colour itself where that stands out, else what can be read', () => {
  expect(accentOf('#27457c')).toMatchObject({ rimLight: '#27457c' })
  const pale = accentOf('#ffd43b')
  expect(pale.rimLight).toBe(pale.onLight)
  expect(pale.rimDark).toBe('#ffd43b')
})

test('[A-09] a colour that can be read stays as it is', () => {
  expect(accentOf('#27457c')).toMatchObject({ fill: '#27457c', onFill: '#ffffff', onLight: '#27457c' })
  expect(accentOf('#ffd43b')).toMatchObject({ fill: '#ffd43b', onFill: '#000000', onDark: '#ffd43b' })
})

test.each(['', 'red', '#12', '#12345g', 'url(x)', '#27457c;}'])('%j is no colour: the default serves', (color) => {
  expect(parseColor(color)).toBeNull()
  expect(accentOf(color).fill).toBe(defaultAccent)
})

test('a colour may be short', () => {
  expect(accentOf(' #Fa0 ').fill).toBe('#ffaa00')
})
