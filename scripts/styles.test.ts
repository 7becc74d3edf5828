/** What must hold of every style of the desk. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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
