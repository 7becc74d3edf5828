import { useTranslation } from 'react-i18next'
import type { FigureDay, FigureValue } from '../api/figures.ts'
import styles from './figures.module.css'
import { numberText } from './numbers.ts'
import { Plot } from './Plot.tsx'
import { countSteps, durationSteps, shareSteps } from './scale.ts'

/** Four plots that a person reads at a glance: how many, how long, how well, how busy. */
export function Plots({ days }: { days: FigureDay[] }) {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const labels = days.map(({ date }) => dayText(date, language))
  const valuesOf = (key: string, of: (figure: FigureValue) => number | null = ({ value }) => value) =>
    days.map(({ figures }) => {
      const figure = figures[key]
      return figure === undefined ? null : of(figure)
    })
  const count = (value: number | null) => numberText('count', value, language)
  const share = (value: number | null) => numberText('share', value, language)
  const percent = (value: number) => numberText('whole_share', value, language)
  const span = (value: number | null) => numberText('duration', value, language)
  return (
    <div className={styles.plots}>
      <Plot
        title={t('figures.plot.requests')}
        labels={labels}
        kind="bars"
        steps={countSteps}
        format={count}
        series={[
          { name: t('figures.names.requests'), look: 'requested', values: valuesOf('requests') },
          { name: t('figures.names.answered'), look: 'taken', values: valuesOf('answered') },
        ]}
      />
      <Plot
        title={t('figures.plot.waits')}
        labels={labels}
        kind="lines"
        steps={durationSteps}
        atLeast={20_000}
        format={span}
        series={[
          { name: t('figures.plot.p90'), look: 'requested', values: valuesOf('speed_of_answer', ({ p90Ms }) => p90Ms) },
          { name: t('figures.plot.median'), look: 'taken', values: valuesOf('speed_of_answer') },
        ]}
      />
      <Plot
        title={t('figures.names.service_level_f4')}
        labels={labels}
        kind="lines"
        steps={shareSteps}
        atLeast={1}
        format={share}
        formatTick={percent}
        series={[{ name: t('figures.names.service_level_f4'), look: 'taken', values: valuesOf('service_level_f4') }]}
      />
      <Plot
        title={t('figures.plot.load')}
        labels={labels}
        kind="bars"
        steps={shareSteps}
        atLeast={1}
        format={share}
        formatTick={percent}
        series={[{ name: t('figures.names.occupancy'), look: 'plain', values: valuesOf('occupancy') }]}
      />
    </div>
  )
}

/** A date as people write it in short; the date is what counts, whatever zone the reader is in. */
export function dayText(date: string, language: string): string {
  const form = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, form).format(Date.parse(`${date}T00:00:00Z`))
}
