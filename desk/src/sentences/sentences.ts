// What the server says, in the reader's language. It says it in English, with names and numbers in it; the sentences it has
// are known here by their form. A wrong sentence is worse than an English one: what is not known stays as it is.
import { diagnostics, type Finding, findings } from './findings.ts'
import { type Refusal, refusals } from './refusals.ts'
import type { SentenceTexts, ValueType } from './shape.ts'

export type Sentence = { of: 'findings'; name: Finding } | { of: 'refusals'; name: Refusal }

/** What stands in a blank, in the reader's words; null: as the server says it. */
export type WordOf = (blank: string, said: string) => string | null

const blank = /\{\{(\w+)\}\}/g
const sign = /[.*+?^${}()|[\]\\]/g
const type = '(?:string|number|integer|boolean|array|object|null)'
/** A blank holds anything, these only what is known: `must be {{type}}` is no form of `must be blue`. */
const forms: Readonly<Record<string, string>> = {
  type: `(${type})`,
  types: `(${type}(?: or ${type})*)`,
  role: '(operator|supervisor|admin)',
}

type Known = { sentence: Sentence; blanks: string[]; form: RegExp }

function knownBy(sentence: Sentence, text: string): Known {
  const blanks = [...text.matchAll(blank)].map(([, word = '']) => word)
  const parts = text.split(/\{\{\w+\}\}/).map((part) => part.replace(sign, '\\$&'))
  const form = parts.reduce((before, part, index) => `${before}${forms[blanks[index - 1] ?? ''] ?? '(.*)'}${part}`)
  return { sentence, blanks, form: new RegExp(`^${form}$`, 's') }
}

/** Those that say more come first: `must be a number` before what has a blank there. */
const known: readonly Known[] = [
  ...Object.entries({ ...findings, ...diagnostics }).map(([name, text]) =>
    knownBy({ of: 'findings', name: name as Finding }, text),
  ),
  ...Object.entries(refusals).map(([name, text]) => knownBy({ of: 'refusals', name: name as Refusal }, text)),
].toSorted((one, other) => fixedIn(other) - fixedIn(one))

function fixedIn({ form, blanks }: Known): number {
  return form.source.length - blanks.reduce((length, word) => length + (forms[word] ?? '(.*)').length, 0)
}

/** The sentence of which the server has said this, and what it has put into it. */
export function sentenceIn(message: string): { sentence: Sentence; words: ReadonlyMap<string, string> } | null {
  for (const { sentence, blanks, form } of known) {
    const found = form.exec(message)
    if (found !== null) return { sentence, words: new Map(blanks.map((word, index) => [word, found[index + 1] ?? ''])) }
  }
  return null
}

/** [U-19] In the words of these texts; null: a sentence that is not known, of another server. */
export function sentenceSaid(message: string, texts: SentenceTexts, language: string, wordOf?: WordOf): string | null {
  const found = sentenceIn(message)
  if (found === null) return null
  const { of, name } = found.sentence
  const text: string = of === 'findings' ? texts.findings[name] : texts.refusals[name]
  return text.replaceAll(blank, (_, word: string) => {
    const said = found.words.get(word) ?? ''
    if (word === 'type' || word === 'types') return typesSaid(said.split(' or '), texts, language)
    return wordOf?.(word, said) ?? said
  })
}

function typesSaid(names: readonly string[], { types }: SentenceTexts, language: string): string {
  const words = names.map((name) => types[name as ValueType] ?? name)
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(words)
}
