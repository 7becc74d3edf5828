import { expect, test } from 'vitest'
import type { Part } from '../conversation/message.ts'
import { isPlayable, sideBySide } from './side-by-side.ts'

const card = (title: string): Part => ({ type: 'card', title })
const text: Part = { type: 'text', text: 'Look' }
const file = (contentType: string) => ({ type: 'file' as const, url: '/a', name: 'a', contentType, size: 0 })

test('[FL-13] cards one after another stand side by side, every other part by itself', () => {
  expect(sideBySide([])).toEqual([])
  expect(sideBySide([text, card('1'), card('2'), text, text, card('3')])).toEqual([
    [text],
    [card('1'), card('2')],
    [text],
    [text],
    [card('3')],
  ])
})

test.each([
  ['video/mp4', true],
  ['audio/ogg', true],
  ['application/ogg', false],
  ['text/video/', false],
  ['', false],
])('[FL-13] a file of the kind %j is played in place: %s', (contentType, isPlayed) => {
  expect(isPlayable(file(contentType))).toBe(isPlayed)
})
