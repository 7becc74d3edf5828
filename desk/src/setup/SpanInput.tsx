import { NumberInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './routing.module.css'
import { type DelayUnit, type SpanDraft, secondsIn } from './span-draft.ts'

const longest = 30 * 86_400
const units: DelayUnit[] = ['seconds', 'minutes']

type Props = {
  /** Of what it is the time, for whoever does not see what stands beside it. */
  label: string
  before: string
  span: SpanDraft
  isReadOnly: boolean
  hasError: boolean
  onChange: (part: Partial<SpanDraft>) => void
}

/** So many seconds or minutes. */
export function SpanInput({ label, before, span, isReadOnly, hasError, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <span className={styles.delay}>
      <span className="quiet">{before}</span>
      <NumberInput
        className={styles.amount}
        aria-label={t('routing.deadline.time', { deadline: label })}
        hideControls
        min={1}
        max={longest / secondsIn[span.unit]}
        allowDecimal={false}
        readOnly={isReadOnly}
        value={span.amount ?? ''}
        error={hasError}
        onChange={(value) => onChange({ amount: typeof value === 'number' ? value : null })}
      />
      <Select
        className={styles.unit}
        aria-label={t('routing.deadline.unit', { deadline: label })}
        allowDeselect={false}
        readOnly={isReadOnly}
        data={units.map((value) => ({ value, label: t(`routing.units.${value}`) }))}
        value={span.unit}
        onChange={(value) => onChange({ unit: units.find((one) => one === value) ?? 'seconds' })}
      />
    </span>
  )
}
