import { useTranslation } from 'react-i18next'
import type { FieldError } from '../../api/problem.ts'
import { useSaid } from '../../sentences/said.tsx'

const worded = ['required', 'duplicate', 'not_allowed', 'unknown_group'] as const
const wordedAt = {
  accent: 'color',
  picture: 'address',
  variable: 'variable',
  label: 'required',
  choices: 'choices',
} as const

/** What is wrong at a field, in the reader's language where there are words for it; null: nothing. */
export function useRefused(errors: readonly FieldError[]): (path: string) => string | null {
  const { t } = useTranslation()
  const said = useSaid()
  const textOf = ({ path, code, message }: FieldError) => {
    const known = worded.find((one) => one === code)
    if (known !== undefined) return t(`widget_page.refused.${known}`)
    const field = Object.entries(wordedAt).find(([name]) => path.endsWith(name))
    return field === undefined ? said(message || code).text : t(`widget_page.refused.${field[1]}`)
  }
  return (path) => {
    const found = errors.filter((error) => error.path === path || error.path.startsWith(`${path}[`))
    return found.length === 0 ? null : [...new Set(found.map(textOf))].join(' ')
  }
}
