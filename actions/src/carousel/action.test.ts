import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, saidBy } from '../testing.ts'
import { carousel } from './action.ts'

const room = (title: string) => ({ title, buttons: [{ label: 'Book', payload: `book_${title}` }] })

test('[FL-11] all cards stand in one bubble, below the text', () => {
  const cards = [room('7'), { title: '8', subtitle: 'With a view', image: '/8.jpg' }]
  expect(saidBy(carousel.run({ text: 'Our rooms', cards }, around()))).toEqual([
    {
      text: 'Our rooms',
      parts: [
        { type: 'text', text: 'Our rooms' },
        { type: 'card', ...room('7') },
        { type: 'card', title: '8', subtitle: 'With a view', image: '/8.jpg' },
      ],
    },
  ])
  expect(saidBy(carousel.run({ cards: [room('7')] }, around()))).toEqual([{ parts: [{ type: 'card', ...room('7') }] }])
})

test('[FL-9] a card whose title renders empty is left out; with nothing left there is nothing to say', () => {
  const step = carousel.run({ cards: [room(' '), room('7')] }, around())
  expect(saidBy(step)).toEqual([{ parts: [{ type: 'card', ...room('7') }] }])
  expect(diagnosticsOf(step)).toEqual(['title_empty'])
  expect(saidBy(carousel.run({ cards: [room('')] }, around()))).toEqual([])
})

test('[FL-9] what a template made unusable is left out of its card', () => {
  const step = carousel.run({ cards: [{ title: 'a', image: 'data:x' }] }, around())
  expect(saidBy(step)).toEqual([{ parts: [{ type: 'card', title: 'a' }] }])
  expect(diagnosticsOf(step)).toEqual(['address_refused'])
})

test('[FL-2] the place of what is wrong in a card is named', () => {
  const cards = [room('7'), { title: 'a', image: 'javascript:x', buttons: [{ label: 'b', url: 'ftp://x' }] }]
  expect(problemsOf(carousel, { cards })).toEqual(['cards[1].image invalid', 'cards[1].buttons[0].url invalid'])
  expect(problemsOf(carousel, { cards: [] })).toEqual(['cards invalid'])
  expect(problemsOf(carousel, { cards: Array.from({ length: 11 }, () => room('7')) })).toEqual(['cards invalid'])
  expect(problemsOf(carousel, { cards: [room('7')] })).toEqual([])
})
