import { NumberInput, Stack, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldError } from '../api/problem.ts'
import { type OperatorAbilities, routing } from '../api/routing.ts'
import { workspace } from '../api/setup.ts'
import { Failure } from '../shell/Failure.tsx'
import { AbilitiesInput } from './AbilitiesInput.tsx'
import { HoursFields } from './HoursFields.tsx'
import { calendarOf, type HoursDraft, hoursDraft, officeHours, unreadableIn } from './routing-draft.ts'
import { useFieldError } from './use-field-error.ts'

/** Without a weight while its field is empty; the hours as they are typed. */
export type EditedAbilities = Omit<OperatorAbilities, 'weight' | 'calendar'> & {
  weight: number | null
  hours: HoursDraft | null
}

type Props = {
  /** Null: one who is only being added. */
  operator: string | null
  /** New hours are called after it. */
  name: string
  /** Null: not edited. */
  edited: EditedAbilities | null
  errors: FieldError[]
  onChange: (abilities: EditedAbilities) => void
}

const plainAbilities: OperatorAbilities = { skills: [], languages: [], weight: 1, calendar: null }

/** What is sent, and what of it cannot be yet. */
export function abilitiesOf({ weight, hours, ...others }: EditedAbilities): {
  abilities: OperatorAbilities
  errors: FieldError[]
} {
  return {
    abilities: { ...others, weight: weight ?? plainAbilities.weight, calendar: hours && calendarOf(hours) },
    errors: hours === null ? [] : unreadableIn(hours),
  }
}
const mostWeight = 100

/** [RO-31] [RO-40] What an operator can do, how much of the work is theirs, and when they work. */
export function AbilitiesFields({ operator, name, edited, errors, onChange }: Props) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(errors)
  const saved = useQuery({
    queryKey: ['abilities', operator],
    queryFn: () => (operator === null ? plainAbilities : routing.abilities(operator)),
  })
  if (saved.error !== null) return <Failure error={saved.error} />
  // What is not known yet must not be replaced.
  const isReadOnly = saved.data === undefined
  const { calendar, ...others } = saved.data ?? plainAbilities
  const shown = edited ?? { ...others, hours: calendar && hoursDraft(calendar) }
  return (
    <>
      <Stack gap="xs">
        {(['skills', 'languages'] as const).map((kind) => (
          <AbilitiesInput
            key={kind}
            kind={kind}
            value={shown[kind]}
            isReadOnly={isReadOnly}
            error={errorAt(kind)}
            onChange={(value) => onChange({ ...shown, [kind]: value })}
          />
        ))}
        <span className="quiet" style={{ fontSize: 12 }}>
          {t('abilities.hint')}
        </span>
      </Stack>
      <NumberInput
        label={t('abilities.weight')}
        description={t('abilities.weight_hint')}
        min={1}
        max={mostWeight}
        allowDecimal={false}
        readOnly={isReadOnly}
        value={shown.weight ?? ''}
        error={errorAt('weight')}
        onChange={(value) => onChange({ ...shown, weight: typeof value === 'number' ? value : null })}
      />
      <OwnHours
        name={name}
        hours={shown.hours}
        form={{ isReadOnly, errors }}
        onChange={(hours) => onChange({ ...shown, hours })}
      />
    </>
  )
}

type HoursProps = {
  name: string
  hours: HoursDraft | null
  form: { isReadOnly: boolean; errors: FieldError[] }
  onChange: (hours: HoursDraft | null) => void
}

/** [RO-40] Outside of their own hours an operator is no candidate. */
function OwnHours({ name, hours, form, onChange }: HoursProps) {
  const { t } = useTranslation()
  const home = useQuery({ queryKey: ['workspace'], queryFn: workspace.read })
  // Turned off and on again, they are as they were.
  const last = useRef<HoursDraft | null>(null)
  const turn = (isOn: boolean) => {
    if (!isOn) {
      last.current = hours
      return onChange(null)
    }
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone
    onChange(last.current ?? officeHours(name.trim() || t('abilities.hours'), home.data?.timeZone ?? here))
  }
  return (
    <Stack gap="md">
      <Switch
        label={t('abilities.hours')}
        description={t('abilities.hours_hint')}
        disabled={form.isReadOnly}
        checked={hours !== null}
        onChange={(event) => turn(event.currentTarget.checked)}
      />
      {hours !== null && (
        <HoursFields hours={hours} form={form} onChange={(change) => onChange({ ...hours, ...change })} />
      )}
    </Stack>
  )
}
