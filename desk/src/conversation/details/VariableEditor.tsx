import { Button, NativeSelect, Textarea } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../shell/Failure.tsx'
import styles from './details.module.css'
import { kindOf, readVariable, type VariableKind, variableKinds, variableText } from './variables.ts'

type Props = {
  name: string
  value: unknown
  /** Closes the field at once; rejects when it was refused. */
  onSave: (value: unknown) => Promise<unknown>
  onClose: () => void
  /** Absent: it cannot be taken away. */
  onRemove?: (() => void) | undefined
  isKindShown: boolean
  /** The name is entered first, and has the focus. */
  isNew?: boolean
}

/** A value in its place: Enter saves, Esc leaves it as it was. */
export function VariableEditor({ name, value, onSave, onClose, onRemove, isKindShown, isNew = false }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(value === undefined || value === null ? '' : variableText(value))
  const [kind, setKind] = useState<VariableKind>(kindOf(value))
  const [isWrong, setWrong] = useState(false)
  const save = () => {
    const read = readVariable(text, kind)
    setWrong(read === null)
    if (read !== null) void onSave(read.value)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    save()
  }
  return (
    <div className={styles.editor}>
      <Textarea
        size="xs"
        autosize
        maxRows={12}
        autoFocus={!isNew}
        dir="auto"
        aria-label={t('details.variable_value', { variable: name })}
        value={text}
        error={isWrong ? t(`card.wrong.${kind}`) : null}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      {isKindShown && (
        <NativeSelect
          size="xs"
          aria-label={t('card.kind_of', { variable: name })}
          data={variableKinds.map((one) => ({ value: one, label: t(`card.kind.${one}`) }))}
          value={kind}
          onChange={(event) => setKind(variableKinds.find((one) => one === event.currentTarget.value) ?? 'text')}
        />
      )}
      <div className={styles.editorButtons}>
        <Button size="compact-sm" variant="filled" onClick={save}>
          {t('common.save')}
        </Button>
        <Button size="compact-sm" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {onRemove !== undefined && (
          <Button size="compact-sm" variant="subtle" color="red" onClick={onRemove}>
            {t('card.remove')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What becomes of one variable: whether it is being changed, and why a change was refused. */
export function useVariableEdit(name: string, set: (name: string, value: unknown) => Promise<void>) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    // Unless it has gone elsewhere, the focus goes back to where the value stands.
    if (wasOpen.current && !isOpen && document.activeElement === document.body) button.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen])
  const [refused, setRefused] = useState<{ error: Error; wish: unknown } | null>(null)
  /** False: it was refused, and stays as it was. */
  const save = async (value: unknown): Promise<boolean> => {
    setOpen(false)
    setRefused(null)
    try {
      await set(name, value)
      return true
    } catch (error) {
      // What was entered stays to be mended, beside the reason.
      setRefused({ error: error instanceof Error ? error : new Error(String(error)), wish: value })
      setOpen(value !== null)
      return false
    }
  }
  return {
    isOpen,
    /** What opens it. */
    button,
    wish: refused?.wish,
    failure: refused === null ? null : <Failure error={refused.error} />,
    open: () => setOpen(true),
    close: () => {
      setOpen(false)
      setRefused(null)
    },
    save,
  }
}
