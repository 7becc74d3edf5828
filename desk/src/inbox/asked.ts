import { askedWays, type ConversationSummary } from '@baton/core/protocol'
import { useTranslation } from 'react-i18next'

const named: ReadonlySet<string> = new Set([
  'operator',
  'transferred',
  'released',
  'no_first_answer',
  'owner_unreachable',
])

/** [U-15] Why somebody waits, in a sentence; of what a newer server names, and where a name is missing, the plain one. */
export function useAskedWords(): (asked: ConversationSummary['asked']) => string {
  const { t } = useTranslation()
  return (asked) => {
    const way = askedWays.find((one) => one === asked?.way)
    if (way === undefined || (named.has(way) && asked?.name === undefined)) return t('request.why.unknown')
    return t(`request.why.${way}`, { name: asked?.name ?? '' })
  }
}

/** A language in the reader's own words. */
export function languageName(language: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(language) ?? language
  } catch {
    return language
  }
}
