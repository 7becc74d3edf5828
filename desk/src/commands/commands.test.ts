import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { setupPages } from '../shell/setup-pages.ts'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { helpOf } from './help.ts'
import { findIn, fitOf } from './matching.ts'
import { read } from './reading.ts'
import { Registry } from './registry.ts'
import { capsOf, commandWith, isOwn, shortcutsOf, withDefault, withoutShortcut, withShortcut } from './shortcuts.ts'
import { allCommands, commands, isCommand, sections } from './table.ts'

const plainPress = {
  ...{ code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false },
  ...{ isAltGraph: false, isComposing: false },
}
const press = (key: string) => ({ ...plainPress, key })

describe('the table', () => {
  test('[U-01] every command has words and other words in every language, and a section with a name', () => {
    for (const texts of [en, de]) {
      expect(Object.keys(texts.keys.words).sort()).toEqual([...allCommands].sort())
      expect(Object.keys(texts.keys.also).sort()).toEqual([...allCommands].sort())
      expect(Object.keys(texts.keys.sections)).toEqual(expect.arrayContaining([...sections]))
      const words = Object.values(texts.keys.words)
      expect(words.filter((one) => one.trim() === '')).toEqual([])
    }
  })

  test('[U-01] every command with a shortcut stands in the help, once, with the key it has', () => {
    const rows = (own: Record<string, string>) => helpOf(shortcutsOf(own)).flatMap((section) => section.rows)
    const withKey = allCommands.filter((command) => commands[command].shortcut !== null)
    expect(rows({}).map(({ command }) => command)).toHaveLength(withKey.length)
    expect(new Set(rows({}).map(({ command }) => command))).toEqual(new Set(withKey))
    expect(rows({ close: 'q', tag: 'g t', note: '' })).toEqual(
      expect.arrayContaining([
        { command: 'close', shortcut: 'q' },
        { command: 'tag', shortcut: 'g t' },
      ]),
    )
    expect(rows({ note: '' }).some(({ command }) => command === 'note')).toBe(false)
  })

  test('[U-02] no two commands share a shortcut, none is the prefix, S snoozes and Z undoes', () => {
    const taken = allCommands.flatMap((command) => commands[command].shortcut ?? [])
    expect(new Set(taken).size).toBe(taken.length)
    expect(taken).not.toContain('g')
    expect([commands.snooze.shortcut, commands.undo.shortcut]).toEqual(['s', 'z'])
  })

  test('[U-01] every command is done by some part of the desk, which is how it comes into the palette', () => {
    const folder = join(import.meta.dirname, '..')
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
      .map((path) => readFileSync(join(folder, path), 'utf8'))
      .filter((source) => source.includes('useCommands('))
    const isDone = (command: string) => sources.some((source) => new RegExp(`\\b${command}[:,]`).test(source))
    expect(allCommands.filter((command) => !isDone(command))).toEqual([])
    expect(isDone('nothing_at_all')).toBe(false)
  })

  test('[U-01] every page of the set-up can be gone to', () => {
    expect(setupPages.filter((page) => !isCommand(`go_${page}`))).toEqual([])
  })
})

describe('the prefix', () => {
  test('[U-02] G and then a letter leads to a place, within a second and a half', () => {
    const { begun, shortcut } = read(press('g'), null, 1_000)
    expect(shortcut).toBeNull()
    expect(read(press('i'), begun, 2_400).shortcut).toBe('g i')
    expect(read(press('i'), begun, 2_600).shortcut).toBe('i')
  })

  test('[U-02] Shift is only on the way to the letter, anything else ends it', () => {
    const { begun } = read(press('g'), null, 0)
    const held = read(press('Shift'), begun, 10)
    expect(read(press('I'), held.begun, 20).shortcut).toBe('g i')
    expect(read(press('Escape'), begun, 10).begun).toBeNull()
    expect(read({ ...press('i'), ctrlKey: true }, begun, 10)).toEqual({ shortcut: null, begun: null })
  })
})

