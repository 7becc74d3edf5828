import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HoursPart } from './HoursFields.tsx'
import { HoursInput } from './HoursInput.tsx'
import styles from './hours.module.css'
import { type ExceptionDraft, type HolidayDraft, nextKey } from './routing-draft.ts'
import { useFieldError } from './use-field-error.ts'

/** As many lines are shown at once; the rest on demand. */
const shownAtOnce = 50
const mostDays = 31
const mostName = 200

/** Dates on which other hours hold than in the week. */
export function HoursExceptions({ hours: { exceptions }, form, onChange }: HoursPart) {
  const { t } = useTranslation()
  const { errorAt, hoursErrorAt } = useFieldError(form.errors)
  return (
    <Dates
      title={t('hours.exceptions')}
      hint={t('hours.exceptions_hint')}
      none={t('hours.exceptions_none')}
      add={t('hours.exception_add')}
      isReadOnly={form.isReadOnly}
      rows={exceptions}
      fresh={(key): ExceptionDraft => ({ key, from: '', until: '', name: '', hours: '' })}
      label={(position) => t('hours.exception', { position })}
      onChange={(rows) => onChange({ exceptions: rows })}
      error={(index) =>
        exactly(form.errors, `calendar.exceptions[${index}]`) && errorAt(`calendar.exceptions[${index}]`)
      }
    >
      {(row, index, change) => {
        const path = `calendar.exceptions[${index}]`
        return (
          <>
            <TextInput
              type="date"
              label={t('hours.from')}
              readOnly={form.isReadOnly}
              value={row.from}
              error={errorAt(`${path}.from`)}
              onChange={(event) => change({ from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={t('hours.until')}
              readOnly={form.isReadOnly}
              value={row.until}
              error={errorAt(`${path}.until`)}
              onChange={(event) => change({ until: event.currentTarget.value })}
            />
            <Called row={row} isReadOnly={form.isReadOnly} error={errorAt(`${path}.name`)} onChange={change} />
            <HoursInput
              label={t('hours.hours')}
              isLabelShown
              isReadOnly={form.isReadOnly}
              value={row.hours}
              error={hoursErrorAt(`${path}.periods`, row.hours)}
              onChange={(text) => change({ hours: text })}
            />
          </>
        )
      }}
    </Dates>
  )
}

/** Dates of every year on which other hours hold than in the week. */
export function HoursHolidays({ hours: { holidays }, form, onChange }: HoursPart) {
  const { t, i18n } = useTranslation()
  const { errorAt, hoursErrorAt } = useFieldError(form.errors)
  const months = Array.from({ length: 12 }, (_, month) => ({
    value: String(month + 1),
    label: monthName(month, i18n.language),
  }))
  return (
    <Dates
      title={t('hours.holidays')}
      hint={t('hours.holidays_hint')}
      none={t('hours.holidays_none')}
      add={t('hours.holiday_add')}
      isReadOnly={form.isReadOnly}
      rows={holidays}
      fresh={(key): HolidayDraft => ({ key, month: null, day: null, name: '', hours: '' })}
      label={(position) => t('hours.holiday', { position })}
      onChange={(rows) => onChange({ holidays: rows })}
      error={(index) => errorAt(`calendar.holidays[${index}].date`)}
    >
      {(row, index, change) => {
        const path = `calendar.holidays[${index}]`
        return (
          <>
            <Select
              label={t('hours.month')}
              allowDeselect={false}
              readOnly={form.isReadOnly}
              data={months}
              value={row.month === null ? null : String(row.month)}
              error={errorAt(`${path}.date`) !== null}
              onChange={(value) => change({ month: value === null ? null : Number(value) })}
            />
            <NumberInput
              label={t('hours.day')}
              min={1}
              max={mostDays}
              allowDecimal={false}
              readOnly={form.isReadOnly}
              value={row.day ?? ''}
              error={errorAt(`${path}.date`) !== null}
              onChange={(value) => change({ day: typeof value === 'number' ? value : null })}
            />
            <Called row={row} isReadOnly={form.isReadOnly} error={errorAt(`${path}.name`)} onChange={change} />
            <HoursInput
              label={t('hours.hours')}
              isLabelShown
              isReadOnly={form.isReadOnly}
              value={row.hours}
              error={hoursErrorAt(`${path}.periods`, row.hours)}
              onChange={(text) => change({ hours: text })}
            />
          </>
        )
      }}
    </Dates>
  )
}

/** An error about a whole line, not about one of its fields. */
function exactly(errors: readonly { path: string }[], path: string): true | null {
  return errors.some((error) => error.path === path) || null
}

type CalledProps = {
  row: { name: string }
  isReadOnly: boolean
  error: string | null
  onChange: (part: { name: string }) => void
}

function Called({ row, isReadOnly, error, onChange }: CalledProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={t('hours.name')}
      dir="auto"
      maxLength={mostName}
      readOnly={isReadOnly}
      value={row.name}
      error={error}
      onChange={(event) => onChange({ name: event.currentTarget.value })}
    />
  )
}

type DatesProps<Row> = {
  title: string
  hint: string
  none: string
  add: string
  isReadOnly: boolean
  rows: Row[]
  fresh: (key: number) => Row
  label: (position: number) => string
  /** About a whole line. */
  error: (index: number) => string | null
  onChange: (rows: Row[]) => void
  children: (row: Row, index: number, change: (part: Partial<Row>) => void) => ReactNode
}

function Dates<Row extends { key: number }>(props: DatesProps<Row>) {
  const { t } = useTranslation()
  const { title, hint, none, add, isReadOnly, rows, fresh, label, error, onChange, children } = props
  const [shown, setShown] = useState(shownAtOnce)
  const list = useRef<HTMLUListElement>(null)
  const adding = useRef<HTMLButtonElement>(null)
  const isNew = useRef(false)
  useEffect(() => {
    if (!isNew.current) return
    isNew.current = false
    list.current?.lastElementChild?.querySelector('input')?.focus()
  })
  const addRow = () => {
    isNew.current = true
    setShown(Math.max(shown, rows.length + 1))
    onChange([...rows, fresh(nextKey(rows))])
  }
  return (
    <fieldset className={styles.part}>
      <legend>{title}</legend>
      <p className={styles.hint}>{hint}</p>
      {rows.length === 0 && <span className="quiet">{none}</span>}
      {rows.length > 0 && (
        <ul ref={list} className={styles.dates}>
          {rows.slice(0, shown).map((row, index) => (
            <li key={row.key}>
              {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no grid in every browser */}
              <div role="group" className={styles.date} aria-label={label(index + 1)}>
                <div className={styles.dateFields}>
                  {children(row, index, (part) => onChange(rows.with(index, { ...row, ...part })))}
                </div>
                {!isReadOnly && (
                  <ActionIcon
                    className={styles.removing ?? ''}
                    variant="subtle"
                    size="lg"
                    aria-label={t('hours.remove', { what: label(index + 1) })}
                    onClick={() => {
                      onChange(rows.toSpliced(index, 1))
                      adding.current?.focus()
                    }}
                  >
                    <IconX size={16} />
                  </ActionIcon>
                )}
              </div>
              {error(index) !== null && <span className={styles.refused}>{error(index)}</span>}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.adding}>
        {!isReadOnly && (
          <Button ref={adding} leftSection={<IconPlus size={16} />} onClick={addRow}>
            {add}
          </Button>
        )}
        {rows.length > shown && (
          <Button variant="subtle" onClick={() => setShown(shown + shownAtOnce)}>
            {t('common.more')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

function monthName(month: number, language: string): string {
  return new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, month, 1)),
  )
}
