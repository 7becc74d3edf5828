import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { groups } from '../api/people.ts'
import { bots } from '../api/setup.ts'
import styles from './figures.module.css'
import { addDays, type Choice, choices, type OwnPeriod } from './period.ts'

export type Chosen = { choice: Choice; own: OwnPeriod; bot: string | null; group: string | null }

/** Of when, and of whom. */
export function Filters({
  chosen,
  today,
  onChange,
}: {
  chosen: Chosen
  today: string
  onChange: (chosen: Chosen) => void
}) {
  const { t } = useTranslation()
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  const known = useQuery({ queryKey: ['bots'], queryFn: bots.list })
  const choose = (value: string) => {
    const choice = choices.find((one) => one === value) ?? 'week'
    const isFirst = choice === 'own' && chosen.own.first === ''
    onChange({ ...chosen, choice, own: isFirst ? { first: addDays(today, -6), last: today } : chosen.own })
  }
  const day = (end: 'first' | 'last') => (
    <TextInput
      type="date"
      size="sm"
      label={t(`figures.${end}`)}
      value={chosen.own[end]}
      max={today}
      onChange={(event) => onChange({ ...chosen, own: { ...chosen.own, [end]: event.currentTarget.value } })}
    />
  )
  return (
    <div className={styles.filters}>
      <SegmentedControl
        aria-label={t('figures.period')}
        value={chosen.choice}
        onChange={choose}
        data={choices.map((value) => ({ value, label: t(`figures.choices.${value}`) }))}
      />
      {chosen.choice === 'own' && day('first')}
      {chosen.choice === 'own' && day('last')}
      <Select
        aria-label={t('figures.group')}
        placeholder={t('figures.every_group')}
        clearable
        searchable
        value={chosen.group}
        onChange={(group) => onChange({ ...chosen, group })}
        data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        aria-label={t('figures.bot')}
        placeholder={t('figures.every_bot')}
        clearable
        searchable
        value={chosen.bot}
        onChange={(bot) => onChange({ ...chosen, bot })}
        data={(known.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </div>
  )
}
