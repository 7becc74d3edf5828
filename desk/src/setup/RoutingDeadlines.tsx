import { NumberInput, Select, Switch, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { RoutingSetting } from './RoutingSetting.tsx'
import styles from './routing.module.css'
import {
  type DeadlinesDraft,
  type DelayUnit,
  type IdleOutcome,
  type SpanDraft,
  secondsIn,
  type UnansweredOutcome,
} from './routing-draft.ts'
import { useFieldError } from './use-field-error.ts'
import type { RoutingForm } from './use-routing-form.ts'

const longest = 30 * 86_400
const units: DelayUnit[] = ['seconds', 'minutes']
const nothing: DeadlinesDraft = { unanswered: null, firstAnswer: null, idle: null }
const usual = {
  unanswered: { amount: 5, unit: 'minutes', outcome: 'withdraw', interaction: '' },
  firstAnswer: { amount: 2, unit: 'minutes' },
  idle: { amount: 30, unit: 'minutes', outcome: 'hand_back' },
} as const satisfies DeadlinesDraft
const unansweredOutcomes: UnansweredOutcome[] = ['withdraw', 'interaction']
const idleOutcomes: IdleOutcome[] = ['hand_back', 'close']

/** What happens when nobody does anything. */
export function RoutingDeadlines({ form }: { form: RoutingForm }) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(form.errors)
  const deadlines = form.shown.deadlines ?? nothing
  const { unanswered, firstAnswer, idle } = deadlines
  const change = (part: Partial<DeadlinesDraft>) => {
    const next = { ...deadlines, ...part }
    const isEmpty = Object.values(next).every((one) => one === null)
    form.change({ deadlines: isEmpty && form.defaults.deadlines === undefined ? undefined : next })
  }
  return (
    <RoutingSetting form={form} setting="deadlines" title={t('routing.deadlines')} text={t('routing.deadlines_hint')}>
      <Deadline
        form={form}
        name="unanswered"
        span={unanswered}
        onSwitch={(isOn) => change({ unanswered: isOn ? usual.unanswered : null })}
        onSpan={(part) => change({ unanswered: unanswered && { ...unanswered, ...part } })}
      >
        {unanswered !== null && (
          <>
            <Select
              className={styles.group}
              aria-label={t('routing.deadline.outcome', { deadline: t('routing.deadline.unanswered') })}
              allowDeselect={false}
              readOnly={form.isReadOnly}
              data={unansweredOutcomes.map((value) => ({ value, label: t(`routing.deadline.${value}`) }))}
              value={unanswered.outcome}
              onChange={(value) =>
                change({
                  unanswered: { ...unanswered, outcome: unansweredOutcomes.find((one) => one === value) ?? 'withdraw' },
                })
              }
            />
            {unanswered.outcome === 'interaction' && (
              <TextInput
                className={styles.group}
                aria-label={t('routing.deadline.interaction_name')}
                placeholder={t('routing.deadline.interaction_name')}
                readOnly={form.isReadOnly}
                value={unanswered.interaction}
                error={errorAt('deadlines.unanswered.interaction')}
                onChange={(event) => change({ unanswered: { ...unanswered, interaction: event.currentTarget.value } })}
              />
            )}
          </>
        )}
      </Deadline>
      <Deadline
        form={form}
        name="firstAnswer"
        span={firstAnswer}
        onSwitch={(isOn) => change({ firstAnswer: isOn ? usual.firstAnswer : null })}
        onSpan={(part) => change({ firstAnswer: firstAnswer && { ...firstAnswer, ...part } })}
      >
        {firstAnswer !== null && <span className={styles.outcome}>{t('routing.deadline.requeue')}</span>}
      </Deadline>
      <Deadline
        form={form}
        name="idle"
        span={idle}
        onSwitch={(isOn) => change({ idle: isOn ? usual.idle : null })}
        onSpan={(part) => change({ idle: idle && { ...idle, ...part } })}
      >
        {idle !== null && (
          <Select
            className={styles.group}
            aria-label={t('routing.deadline.outcome', { deadline: t('routing.deadline.idle') })}
            allowDeselect={false}
            readOnly={form.isReadOnly}
            data={idleOutcomes.map((value) => ({ value, label: t(`routing.deadline.${value}`) }))}
            value={idle.outcome}
            onChange={(value) =>
              change({ idle: { ...idle, outcome: idleOutcomes.find((one) => one === value) ?? 'hand_back' } })
            }
          />
        )}
      </Deadline>
    </RoutingSetting>
  )
}

type DeadlineProps = {
  form: RoutingForm
  name: keyof DeadlinesDraft
  span: SpanDraft | null
  onSwitch: (isOn: boolean) => void
  onSpan: (part: Partial<SpanDraft>) => void
  children: ReactNode
}

/** On or off, after how long, and what then. */
function Deadline({ form, name, span, onSwitch, onSpan, children }: DeadlineProps) {
  const { t } = useTranslation()
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
        <Switch label={title} checked={span !== null} onChange={(event) => onSwitch(event.currentTarget.checked)} />
      )}
      {span !== null && (
        <div className={styles.fallback}>
          <span className={styles.delay}>
            <span className="quiet">{t('routing.other_after')}</span>
            <NumberInput
              className={styles.amount}
              aria-label={t('routing.deadline.time', { deadline: title })}
              hideControls
              min={1}
              max={longest / secondsIn[span.unit]}
              allowDecimal={false}
              readOnly={form.isReadOnly}
              value={span.amount ?? ''}
              error={error !== null}
              onChange={(value) => onSpan({ amount: typeof value === 'number' ? value : null })}
            />
            <Select
              className={styles.unit}
              aria-label={t('routing.deadline.unit', { deadline: title })}
              allowDeselect={false}
              readOnly={form.isReadOnly}
              data={units.map((value) => ({ value, label: t(`routing.units.${value}`) }))}
              value={span.unit}
              onChange={(value) => onSpan({ unit: units.find((one) => one === value) ?? 'seconds' })}
            />
          </span>
          {children}
        </div>
      )}
      {error !== null && <span className={styles.refused}>{error}</span>}
    </div>
  )
}
