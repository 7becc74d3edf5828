import { describe, expect, test } from 'vitest'
import { isPaletteChord, isSend, isWritingPlace, signOf } from './keyboard.ts'
import { pathOf, placeAt } from './navigation.ts'
import { shortSpan, urgencyOf } from './waiting.ts'

const press = {
  key: 't',
  code: 'KeyT',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isAltGraph: false,
  isComposing: false,
}

describe('the keyboard', () => {
  test('[A-07] keys mean nothing with a modifier, or while an input method composes', () => {
    expect(signOf(press)).toEqual({ sign: 't', isByPlace: false })
    for (const held of ['ctrlKey', 'metaKey', 'altKey', 'isAltGraph', 'isComposing'])
      expect([held, signOf({ ...press, [held]: true })]).toEqual([held, null])
    for (const key of ['Enter', 'Dead', 'Process', 'F5', ' ', 'Shift'])
      expect([key, signOf({ ...press, key })]).toEqual([key, null])
    expect(isWritingPlace({ tagName: 'TEXTAREA', isContentEditable: false })).toBe(true)
    expect(isWritingPlace(null)).toBe(false)
  })

  test('[U-01] the palette opens with ⌘K on a Mac and with Ctrl+K elsewhere, whatever the layout', () => {
    const k = { ...press, key: 'k', code: 'KeyK' }
    expect(isPaletteChord({ ...k, ctrlKey: true }, false)).toBe(true)
    expect(isPaletteChord({ ...k, metaKey: true }, true)).toBe(true)
    expect(isPaletteChord({ ...k, ctrlKey: true }, true)).toBe(false)
    expect(isPaletteChord({ ...k, metaKey: true }, false)).toBe(false)
    expect(isPaletteChord({ ...k, ctrlKey: true, shiftKey: true }, false)).toBe(false)
    expect(isPaletteChord({ ...k, ctrlKey: true, isComposing: true }, false)).toBe(false)
    expect(isPaletteChord({ ...k, key: 'л', ctrlKey: true }, false)).toBe(true)
    expect(isPaletteChord({ ...k, key: 'k', code: 'KeyV', ctrlKey: true }, false)).toBe(true)
    expect(isPaletteChord(k, false)).toBe(false)
  })

  test('Enter sends, but not with Shift and not while composing', () => {
    expect(isSend({ key: 'Enter', shiftKey: false, isComposing: false })).toBe(true)
    expect(isSend({ key: 'Enter', shiftKey: true, isComposing: false })).toBe(false)
    expect(isSend({ key: 'Enter', shiftKey: false, isComposing: true })).toBe(false)
  })
})

describe('waiting times', () => {
  test('are told in the units people say', () => {
    const seconds = [0, 59, 60, 3599, 3900, 86_400, 97_200]
    expect(seconds.map((one) => shortSpan(one * 1000, 'en'))).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '59 min',
      '1 h 05 min',
      '1 d',
      '1 d 3 h',
    ])
  })

  test('a clock that runs behind shows no time below nothing', () => {
    expect(shortSpan(-5000, 'en')).toBe('0 s')
    expect(shortSpan(3 * 3_600_000, 'ja')).toBe('3 時間 0 分')
  })

  test('grow heavier with the wait', () => {
    expect([1, 5, 20].map((minutes) => urgencyOf(minutes * 60_000))).toEqual(['fresh', 'long', 'too_long'])
  })
})

test('every place has an address and every address a place', () => {
  for (const path of ['/', '/inbox/conv_1', '/setup/bots/bot_1', '/setup/audit', '/profile', '/link/abc']) {
    expect(pathOf(placeAt(path))).toBe(path)
  }
  expect(placeAt('/setup/nonsense')).toEqual({ name: 'setup', page: 'operators', item: null })
})
