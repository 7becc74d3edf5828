import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, saidBy } from '../testing.ts'
import { buttons } from './action.ts'

const all = [
  { label: 'Site', url: 'https://example.com' },
  { label: 'Call', phone: '(01) 234-567' },
  { label: 'Write', email: 'ana@example.com' },
  { label: 'Yes', payload: 'yes' },
  { label: 'No' },
]

test('[FL-11] buttons of every kind stand in the bubble of their text', () => {
  const [bubble] = saidBy(buttons.run({ text: 'How?', buttons: all }, around()))
  expect(bubble).toEqual({
    text: 'How?',
    parts: [
      { type: 'text', text: 'How?' },
      { type: 'buttons', items: all },
    ],
  })
  expect(problemsOf(buttons, { text: 'How?', buttons: all })).toEqual([])
})

test('[FL-2] a button does one thing', () => {
  const two = [{ label: 'a', url: 'https://example.com', payload: 'b' }]
  expect(problemsOf(buttons, { buttons: two })).toEqual(['buttons[0] not_allowed'])
})

test.each([
  [{ url: 'javascript:alert(1)' }, 'url'],
  [{ url: 'javascript:{{ x }}' }, 'url'],
  [{ url: 'data:text/html,x' }, 'url'],
  [{ url: '/inside' }, 'url'],
  [{ phone: 'call me' }, 'phone'],
  [{ email: 'ana' }, 'email'],
])('[FL-2] a button with %j is not published', (way, field) => {
  expect(problemsOf(buttons, { buttons: [{ label: 'a', ...way }] })).toEqual([`buttons[0].${field} invalid`])
})

test.each(['mailto:ana@example.com', 'tel:+431234567', 'https://x.example/?q={{ q | url_encode }}', '{{ link }}'])(
  '[FL-2] the link %s is published',
  (url) => expect(problemsOf(buttons, { buttons: [{ label: 'a', url }] })).toEqual([]),
)

test.each([{ url: 'javascript:alert(1)' }, { url: '' }, { phone: 'x' }, { email: 'x' }])(
  '[FL-9] a template that made %j leaves a button that leads nowhere, and a diagnostic',
  (way) => {
    const step = buttons.run({ buttons: [{ label: 'a', ...way }] }, around())
    expect(saidBy(step)).toEqual([{ parts: [{ type: 'buttons', items: [{ label: 'a' }] }] }])
    expect(diagnosticsOf(step)).toEqual(['address_refused'])
  },
)
