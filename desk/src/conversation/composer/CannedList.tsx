import { IconUser } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './canned-list.module.css'
import type { Canned } from './use-canned.ts'

/** The field names them while it is being written in. */
export const idOfCannedList = 'canned-replies'
export const idOfChoice = (id: string) => `canned-${id}`

/** [U-09] What fits, and beside it the words as they would stand in the field. */
export function CannedList({ canned }: { canned: Canned }) {
  const { t } = useTranslation()
  const { choices, chosen, preview, query } = canned
  const list = useRef<HTMLDivElement>(null)
  const at = chosen?.id
  useEffect(() => {
    if (at !== undefined) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  if (canned.isLoading) return null
  return (
    <div className={styles.panel}>
      <span className="hidden-text" role="status">
        {t('canned.found', { count: choices.length })}
      </span>
      {choices.length === 0 && (
        <p className={styles.none}>
          {canned.hasFailed ? t('canned.failed') : canned.isEmpty ? t('canned.empty') : t('canned.none', { query })}
        </p>
      )}
      {choices.length > 0 && (
        <div ref={list} id={idOfCannedList} className={styles.list} role="listbox" aria-label={t('canned.list')}>
          {choices.map((choice) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that names it
            <div
              key={choice.id}
              id={idOfChoice(choice.id)}
              className={styles.choice}
              role="option"
              tabIndex={-1}
              aria-selected={choice.id === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => canned.choose(choice)}
            >
              <span className={styles.head}>
                <bdi className={`${styles.shortcut} cut`}>/{choice.shortcut}</bdi>
                <bdi className="cut">{choice.title}</bdi>
                {choice.scope === 'own' && (
                  <IconUser size={14} role="img" aria-label={t('canned.own')} className={styles.own} />
                )}
              </span>
              <span className={`${styles.line} cut`} dir="auto">
                {choice.text}
              </span>
            </div>
          ))}
        </div>
      )}
      {preview !== null && (
        <section className={styles.preview} aria-label={t('canned.preview')}>
          <p dir="auto">
            {preview.map(({ text, isMissing }, index) =>
              isMissing ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
                <mark key={index} title={t('canned.no_value')}>
                  {text}
                </mark>
              ) : (
                text
              ),
            )}
          </p>
          {preview.some(({ isMissing }) => isMissing) && <p className={styles.warning}>{t('canned.missing')}</p>}
        </section>
      )}
    </div>
  )
}
