/** One sign, and what it is called. */
export type Emoji = { sign: string; name: string }

/** Fetched when they are wanted: no part of the start. */
const lists = import.meta.glob<{ emoji: string }>('./??.ts')

/** In a language, or in English where there are no names in it yet. */
export async function emojiIn(language: string): Promise<Emoji[]> {
  const fetch = lists[`./${language.slice(0, 2)}.ts`] ?? lists['./en.ts']
  return fetch === undefined ? [] : read((await fetch()).emoji)
}

/** A line each: the sign, and behind a space its names. */
export function read(lines: string): Emoji[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const end = line.indexOf(' ')
      return { sign: line.slice(0, end), name: line.slice(end + 1) }
    })
}

/** Those in whose names every word begins a word, in their order. */
export function findEmoji(all: readonly Emoji[], query: string): Emoji[] {
  const wanted = wordsOf(query)
  return all.filter(({ name }) => {
    const words = wordsOf(name)
    return wanted.every((one) => words.some((word) => word.startsWith(one)))
  })
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLocaleLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}
