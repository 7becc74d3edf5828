import { expect, test } from 'vitest'
import { read } from './reading.ts'
import { commandWith, shortcutsOf } from './shortcuts.ts'
import type { Command } from './table.ts'

/** What stands on a key, by the place of the key. A text in front of which is `⇧` needs Shift. */
type Layout = Readonly<Record<string, string>>

const latin = {
  ...{ KeyJ: 'j', KeyK: 'k', KeyR: 'r', KeyN: 'n', KeyE: 'e', KeyT: 't', KeyH: 'h', KeyY: 'y', KeyD: 'd', KeyI: 'i' },
  ...{ KeyG: 'g', KeyF: 'f', KeyS: 's', KeyP: 'p', KeyA: 'a', KeyW: 'w' },
}

const layouts: Readonly<Record<string, Layout>> = {
  US: { ...latin, Slash: '/', ShiftSlash: '?' },
  German: {
    ...latin,
    ...{ KeyY: 'z', KeyZ: 'y', Slash: '-', ShiftSlash: '_', ShiftDigit7: '/', ShiftMinus: '?' },
  },
  'French AZERTY': {
    ...latin,
    ...{ KeyA: 'q', KeyQ: 'a', KeyW: 'z', KeyZ: 'w', KeyM: ',', ShiftKeyM: '?', ShiftPeriod: '/' },
    ...{ Slash: '!', ShiftSlash: '§', Digit2: 'é' },
  },
  Russian: {
    ...{ KeyJ: 'о', KeyK: 'л', KeyR: 'к', KeyN: 'т', KeyE: 'у', KeyT: 'е', KeyH: 'р', KeyY: 'н', KeyD: 'в', KeyI: 'ш' },
    ...{ KeyG: 'п', KeyF: 'а', KeyS: 'ы', KeyP: 'з', KeyA: 'ф', KeyW: 'ц' },
    ...{ Slash: '.', ShiftSlash: ',', ShiftBackslash: '/', ShiftDigit7: '?' },
  },
  Greek: {
    ...{ KeyJ: 'ξ', KeyK: 'κ', KeyR: 'ρ', KeyN: 'ν', KeyE: 'ε', KeyT: 'τ', KeyH: 'η', KeyY: 'υ', KeyD: 'δ', KeyI: 'ι' },
    ...{ KeyG: 'γ', KeyF: 'φ', KeyS: 'σ', KeyP: 'π', KeyA: 'α', KeyW: 'ς', KeyQ: ';' },
    ...{ Slash: '/', ShiftSlash: '?' },
  },
  Arabic: {
    ...{ KeyJ: 'ت', KeyK: 'ن', KeyR: 'ق', KeyN: 'ى', KeyE: 'ث', KeyT: 'ف', KeyH: 'ا', KeyY: 'غ', KeyD: 'ي', KeyI: 'ه' },
    ...{ KeyG: 'ل', KeyF: 'ب', KeyS: 'س', KeyP: 'ح', KeyA: 'ش', KeyW: 'ص', KeyB: 'لا' },
    ...{ Slash: 'ظ', ShiftSlash: '؟' },
  },
  Hebrew: {
    ...{ KeyJ: 'ח', KeyK: 'ל', KeyR: 'ר', KeyN: 'מ', KeyE: 'ק', KeyT: 'א', KeyH: 'י', KeyY: 'ט', KeyD: 'ג', KeyI: 'ן' },
    ...{ KeyG: 'ע', KeyF: 'כ', KeyS: 'ד', KeyP: 'פ', KeyA: 'ש', KeyW: "'", KeyQ: '/' },
    ...{ Slash: '.', ShiftSlash: '?' },
  },
  'Japanese kana': {
    ...{ KeyJ: 'ま', KeyK: 'の', KeyR: 'す', KeyN: 'み', KeyE: 'い', KeyT: 'か', KeyH: 'く', KeyY: 'ん', KeyD: 'し' },
    ...{ KeyI: 'に', KeyG: 'き', KeyF: 'は', KeyS: 'と', KeyP: 'せ', KeyA: 'ち', KeyW: 'て' },
    ...{ Slash: 'め', ShiftSlash: '・' },
  },
}

const table = shortcutsOf({})

/** The place at which somebody looks for a sign: where it stands, else where it stands on a Latin keyboard. */
function placeOf(layout: Layout, sign: string): string {
  const [found] = Object.entries(layout).find(([, there]) => there === sign) ?? []
  const inLatin = { '/': 'Slash', '?': 'ShiftSlash' }[sign] ?? `Key${sign.toUpperCase()}`
  return found ?? inLatin
}

function commandAt(layout: Layout, signs: string): Command | null {
  let reading: ReturnType<typeof read> = { shortcut: null, begun: null }
  for (const sign of signs.split(' ')) {
    const place = placeOf(layout, sign)
    const shiftKey = place.startsWith('Shift')
    const none = { ctrlKey: false, metaKey: false, altKey: false, isAltGraph: false, isComposing: false }
    const press = { key: layout[place] ?? '', code: place.replace(/^Shift/, ''), shiftKey, ...none }
    reading = read(press, reading.begun, 0)
  }
  return reading.shortcut === null ? null : commandWith(table, reading.shortcut)
}

const wanted: readonly [string, Command][] = [
  ['j', 'next'],
  ['k', 'previous'],
  ['r', 'reply'],
  ['n', 'note'],
  ['e', 'close'],
  ['a', 'transfer'],
  ['t', 'take_over'],
  ['h', 'hand_over'],
  ['y', 'accept'],
  ['d', 'decline'],
  ['i', 'details'],
  ['/', 'search'],
  ['?', 'help'],
  ['g i', 'go_inbox'],
  ['g f', 'go_figures'],
  ['g d', 'go_designer'],
  ['g s', 'go_operators'],
  ['g w', 'go_wallboard'],
  ['g p', 'go_profile'],
]

test('[U-02] the shortcuts work on 8 layouts: by the letter where it is Latin, else by the place of the key', () => {
  const failed = Object.entries(layouts).flatMap(([name, layout]) =>
    wanted.flatMap(([signs, command]) => {
      const found = commandAt(layout, signs)
      return found === command ? [] : [`${name}: ${signs} is ${found} instead of ${command}`]
    }),
  )
  expect(Object.keys(layouts)).toHaveLength(8)
  expect(failed).toEqual([])
})

test('[U-02] a sign of a Latin layout is never taken for the letter at its place', () => {
  const pressed = (key: string, code: string, shiftKey = false) => {
    const none = { ctrlKey: false, metaKey: false, altKey: false, isAltGraph: false, isComposing: false }
    return read({ key, code, shiftKey, ...none }, null, 0).shortcut
  }
  expect(pressed('.', 'KeyE')).toBe('.')
  expect(pressed('§', 'Slash', true)).toBe('§')
  expect(pressed('é', 'Digit2')).toBe('é')
  expect(pressed('لا', 'KeyB')).toBe('b')
})
