import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, saidBy } from '../testing.ts'
import { image } from './action.ts'

test('[FL-11] an image is one bubble with its address and description', () => {
  const said = saidBy(image.run({ url: ' https://example.com/a.png', alt: 'A cat' }, around()))
  expect(said).toEqual([{ parts: [{ type: 'image', url: 'https://example.com/a.png', alt: 'A cat' }] }])
  expect(saidBy(image.run({ url: '/a.png', alt: '' }, around()))).toEqual([
    { parts: [{ type: 'image', url: '/a.png' }] },
  ])
})

test.each(['https://example.com/a.png', 'http://example.com', '/a.png', '{{ picture }}', 'https://{{ host }}/a.png'])(
  '[FL-2] the address %s is published',
  (url) => expect(problemsOf(image, { url })).toEqual([]),
)

test.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'data:image/png;base64,AA',
  'data:{{ picture }}',
  '//evil.example/a.png',
  '/\\evil.example/a.png',
  'https://',
  'https:///a.png',
  'file:///etc/passwd',
  'a.png',
])('[FL-2] the address %s is not published', (url) => {
  expect(problemsOf(image, { url })).toEqual(['url invalid'])
})

test.each(['', 'javascript:alert(1)', 'java\nscript:alert(1)', 'https://a b'])(
  '[FL-9] an address that a template made of %j is not shown, and the bot goes on',
  (url) => {
    const step = image.run({ url }, around())
    expect(saidBy(step)).toEqual([])
    expect(diagnosticsOf(step)).toEqual(['address_refused'])
    expect(step.then).toEqual({ kind: 'next' })
  },
)
