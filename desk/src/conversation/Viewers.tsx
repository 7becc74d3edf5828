import { IconEye, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listOfNames, useViewers } from './use-viewers.ts'
import styles from './viewers.module.css'

const mostNamed = 3

/** [U-07] Who else is here: quietly who looks, louder who writes, dimmed whoever is away. */
export function Viewers({ conversation }: { conversation: string }) {
  const { t } = useTranslation()
  const viewers = useViewers(conversation)
  if (viewers.length === 0) return null
  const shown = viewers.slice(0, mostNamed)
  const rest = viewers.length - shown.length
  return (
    <ul className={styles.viewers} aria-label={t('here.label')}>
      {shown.map(({ id, name, state }) => (
        <li key={id} data-state={state} title={t(`here.${state}`, { name })}>
          {state === 'writing' ? <IconPencil size={14} aria-hidden /> : <IconEye size={14} aria-hidden />}
          <bdi className="cut">{t(`here.${state}`, { name })}</bdi>
        </li>
      ))}
      {rest > 0 && <li>{t('here.more', { count: rest })}</li>}
    </ul>
  )
}

/** [U-07] Beside what one writes oneself: somebody else is writing here too. */
export function Writers({ conversation }: { conversation: string }) {
  const { t, i18n } = useTranslation()
  const writing = useViewers(conversation).filter(({ state }) => state === 'writing')
  return (
    <span className={styles.writers} role="status">
      {writing.length > 0 && (
        <>
          <IconPencil size={14} aria-hidden />
          <bdi className="cut">
            {t('here.write', { count: writing.length, names: listOfNames(i18n.language, writing) })}
          </bdi>
        </>
      )}
    </span>
  )
}
