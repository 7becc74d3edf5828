import { useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { reading } from './reading.ts'
import type { WordOf } from './sentences.ts'

/** What the server says, as it is read. `isEnglish`: it stands in English among words of another language. */
export type Said = { text: string; isEnglish: boolean }

export type SayAs = (message: string, wordOf?: WordOf) => Said

/** [U-19] What the server says, in the words of the reader; a sentence that is not known stays English. */
export function useSaid(): SayAs {
  const { t, i18n } = useTranslation()
  const say = useSyncExternalStore(reading.subscribe, reading.get, reading.get)
  return useMemo(() => {
    const role = (blank: string, said: string) =>
      blank === 'role' && (said === 'operator' || said === 'supervisor' || said === 'admin') ? t(`role.${said}`) : null
    return (message, wordOf) => {
      const text = say(message, (blank, said) => wordOf?.(blank, said) ?? role(blank, said))
      return { text: text ?? message, isEnglish: text === null && i18n.language !== 'en' }
    }
  }, [say, t, i18n.language])
}

/** Marked where it is English, for whoever listens to it. */
export function SaidText({ said }: { said: Said }) {
  return said.isEnglish ? <bdi lang="en">{said.text}</bdi> : said.text
}
