import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, saidBy } from '../testing.ts'
import { card } from './action.ts'

test('[FL-11] a card is one part with what it has', () => {
  const settings = {
    title: 'Room 7',
    subtitle: 'With a view',
    image: 'https://example.com/7.jpg',
    buttons: [{ label: 'Book', payload: 'book_7' }],
  }
  expect(saidBy(card.run(settings, around()))).toEqual([{ parts: [{ type: 'card', ...settings }] }])
  expect(saidBy(card.run({ title: 'Room 7', buttons: [] }, around()))).toEqual([
    { parts: [{ type: 'card', title: 'Room 7' }] },
  ])
})

test('[FL-9] what a template made unusable is left out of the card, each with a diagnostic', () => {
  const step = card.run({ title: 'a', image: 'data:x', buttons: [{ label: 'b', url: 'data:y' }] }, around())
  expect(saidBy(step)).toEqual([{ parts: [{ type: 'card', title: 'a', buttons: [{ label: 'b' }] }] }])
  expect(diagnosticsOf(step)).toEqual(['address_refused', 'address_refused'])
})

test('[FL-2] image and buttons of a card are checked', () => {
  const settings = { title: 'a', image: 'javascript:x', buttons: [{ label: 'b', url: 'ftp://x' }] }
  expect(problemsOf(card, settings)).toEqual(['image invalid', 'buttons[0].url invalid'])
  expect(problemsOf(card, { title: 'a' })).toEqual([])
})
