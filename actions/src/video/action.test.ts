import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, saidBy } from '../testing.ts'
import { video } from './action.ts'

test.each([
  ['https://example.com/tours/Our%20house.webm?v=2', 'Our house.webm', 'video/webm'],
  ['/tour.MOV', 'tour.MOV', 'video/quicktime'],
  ['https://example.com/watch/17', '17', 'video/mp4'],
  ['https://example.com/tour.pdf', 'tour.pdf', 'video/mp4'],
  ['https://example.com/', 'video', 'video/mp4'],
  ['https://example.com/%zz.mp4', '%zz.mp4', 'video/mp4'],
])('[FL-11] %s is one file part called %s, a %s', (url, name, contentType) => {
  expect(saidBy(video.run({ url: ` ${url} ` }, around()))).toEqual([
    { parts: [{ type: 'file', url, name, contentType, size: 0 }] },
  ])
})

test('[FL-11] a name that is given is shown, one that renders empty is not', () => {
  const named = (name: string) => saidBy(video.run({ url: '/a.mp4', name }, around()))[0]?.parts
  expect(named(' Our house ')).toMatchObject([{ name: 'Our house' }])
  expect(named(' ')).toMatchObject([{ name: 'a.mp4' }])
})

test.each(['javascript:alert(1)', 'data:video/mp4;base64,AA', 'data:{{ video }}', '//evil.example/a.mp4', 'a.mp4'])(
  '[FL-2] the address %s is not published',
  (url) => expect(problemsOf(video, { url })).toEqual(['url invalid']),
)

test('[FL-2] an address with a template is published', () => {
  expect(problemsOf(video, { url: 'https://{{ host }}/a.mp4', name: '{{ title }}' })).toEqual([])
})

test('[FL-9] an address that a template made unusable is not shown, and the bot goes on', () => {
  const step = video.run({ url: 'javascript:alert(1)' }, around())
  expect(saidBy(step)).toEqual([])
  expect(diagnosticsOf(step)).toEqual(['address_refused'])
  expect(step.then).toEqual({ kind: 'next' })
})