describe('own shortcuts', () => {
  test('[A-07] a command gets another key, and its usual one is free for others', () => {
    const changed = withShortcut({}, 'close', 'q')
    expect(changed).toEqual({ kind: 'changed', own: { close: 'q' } })
    const table = shortcutsOf({ close: 'q' })
    expect(commandWith(table, 'q')).toBe('close')
    expect(commandWith(table, 'e')).toBeNull()
    expect(withShortcut({ close: 'q' }, 'tag', 'e')).toEqual({ kind: 'changed', own: { close: 'q', tag: 'e' } })
  })

  test('[A-07] a key that another command has is refused, and so are the prefix and what is no sign', () => {
    expect(withShortcut({}, 'close', 'r')).toEqual({ kind: 'taken', by: 'reply' })
    expect(withShortcut({ tag: 'q' }, 'close', 'q')).toEqual({ kind: 'taken', by: 'tag' })
    expect(withShortcut({}, 'close', 'g i')).toEqual({ kind: 'taken', by: 'go_inbox' })
    expect(withShortcut({}, 'close', 's')).toEqual({ kind: 'taken', by: 'snooze' })
    for (const sign of ['g', ' ', '', 'xy']) expect(withShortcut({}, 'close', sign)).toEqual({ kind: 'unusable' })
  })

  test('[A-07] a command can be without a key and get its usual one back, unless another has that by now', () => {
    const without = withoutShortcut({}, 'close')
    expect(shortcutsOf(without).close).toBeNull()
    expect(isOwn(without, 'close')).toBe(true)
    expect(withDefault(without, 'close')).toEqual({ kind: 'changed', own: {} })
    expect(withDefault({ close: 'q', tag: 'e' }, 'close')).toEqual({ kind: 'taken', by: 'tag' })
    expect(withoutShortcut({ tag: 'q' }, 'tag')).toEqual({})
    expect(withShortcut({ close: 'q' }, 'close', 'e')).toEqual({ kind: 'changed', own: {} })
  })

  test('[A-07] what a browser keeps from another time never makes two commands share a key', () => {
    const table = shortcutsOf({ tag: 'e', gone: 'j', note: 'not a key', lock: 's' })
    expect([table.tag, table.close, table.next, table.note, table.lock, table.snooze]).toEqual([
      'e',
      null,
      'j',
      'n',
      's',
      null,
    ])
  })

  test('keys are shown as they stand on the keyboard', () => {
    expect([capsOf('g i'), capsOf('?'), capsOf('é')]).toEqual([['G', 'I'], ['?'], ['é']])
  })
})

describe('what can be done now', () => {
  test('[U-01] is everything that somebody there can do, and nothing after they have gone', () => {
    const registry = new Registry()
    const done: string[] = []
    const gone = registry.register(() => ({
      reply: () => done.push('thread'),
      close: { run: () => {}, off: 'Closed.' },
    }))
    registry.register(() => ({ reply: () => done.push('later'), note: undefined }))
    registry.read().get('reply')?.run()
    expect(done).toEqual(['later'])
    expect([...registry.read().keys()].sort()).toEqual(['close', 'reply'])
    const before = registry.changes.get()
    gone()
    expect([...registry.read().keys()]).toEqual(['reply'])
    expect(registry.changes.get()).toBeGreaterThan(before)
  })
})

describe('finding', () => {
  const all = allCommands.map((command) => {
    const section = en.keys.sections[commands[command].section]
    const also = `${section} ${en.keys.also[command]} ${de.keys.words[command]} ${de.keys.also[command]}`
    return { id: command, section, words: en.keys.words[command], also }
  })
  const first = (query: string) => findIn(query, all)[0]?.items[0]?.id

  test('[U-01] every command is found by its own words, in both languages', () => {
    for (const command of allCommands) {
      for (const words of [en.keys.words[command], de.keys.words[command]]) {
        const found = findIn(words, all).flatMap(({ items }) => items.map(({ id }) => id))
        expect([words, found.includes(command)]).toEqual([words, true])
      }
    }
  })

  test('words come in any order, begun is enough, accents and case do not matter', () => {
    expect(first('clo conv')).toBe('close')
    expect(first('conv clo')).toBe('close')
    expect(first('REPLY')).toBe('reply')
    expect(first('schliess')).toBe('close')
    expect(first('dark')).toBe('scheme_dark')
    expect(first('busy')).toBe('status_busy')
    expect(first('log out')).toBe('sign_out')
    expect(fitOf('elodie', { words: 'Élodie Müller', also: '' })).toBe(0)
    expect(fitOf('muller', { words: 'Élodie Müller', also: '' })).toBe(1)
    expect(fitOf('xyzzy', { words: 'Reply', also: 'answer' })).toBeNull()
  })

  test('without a query everything is there, in the order of the table', () => {
    expect(findIn('', all).flatMap(({ items }) => items.map(({ id }) => id))).toEqual(allCommands)
  })
})
