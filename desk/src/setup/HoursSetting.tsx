import { Alert, Select, Switch } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { workspace } from '../api/setup.ts'
import { HoursExceptions, HoursHolidays } from './HoursDates.tsx'
import { HoursWeek } from './HoursWeek.tsx'
import styles from './hours.module.css'
import { RoutingSetting } from './RoutingSetting.tsx'
import { type HoursDraft, neverOpens, officeHours } from './routing-draft.ts'
import { useFieldError } from './use-field-error.ts'
import type { RoutingForm } from './use-routing-form.ts'

/** [RO-40] Always open, or opening hours. `name`: what new ones are called. */
export function HoursSetting({ form, name }: { form: RoutingForm; name: string }) {
  const { t } = useTranslation()
  const home = useQuery({ queryKey: ['workspace'], queryFn: workspace.read })
  const hours = form.shown.hours ?? null
  // Turned off and on again, they are as they were.
  const last = useRef<HoursDraft | null>(null)
  const turn = (isOn: boolean) => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (isOn) {
      const fresh = form.defaults.hours ?? officeHours(name, home.data?.timeZone ?? here)
      return form.change({ hours: last.current ?? fresh })
    }
    last.current = hours
    // Being always open needs saying only where the workspace has hours.
    return form.change({ hours: form.defaults.hours == null ? undefined : null })
  }
  return (
    <RoutingSetting form={form} setting="hours" title={t('hours.title')} text={t('hours.hint')}>
      {!form.isReadOnly && (
        <Switch
          label={t('hours.switch')}
          checked={hours !== null}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
      )}
      {hours === null ? <span className="quiet">{t('hours.always')}</span> : <Hours form={form} hours={hours} />}
    </RoutingSetting>
  )
}

function Hours({ form, hours }: { form: RoutingForm; hours: HoursDraft }) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(form.errors)
  const zones = useMemo(
    () => [...new Set([hours.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])],
    [hours.timeZone],
  )
  const part = {
    hours,
    form,
    onChange: (change: Partial<HoursDraft>) => form.change({ hours: { ...hours, ...change } }),
  }
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
        data={zones}
        value={hours.timeZone}
        error={errorAt('calendar.timeZone')}
        onChange={(timeZone) => timeZone !== null && part.onChange({ timeZone })}
      />
      <HoursWeek {...part} />
      <HoursExceptions {...part} />
      <HoursHolidays {...part} />
    </div>
  )
}

export type HoursPart = { hours: HoursDraft; form: RoutingForm; onChange: (change: Partial<HoursDraft>) => void }
