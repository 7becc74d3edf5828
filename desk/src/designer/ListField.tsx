import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesigner } from './context.ts'
import { type Field, freshValue } from './document/catalogue.ts'
import { fieldsOf, listOf, type Path, textOf, withItems, withMoved, withoutItem, withValue } from './document/path.ts'
import { useFormParts } from './form-parts.ts'
import styles from './inspector.module.css'
import { useFieldEdit } from './use-field-edit.ts'
import { type FieldProps, useFieldTexts } from './use-field-texts.tsx'
import { useTriggerName } from './use-names.ts'

/** Several of a kind in their order: texts, or things with fields of their own and what happens when they are clicked. */
export function ListField(props: FieldProps & { item: Field; most: number | null; trigger: string | null }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { field, item, path, most, trigger } = props
  const { label, description, error } = useFieldTexts(props)
  const root = useRef<HTMLFieldSetElement>(null)
  const items = listOf(props.value)
  const focusItem = (index: number) =>
    requestAnimationFrame(() =>
      root.current
        ?.querySelectorAll<HTMLElement>(':scope > ol > li')
        [index]?.querySelector<HTMLElement>('input, textarea')
        ?.focus(),
    )
  const add = () => {
    session.edit(withItems(session.draft, path, items.length, [freshValue(item) ?? '']))
    focusItem(items.length)
  }
  const move = (index: number, by: -1 | 1) => {
    if (index + by < 0 || index + by >= items.length) return
    session.edit(withMoved(session.draft, [...path, index], index + by))
    focusItem(index + by)
  }
  const remove = (index: number) => {
    const isLast = items.length === 1 && !field.isRequired
    session.edit(isLast ? withValue(session.draft, path, undefined) : withoutItem(session.draft, [...path, index]))
  }
  return (
    <fieldset ref={root} className={styles.items}>
      <legend>{item.control.kind === 'fields' ? field.title : label}</legend>
      {description !== null && <p className="quiet">{description}</p>}
      {error !== null && <p className={styles.error}>{error}</p>}
      <ol>
        {items.map((value, index) => (
          <ListItem
            // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its place
            key={index}
            item={item}
            value={value}
            path={[...path, index]}
            index={index}
            count={items.length}
            trigger={trigger}
            onMove={(by) => move(index, by)}
            onRemove={() => remove(index)}
          />
        ))}
      </ol>
      {!session.isReadOnly && (most === null || items.length < most) && (
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={add}>
          {t('designer.field.add', { name: item.title })}
        </Button>
      )}
    </fieldset>
  )
}

type ItemProps = {
  item: Field
  value: unknown
  path: Path
  index: number
  count: number
  trigger: string | null
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function ListItem({ item, value, path, index, count, trigger, onMove, onRemove }: ItemProps) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { ActionList, FieldControl } = useFormParts()
  const nameOfTrigger = useTriggerName()
  const name = t('designer.field.item', { name: item.title, number: index + 1 })
  const isOne = item.control.kind !== 'fields'
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const isInner =
      event.target instanceof HTMLElement &&
      event.target.closest('[data-action]') !== event.currentTarget.closest('[data-action]')
    if (by === 0 || !event.altKey || isInner || session.isReadOnly) return
    event.preventDefault()
    event.stopPropagation()
    onMove(by)
  }
  const tools = !session.isReadOnly && (
    <ItemTools name={name} index={index} count={count} onMove={onMove} onRemove={onRemove} />
  )
  if (isOne)
    return (
      <li className={styles.oneItem} data-path={textOf(path)} onKeyDown={press}>
        <OneText item={item} value={value} path={path} label={name} />
        {tools}
      </li>
    )
  return (
    <li className={styles.item} data-path={textOf(path)} onKeyDown={press}>
      <div className={styles.itemHead}>
        <span className={styles.itemName}>{name}</span>
        {tools}
      </div>
      <FieldControl field={item} value={value} path={path} />
      {trigger !== null && (
        <section className={styles.trigger}>
          <h4>{nameOfTrigger(trigger)}</h4>
          <ActionList
            at={`${textOf(path)}.${trigger}`}
            actions={listOf(fieldsOf(value)[trigger])}
            where={`${name}, ${nameOfTrigger(trigger)}`}
            isNested
          />
        </section>
      )}
    </li>
  )
}

type ToolsProps = Pick<ItemProps, 'index' | 'count' | 'onMove' | 'onRemove'> & { name: string }

/** The only item has nowhere to go. */
function ItemTools({ name, index, count, onMove, onRemove }: ToolsProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.itemTools}>
      {count > 1 && (
        <>
          <ActionIcon
            variant="subtle"
            size={24}
            disabled={index === 0}
            aria-label={`${t('designer.actions.up')}: ${name}`}
            onClick={() => onMove(-1)}
          >
            <IconArrowUp size={14} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            size={24}
            disabled={index === count - 1}
            aria-label={`${t('designer.actions.down')}: ${name}`}
            onClick={() => onMove(1)}
          >
            <IconArrowDown size={14} />
          </ActionIcon>
        </>
      )}
      <ActionIcon variant="subtle" size={24} aria-label={t('designer.field.remove', { name })} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  )
}

function OneText({ item, value, path, label }: { item: Field; value: unknown; path: Path; label: string }) {
  const { session } = useDesigner()
  const { FieldControl } = useFormParts()
  const edit = useFieldEdit({ field: item, path })
  const { error } = useFieldTexts({ field: item, value, path, label })
  if (item.control.kind !== 'text' || typeof value !== 'string')
    return <FieldControl field={item} value={value} path={path} label={label} />
  const shared = {
    'aria-label': label,
    value,
    error,
    readOnly: session.isReadOnly,
    dir: 'auto',
    onChange: (event: { currentTarget: { value: string } }) => edit.text(event.currentTarget.value),
  }
  return item.control.isMultiline ? (
    <Textarea {...shared} autosize minRows={1} maxRows={8} />
  ) : (
    <TextInput {...shared} />
  )
}
