import { IconUserExclamation } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveState } from '../live/hooks.ts'
import { Bar } from '../shell/Bar.tsx'
import { goTo, pathOf, usePlace } from '../shell/navigation.ts'
import { useTimes } from '../shell/times.ts'
import styles from './coverage-bar.module.css'
import { gapsIn } from './gaps.ts'
import { useCoverage } from './use-coverage.ts'

/** [RO-3] Tells supervisors where requests wait and nobody has room. */
export function CoverageBar() {
  const { t } = useTranslation()
  const times = useTimes()
  const isSeenHere = usePlace().name === 'wallboard'
  const coverage = useCoverage()
  const rows = useLiveState((state) => state.rows)
  const gaps = useMemo(() => gapsIn(coverage, Object.values(rows)), [coverage, rows])
  const [first] = gaps
  return (
    <Bar tone="danger">
      {first !== undefined && !isSeenHere ? (
        <>
          <IconUserExclamation size={18} aria-hidden />
          <span>
            {first.group === null
              ? t('coverage.everybody', { count: first.waiting })
              : t('coverage.group', { group: first.group.name, count: first.waiting })}{' '}
            <span className={styles.since}>{t('coverage.since', { time: times.row(first.since) })}</span>
            {gaps.length > 1 && ` ${t('coverage.more', { count: gaps.length - 1 })}`}
          </span>
          <a
            href={pathOf({ name: 'wallboard' })}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              goTo({ name: 'wallboard' })
            }}
          >
            {t('coverage.look')}
          </a>
        </>
      ) : null}
    </Bar>
  )
}
