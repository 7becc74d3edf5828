import { TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readHours, writeHours } from './hours-text.ts'

const clickTakesMs = 200

type Props = {
  label: string
  value: string
  error: string | null
  isReadOnly: boolean
  isLabelShown?: boolean
  onChange: (value: string) => void
}

/** Hours as text. Half-typed ones are not complained about while somebody types. */
export function HoursInput({ label, value, error, isReadOnly, isLabelShown = false, onChange }: Props) {
  const { t } = useTranslation()
  const [isTyping, setTyping] = useState(false)
  const leaving = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const periods = readHours(value)
  const unreadable = periods === null && !isTyping ? t('routing.refused.unreadable_hours') : null
  return (
    <TextInput
      {...(isLabelShown ? { label } : { 'aria-label': label })}
      placeholder={t('hours.closed')}
      autoComplete="off"
      spellCheck={false}
      readOnly={isReadOnly}
      value={value}
      error={error ?? unreadable}
      onFocus={() => {
        clearTimeout(leaving.current)
        setTyping(true)
      }}
      onBlur={() => {
        // The click that takes the focus away must still find its button where it was.
        leaving.current = setTimeout(() => setTyping(false), clickTakesMs)
        if (periods !== null && writeHours(periods) !== value) onChange(writeHours(periods))
      }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
