import { Button, SegmentedControl } from '@mantine/core'
import { IconDeviceDesktopAnalytics, IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FigureQuery, type Figures, figures } from '../api/figures.ts'
import { workspace } from '../api/setup.ts'
import { Loaded } from '../setup/Loaded.tsx'
import { useNow } from '../shell/clock.ts'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { Rest } from '../shell/Rest.tsx'
import { mayOverrule, useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { AllFigures } from './AllFigures.tsx'
import { DaysTable } from './DaysTable.tsx'
import { type Chosen, Filters } from './Filters.tsx'
import styles from './figures.module.css'
import { Plots } from './Plots.tsx'
import { ownPeriod, periodOf, todayIn } from './period.ts'
import { Tile } from './Tile.tsx'

/** The few that matter, in the order in which they are asked about. */
const shown = ['requests', 'answered', 'speed_of_answer', 'service_level_f4', 'abandoned', 'occupancy']

export function FiguresPage() {
  const { t } = useTranslation()
  const isAllowed = mayOverrule(useMe())
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        {isAllowed ? <Period /> : <Notice title={t('figures.forbidden.title')} text={t('figures.forbidden.text')} />}
      </div>
    </main>
  )
}

function Period() {
  const { t } = useTranslation()
  const place = useQuery({ queryKey: ['workspace'], queryFn: workspace.read })
  const [chosen, setChosen] = useState<Chosen>({ choice: 'week', own: { first: '', last: '' }, bot: null, group: null })
  const today = todayIn(place.data?.timeZone ?? null, useMinute())
  const period = chosen.choice === 'own' ? ownPeriod(chosen.own) : periodOf(chosen.choice, today)
  const query = typeof period === 'string' ? null : { ...period, bot: chosen.bot, group: chosen.group }
  const found = useQuery({
    queryKey: ['figures', query],
    queryFn: () => figures.read(query ?? periodOf('today', today)),
    enabled: query !== null && place.data !== undefined,
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>{t('figures.title')}</h1>
          <p>{t('figures.about', { zone: place.data?.timeZone ?? '' })}</p>
        </div>
        <div className={styles.tools}>
          <ToWallboard />
          <Download query={query} />
        </div>
      </header>
      <Filters chosen={chosen} today={today} onChange={setChosen} />
      {typeof period === 'string' && period !== 'incomplete' && (
        <p role="alert" className={styles.wrong}>
          {t(`figures.wrong.${period}`)}
        </p>
      )}
      <Failure error={place.error} />
      {found.data !== undefined && <Failure error={found.error} />}
      <Rest>
        {place.data !== undefined && query !== null && (
          <Loaded query={found}>{(data) => <Found data={data} isOlder={found.isPlaceholderData} />}</Loaded>
        )}
      </Rest>
    </>
  )
}

/** It is enough to know the minute: days change no faster. */
function useMinute(): number {
  return Math.floor(useNow() / 60_000) * 60_000
}

function Found({ data, isOlder }: { data: Figures; isOlder: boolean }) {
  const { t } = useTranslation()
  const times = useTimes()
  const [view, setView] = useState<'plots' | 'table'>('plots')
  const byKey = new Map(data.figures.map((figure) => [figure.key, figure]))
  const isEmpty = ['conversations', 'requests', 'handled'].every((key) => (byKey.get(key)?.value ?? 0) === 0)
  const tiles = shown.flatMap((key) => byKey.get(key) ?? [])
  return (
    <div className={styles.found} aria-busy={isOlder}>
      <div className={styles.tiles}>
        {tiles.map((figure) => (
          <Tile key={figure.key} figure={figure} />
        ))}
      </div>
      {isEmpty && <Notice title={t('figures.none.title')} text={t('figures.none.text')} />}
      {!isEmpty && data.days.length > 1 && (
        <section className={styles.section}>
          <div className={styles.sectionHead}>
            <h2>{t('figures.by_day')}</h2>
            <SegmentedControl
              size="xs"
              aria-label={t('figures.view')}
              value={view}
              onChange={(value) => setView(value === 'table' ? 'table' : 'plots')}
              data={[
                { value: 'plots', label: t('figures.plots') },
                { value: 'table', label: t('figures.table') },
              ]}
            />
          </div>
          {view === 'plots' ? <Plots days={data.days} /> : <DaysTable days={data.days} />}
        </section>
      )}
      <section className={styles.section}>
        <h2>{t('figures.all')}</h2>
        <AllFigures figures={data.figures} />
      </section>
      <p className={styles.known}>
        {t('figures.known', { at: times.full(data.knownUntil), seconds: data.serviceLevelSeconds })}
      </p>
    </div>
  )
}

function ToWallboard() {
  const { t } = useTranslation()
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    goTo({ name: 'wallboard' })
  }
  return (
    <Button
      component="a"
      href={pathOf({ name: 'wallboard' })}
      onClick={follow}
      leftSection={<IconDeviceDesktopAnalytics size={16} />}
    >
      {t('wallboard.title')}
    </Button>
  )
}

function Download({ query }: { query: FigureQuery | null }) {
  const { t } = useTranslation()
  if (query === null) return null
  return (
    <Button component="a" href={figures.csv(query)} download leftSection={<IconDownload size={16} />}>
      {t('figures.csv')}
    </Button>
  )
}
