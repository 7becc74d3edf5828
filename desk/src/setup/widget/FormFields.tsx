import { type FormField, fieldKinds } from '@baton/core/protocol'
import { ActionIcon, Button, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useRefused } from './use-refused.ts'
import type { WidgetForm } from './use-widget-form.ts'
import styles from './widget.module.css'

const mostFields = 12
/** Variables that belong to the contact: known once, they are not asked for again. */
const usual = ['user_name', 'user_email', 'user_phone_number'] as const
const kindOfUsual = { user_name: 'text', user_email: 'email', user_phone_number: 'phone' } as const

type Props = { form: WidgetForm; path: string; fields: FormField[]; onChange: (fields: FormField[]) => void }

/** What a form asks, in its order. */
export function FormFields({ form, path, fields, onChange }: Props) {
  const { t } = useTranslation()
  const refused = useRefused(form.errors.filter((error) => error.path === path))
  const add = () => {
    const next = usual.find((variable) => !fields.some((field) => field.variable === variable))
    const fresh: FormField =
      next === undefined
        ? { variable: '', label: '', kind: 'text', isRequired: false }
        : { variable: next, label: t(`widget_page.fields.usual.${next}`), kind: kindOfUsual[next], isRequired: false }
    onChange([...fields, fresh])
  }
  const put = (index: number, part: Partial<FormField>) =>
    onChange(fields.map((field, at) => (at === index ? withKind({ ...field, ...part }) : field)))
  const move = (index: number, by: -1 | 1) => {
    const moved = fields.toSpliced(index, 1)
    onChange(moved.toSpliced(index + by, 0, ...fields.slice(index, index + 1)))
  }
  const error = refused(path)
  return (
    <fieldset className={styles.fields}>
      <legend>{t('widget_page.fields.title')}</legend>
      {error !== null && (
        <p role="alert" className={styles.refused}>
          {error}
        </p>
      )}
      <ol>
        {fields.map((field, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field has no other name that stays while it is edited
          <li key={index}>
            <FieldEditor
              form={form}
              path={`${path}[${index}]`}
              field={field}
              number={index + 1}
              isLast={index === fields.length - 1}
              onChange={(part) => put(index, part)}
              onMove={(by) => move(index, by)}
              onRemove={() => onChange(fields.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      {!form.isReadOnly && fields.length < mostFields && (
        <Button size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          {t('widget_page.fields.add')}
        </Button>
      )}
    </fieldset>
  )
}

/** Only a choice has something to choose from. */
function withKind({ choices, ...field }: FormField): FormField {
  return field.kind === 'choice' ? { ...field, choices: choices ?? [] } : field
}

type EditorProps = {
  form: WidgetForm
  path: string
  field: FormField
  number: number
  isLast: boolean
  onChange: (part: Partial<FormField>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function FieldEditor({ form, path, field, number, isLast, onChange, onMove, onRemove }: EditorProps) {
  const { t } = useTranslation()
  const refused = useRefused(form.errors)
  const { variable, label, kind, isRequired, choices = [] } = field
  const readOnly = form.isReadOnly
  return (
    <fieldset className={styles.field} aria-label={t('widget_page.fields.one', { number })}>
      <div className={styles.pair}>
        <TextInput
          label={t('widget_page.fields.label')}
          dir="auto"
          maxLength={200}
          readOnly={readOnly}
          value={label}
          error={refused(`${path}.label`)}
          onChange={({ currentTarget }) => onChange({ label: currentTarget.value })}
        />
        <NativeSelect
          label={t('widget_page.fields.kind')}
          disabled={readOnly}
          data={fieldKinds.map((value) => ({ value, label: t(`widget_page.fields.kinds.${value}`) }))}
          value={kind}
          onChange={({ currentTarget }) =>
            onChange({ kind: fieldKinds.find((one) => one === currentTarget.value) ?? 'text' })
          }
        />
      </div>
      {kind === 'choice' && (
        <Textarea
          label={t('widget_page.fields.choices')}
          description={t('widget_page.fields.choices_hint')}
          autosize
          minRows={2}
          maxRows={8}
          dir="auto"
          readOnly={readOnly}
          value={choices.join('\n')}
          error={refused(`${path}.choices`)}
          onChange={({ currentTarget }) => onChange({ choices: currentTarget.value.split('\n') })}
        />
      )}
      <div className={styles.pair}>
        <TextInput
          label={t('widget_page.fields.variable')}
          maxLength={64}
          spellCheck={false}
          readOnly={readOnly}
          value={variable}
          error={refused(`${path}.variable`)}
          onChange={({ currentTarget }) => onChange({ variable: currentTarget.value.trim() })}
        />
        <div className={styles.fieldActs}>
          <Switch
            label={t('widget_page.fields.required')}
            disabled={readOnly}
            checked={isRequired}
            onChange={({ currentTarget }) => onChange({ isRequired: currentTarget.checked })}
          />
          {!readOnly && (
            <span>
              <ActionIcon
                variant="subtle"
                aria-label={t('widget_page.fields.up', { number })}
                disabled={number === 1}
                onClick={() => onMove(-1)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                aria-label={t('widget_page.fields.down', { number })}
                disabled={isLast}
                onClick={() => onMove(1)}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
              <ActionIcon variant="subtle" aria-label={t('widget_page.fields.remove', { number })} onClick={onRemove}>
                <IconTrash size={16} />
              </ActionIcon>
            </span>
          )}
        </div>
      </div>
    </fieldset>
  )
}
