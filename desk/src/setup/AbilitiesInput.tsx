import { TagsInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AbilityKind, useKnownAbilities } from './use-known-abilities.ts'

type Props = {
  kind: AbilityKind
  value: string[]
  error: string | null
  isReadOnly: boolean
  /** Says which of them no operator has: whoever requires it finds nobody. */
  isTellingUnknown?: boolean
  onChange: (value: string[]) => void
}

const mostAbilities = 50

/** Skills or languages as chips: typed, or picked from those that operators have. */
export function AbilitiesInput({ kind, value, error, isReadOnly, isTellingUnknown = false, onChange }: Props) {
  const { t, i18n } = useTranslation()
  const [wasUsed, setUsed] = useState(false)
  const known = useKnownAbilities(wasUsed || (isTellingUnknown && value.length > 0))
  const unknown = isTellingUnknown && known !== null ? value.filter((one) => !known[kind].includes(one)) : []
  const abilities = new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(
    unknown.map((name) => t('routing.quoted', { name })),
  )
  return (
    <div>
      <TagsInput
        label={t(`abilities.${kind}`)}
        placeholder={value.length === 0 && !isReadOnly ? t('routing.ability_add') : ''}
        data={known?.[kind] ?? []}
        maxTags={mostAbilities}
        isDuplicate={(one, all) => all.includes(one.trim())}
        readOnly={isReadOnly}
        value={value}
        error={error}
        dir="auto"
        onFocus={() => setUsed(true)}
        onChange={(tags) => onChange([...new Set(tags.map((one) => one.trim()).filter(Boolean))])}
      />
      {unknown.length > 0 && (
        <span className="quiet" style={{ fontSize: 12 }}>
          {t('routing.nobody_has', { abilities, count: unknown.length })}
        </span>
      )}
    </div>
  )
}
