import { useTranslation } from 'react-i18next'
import { useDesignerState, useFoundWords } from './context.ts'
import type { Field } from './document/catalogue.ts'
import type { Path } from './document/path.ts'
import { problemsAt } from './document/problems.ts'
import styles from './inspector.module.css'

export type FieldProps = {
  field: Field
  value: unknown
  path: Path
  /** Says which one it is where several look alike. */
  label?: string
}

/** What every control shows of its field. */
export function useFieldTexts({ field, path, label }: FieldProps) {
  const problems = useDesignerState((state) => state.problems)
  const wordsOf = useFoundWords()
  return {
    label: field.isTemplate ? <Marked title={label ?? field.title} /> : (label ?? field.title),
    description: label === undefined ? field.help || null : null,
    error: problemsAt(problems, path).map(wordsOf).join('; ') || null,
  }
}

/** A text in which variables are filled in says so by a sign. */
function Marked({ title }: { title: string }) {
  const { t } = useTranslation()
  const example = '{{ user_name }}'
  return (
    <>
      {title}{' '}
      <code className={styles.template} title={t('designer.field.template', { example })} aria-hidden>
        {'{{ }}'}
      </code>
    </>
  )
}
