import { expect, test } from 'vitest'
import { launcherTextsFor } from './launcher-texts.ts'
import { dressOf as dressIn, lookIn } from './look.ts'

const plainSnippet = { side: null, color: '', locale: 'en' }
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
  const look = { corner: 'start', accent: '#ffcc00' } as const
  expect(dressOf({ ...plainSnippet, side: 'right', color: '#004488' }, look)).toMatchObject({
    side: 'right',
    accent: { fill: '#004488' },
  })
  expect(dressOf(plainSnippet, look)).toMatchObject({ side: 'left', accent: { fill: '#ffcc00' } })
})

test('[V-06] a button with text has the title, or a word of the language', () => {
  expect(dressOf(plainSnippet, { launcher: 'text', title: 'Ask us' }).label).toBe('Ask us')
  expect(dressOf({ ...plainSnippet, locale: 'pl' }, { launcher: 'text', title: '' }).label).toBe('Czat')
})

test.each([null, 7, 'x', [], { scheme: 'dim', corner: 3, distance: '20', accent: {}, launcher: 'video' }])(
  '[S-14] of %j nothing is taken',
  (value) => {
    expect(lookIn(value)).toEqual({})
  },
)
