import { SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesigner } from './context.ts'
import { isEqual } from './document/path.ts'
import styles from './inspector.module.css'
import { useFieldEdit } from './use-field-edit.ts'
import { type FieldProps, useFieldTexts } from './use-field-texts.tsx'

/** Any value: a text as it is, everything else as JSON. */
export function ValueField(props: FieldProps) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { field, value } = props
  const texts = useFieldTexts(props)
  const edit = useFieldEdit(props)
  const isText = value === undefined || typeof value === 'string'
  const [isJson, setJson] = useState(!isText)
  const [written, setWritten] = useState<string | null>(null)
  const parsed = written === null ? null : jsonIn(written)
  const isWrong = written !== null && parsed === null
  // What is written stays as it is written while it means the value: laid out anew, the form would move under the mouse.
  const isKept = isWrong || (parsed !== null && isEqual(parsed.value, value))
  const isLong = (field.control.kind === 'value' || field.control.kind === 'text') && field.control.isMultiline
  return (
    <div className={styles.value}>
      {isJson ? (
        <Textarea
          {...texts}
          data-local={isWrong ? true : undefined}
          classNames={{ input: styles.code ?? '' }}
          autosize
          minRows={isLong ? 3 : 1}
          maxRows={12}
          spellCheck={false}
          readOnly={session.isReadOnly}
          value={isKept ? (written ?? '') : value === undefined ? '' : JSON.stringify(value, null, 2)}
          error={isWrong ? t('designer.field.json_invalid') : texts.error}
          onChange={(event) => {
            const text = event.currentTarget.value
            setWritten(text)
            const next = jsonIn(text)
            if (next !== null) edit.typed(next.value)
          }}
        />
      ) : isLong ? (
        <Textarea
          {...texts}
          autosize
          minRows={2}
          maxRows={12}
          dir="auto"
          readOnly={session.isReadOnly}
          value={isText ? (value ?? '') : JSON.stringify(value)}
          onChange={(event) => edit.text(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...texts}
          dir="auto"
          readOnly={session.isReadOnly}
          value={isText ? (value ?? '') : JSON.stringify(value)}
          onChange={(event) => edit.text(event.currentTarget.value)}
        />
      )}
      {!session.isReadOnly && (
        <SegmentedControl
          size="xs"
          className={styles.kind}
          aria-label={t('designer.field.kind', { name: field.title })}
          value={isJson ? 'json' : 'text'}
          onChange={(kind) => {
            setJson(kind === 'json')
            setWritten(null)
            if (kind === 'text' && !isText) edit.value(JSON.stringify(value))
          }}
          data={[
            { value: 'text', label: t('designer.field.text') },
            { value: 'json', label: t('designer.field.json') },
          ]}
        />
      )}
    </div>
  )
}

/** Nothing written is no value. */
function jsonIn(text: string): { value: unknown } | null {
  if (text.trim() === '') return { value: undefined }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}
