import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, saidBy } from '../testing.ts'
import { quickReplies } from './action.ts'

test('[FL-11] replies stand in the bubble of their text', () => {
  const settings = { text: 'Which?', replies: [{ label: 'Red', payload: 'r' }, { label: 'Blue' }] }
  expect(saidBy(quickReplies.run(settings, around()))).toEqual([
    {
      text: 'Which?',
      parts: [
        { type: 'text', text: 'Which?' },
        { type: 'quick_replies', items: [{ label: 'Red', payload: 'r' }, { label: 'Blue' }] },
      ],
    },
  ])
})

test('[FL-11] without a text only the replies are shown', () => {
  const [bubble] = saidBy(quickReplies.run({ replies: [{ label: 'Red' }] }, around()))
  expect(bubble).toEqual({ parts: [{ type: 'quick_replies', items: [{ label: 'Red' }] }] })
})

test('[FL-9] a reply whose label renders empty is left out; with nothing left there is nothing to say', () => {
  const step = quickReplies.run({ replies: [{ label: ' ' }, { label: 'Red' }] }, around())
  expect(diagnosticsOf(step)).toEqual(['label_empty'])
  expect(saidBy(step)).toEqual([{ parts: [{ type: 'quick_replies', items: [{ label: 'Red' }] }] }])
  expect(saidBy(quickReplies.run({ replies: [{ label: '' }] }, around()))).toEqual([])
})

test('[FL-2] replies need a label, a payload that is fixed, and no other setting', () => {
  expect(problemsOf(quickReplies, { replies: [] })).toEqual(['replies invalid'])
  expect(problemsOf(quickReplies, { replies: [{ payload: 'x' }] })).toEqual(['replies[0].label required'])
  expect(problemsOf(quickReplies, { replies: [{ label: 'a', url: 'https://a.example' }] })).toEqual([
    'replies[0].url unknown_setting',
  ])
  expect(problemsOf(quickReplies, { replies: [{ label: 'a', payload: '{{ x }}' }] })).toEqual([
    'replies[0].payload not_allowed',
  ])
})
