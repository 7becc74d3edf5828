import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  actionFolders,
  actionNames,
  bannedGlobals,
  channelFolders,
  coreLibraries,
  fileNames,
  importCycles,
  packageImports,
  roomImports,
  sqlOutsideStore,
  type Violation,
} from './rooms.ts'
import type { SourceFile } from './source.ts'

const root = join(import.meta.dirname, '..')
const rooms = ['core', 'actions', 'channels', 'server', 'desk', 'widget']
const tree = rooms.flatMap((room) => filesIn(room))

const core = { path: 'core/package.json', text: '{"exports":{"./ids":"./src/ids.ts"},"dependencies":{"liquidjs":"1"}}' }
const actions = { path: 'actions/package.json', text: '{"exports":{"./catalogue":"./a.ts","./forms":"./b.ts"}}' }

describe('a room imports only what it may', () => {
  test('in the tree', () => expect(said(roomImports(tree))).toEqual([]))

  test.each([
    ['core/src/a.ts', "import { b } from '@baton/actions/catalogue'", 'core may not import @baton/actions/catalogue'],
    ['actions/src/a.ts', "import type { b } from '@baton/server'", 'actions may not import @baton/server'],
    ['desk/src/a.tsx', "import { b } from '@baton/actions/catalogue'", 'desk may not import @baton/actions/catalogue'],
    ['widget/src/a.ts', "import { b } from '@baton/core/ids'", 'widget may not import @baton/core/ids'],
    [
      'server/src/a.ts',
      "import { b } from '@baton/core/src/ids.ts'",
      '@baton/core/src/ids.ts is not in the exports of its room',
    ],
    ['server/src/a.ts', "export * from '../../core/src/ids.ts'", '../../core/src/ids.ts leaves the room server'],
    ['core/src/a.ts', "const b = await import('../../desk/src/b.ts')", '../../desk/src/b.ts leaves the room core'],
    ['server/src/a.ts', "import { b } from '../../lab/b.ts'", '../../lab/b.ts leaves the room server'],
    ['desk/src/a.test.ts', "import { b } from '../../lab/b.ts'", '../../lab/b.ts leaves the room desk'],
  ])('%s: %s', (path, text, says) => {
    expect(said(roomImports([core, actions, { path, text }]))).toEqual([`${path}:1 ${says}`])
  })

  test('what the table allows passes', () => {
    const files = [
      { path: 'desk/src/a.ts', text: "import '@baton/core/ids'\nimport '@baton/actions/forms'\nimport './b.ts'" },
      { path: 'core/src/routing/a.ts', text: "import '../ids.ts'\nimport 'liquidjs'" },
      { path: 'server/src/testing.ts', text: "import '../../lab/testing.ts'" },
      { path: 'server/journeys/a.test.ts', text: "import '../../lab/link.ts'" },
    ]
    expect(said(roomImports([core, actions, ...files]))).toEqual([])
  })
})

describe('a room imports only the packages it lists', () => {
  test('in the tree', () => expect(said(packageImports(tree))).toEqual([]))

  test.each([
    ['core/src/a.ts', "import 'node:fs'", 'core may not import node:fs'],
    ['core/src/a.ts', "import 'liquidjs/deep'\nimport 'pino'", 'pino is not a dependency of core'],
    ['server/src/a.ts', "import '@scope/name/deep'", '@scope/name/deep is not a dependency of server'],
  ])('%s: %s', (path, text, says) => {
    const line = text.split('\n').length
    expect(said(packageImports([core, { path, text }]))).toEqual([`${path}:${line} ${says}`])
  })
})

describe('a library of core is behind one file', () => {
  test('in the tree', () => expect(said(coreLibraries(tree))).toEqual([]))

  test('a second file that imports it is found', () => {
    const files = ['core/src/b.ts', 'core/src/a.ts'].map((path) => ({
      path,
      text: "import 'liquidjs'\nimport 'typebox'",
    }))
    expect(said(coreLibraries(files))).toEqual(['core/src/b.ts:1 liquidjs is already behind core/src/a.ts'])
  })
})

describe('no import cycles', () => {
  test('in the tree', () => expect(said(importCycles(tree))).toEqual([]))

  test('a cycle through another room is found once', () => {
    const files = [
      core,
      { path: 'core/src/ids.ts', text: "import './a.ts'" },
      { path: 'core/src/a.ts', text: "\nimport { type B } from './b.ts'" },
      { path: 'core/src/b.ts', text: "export * from '@baton/core/ids'" },
    ]
    const cycle = 'core/src/ids.ts → core/src/a.ts → core/src/b.ts → core/src/ids.ts'
    expect(said(importCycles(files))).toEqual([`core/src/b.ts:1 import cycle ${cycle}`])
  })

  test('types and later imports make none', () => {
    const files = [
      { path: 'core/src/a.ts', text: "import type { B } from './b.ts'" },
      { path: 'core/src/b.ts', text: "import './a.ts'\nimport './c.ts'" },
      { path: 'core/src/c.ts', text: "await import('./b.ts')" },
    ]
    expect(said(importCycles(files))).toEqual([])
  })
})

