import type { QuietHours } from '@baton/core/notification-settings'
import { Checkbox, Group, Select, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { timeZonesWith } from '../shell/time-zones.ts'
import { dayNames } from './days.ts'
import styles from './notifications-form.module.css'

type Props = { quiet: QuietHours | null; onQuiet: (quiet: QuietHours | null) => void }

const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

export function QuietHoursFields({ quiet, onQuiet }: Props) {
  const { t, i18n } = useTranslation()
  const names = dayNames(i18n.language)
  const change = (part: Partial<QuietHours>) => quiet !== null && onQuiet({ ...quiet, ...part })
  const time = (name: 'from' | 'until') => (
    <TextInput
      key={quiet?.[name]}
      type="time"
      label={t(`notifying.${name}`)}
      defaultValue={quiet?.[name]}
      onBlur={({ currentTarget: { value } }) => isTime(value) && value !== quiet?.[name] && change({ [name]: value })}
    />
  )
  return (
    <>
      <Switch
        label={t('notifying.quiet')}
        description={t('notifying.quiet_hint')}
        checked={quiet !== null}
        onChange={(event) => onQuiet(event.currentTarget.checked ? usual() : null)}
      />
      {quiet !== null && (
        <div className={styles.inset}>
          <Checkbox.Group
            label={t('notifying.days')}
            value={quiet.days}
            onChange={(chosen) => change({ days: names.map(([day]) => day).filter((day) => chosen.includes(day)) })}
          >
            <Group gap="sm" mt={4}>
              {names.map(([day, { short, long }]) => (
                <Checkbox key={day} value={day} label={short} aria-label={long} iconColor="var(--on-primary)" />
              ))}
            </Group>
          </Checkbox.Group>
          <Group gap="sm">
            {time('from')}
            {time('until')}
          </Group>
          <Select
            label={t('notifying.time_zone')}
            searchable
            limit={50}
            allowDeselect={false}
            data={timeZonesWith(quiet.timeZone)}
            value={quiet.timeZone}
            onChange={(timeZone) => timeZone !== null && change({ timeZone })}
          />
        </div>
      )}
    </>
  )
}

/** The nights, where this browser is. */
function usual(): QuietHours {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { days: dayNames('en').map(([day]) => day), from: '20:00', until: '07:00', timeZone }
}
