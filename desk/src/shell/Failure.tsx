import { Alert, List } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type FieldError, type Problem, problemOf, Unreachable } from '../api/problem.ts'
import { type Said, SaidText, useSaid } from '../sentences/said.tsx'

/** What the fields of a form are called, by their paths; those of things in a list by the path without numbers. */
export type Labels = Readonly<Record<string, string>>

/** [U-19] A refusal at the place where it happened, in the reader's language. */
export function Failure({ error, labels = {} }: { error: Error | null; labels?: Labels }) {
  const words = useFailureWords()
  if (error === null) return null
  const { head, fields } = words(error)
  return (
    <Alert role="alert" color="red" icon={<IconAlertCircle size={16} aria-hidden />}>
      <AtField {...head} labels={labels} />
      {fields.length > 0 && (
        <List size="sm" mt={4}>
          {fields.map((one) => (
            <List.Item key={`${one.path} ${one.said.text}`}>
              <AtField {...one} labels={labels} />
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}

/** The same in one line, where there is no room for more. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useTranslation()
  const words = useFailureWords()
  return (error) => {
    const { path, said } = words(error).head
    return path === '' ? said.text : t('common.at_field', { field: path, said: said.text })
  }
}

/** What is said, and the field it is about; without a path it is about none, or says itself what it is about. */
type FieldWords = { path: string; said: Said }

function AtField({ path, said, labels }: FieldWords & { labels: Labels }) {
  const { t } = useTranslation()
  const label = labels[path] ?? labels[path.replaceAll(/\[\d+\]/g, '')]
  if (path === '') return <SaidText said={said} />
  if (label !== undefined) {
    const [before, after] = t('common.at_field', { field: label, said: place }).split(place)
    return (
      <>
        {before}
        <SaidText said={said} />
        {after}
      </>
    )
  }
  return (
    <>
      <code>{path}</code> <SaidText said={said} />
    </>
  )
}

/** Where in a text something stands that is no text. */
const place = '\u0000'

function useFailureWords(): (error: unknown) => { head: FieldWords; fields: FieldWords[] } {
  const { t } = useTranslation()
  const said = useSaid()
  const ours = (text: string) => ({ path: '', said: { text, isEnglish: false } })
  const theirs = ({ path, code, message }: FieldError) => ({ path, said: said(message || code) })
  return (error) => {
    if (error instanceof Unreachable) return { head: ours(t('common.unreachable')), fields: [] }
    const problem = problemOf(error)
    if (problem === null) return { head: ours(t('common.unexpected')), fields: [] }
    const { detail, errors } = problem
    const [first, second] = errors
    const whole = { path: '', said: said(detail) }
    if (first === undefined || !isAboutFields(problem)) return { head: whole, fields: errors.map(theirs) }
    if (second !== undefined) return { head: ours(t('common.not_like_this')), fields: errors.map(theirs) }
    return { head: detail === first.message ? whole : theirs(first), fields: [] }
  }
}

/** Then the detail only says again what is wrong at the first of them. */
function isAboutFields({ code, detail, errors: [first] }: Problem): boolean {
  return code === 'invalid' || detail === first?.message
}
