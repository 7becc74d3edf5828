import { Alert, Select } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FieldError } from '../api/problem.ts'
import { timeZonesWith } from '../shell/time-zones.ts'
import { HoursExceptions, HoursHolidays } from './HoursDates.tsx'
import { HoursWeek } from './HoursWeek.tsx'
import styles from './hours.module.css'
import { type HoursDraft, neverOpens } from './routing-draft.ts'
import { useFieldError } from './use-field-error.ts'

/** `form`: where the hours stand; their errors are under `calendar`. */
export type HoursPart = {
  hours: HoursDraft
  form: { isReadOnly: boolean; errors: FieldError[] }
  onChange: (change: Partial<HoursDraft>) => void
}

/** [RO-40] A week, exceptions and holidays, in their time zone. */
export function HoursFields({ hours, form, onChange }: HoursPart) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(form.errors)
  const part = { hours, form, onChange }
  return (
    <div className={styles.hours}>
      {neverOpens(hours) && (
        <Alert role="status" icon={<IconAlertTriangle size={16} aria-hidden />} title={t('hours.never')}>
          {t('hours.never_hint')}
        </Alert>
      )}
      <Select
        className={styles.zone}
        label={t('hours.time_zone')}
        searchable
        limit={50}
        allowDeselect={false}
        readOnly={form.isReadOnly}
        data={timeZonesWith(hours.timeZone)}
        value={hours.timeZone}
        error={errorAt('calendar.timeZone')}
        onChange={(timeZone) => timeZone !== null && onChange({ timeZone })}
      />
      <HoursWeek {...part} />
      <HoursExceptions {...part} />
      <HoursHolidays {...part} />
    </div>
  )
}
