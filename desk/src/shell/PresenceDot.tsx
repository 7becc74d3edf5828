import type { PresenceStatus } from '@baton/core/protocol'
import styles from './presence-dot.module.css'

/** Full, with a bar, with hands of a clock, or a ring: the shape says it too. Decorative beside the word. */
export function PresenceDot({ status, className }: { status: PresenceStatus; className?: string | undefined }) {
  return (
    <svg className={`${styles[status]} ${className ?? ''}`} width="10" height="10" viewBox="0 0 10 10" aria-hidden>
      {status === 'offline' ? (
        <circle cx="5" cy="5" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      ) : (
        <circle cx="5" cy="5" r="4.5" />
      )}
      {status === 'busy' && <path d="M2.5 5h5" stroke="var(--surface)" strokeWidth="1.5" />}
      {status === 'away' && <path d="M5 2.5V5l2 1" stroke="var(--surface)" strokeWidth="1.25" fill="none" />}
    </svg>
  )
}