describe('names say something', () => {
  test('in the tree', () => expect(said(fileNames(tree))).toEqual([]))

  test.each([
    ['core/src/date-utils.ts', 'utils'],
    ['server/src/service/a.ts', 'service'],
    ['desk/src/DataTable.tsx', 'data'],
    ['server/src/api-v2.ts', 'v2'],
  ])('%s', (path, word) => {
    expect(said(fileNames([{ path, text: '' }]))).toEqual([`${path}:1 "${word}" says nothing in a name`])
  })

  test('a part of a word is no word', () => {
    expect(fileNames([{ path: 'core/src/newest-database.ts', text: '' }])).toEqual([])
  })
})

describe('SQL lives in the store', () => {
  test('in the tree', () => expect(said(sqlOutsideStore(tree))).toEqual([]))

  test.each([
    "'select id from conversation'",
    "'SELECT id FROM conversation'",
    '`\n  INSERT INTO message (id) VALUES (1)`',
    "'insert or ignore into message values (1)'",
    "'update operator set load = 1'",
    "'DELETE FROM message'",
    "'create unique index a on b (c)'",
    "'select 1'",
  ])('%s', (literal) => {
    const text = `export const query = ${literal}`
    const found = ['server/src/http/a.ts', 'server/src/store/a.ts'].flatMap((path) => sqlOutsideStore([{ path, text }]))
    expect(said(found)).toEqual(['server/src/http/a.ts:1 SQL lives in server/src/store'])
  })

  test('a sentence is no query', () => {
    const text = "export const help = ['Select an operator from the list', 'update the set', 'Create a table']"
    expect(sqlOutsideStore([{ path: 'desk/src/a.ts', text }])).toEqual([])
  })
})

describe('time, chance and environment come as arguments', () => {
  test('in the tree', () => expect(said(bannedGlobals(tree))).toEqual([]))

  test.each([
    ['Date.now()', 'Date.now'],
    ['new Date()', 'new Date()'],
    ['new Date', 'new Date()'],
    ['Date()', 'Date()'],
    ['setTimeout(wake, 1)', 'setTimeout'],
    ['globalThis.setInterval(wake, 1)', 'setInterval'],
    ['Math.random()', 'Math.random'],
    ['crypto.randomUUID()', 'crypto.randomUUID'],
    ['process.env.PORT', 'process.env'],
    ["await import('node:timers/promises')", 'node:timers/promises'],
  ])('%s', (code, name) => {
    const text = `\nexport const found = ${code}`
    const paths = ['core/src/a.ts', 'server/src/clock.ts', 'server/journeys/a.test.ts', 'desk/src/a.ts']
    const found = bannedGlobals(paths.map((path) => ({ path, text })))
    expect(said(found)).toEqual([`core/src/a.ts:2 ${name} is banned here: take it as an argument`])
  })

  test('a given instant, an own member and a comment pass', () => {
    const text = 'new Date(at); clock.setTimeout(wake) // Date.now()'
    expect(bannedGlobals([{ path: 'core/src/a.ts', text }])).toEqual([])
  })
})

describe('an action is named only at home', () => {
  test('in the tree', () => expect(said(actionNames(tree))).toEqual([]))

  test('a name elsewhere is found', () => {
    const paths = [
      'actions/src/go-to/action.ts',
      'actions/src/catalogue.ts',
      'actions/src/text/action.ts',
      'core/src/flow/step.ts',
      'core/src/flow/step.test.ts',
    ]
    const found = actionNames(paths.map((path) => ({ path, text: "const type = 'go_to' // 'text'" })))
    expect(said(found)).toEqual([
      "actions/src/text/action.ts:1 'go_to' is named outside actions/src/go-to",
      "core/src/flow/step.ts:1 'go_to' is named outside actions/src/go-to",
    ])
  })
})

describe.each([
  { parent: 'actions/src', noun: 'action', check: actionFolders },
  { parent: 'channels/src', noun: 'channel', check: channelFolders },
])('each folder of $parent is complete', ({ parent, noun, check }) => {
  const files = (...names: string[]) => names.map((name) => ({ path: `${parent}/${name}`, text: '' }))
  const catalogue = { path: `${parent}/catalogue.ts`, text: `import { whole } from './whole/${noun}.ts'` }

  test('in the tree', () => expect(said(check(tree))).toEqual([]))

  test('what lacks is found', () => {
    const whole = files(`whole/${noun}.ts`, `whole/${noun}.test.ts`, 'whole/README.md', 'whole/fixtures/a.json')
    expect(said(check([catalogue, ...whole, ...files(`half/${noun}.ts`)]))).toEqual([
      `${parent}/half:1 ${noun}.test.ts is missing`,
      `${parent}/half:1 README.md is missing`,
      `${parent}/half:1 no line in ${parent}/catalogue.ts`,
    ])
  })
})

function said(violations: Violation[]): string[] {
  return violations.map(({ path, line, says }) => `${path}:${line} ${says}`)
}

function filesIn(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : filesIn(path)
    return [{ path, text: /\.(?:tsx?|mjs|json)$/.test(entry.name) ? readFileSync(join(root, path), 'utf8') : '' }]
  })
}
