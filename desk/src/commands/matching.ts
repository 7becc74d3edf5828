/** What is looked through: words that are shown, and others that mean the same. */
export type Findable = { words: string; also: string }

/** Small letters without accents, as people type them. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
}

/** Inside of a word only what is longer says enough. */
const leastInside = 3

/**
 * How well a query fits: 0 is best, null not at all. Each of its words must begin a word, or stand in one that is shown; they
 * may come in any order.
 */
export function fitOf(query: string, { words, also }: Findable): number | null {
  const [shown, hidden] = [plain(words), plain(also)]
  let sum = 0
  for (const [index, term] of wordsOf(plain(query)).entries()) {
    const fit = fitOfTerm(term, shown, hidden)
    if (fit === null) return null
    sum += fit + (index === 0 && !shown.startsWith(term) ? 1 : 0)
  }
  return sum
}

function fitOfTerm(term: string, shown: string, hidden: string): number | null {
  if (beginsWord(shown, term)) return 0
  if (beginsWord(hidden, term)) return 2
  return term.length >= leastInside && shown.includes(term) ? 3 : null
}

function beginsWord(text: string, term: string): boolean {
  return wordsOf(text).some((word) => word.startsWith(term))
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

export type Found<T> = { section: string; items: T[] }

/** What fits, the best first; sections stay together and come in the order of their best. Without a query all stays as it is. */
export function findIn<T extends Findable & { section: string }>(query: string, all: readonly T[]): Found<T>[] {
  const fits = all.flatMap((item) => {
    const fit = query.trim() === '' ? 0 : fitOf(query, item)
    return fit === null ? [] : [{ item, fit }]
  })
  const ranked = fits.sort((one, other) => one.fit - other.fit)
  return [...Map.groupBy(ranked, ({ item }) => item.section)].map(([section, found]) => ({
    section,
    items: found.map(({ item }) => item),
  }))
}
