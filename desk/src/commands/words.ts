import type { i18n } from 'i18next'
import { languages } from '../texts/index.ts'
import type { Command } from './table.ts'

/** What people call it besides, and its words in the other languages that are loaded. */
export function otherWordsOf(i18n: i18n, command: Command): string {
  return Object.keys(languages)
    .filter((language) => i18n.hasResourceBundle(language, 'desk'))
    .flatMap((language) => {
      const t = i18n.getFixedT(language, 'desk')
      return [t(`keys.words.${command}`), t(`keys.also.${command}`)]
    })
    .join(' ')
}
