import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveState } from '../live/hooks.ts'
import { useNow } from '../shell/clock.ts'
import styles from './countdown.module.css'
import { secondsLeft } from './offers.ts'

/** The seconds that are left to answer, by the server's clock. */
export function useSecondsLeft(until: string): number {
  const now = useNow()
  const clockAhead = useLiveState((state) => state.clockAhead)
  return secondsLeft(Date.parse(until), now, clockAhead)
}

/** A number that counts down; read aloud only by whoever goes there. */
export function Countdown({ until }: { until: string }) {
  const { t } = useTranslation()
  const left = useSecondsLeft(until)
  return (
    <span role="timer" className="tabular" aria-label={t('offer.left', { count: left })}>
      {t('offer.seconds', { count: left })}
    </span>
  )
}

const size = 36
const stroke = 3
const radius = (size - stroke) / 2
const whole = 2 * Math.PI * radius

/** The same as a ring that empties: full is what there was when it came into sight. */
export function CountdownRing({ until }: { until: string }) {
  const { t } = useTranslation()
  const left = useSecondsLeft(until)
  const [first] = useState(left)
  const share = first === 0 ? 0 : Math.min(1, left / first)
  return (
    <span role="timer" className={styles.ring} aria-label={t('offer.left', { count: left })}>
      <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden>
        <circle className={styles.track} cx={size / 2} cy={size / 2} r={radius} strokeWidth={stroke} />
        <circle
          className={styles.rest}
          cx={size / 2}
          cy={size / 2}
          r={radius}
          strokeWidth={stroke}
          strokeDasharray={whole}
          strokeDashoffset={whole * (1 - share)}
        />
      </svg>
      <span className={`${styles.count} tabular`} aria-hidden>
        {left}
      </span>
    </span>
  )
}
