import { defaultAccent } from '@baton/core/accent'
import { launcherColorsOf } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { launcherTextsFor } from './launcher-texts.ts'
import { dressOf as dressIn, lookIn } from './look.ts'

const plainSnippet = { side: null, locale: 'en' }
const dressOf = (snippet: Parameters<typeof dressIn>[0] & { locale: string }, look: Parameters<typeof dressIn>[1]) =>
  dressIn(snippet, look, launcherTextsFor(snippet.locale))

test('[V-06] where nothing is set the button is where it always was, whichever way the language runs', () => {
  for (const locale of ['en', 'ar'])
    expect(dressOf({ ...plainSnippet, locale }, {})).toMatchObject({ side: 'right', distance: 20, label: null })
})

test.each([
  ['end', 'en', 'right'],
  ['start', 'en', 'left'],
  ['end', 'ar', 'left'],
  ['start', 'ar', 'right'],
] as const)('[U-19] the %s of the window in %s is its %s', (corner, locale, side) => {
  expect(dressOf({ ...plainSnippet, locale }, { corner }).side).toBe(side)
})

test('[V-06] what the snippet says goes before what is set', () => {
  const look = { corner: 'start' } as const
  expect(dressOf({ ...plainSnippet, side: 'right' }, look).side).toBe('right')
  expect(dressOf(plainSnippet, look).side).toBe('left')
})

test('[V-06] a button with text has the title, or a word of the language', () => {
  expect(dressOf(plainSnippet, { launcher: 'text', title: 'Ask us' }).label).toBe('Ask us')
  expect(dressOf({ ...plainSnippet, locale: 'pl' }, { launcher: 'text', title: '' }).label).toBe('Czat')
})

test('[A-09] what it usually wears is what can be read and seen of the usual accent', () => {
  expect(dressOf(plainSnippet, {}).colors).toEqual(launcherColorsOf(defaultAccent))
})

test('[A-09] the button wears the colors that it was told, all or none', () => {
  const colors = { fill: '#ffcc00', onFill: '#000000', ring: '#7a6200', rim: '#7a6200' }
  expect(dressOf(plainSnippet, lookIn({ colors })).colors).toEqual(colors)
  const usual = dressOf(plainSnippet, {}).colors
  for (const wrong of [{ ...colors, ring: undefined }, { ...colors, rim: 'url(x)' }, 'red', null])
    expect(dressOf(plainSnippet, lookIn({ colors: wrong })).colors).toEqual(usual)
})

test.each([null, 7, 'x', [], { scheme: 'dim', corner: 3, distance: '20', accent: {}, launcher: 'video' }])(
  '[S-14] of %j nothing is taken',
  (value) => {
    expect(lookIn(value)).toEqual({})
  },
)
