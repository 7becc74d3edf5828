/** A piece of a text around the first place where a search found its words. */
import { hitsIn, type Span, wordsOf } from '../store/words.ts'

/** `hits`: places in `text`. Never markup: whoever shows it marks them. */
export type Snippet = { text: string; hits: Span[] }

/** In UTF-16 units, beside the dots where it is cut; a longer hit is not cut. */
export const lengthOfSnippet = 120
/** What is shown of what stands before the first hit, at the most. */
const lead = 40

export function snippetOf(text: string, search: string): Snippet {
  const line = text.replace(/\s+/gu, ' ').trim()
  const hits = hitsNear(line, wordsOf(search))
  const [start, end] = cutAround(line, hits[0] ?? [0, 0])
  const before = start > 0 ? dots : ''
  const moved = before.length - start
  return {
    text: `${before}${line.slice(start, end)}${end < line.length ? dots : ''}`,
    hits: hits.filter(([, to]) => to <= end).map(([from, to]) => [from + moved, to + moved]),
  }
}

const dots = '…'

/** The first one, and what may be shown with it: the rest of a long text is not looked through. */
function hitsNear(line: string, words: readonly string[]): Span[] {
  const near: Span[] = []
  for (const hit of hitsIn(line, words)) {
    const [first = hit] = near
    if (hit[0] > first[0] + lengthOfSnippet) break
    near.push(hit)
  }
  return near
}

/** On borders of words; within a word where it has none for long. */
function cutAround(line: string, [from, to]: Span): Span {
  if (line.length <= lengthOfSnippet) return [0, line.length]
  const words = wordBorders.segment(line)
  const start = from <= lead ? 0 : beginningAt(line, words.containing(from - lead), from)
  const wanted = Math.max(to, start + lengthOfSnippet)
  if (wanted >= line.length) return [start, line.length]
  const border = words.containing(wanted)?.index ?? wanted
  const isFar = border < Math.max(to, start + lengthOfSnippet / 2)
  const end = isFar ? Math.max(to, letterBorders.segment(line).containing(wanted)?.index ?? wanted) : border
  return [start, start + line.slice(start, end).trimEnd().length]
}

/** Behind a word that reaches over the place, or the hit itself; what only ends something does not begin a snippet. */
function beginningAt(line: string, reached: Intl.SegmentData | undefined, from: number): number {
  const border = reached === undefined ? from : reached.index + reached.segment.length
  const start = Math.min(border, from)
  return start + (line.slice(start, from).match(ends)?.[0].length ?? 0)
}

const ends = /^[\s\p{Pe}\p{Pf},.;:!?…、。，：；！？،؛؟]+/u
const wordBorders = new Intl.Segmenter('en', { granularity: 'word' })
const letterBorders = new Intl.Segmenter('en', { granularity: 'grapheme' })
