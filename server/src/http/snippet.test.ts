import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordsOf } from '../store/words.ts'
import { lengthOfSnippet, snippetOf } from './snippet.ts'

const seed = 20_261_123
const filler = 'one two three four five six seven eight nine ten '

function marked(text: string, search: string): string {
  const snippet = snippetOf(text, search)
  let [shown, at] = ['', 0]
  for (const [start, end] of snippet.hits) {
    shown += `${snippet.text.slice(at, start)}[${snippet.text.slice(start, end)}]`
    at = end
  }
  return shown + snippet.text.slice(at)
}

test('[S-05] a short text is shown whole, in one line, with all of its hits', () => {
  expect(marked('  The Fähre\n\n to\tKraków, the fähre! ', 'fahre krak')).toBe('The [Fähre] to [Krak]ów, the [fähre]!')
})

test('[S-05] a long text is cut around the first hit, on borders of words', () => {
  const text = `${filler.repeat(5)}the invoice is wrong, invoice 7; ${filler.repeat(5)}invoice`
  expect(marked(text, 'invoice')).toBe(
    '…four five six seven eight nine ten the [invoice] is wrong, [invoice] 7; one two three four five six seven eight nine ten one…',
  )
  const after = 'but I still have not got the right invoice'
  expect(marked(`${filler.repeat(3)}something), ${after}`, 'invoice')).toBe(`…${after.replace('invoice', '[invoice]')}`)
  expect(marked(`An invoice, ${filler.repeat(5)}`, 'invoice')).toMatch(/^An \[invoice\], one .* \w+…$/)
  expect(marked(`${filler.repeat(5)}the last invoice`, 'invoice')).toMatch(/^…[a-z].* the last \[invoice\]$/)
})

test('[S-05] without a place that it knows, it shows the beginning', () => {
  const { text, hits } = snippetOf(filler.repeat(5), 'invoice')
  expect(hits).toEqual([])
  expect(text).toMatch(/^one two .*[a-z]…$/)
  expect(snippetOf('', 'invoice')).toEqual({ text: '', hits: [] })
})

test('[S-05] where no space stands, words are cut as the language has them; and what has none, between letters', () => {
  const japanese = `${'本日は誠にありがとうございます。'.repeat(12)}東京の天気を教えてください。${'よろしくお願いします。'.repeat(12)}`
  expect(marked(japanese, '東京')).toMatch(/^….{20,40}\[東京\]の天気を教えてください。.*…$/)
  const family = '👩‍👩‍👧‍👦'
  const { text, hits } = snippetOf(`invoice ${family.repeat(40)}`, 'invoice')
  expect(hits).toEqual([[0, 7]])
  expect(text.slice('invoice '.length, -1).replaceAll(family, '')).toBe('')
  expect(snippetOf('x'.repeat(5_000), 'xx').text).toBe(`${'x'.repeat(lengthOfSnippet)}…`)
})

test('[S-05] whatever is said: hits are in order and in the text, fold to a word of the search, and it stays short', () => {
  const piece = fc.constantFrom(
    'Fähre ',
    'fa',
    'FAHRE',
    'a\u0308',
    ' ',
    '\n',
    '東京',
    'مَرْحَبًا ',
    '👩‍👧',
    '🇩🇪',
    '\ud83d',
    '-',
    'x'.repeat(90),
  )
  const text = fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join(''))
  const search = fc.constantFrom('fahre', 'Fä', 'fa fahre', '東京', 'مرحبا', 'x'.repeat(80))
  fc.assert(
    fc.property(text, search, (said, wanted) => {
      const snippet = snippetOf(said, wanted)
      const words = wordsOf(wanted)
      let last = 0
      for (const [start, end] of snippet.hits) {
        expect(start >= last && end > start && end <= snippet.text.length).toBe(true)
        expect(words).toContain(wordsOf(snippet.text.slice(start, end))[0])
        last = end
      }
      const isHit = wordsOf(said).some((word) => words.some((begun) => word.startsWith(begun)))
      expect(snippet.hits.length > 0).toBe(isHit)
      expect(snippet.text.length).toBeLessThanOrEqual(lengthOfSnippet + 3 * wanted.length + '……'.length)
    }),
    { seed, numRuns: 500 },
  )
})
