import { useTranslation } from 'react-i18next'
import type { FieldError } from '../api/problem.ts'
import { useSaid } from '../sentences/said.tsx'
import { readHours } from './hours-text.ts'
import { errorsUnder } from './routing-draft.ts'

const worded = [
  'no_group',
  'no_group_named',
  'no_channel',
  'channel_twice',
  'no_weight',
  'too_large',
  'warning_too_short',
  'no_delay',
  'no_interaction',
  'unknown_group',
  'duplicate',
  'not_allowed',
  'unreadable_hours',
  'no_date',
  'bad_date',
  'ends_before_start',
  'overlap',
  'empty_period',
  'bad_time',
  'unknown_time_zone',
] as const

/** What is wrong at a field or inside of it, in the reader's language where there are words for it; null: nothing. */
export function useFieldError(errors: readonly FieldError[]) {
  const { t } = useTranslation()
  const said = useSaid()
  const textOf = ({ code, message }: FieldError) => {
    const known = worded.find((one) => one === code)
    return known === undefined ? said(message || code).text : t(`routing.refused.${known}`)
  }
  return {
    errorAt(path: string): string | null {
      const texts = errorsUnder(errors, path).map(textOf)
      return texts.length === 0 ? null : [...new Set(texts)].join(' ')
    },
    /** Several periods share a field: each problem names its own. */
    hoursErrorAt(path: string, hours: string): string | null {
      const texts = errorsUnder(errors, path).map((error) => {
        const period = readHours(hours)?.[Number(/^\[(\d+)\]/.exec(error.path.slice(path.length))?.[1])]
        return period === undefined ? textOf(error) : `${period.from}–${period.to}: ${textOf(error)}`
      })
      return texts.length === 0 ? null : [...new Set(texts)].join(' ')
    },
  }
}
