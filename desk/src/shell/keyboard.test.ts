import { describe, expect, test } from 'vitest'
import { commandOf, isSend, isWritingPlace } from './keyboard.ts'
import { pathOf, placeAt } from './navigation.ts'
import { shortSpan, urgencyOf } from './waiting.ts'

const press = {
  key: 't',
  code: 'KeyT',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isTyping: false,
  isDialogOpen: false,
}

describe('the keyboard', () => {
  test('[U-02] letters mean commands', () => {
    const pressed = ['j', 'k', 'y', 'd', 't', 'h', 'e', 'r', 'n', 'a', '/', '?'].map((key) =>
      commandOf({ ...press, key }),
    )
    expect(pressed).toEqual([
      'next',
      'previous',
      'accept',
      'decline',
      'take_over',
      'hand_over',
      'close',
      'reply',
      'note',
      'transfer',
      'search',
      'help',
    ])
  })

  test('[U-02] without Latin letters the place of the key counts', () => {
    expect(commandOf({ ...press, key: 'е', code: 'KeyT' })).toBe('take_over')
    expect(commandOf({ ...press, key: 'ف', code: 'KeyT' })).toBe('take_over')
  })

  test('[U-02] on other Latin layouts the letter counts, not its place', () => {
    expect(commandOf({ ...press, key: 'a', code: 'KeyQ' })).toBe('transfer')
  })

  test('[A-07] they rest while typing, in dialogs and with modifiers', () => {
    expect(commandOf({ ...press, isTyping: true })).toBeNull()
    expect(commandOf({ ...press, isDialogOpen: true })).toBeNull()
    expect(commandOf({ ...press, ctrlKey: true })).toBeNull()
    expect(isWritingPlace({ tagName: 'TEXTAREA', isContentEditable: false })).toBe(true)
    expect(isWritingPlace(null)).toBe(false)
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
    expect(seconds.map((one) => shortSpan(one * 1000))).toEqual([
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
    expect(shortSpan(-5000)).toBe('0 s')
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
