import type { ReactNode } from 'react'
import styles from './bar.module.css'

type Tone = 'quiet' | 'requested' | 'danger'

/**
 * A line across the desk that says what is so and offers what to do about it. Its place is there before its words, so that
 * screen readers hear them; `null` leaves it empty.
 */
export function Bar({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <div role="status" className={styles.place}>
      {children !== null && (
        <div className={styles.bar} data-tone={tone}>
          {children}
        </div>
      )}
    </div>
  )
}
