import { Store } from '../live/store.ts'
import type { WordOf } from './sentences.ts'

/** Says a sentence of the server in a language; null: it stays as the server says it. */
export type Say = (message: string, wordOf?: WordOf) => string | null

const asItSpeaks: Say = () => null

/** How the server is read now. In English, and until the texts of another language are there, as it speaks. */
export const reading = new Store<Say>(asItSpeaks)

let wanted = 'en'

/** [U-19] From now on in this language. No part of the start: what the server says is seldom shown, and never first. */
export async function readIn(language: string): Promise<void> {
  wanted = language
  const say = language === 'en' ? null : await fetched(language)
  if (wanted === language) reading.update(() => say ?? asItSpeaks)
}

async function fetched(language: string): Promise<Say | null> {
  try {
    const { sayIn } = await import('./say.ts')
    return await sayIn(language)
  } catch {
    return null
  }
}
