import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Log } from '../../live/log.ts'
import { useNow } from '../../shell/clock.ts'
import { StateMark } from '../../shell/StateMark.tsx'
import { shortSpan } from '../../shell/waiting.ts'
import { holdersOf, lengthMs } from '../holders.ts'
import styles from './details.module.css'

/** The strip above the log, in words. */
export function Holders({ log }: { log: Log }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const stretches = useMemo(() => holdersOf(log.events), [log.events])
  return (
    <section className={styles.section}>
      <h3>{t('details.holders')}</h3>
      <ol className={styles.holders}>
        {stretches.map((one) => (
          <li key={one.from}>
            <StateMark state={one.chatState} size={10} isLabelled={false} />
            <bdi className="cut">
              {one.operator ??
                (one.group === null ? t(`state.${one.chatState}`) : `${t(`state.${one.chatState}`)}, ${one.group}`)}
            </bdi>
            <span className="quiet tabular isolated">{shortSpan(lengthMs(one, now), i18n.language)}</span>
          </li>
        ))}
      </ol>
      {log.firstSeq > 1 && <p className={styles.empty}>{t('details.holders_part')}</p>}
    </section>
  )
}
