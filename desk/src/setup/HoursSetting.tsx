import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { workspace } from '../api/setup.ts'
import { HoursFields } from './HoursFields.tsx'
import { RoutingSetting } from './RoutingSetting.tsx'
import { type HoursDraft, officeHours } from './routing-draft.ts'
import type { RoutingForm } from './use-routing-form.ts'

/** [RO-40] Always open, or opening hours. `name`: what new ones are called. */
export function HoursSetting({ form, name }: { form: RoutingForm; name: string }) {
  const { t } = useTranslation()
  const home = useQuery({ queryKey: ['workspace'], queryFn: workspace.read })
  const hours = form.shown.hours ?? null
  // [U-04] They are many: the switch does not wait for them.
  const areFieldsDue = useDeferredValue(hours !== null)
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
      {hours === null ? (
        <span className="quiet">{t('hours.always')}</span>
      ) : (
        areFieldsDue && (
          <HoursFields
            hours={hours}
            form={form}
            onChange={(change) => form.change({ hours: { ...hours, ...change } })}
          />
        )
      )}
    </RoutingSetting>
  )
}
