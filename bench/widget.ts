/** What a visitor's browser loads, as it comes over the wire. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import type { Figure, Measurement } from './figures.ts'

const builds = fileURLToPath(new URL('../.baton/build', import.meta.url))
const isLoaded = /\.(?:js|css|html)$/

export const widget: Measurement = { name: 'widget', title: 'The widget, brotli', run }

async function run(): Promise<Figure[]> {
  const newest = namesIn(builds)
    .filter((name) => name.startsWith('widget-'))
    .map((name) => join(builds, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)[0]
  if (newest === undefined) throw new Error('the widget is not built: start Baton once, or run the tests')
  const files = namesIn(newest, true).filter((name) => isLoaded.test(name))
  const sizes = new Map(files.map((name) => [name, brotliCompressSync(readFileSync(join(newest, name))).length]))
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  const first = sizes.get('widget.js') ?? 0
  return [
    { name: 'loader', value: first / 1_000, unit: 'KB', target: { most: 6 } },
    {
      name: 'everything, every language and lazy part',
      value: all / 1_000,
      unit: 'KB',
      target: { most: 60 },
      note: `${files.length} files`,
    },
  ]
}

function namesIn(folder: string, recursive = false): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' })
  } catch {
    return []
  }
}
