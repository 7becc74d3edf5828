import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import choice from './choice.module.css'
import { useDesigner } from './context.ts'
import { wordOf } from './document/path.ts'
import { useFieldEdit } from './use-field-edit.ts'
import { type FieldProps, useFieldTexts } from './use-field-texts.tsx'
import { useReferences } from './use-references.tsx'

/** A group or an operator of this workspace. */
export function ReferenceField(props: FieldProps & { to: 'group' | 'operator' }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const texts = useFieldTexts(props)
  const edit = useFieldEdit(props)
  const { online, idOf, optionsWith, renderOption } = useReferences(props.to)
  const reference = wordOf(props.value)
  const current = reference === '' ? null : idOf(reference)
  const described = current === null ? null : online(current)
  return (
    <Select
      {...texts}
      classNames={{ option: choice.option ?? '' }}
      description={[texts.description, described].filter((text) => text !== null).join(' ') || null}
      data={optionsWith(current === null ? [] : [current])}
      value={current}
      searchable
      clearable={!props.field.isRequired && !session.isReadOnly}
      clearButtonProps={{ 'aria-label': t('designer.field.remove', { name: props.field.title }) }}
      placeholder={t('designer.field.none')}
      readOnly={session.isReadOnly}
      onChange={(next) => edit.value(next ?? undefined)}
      renderOption={renderOption}
    />
  )
}
