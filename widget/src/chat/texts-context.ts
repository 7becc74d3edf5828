import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { en } from '../texts/en.ts'
import type { Texts } from '../texts/texts.ts'

export const TextsContext = createContext<Texts>(en)

export function useTexts(): Texts {
  return useContext(TextsContext)
}
