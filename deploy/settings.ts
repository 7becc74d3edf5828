/** The variables of the environment: what the program reads and what docs/operations.md describes. */
import { readConfig } from '../server/src/config.ts'
import { read } from './testing.ts'

/**
 * Every name that the server asks the environment for: those it asks for when nothing is set, and, from the text of its
 * program, those that it asks for only when others are set.
 */
export function settingsRead(): Set<string> {
  const texts = ['server/src/config.ts', 'server/src/main.ts'].map(read)
  const named = texts.flatMap((text) => [...text.matchAll(/\bread(?:<[^(]+>)?\('([A-Z_]+)'|process\.env\.([A-Z_]+)/g)])
  const asked = new Set(named.map(([, argument, member]) => argument ?? member ?? ''))
  const nothing = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get(_, name) {
        asked.add(String(name))
        return undefined
      },
      has(_, name) {
        asked.add(String(name))
        return false
      },
    },
  )
  readConfig(nothing)
  return asked
}

/** The names in the first column of the table under "Configuration". */
export function settingsDescribed(operations: string): Set<string> {
  const [, section = ''] = operations.split(/^## Configuration$/m)
  const rows = section.split(/^## /m)[0]?.matchAll(/^\| ([^|]+) \|/gm) ?? []
  return new Set(
    [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name)),
  )
}
