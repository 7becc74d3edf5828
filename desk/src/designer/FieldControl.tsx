import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import choice from './choice.module.css'
import { useDesigner } from './context.ts'
import type { Control, Field } from './document/catalogue.ts'
import { fieldsOf, textOf, wordOf } from './document/path.ts'
import styles from './inspector.module.css'
import { ListField } from './ListField.tsx'
import { PairsField } from './PairsField.tsx'
import { ReferenceField } from './ReferenceField.tsx'
import { ChoicesField, ReferencesField } from './SeveralField.tsx'
import { TargetField } from './TargetField.tsx'
import { useFieldEdit } from './use-field-edit.ts'
import { type FieldProps, useFieldTexts } from './use-field-texts.tsx'
import { ValueField } from './ValueField.tsx'

/** One setting, drawn from its schema. */
export function FieldControl(props: FieldProps) {
  return <div data-path={textOf(props.path)}>{controlOf(props)}</div>
}

function controlOf(props: FieldProps): ReactNode {
  const { field, value } = props
  const { control } = field
  switch (control.kind) {
    case 'text':
      return isText(value) ? <TextField {...props} isMultiline={control.isMultiline} /> : <ValueField {...props} />
    case 'number':
      return <NumberField {...props} />
    case 'switch':
      return <SwitchField {...props} />
    case 'choice':
      return <ChoiceField {...props} options={control.options} />
    case 'reference':
      return <ReferenceField {...props} to={control.to} />
    case 'behavior':
    case 'interaction':
      return <TargetField {...props} to={control.kind} />
    case 'list':
      return listControlOf(control, props)
    case 'pairs':
      return <PairsField {...props} value={fieldsOf(value)} />
    case 'fields':
      return <FieldsTogether {...props} fields={control.fields} />
    case 'value':
      return <ValueField {...props} />
  }
}

/** Fields of one thing; what is wrong with them together stands above them. */
function FieldsTogether(props: FieldProps & { fields: readonly Field[] }) {
  const { error } = useFieldTexts(props)
  const settings = fieldsOf(props.value)
  return (
    <>
      {error !== null && <p className={styles.error}>{error}</p>}
      {props.fields.map((field) => (
        <FieldControl key={field.name} field={field} value={settings[field.name]} path={[...props.path, field.name]} />
      ))}
    </>
  )
}

/** What is picked is picked in one control; what is written has a field each. */
function listControlOf({ item, most, trigger }: Control & { kind: 'list' }, props: FieldProps): ReactNode {
  const { control } = item
  if (control.kind === 'choice') return <ChoicesField {...props} options={control.options} most={most} />
  if (control.kind === 'reference') return <ReferencesField {...props} to={control.to} most={most} />
  return <ListField {...props} item={item} most={most} trigger={trigger} />
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}

function TextField(props: FieldProps & { isMultiline: boolean }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const texts = useFieldTexts(props)
  const edit = useFieldEdit(props)
  const usual = props.field.default
  const shared = {
    ...texts,
    value: wordOf(props.value),
    placeholder: wordOf(usual) === '' ? '' : t('designer.field.default', { value: wordOf(usual) }),
    readOnly: session.isReadOnly,
    dir: 'auto',
    onChange: (event: { currentTarget: { value: string } }) => edit.text(event.currentTarget.value),
  }
  return props.isMultiline ? <Textarea {...shared} autosize minRows={2} maxRows={12} /> : <TextInput {...shared} />
}

function NumberField(props: FieldProps) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { control } = props.field
  const texts = useFieldTexts(props)
  const edit = useFieldEdit(props)
  if (control.kind !== 'number') return null
  return (
    <NumberInput
      {...texts}
      value={typeof props.value === 'number' || typeof props.value === 'string' ? props.value : ''}
      readOnly={session.isReadOnly}
      allowDecimal={!control.isInteger}
      clampBehavior="none"
      placeholder={
        props.field.default === undefined ? '' : t('designer.field.default', { value: String(props.field.default) })
      }
      onChange={(value) => edit.value(value === '' ? undefined : Number(value))}
    />
  )
}

function SwitchField(props: FieldProps) {
  const { session } = useDesigner()
  const texts = useFieldTexts(props)
  const edit = useFieldEdit(props)
  const unset = props.field.default === true
  return (
    <Switch
      {...texts}
      checked={typeof props.value === 'boolean' ? props.value : unset}
      disabled={session.isReadOnly}
      onChange={(event) => {
        const isOn = event.currentTarget.checked
        edit.value(isOn === unset && !props.field.isRequired ? undefined : isOn)
      }}
    />
  )
}

function ChoiceField(props: FieldProps & { options: { value: string; title: string }[] }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const texts = useFieldTexts(props)
  const edit = useFieldEdit(props)
  const { field, options, value } = props
  const current = value === undefined || value === null ? null : String(value)
  const usual = options.find((option) => option.value === field.default)?.title
  const known = options.map((option) => ({ value: option.value, label: option.title }))
  return (
    <Select
      {...texts}
      classNames={{ option: choice.option ?? '' }}
      data={
        current === null || options.some((option) => option.value === current)
          ? known
          : [...known, { value: current, label: current }]
      }
      value={current}
      placeholder={usual === undefined ? t('designer.field.unset') : t('designer.field.default', { value: usual })}
      allowDeselect={!field.isRequired}
      clearable={!field.isRequired && !session.isReadOnly}
      clearButtonProps={{ 'aria-label': t('designer.field.remove', { name: field.title }) }}
      readOnly={session.isReadOnly}
      onChange={(next) => edit.value(next ?? undefined)}
    />
  )
}
