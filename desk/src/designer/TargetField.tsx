import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import choice from './choice.module.css'
import { useDesigner, useDraft } from './context.ts'
import { behaviorsOf, interactionsOf, nameOf, placeOf } from './document/bot.ts'
import { namesOf } from './document/jumps.ts'
import { fieldsOf, valueAt, withValue, wordOf } from './document/path.ts'
import { type FieldProps, useFieldTexts } from './use-field-texts.tsx'

/** Where a jump leads: an interaction of this behavior or of another, or the start of a behavior. */
export function TargetField(props: FieldProps & { to: 'behavior' | 'interaction' }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const draft = useDraft()
  const texts = useFieldTexts(props)
  const path = props.path.slice(0, -1)
  const jump = fieldsOf(valueAt(draft, path))
  const behaviors = behaviorsOf(draft)
  const home = placeOf(path).behavior ?? namesOf(draft).startBehavior
  const set = (change: Record<string, unknown>) =>
    session.edit(withValue(session.draft, path, withoutEmpty({ ...jump, ...change })))
  const current = wordOf(props.value)
  const common = {
    ...texts,
    searchable: true,
    classNames: { option: choice.option ?? '' },
    clearable: !session.isReadOnly,
    clearButtonProps: { 'aria-label': t('designer.field.remove', { name: props.field.title }) },
    placeholder: t('designer.field.none'),
    readOnly: session.isReadOnly,
  }
  if (props.to === 'behavior') {
    const names = withCurrent(behaviors.map(nameOf), current)
    return (
      <Select
        {...common}
        data={names}
        value={current === '' ? null : current}
        onChange={(name) => set({ behavior: name ?? undefined })}
      />
    )
  }
  const named = wordOf(jump.behavior)
  const shown = named === '' ? behaviors : behaviors.filter((behavior) => nameOf(behavior) === named)
  const keyOf = (behavior: string, name: string) => JSON.stringify([behavior, name])
  const groups = [...new Set(shown)]
    .toSorted((one, other) => Number(other === behaviors[home]) - Number(one === behaviors[home]))
    .map((behavior) => ({
      group: nameOf(behavior),
      items: [...new Set(interactionsOf(behavior).map(nameOf))].map((name) => ({
        value: keyOf(nameOf(behavior), name),
        label: name,
      })),
    }))
  const found = groups.find(({ items }) => items.some(({ label }) => label === current))
  const gone = keyOf(named, current)
  const data =
    current === '' || found !== undefined
      ? groups
      : [...groups, { group: '', items: [{ value: gone, label: current }] }]
  return (
    <Select
      {...common}
      data={data}
      value={current === '' ? null : found === undefined ? gone : keyOf(found.group, current)}
      onChange={(value) => {
        if (value === null) return set({ interaction: undefined })
        const [behavior, interaction] = JSON.parse(value) as [string, string]
        const isHere = named === '' && behavior === nameOf(behaviors[home] ?? {})
        set({ interaction, to: undefined, behavior: isHere ? undefined : behavior })
      }}
    />
  )
}

function withCurrent(names: readonly string[], current: string): string[] {
  return [...new Set(current === '' ? names : [...names, current])].filter((name) => name !== '')
}

function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
