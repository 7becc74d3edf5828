import { MultiSelect, type MultiSelectProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import choice from './choice.module.css'
import { useDesigner, useDesignerState, useFoundWords } from './context.ts'
import { listOf } from './document/path.ts'
import { problemsAt } from './document/problems.ts'
import { useFieldEdit } from './use-field-edit.ts'
import { type FieldProps, useFieldTexts } from './use-field-texts.tsx'
import { useReferences } from './use-references.tsx'

type Props = FieldProps & { most: number | null }

/** Several of a few options. */
export function ChoicesField({ options, ...props }: Props & { options: readonly { value: string; title: string }[] }) {
  const chosen = listOf(props.value).map(String)
  const unknown = chosen.filter((one) => !options.some(({ value }) => value === one))
  const data = [
    ...options.map(({ value, title }) => ({ value, label: title })),
    ...unknown.map((one) => ({ value: one, label: one })),
  ]
  return <Several {...props} data={data} chosen={chosen} nameOf={(option) => option} />
}

/** Several groups or operators of this workspace. */
export function ReferencesField({ to, ...props }: Props & { to: 'group' | 'operator' }) {
  const { idOf, optionsWith, renderOption } = useReferences(to)
  const references = listOf(props.value).map(String)
  const chosen = references.map(idOf)
  // Who stays chosen stays named as before.
  const nameOf = (id: string) => references[chosen.indexOf(id)] ?? id
  return (
    <Several
      {...props}
      data={optionsWith(chosen)}
      chosen={chosen}
      nameOf={nameOf}
      renderOption={renderOption}
      searchable
    />
  )
}

type SeveralProps = Props &
  Pick<MultiSelectProps, 'data' | 'renderOption' | 'searchable'> & {
    chosen: readonly string[]
    /** How a chosen option stands in the document. */
    nameOf: (option: string) => string
  }

function Several({ field, value, path, most, chosen, nameOf, ...options }: SeveralProps) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const problems = useDesignerState((state) => state.problems)
  const wordsOf = useFoundWords()
  const { error, ...texts } = useFieldTexts({ field, value, path })
  const edit = useFieldEdit({ field, path })
  const ofItems = chosen.flatMap((_, index) => problemsAt(problems, [...path, index]).map(wordsOf))
  return (
    <MultiSelect
      {...texts}
      {...options}
      error={[error, ...ofItems].filter((one) => one !== null).join('; ') || null}
      classNames={{ option: choice.option ?? '', inputField: choice.typed ?? '' }}
      value={[...new Set(chosen)]}
      maxValues={most ?? Number.POSITIVE_INFINITY}
      clearable={!session.isReadOnly}
      clearButtonProps={{ 'aria-label': t('designer.field.remove', { name: field.title }) }}
      placeholder={chosen.length === 0 ? t('designer.field.none') : ''}
      readOnly={session.isReadOnly}
      onChange={(next) => edit.value(next.length === 0 && !field.isRequired ? undefined : next.map(nameOf))}
    />
  )
}
