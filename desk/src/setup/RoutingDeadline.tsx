import { Select, Switch, TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeadlinesDraft } from './deadlines-draft.ts'
import styles from './routing.module.css'
import { SpanInput } from './SpanInput.tsx'
import type { SpanDraft } from './span-draft.ts'
import { useFieldError } from './use-field-error.ts'
import type { RoutingForm } from './use-routing-form.ts'

type DeadlineProps = {
  form: RoutingForm
  name: keyof DeadlinesDraft
  /** What stands before its time. */
  before: string
  span: SpanDraft | null
  onSwitch: (isOn: boolean) => void
  onSpan: (part: Partial<SpanDraft>) => void
  children: ReactNode
}

/** On or off, what it is for, after how long, and what then. */
export function Deadline({ form, name, before, span, onSwitch, onSpan, children }: DeadlineProps) {
  const { t } = useTranslation()
  const hint = useId()
  const { errorAt } = useFieldError(form.errors)
  const title = t(`routing.deadline.${name}`)
  const error = errorAt(`deadlines.${name}.afterSeconds`)
  return (
    <div className={styles.deadline}>
      {form.isReadOnly ? (
        <span>
          {title}: {span === null ? t('routing.off') : t('routing.on')}
        </span>
      ) : (
        <Switch
          label={title}
          aria-describedby={hint}
          checked={span !== null}
          onChange={(event) => onSwitch(event.currentTarget.checked)}
        />
      )}
      <span id={hint} className={styles.means}>
        {t(`routing.deadline_hint.${name}`)}
      </span>
      {span !== null && (
        <div className={styles.fallback}>
          <SpanInput
            label={title}
            before={before}
            span={span}
            isReadOnly={form.isReadOnly}
            hasError={error !== null}
            onChange={onSpan}
          />
          {children}
        </div>
      )}
      {error !== null && <span className={styles.refused}>{error}</span>}
    </div>
  )
}

type OutcomeProps<Outcome extends string> = {
  form: RoutingForm
  /** The title of its deadline. */
  deadline: string
  outcomes: readonly { value: Outcome; label: string }[]
  value: Outcome
  onChange: (outcome: Outcome) => void
}

/** What happens when it has passed. */
export function OutcomeSelect<Outcome extends string>({
  form,
  deadline,
  outcomes,
  value,
  onChange,
}: OutcomeProps<Outcome>) {
  const { t } = useTranslation()
  return (
    <Select
      className={styles.group}
      aria-label={t('routing.deadline.outcome', { deadline })}
      allowDeselect={false}
      readOnly={form.isReadOnly}
      data={[...outcomes]}
      value={value}
      onChange={(chosen) => onChange(outcomes.find((one) => one.value === chosen)?.value ?? value)}
    />
  )
}

type InteractionProps = { form: RoutingForm; path: string; value: string; onChange: (name: string) => void }

/** The interaction that a deadline starts, by its name. */
export function InteractionInput({ form, path, value, onChange }: InteractionProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      className={styles.group}
      aria-label={t('routing.deadline.interaction_name')}
      placeholder={t('routing.deadline.interaction_name')}
      readOnly={form.isReadOnly}
      value={value}
      error={useFieldError(form.errors).errorAt(path)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
