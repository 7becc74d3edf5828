import { useTranslation } from 'react-i18next'
import type { FigureDay } from '../api/figures.ts'
import setup from '../setup/setup.module.css'
import styles from './figures.module.css'
import { numberText } from './numbers.ts'
import { dayText } from './Plots.tsx'

/** What the plots show, as numbers. */
export function DaysTable({ days }: { days: FigureDay[] }) {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const columns = [
    t('figures.day'),
    t('figures.names.requests'),
    t('figures.names.answered'),
    t('figures.plot.median'),
    t('figures.plot.p90'),
    t('figures.names.service_level_f4'),
    t('figures.names.occupancy'),
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={setup.scroll} tabIndex={0} aria-label={t('figures.by_day')}>
      <table className={`${setup.table} ${styles.numbers} tabular`}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ date, figures }) => (
            <tr key={date}>
              <th scope="row">{dayText(date, language)}</th>
              <td>{numberText('count', figures.requests?.value, language)}</td>
              <td>{numberText('count', figures.answered?.value, language)}</td>
              <td>{numberText('duration', figures.speed_of_answer?.value, language)}</td>
              <td>{numberText('duration', figures.speed_of_answer?.p90Ms, language)}</td>
              <td>{numberText('share', figures.service_level_f4?.value, language)}</td>
              <td>{numberText('share', figures.occupancy?.value, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
