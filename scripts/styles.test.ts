/** What must hold of every style of the desk. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contrast, readable, visible } from '@baton/core/accent'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../desk/src')
const styles = globSync('**/*.css', { cwd: root }).map(
  (file) => [file, readFileSync(join(root, file), 'utf8')] as const,
)
/** Laid out in pixels, by a library, from left to right in every language. */
const picture = 'designer/canvas.module.css'

/** Each line of a file that such a pattern fits, with where it stands. */
function linesLike(pattern: RegExp, except: readonly string[] = []): string[] {
  return styles.flatMap(([file, css]) =>
    except.includes(file)
      ? []
      : css.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  )
}

test('the styles are there', () => {
  expect(styles.length).toBeGreaterThan(30)
  expect(linesLike(/color:/).length).toBeGreaterThan(100)
})

test('[U-19] nothing is set to the left or to the right: it is where the line begins or ends', () => {
  const physical =
    /(?:margin|padding|border)-(?:left|right)|(?:^|\s)(?:left|right): (?!50%)|text-align: (?:left|right)|border-(?:top|bottom)-(?:left|right)-radius|float: (?:left|right)/
  expect(linesLike(physical, [picture])).toEqual([])
})

test('[U-18] [A-10] text grows with the size that the operator or their browser has set', () => {
  expect(linesLike(/(?:font-size|line-height): \d+(?:\.\d+)?px/, [picture])).toEqual([])
})

const surfaces = ['canvas', 'surface', 'sunken'] as const
/** `*-text`, too. */
const texts = ['ink', 'ink-2', 'ink-3', 'link', 'danger']
/** What is known by its shape alone: edges of fields, what has the focus, signs of states and presence. */
const shapes = ['field-line', 'focus', 'chatbot', 'requested', 'taken', 'closed', 'online', 'busy', 'away']

/** The colours that count where all of these selectors of `theme.css` do. */
function colorsOf(...selectors: string[]): Map<string, string> {
  const [, theme = ''] = styles.find(([file]) => file === 'theme.css') ?? []
  const blocks = [...theme.matchAll(/((?::root[^{]*)+)\{([^}]*)\}/g)]
  return new Map(
    selectors
      .flatMap((selector) => blocks.filter(([, list = '']) => list.split(',').some((one) => one.trim() === selector)))
      .flatMap(([, , block = '']) => [...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)])
      .map(([, name = '', color = '']) => [name, color]),
  )
}

const [light, dark, more] = [
  ':root[data-mantine-color-scheme="light"]',
  ':root[data-mantine-color-scheme="dark"]',
  ':root[data-contrast="more"]',
]

test.each([
  ['light', [light]],
  ['light, more contrast', [light, more]],
  ['dark', [dark]],
  ['dark, more contrast', [dark, more, ':root[data-mantine-color-scheme="dark"][data-contrast="more"]']],
])('[A-09] %s: texts and shapes stand out from what they are on', (_, selectors) => {
  const colors = colorsOf(...selectors)
  const all = [...colors.keys()].filter((name) => texts.includes(name) || name.endsWith('-text'))
  expect(all.length).toBeGreaterThanOrEqual(texts.length)
  const short = [...all.map((name) => [name, readable] as const), ...shapes.map((name) => [name, visible] as const)]
    .flatMap(([name, least]) => surfaces.map((on) => ({ name, on, least })))
    .filter(({ name, on, least }) => contrast(colors.get(name) ?? '', colors.get(on) ?? '') < least)
  expect(short).toEqual([])
})
