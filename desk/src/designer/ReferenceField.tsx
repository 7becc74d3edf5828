import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PresenceDot } from '../shell/PresenceDot.tsx'
import choice from './choice.module.css'
import { groupNamed, operatorNamed, useDesigner } from './context.ts'
import { wordOf } from './document/path.ts'
import styles from './inspector.module.css'
import { useFieldEdit } from './use-field-edit.ts'
import { type FieldProps, useFieldTexts } from './use-field-texts.tsx'

/** A group or an operator of this workspace, with who is online now. */
export function ReferenceField(props: FieldProps & { to: 'group' | 'operator' }) {
  const { t } = useTranslation()
  const { session, groups, operators } = useDesigner()
  const texts = useFieldTexts(props)
  const edit = useFieldEdit(props)
  const reference = wordOf(props.value)
  const isGroup = props.to === 'group'
  const named = isGroup ? groupNamed(groups, reference) : operatorNamed(operators, reference)
  const known = (isGroup ? groups : operators.filter(({ enabled }) => enabled)).map(({ id, name }) => ({
    value: id,
    label: name,
  }))
  const current = reference === '' ? null : (named?.id ?? reference)
  const isListed = current === null || known.some(({ value }) => value === current)
  const missing = {
    value: current ?? '',
    label: named?.name ?? t(`designer.field.unknown_${props.to}`, { name: reference }),
  }
  const onlineIn = (id: string) => {
    const group = groups.find((one) => one.id === id)
    return group === undefined ? null : t('designer.field.online', { online: group.online, members: group.members })
  }
  const described = current === null || !isGroup ? null : onlineIn(current)
  return (
    <Select
      {...texts}
      classNames={{ option: choice.option ?? '' }}
      description={described === null ? texts.description : `${texts.description} · ${described}`}
      data={isListed ? known : [...known, missing]}
      value={current}
      searchable
      clearable={!props.field.isRequired && !session.isReadOnly}
      clearButtonProps={{ 'aria-label': t('designer.field.remove', { name: props.field.title }) }}
      placeholder={t('designer.field.none')}
      readOnly={session.isReadOnly}
      onChange={(next) => edit.value(next ?? undefined)}
      renderOption={({ option }) => {
        const operator = isGroup ? undefined : operators.find(({ id }) => id === option.value)
        return (
          <span className={styles.reference}>
            {operator !== undefined && <PresenceDot status={operator.status} />}
            <span className="cut" dir="auto">
              {option.label}
            </span>
            <span className="quiet tabular">
              {operator === undefined ? onlineIn(option.value) : t(`presence.${operator.status}.name`)}
            </span>
          </span>
        )
      }}
    />
  )
}
