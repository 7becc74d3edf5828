import type { ReactNode } from 'react'
import styles from './notice.module.css'

/** An empty or refused place: what it is, and what to do first. */
export function Notice({
  title,
  text,
  icon,
  children,
}: {
  title: string
  text?: string
  icon?: ReactNode
  children?: ReactNode
}) {
  return (
    <div className={styles.notice}>
      {icon !== undefined && <div className={styles.icon}>{icon}</div>}
      <h2>{title}</h2>
      {text !== undefined && <p dir="auto">{text}</p>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  )
}
