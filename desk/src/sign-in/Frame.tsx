import type { ReactNode } from 'react'
import mark from '../mark.svg'
import styles from './frame.module.css'

/** The page before the desk: one small form in the middle. */
export function Frame({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img src={mark} alt="Baton" width={36} height={36} />
        <h1 dir="auto">{title}</h1>
        {text !== undefined && <p dir="auto">{text}</p>}
        {children}
      </div>
    </main>
  )
}
