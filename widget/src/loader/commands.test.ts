import { expect, test } from 'vitest'
import { commandsIn, runCommand } from './commands.ts'
import type { Widget } from './widget.ts'

test('[V-06] commands that were kept before the script came are a list, or what a function kept; the rest is the page’s own', () => {
  const kept = [['open'], ['say', 'Hi']]
  expect(commandsIn(undefined)).toEqual([])
  expect(commandsIn(kept)).toEqual(kept)
  expect(commandsIn(Object.assign(() => {}, { q: kept }))).toEqual(kept)
  expect([commandsIn(() => {}), commandsIn({ mine: true }), commandsIn('Baton'), commandsIn(7)]).toEqual([
    ...[null, null, null, null],
  ])
})

test('[V-06] a command that is not known does nothing, whatever it is', () => {
  const done: unknown[] = []
  const widget = new Proxy({} as Widget, {
    get:
      (_, name) =>
      (...given: unknown[]) =>
        void done.push([name, ...given]),
  })
  const all: unknown[] = [
    ['open'],
    ['constructor'],
    ['__proto__'],
    [],
    null,
    7,
    'open',
    { 0: 'identify', 1: { token: 'a' } },
  ]
  for (const one of all) runCommand(widget, one as ArrayLike<unknown>)
  expect(done).toEqual([
    ['open', undefined, undefined],
    ['identify', { token: 'a' }, undefined],
  ])
})
