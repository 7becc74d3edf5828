/** Words of texts as searches see them: without case and accents, found by how they begin. */

/** A place in a text, in UTF-16 units: where it begins, and where what follows it does. */
export type Span = readonly [start: number, end: number]

/** PostgreSQL refuses an index entry beyond this many bytes of words; whoever searches looks for beginnings of words. */
const longestWord = 200
const mostWords = 2_000

/** The words of a text, each once. */
export function wordsOf(text: string): string[] {
  const words = folded(text)
    .split(/[^\p{L}\p{N}\p{Co}]+/u)
    .filter((word) => word !== '')
  return [...new Set(words.map((word) => word.slice(0, longestWord)))].slice(0, mostWords)
}

/** What of an event can be searched for; empty: nothing. */
export function searchedText(type: string, data: Readonly<Record<string, unknown>>): string {
  const field = searched.get(type)
  const text = field === undefined ? undefined : data[field]
  return typeof text === 'string' ? text : text == null ? '' : JSON.stringify(text)
}

const searched: ReadonlyMap<string, string> = new Map([
  ['message', 'text'],
  ['variable_set', 'value'],
  ['conversation_opened', 'contact'],
  ['tag_set', 'tag'],
])

/**
 * Where a text has words that begin like one of these, in order; of each word only what is alike, letters whole with
 * their marks. `words` as `wordsOf` says them.
 */
export function* hitsIn(text: string, words: readonly string[]): Generator<Span> {
  for (const { 0: word, index } of text.matchAll(wordWithMarks)) {
    const whole = folded(word)
    const alike = words.filter((wanted) => whole.startsWith(wanted))
    if (alike.length === 0) continue
    const longest = Math.max(...alike.map(({ length }) => length))
    yield [index, index + unitsOf(word, longest)]
  }
}

const wordWithMarks = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu

/** How much of a word has so many units when it is folded, marks behind it included. */
function unitsOf(word: string, wanted: number): number {
  let [units, seen] = [0, 0]
  for (const letter of word) {
    const { length } = folded(letter)
    if (seen >= wanted && length > 0) break
    units += letter.length
    seen += length
  }
  return units
}

function folded(text: string): string {
  // Nothing of it has accents; this is several times faster, and most of what is said.
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase()
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
