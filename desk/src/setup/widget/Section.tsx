import { type ReactNode, useId } from 'react'
import styles from './widget.module.css'

/** One part of the page, under its heading. */
export function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section className={styles.section} aria-labelledby={heading}>
      <div className={styles.about}>
        <h3 id={heading}>{title}</h3>
        {text !== undefined && <p>{text}</p>}
      </div>
      {children}
    </section>
  )
}
