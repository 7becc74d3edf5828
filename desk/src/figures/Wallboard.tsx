import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Wallboard as Board, figures, type Standing } from '../api/figures.ts'
import { Loaded } from '../setup/Loaded.tsx'
import { useNow } from '../shell/clock.ts'
import { Notice } from '../shell/Notice.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { PresenceDot } from '../shell/PresenceDot.tsx'
import { StateMark } from '../shell/StateMark.tsx'
import { mayOverrule, useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { isStale, refreshEvery } from './freshness.ts'
import { noFigure } from './numbers.ts'
import { useCoverage } from './use-coverage.ts'
import styles from './wallboard.module.css'

/** Who waits and who is there, to be read from across a room. */
export function Wallboard() {
  const { t } = useTranslation()
  const isAllowed = mayOverrule(useMe())
  const now = useQuery({
    queryKey: ['wallboard'],
    queryFn: figures.now,
    refetchInterval: refreshEvery,
    refetchIntervalInBackground: true,
    staleTime: 0,
    retry: false,
    enabled: isAllowed,
  })
  if (!isAllowed)
    return (
      <main className={styles.page}>
        <Notice title={t('figures.forbidden.title')} text={t('figures.forbidden.text')} />
      </main>
    )
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <Back />
        <h1>{t('wallboard.title')}</h1>
        {now.data !== undefined && <Freshness at={now.data.at} updatedAt={now.dataUpdatedAt} />}
      </header>
      <Loaded query={now}>{(board) => <Shown board={board} />}</Loaded>
    </main>
  )
}

function Back() {
  const { t } = useTranslation()
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    goTo({ name: 'figures' })
  }
  return (
    <a className={styles.back} href={pathOf({ name: 'figures' })} onClick={follow} aria-label={t('wallboard.back')}>
      <IconArrowLeft size={20} stroke={1.75} />
    </a>
  )
}

function Freshness({ at, updatedAt }: { at: string; updatedAt: number }) {
  const { t } = useTranslation()
  const times = useTimes()
  if (isStale(updatedAt, useNow()))
    return (
      <p className={styles.stale} role="alert">
        <IconAlertTriangle size={20} aria-hidden />
        {t('wallboard.stale', { at: times.full(at) })}
      </p>
    )
  return <p className={`${styles.fresh} tabular`}>{t('wallboard.fresh')}</p>
}

function Shown({ board: { everybody, groups, operators, counts } }: { board: Board }) {
  const { t } = useTranslation()
  const lostAt = useLostAt()
  const hidden = { groups: counts.groups - groups.length, operators: counts.operators - operators.length }
  return (
    <>
      <div className={styles.numbers}>
        <BigNumber name={t('wallboard.waiting')}>
          <StateMark state="operator_requested" size={28} isLabelled={false} />
          {everybody.waiting}
        </BigNumber>
        <BigNumber name={t('wallboard.longest')}>
          <Longest standing={everybody} />
        </BigNumber>
        <BigNumber name={t('wallboard.online')}>{everybody.online}</BigNumber>
        <BigNumber name={t('wallboard.with_room')}>{everybody.withRoom}</BigNumber>
        <BigNumber name={t('wallboard.load')}>{everybody.load}</BigNumber>
      </div>
      {groups.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={t('wallboard.groups')}>
          <table className={`${styles.groups} tabular`}>
            <thead>
              <tr>
                <th scope="col">{t('wallboard.group')}</th>
                <th scope="col">{t('wallboard.waiting')}</th>
                <th scope="col">{t('wallboard.longest')}</th>
                <th scope="col">{t('wallboard.online')}</th>
                <th scope="col">{t('wallboard.with_room')}</th>
                <th scope="col">{t('wallboard.coverage')}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <tr key={group.id} data-waiting={group.waiting > 0}>
                  <th scope="row" dir="auto">
                    {group.name}
                  </th>
                  <td>{group.waiting}</td>
                  <td>
                    <Longest standing={group} />
                  </td>
                  <td>{group.online}</td>
                  <td>{group.withRoom}</td>
                  <td>
                    <Coverage isCovered={group.isCovered} since={lostAt.get(group.id)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {hidden.groups > 0 && <p className="quiet">{t('wallboard.more_groups', { count: hidden.groups })}</p>}
      <section>
        <h2 className={styles.title}>{t('wallboard.operators')}</h2>
        {operators.length === 0 ? (
          <p className="quiet">{t('wallboard.nobody')}</p>
        ) : (
          <ul className={styles.operators}>
            {operators.map((one) => (
              <OperatorLoad key={one.id} operator={one} />
            ))}
          </ul>
        )}
        {hidden.operators > 0 && <p className="quiet">{t('wallboard.more_operators', { count: hidden.operators })}</p>}
      </section>
    </>
  )
}

function BigNumber({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.number}>
      <div className={styles.name}>{name}</div>
      <div className={`${styles.value} tabular`}>{children}</div>
    </div>
  )
}

function Longest({ standing: { longestSince } }: { standing: Standing }) {
  return longestSince === null ? noFigure : <Waiting since={longestSince} isUrgencyShown />
}

/** [RO-3] Since when nobody has room, by the group: what was written down, which a short gap is not. */
function useLostAt(): ReadonlyMap<string, string> {
  const coverage = useCoverage()
  return new Map(
    coverage.flatMap(({ group, isCovered, since }) => (isCovered || group === null ? [] : [[group.id, since]])),
  )
}

/** [RO-3] Somebody online has room, or nobody has: in words, and by the shape of the sign. */
function Coverage({ isCovered, since }: { isCovered: boolean; since: string | undefined }) {
  const { t } = useTranslation()
  return (
    <span className={isCovered ? styles.covered : styles.uncovered}>
      {!isCovered && <IconAlertTriangle size={20} aria-hidden />}
      {t(isCovered ? 'wallboard.covered' : 'wallboard.uncovered')}
      {!isCovered && since !== undefined && (
        <span className={styles.lost}>
          {t('wallboard.lost')} <Waiting since={since} />
        </span>
      )}
    </span>
  )
}

/** Of nobody's limit more can be shown than this; past it only the number says how many. */
const mostSeats = 12

function OperatorLoad({ operator: { name, status, load, capacity } }: { operator: Board['operators'][number] }) {
  const { t } = useTranslation()
  const seats = Math.min(mostSeats, Math.max(load, capacity ?? load))
  return (
    <li>
      <PresenceDot status={status} />
      <span className="cut" dir="auto">
        {name}
        <span className="hidden-text">, {t(`presence.${status}.name`)}</span>
      </span>
      <span className={styles.seats} aria-hidden>
        {Array.from({ length: seats }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: seats are all alike
          <span key={index} data-taken={index < load} />
        ))}
      </span>
      <span className={`${styles.load} tabular`}>
        {capacity === null ? load : t('wallboard.load_of', { load, capacity })}
      </span>
    </li>
  )
}
