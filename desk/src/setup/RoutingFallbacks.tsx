import { ActionIcon, Button, NumberInput, Select } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RoutingSetting } from './RoutingSetting.tsx'
import styles from './routing.module.css'
import { type FallbackDraft, nextKey } from './routing-draft.ts'
import { type DelayUnit, secondsIn } from './span-draft.ts'
import { useFieldError } from './use-field-error.ts'
import type { RoutingForm } from './use-routing-form.ts'

const mostFallbacks = 10
const mostSeconds = 86_400
const units: DelayUnit[] = ['seconds', 'minutes']

/** [RO-22] The other groups that are asked, one after another. */
export function RoutingFallbacks({ form }: { form: RoutingForm }) {
  const { t } = useTranslation()
  const rows = form.shown.fallbacks ?? []
  const list = useRef<HTMLOListElement>(null)
  const adding = useRef<HTMLButtonElement>(null)
  const [moved, setMoved] = useState('')
  const focusing = useRef<string | null>(null)
  // A row that is moved or new has the focus afterwards: it may stand elsewhere in the document by now.
  useEffect(() => {
    if (focusing.current === null) return
    list.current?.querySelector<HTMLElement>(focusing.current)?.focus()
    focusing.current = null
  })
  const change = (next: FallbackDraft[]) =>
    form.change({ fallbacks: next.length === 0 && form.defaults.fallbacks === undefined ? undefined : next })
  const nameOf = (group: string | null) =>
    group === null
      ? t('routing.other_choose')
      : (form.teams.find(({ id }) => id === group)?.name ?? t('routing.other_gone'))
  const move = (index: number, by: -1 | 1) => {
    const row = rows[index]
    if (row === undefined || index + by < 0 || index + by >= rows.length) return
    focusing.current = `[data-row="${row.key}"] [data-move="${by}"]`
    setMoved(t('routing.moved', { name: nameOf(row.group), position: index + by + 1, count: rows.length }))
    change(rows.toSpliced(index, 1).toSpliced(index + by, 0, row))
  }
  const add = () => {
    const key = nextKey(rows)
    focusing.current = `[data-row="${key}"] input`
    change([...rows, { key, group: null, amount: 1, unit: 'minutes' }])
  }
  return (
    <RoutingSetting form={form} setting="fallbacks" title={t('routing.others')} text={t('routing.others_hint')}>
      {rows.length === 0 && <span className="quiet">{t('routing.others_none')}</span>}
      {rows.length > 0 && (
        <ol ref={list} className={styles.fallbacks}>
          {rows.map((row, index) => (
            <FallbackRow
              key={row.key}
              form={form}
              rows={rows}
              index={index}
              row={row}
              name={nameOf(row.group)}
              onChange={(part) => change(rows.with(index, { ...row, ...part }))}
              onMove={(by) => move(index, by)}
              onRemove={() => {
                change(rows.toSpliced(index, 1))
                adding.current?.focus()
              }}
            />
          ))}
        </ol>
      )}
      {rows.length > 0 && form.shown.automatic !== true && <span className="quiet">{t('routing.others_off')}</span>}
      {!form.isReadOnly && rows.length < mostFallbacks && (
        <div>
          <Button ref={adding} leftSection={<IconPlus size={16} />} onClick={add}>
            {t('routing.other_add')}
          </Button>
        </div>
      )}
      <span role="status" className="hidden-text">
        {moved}
      </span>
    </RoutingSetting>
  )
}

type RowProps = {
  form: RoutingForm
  rows: FallbackDraft[]
  index: number
  row: FallbackDraft
  name: string
  onChange: (part: Partial<FallbackDraft>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function FallbackRow({ form, rows, index, row, name, onChange, onMove, onRemove }: RowProps) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(form.errors)
  const { group, amount, unit } = row
  const path = `fallbacks[${index}]`
  const position = index + 1
  const taken = rows.map((other) => other.group).filter((other) => other !== group)
  const free = form.teams.filter(({ id }) => id !== form.scope && !taken.includes(id))
  const isGone = group !== null && !form.teams.some(({ id }) => id === group)
  const options = [...free, ...(isGone ? [{ id: group, name: t('routing.other_gone') }] : [])]
  const delayError = errorAt(`${path}.afterSeconds`)
  return (
    <li data-row={row.key}>
      <div className={styles.fallback}>
        <span className={`${styles.position} tabular`} aria-hidden>
          {position}.
        </span>
        <Select
          className={styles.group}
          aria-label={t('routing.other_group', { position })}
          placeholder={t('routing.other_choose')}
          searchable
          openOnFocus={false}
          allowDeselect={false}
          limit={100}
          readOnly={form.isReadOnly}
          data={options.map(({ id, name: label }) => ({ value: id, label }))}
          value={group}
          error={errorAt(`${path}.group`)}
          onChange={(value) => onChange({ group: value })}
        />
        <span className={styles.delay}>
          <span className="quiet">{t('routing.other_after')}</span>
          <NumberInput
            className={styles.amount}
            aria-label={t('routing.other_delay', { position })}
            hideControls
            min={0}
            max={mostSeconds / secondsIn[unit]}
            allowDecimal={false}
            readOnly={form.isReadOnly}
            value={amount ?? ''}
            error={delayError !== null}
            onChange={(value) => onChange({ amount: typeof value === 'number' ? value : null })}
          />
          <Select
            className={styles.unit}
            aria-label={t('routing.other_unit', { position })}
            allowDeselect={false}
            readOnly={form.isReadOnly}
            data={units.map((value) => ({ value, label: t(`routing.units.${value}`) }))}
            value={unit}
            onChange={(value) => onChange({ unit: units.find((one) => one === value) ?? 'seconds' })}
          />
        </span>
        {!form.isReadOnly && (
          <span className={styles.moves}>
            <ActionIcon
              variant="subtle"
              data-move={-1}
              aria-disabled={index === 0}
              data-disabled={index === 0}
              aria-label={t('routing.move_up', { name })}
              onClick={() => onMove(-1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              data-move={1}
              aria-disabled={position === rows.length}
              data-disabled={position === rows.length}
              aria-label={t('routing.move_down', { name })}
              onClick={() => onMove(1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon variant="subtle" aria-label={t('routing.remove_named', { name })} onClick={onRemove}>
              <IconX size={16} />
            </ActionIcon>
          </span>
        )}
      </div>
      {delayError !== null && <span className={styles.refused}>{delayError}</span>}
    </li>
  )
}
