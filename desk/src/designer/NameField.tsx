import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  label: string
  /** Where it stands in the document. */
  at: string
  name: string
  taken: readonly string[]
  isReadOnly: boolean
  error: string | null
  onRename: (name: string) => void
}

/**
 * A name is changed when it is written to its end, not letter by letter: on the way it may be another's, and jumps
 * would follow the wrong one.
 */
export function NameField({ label, at, name, taken, isReadOnly, error, onRename }: Props) {
  const { t } = useTranslation()
  const [written, setWritten] = useState<string | null>(null)
  const shown = written ?? name
  const refusal =
    written === null
      ? error
      : written.trim() === ''
        ? t('designer.interaction.name_missing')
        : taken.includes(written.trim())
          ? t('designer.interaction.name_taken')
          : null
  const finish = () => {
    if (written !== null && written.trim() !== name && refusal === null) onRename(written.trim())
    if (refusal === null || written === null) setWritten(null)
  }
  return (
    <div data-path={at}>
      <TextInput
        data-local={written === null ? undefined : true}
        label={label}
        value={shown}
        error={refusal}
        readOnly={isReadOnly}
        maxLength={200}
        dir="auto"
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setWritten(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish()
          if (event.key === 'Escape' && written !== null) {
            event.preventDefault()
            setWritten(null)
          }
        }}
      />
    </div>
  )
}
