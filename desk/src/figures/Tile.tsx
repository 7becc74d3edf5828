import { Popover, UnstyledButton } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Figure } from '../api/figures.ts'
import styles from './figures.module.css'
import { useFigureName } from './names.ts'
import { numberText } from './numbers.ts'

/** One number that matters, with what it means one click away. */
export function Tile({ figure }: { figure: Figure }) {
  const { i18n } = useTranslation()
  const nameOf = useFigureName()
  return (
    <div className={styles.tile}>
      <Popover width={320} position="bottom-start" withinPortal trapFocus={false}>
        <Popover.Target>
          <UnstyledButton className={styles.tileName}>
            <span>{nameOf(figure)}</span>
            <IconInfoCircle size={14} stroke={1.75} aria-hidden />
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <strong>{nameOf(figure)}</strong>
          <Meaning figure={figure} />
        </Popover.Dropdown>
      </Popover>
      <div className={`${styles.tileValue} tabular`}>{numberText(figure.unit, figure.value, i18n.language)}</div>
      <div className={`${styles.tileRest} tabular`}>
        <Rest figure={figure} />
      </div>
    </div>
  )
}

/** Their parts are milliseconds. */
const partsOfTime: readonly string[] = ['occupancy', 'utilisation', 'concurrency']

/** What a value is of: a part of a whole, or how many durations and how long most of them were. */
export function Rest({ figure: { key, unit, part, whole, count, p90Ms } }: { figure: Figure }) {
  const { t, i18n } = useTranslation()
  const text = (kind: Figure['unit'], value: number | null) => numberText(kind, value, i18n.language)
  if (unit === 'duration') return count === 0 ? null : t('figures.median', { p90: text('duration', p90Ms) })
  if (part === null || whole === null || whole === 0) return null
  const kind = partsOfTime.includes(key) ? 'duration' : 'count'
  return t('figures.of', { part: text(kind, part), whole: text(kind, whole) })
}

/** The definition as the server has it: in English, as in the documents. */
export function Meaning({ figure: { formula, what } }: { figure: Figure }) {
  return (
    <dl className={styles.meaning} lang="en">
      <dt>{formula}</dt>
      <dd>{what}</dd>
    </dl>
  )
}
