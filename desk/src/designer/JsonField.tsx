import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesigner } from './context.ts'
import { type Fields, isFields, pathOf, withValue } from './document/path.ts'
import styles from './inspector.module.css'

/** What no form is there for, as JSON; it is taken over when it is right and the field is left. */
export function JsonField({
  label,
  at,
  value,
  change,
}: {
  label: string
  at: string
  value: Fields
  change: (settings: Fields) => Fields
}) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const [written, setWritten] = useState<string | null>(null)
  const parsed = written === null ? value : objectIn(written)
  const finish = () => {
    if (written === null || parsed === null) return
    session.edit(withValue(session.draft, pathOf(at), change(parsed)))
    setWritten(null)
  }
  return (
    <Textarea
      data-local={written === null ? undefined : true}
      label={label}
      classNames={{ input: styles.code ?? '' }}
      autosize
      minRows={3}
      maxRows={16}
      spellCheck={false}
      readOnly={session.isReadOnly}
      value={written ?? JSON.stringify(value, null, 2)}
      error={parsed === null ? t('designer.actions.raw_invalid') : null}
      onChange={(event) => setWritten(event.currentTarget.value)}
      onBlur={finish}
    />
  )
}

function objectIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : null
  } catch {
    return null
  }
}
