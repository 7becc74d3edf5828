import type { Say } from './reading.ts'
import { sentenceSaid } from './sentences.ts'
import type { SentenceTexts } from './shape.ts'

/** Each is fetched when somebody reads it. There is no file for English. */
const files = import.meta.glob<{ readonly sentences: SentenceTexts }>('./texts/??.ts')

/** Null: there are no texts in this language. */
export async function sayIn(language: string): Promise<Say | null> {
  const file = await files[`./texts/${language}.ts`]?.()
  return file === undefined ? null : (message, wordOf) => sentenceSaid(message, file.sentences, language, wordOf)
}
