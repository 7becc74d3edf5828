import { NumberInput, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FieldError } from '../api/problem.ts'
import { type OperatorAbilities, routing } from '../api/routing.ts'
import { Failure } from '../shell/Failure.tsx'
import { AbilitiesInput } from './AbilitiesInput.tsx'
import { useFieldError } from './use-field-error.ts'

/** Without a weight while its field is empty. */
export type EditedAbilities = Omit<OperatorAbilities, 'weight'> & { weight: number | null }

type Props = {
  /** Null: one who is only being added. */
  operator: string | null
  /** Null: not edited. */
  edited: EditedAbilities | null
  errors: FieldError[]
  onChange: (abilities: EditedAbilities) => void
}

export const plainAbilities: OperatorAbilities = { skills: [], languages: [], weight: 1 }
const mostWeight = 100

/** [RO-31] What an operator can do, and how much of the work is theirs. */
export function AbilitiesFields({ operator, edited, errors, onChange }: Props) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(errors)
  const saved = useQuery({
    queryKey: ['abilities', operator],
    queryFn: () => (operator === null ? plainAbilities : routing.abilities(operator)),
  })
  if (saved.error !== null) return <Failure error={saved.error} />
  // What is not known yet must not be replaced.
  const isReadOnly = saved.data === undefined
  const shown = edited ?? saved.data ?? plainAbilities
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
    </>
  )
}
