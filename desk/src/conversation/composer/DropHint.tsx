import { IconFileUpload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { sizeText } from '../size-text.ts'
import { mostFiles, saidLargestFile } from './attachments.ts'
import styles from './tray.module.css'

/** [U-17] Shown while files hover: who would get them, and how large they may be. */
export function DropHint({ isNote, contact }: { isNote: boolean; contact: string }) {
  const { t, i18n } = useTranslation()
  return (
    <div className={styles.drop}>
      <IconFileUpload size={32} stroke={1.25} aria-hidden />
      <strong dir="auto">{isNote ? t('files.drop_note') : t('files.drop_reply', { contact })}</strong>
      <span>{t('files.limits', { size: sizeText(saidLargestFile, i18n.language), count: mostFiles })}</span>
    </div>
  )
}
