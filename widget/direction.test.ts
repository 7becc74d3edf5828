import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const chat = new URL('src/chat/', import.meta.url)
const styles = readFileSync(new URL('src/theme/chat.css', import.meta.url), 'utf8')
const views = readdirSync(chat)
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => readFileSync(new URL(name, chat), 'utf8'))

/** Names of sides, and boxes whose two sides differ. */
const sided = [
  /(?:^|[\s{;-])(?:left|right)(?:-[a-z]+)*\s*:/,
  /(?:text-align|float|clear)\s*:\s*(?:left|right)/,
  /(?:margin|padding|inset|border-width|border-radius):\s*\S+ (\S+) \S+ (?!\1[;\s])\S+;/,
]

test('[U-19] the chat knows no left and right: it is mirrored as a whole', () => {
  expect(styles).toContain('.composer')
  for (const rule of sided) {
    expect(rule.exec(styles)?.[0]).toBeUndefined()
    for (const view of views) expect(rule.exec(view)?.[0]).toBeUndefined()
  }
})

test.each(['  left: 3px;', 'margin-right: 1px;', 'text-align: left;', 'padding: 1px 2px 1px 3px;'])(
  '[U-19] %j would be found',
  (line) => {
    expect(sided.some((rule) => rule.test(line))).toBe(true)
  },
)
