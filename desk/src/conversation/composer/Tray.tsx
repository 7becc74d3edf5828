import { ActionIcon, Button, Progress, TextInput } from '@mantine/core'
import { IconFile, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '../../sentences/said.tsx'
import { sizeText } from '../size-text.ts'
import { type Attachment, attachments, type Fault, isPicture, mostFiles, saidLargestFile } from './attachments.ts'
import styles from './tray.module.css'
import type { Composing } from './use-composer.ts'

/** [U-17] Files that go with the text, each with what can be done with it now. */
export function Tray({ composer }: { composer: Composing }) {
  const { t } = useTranslation()
  if (composer.files.length === 0) return null
  return (
    <ul className={styles.tray} aria-label={t('files.tray')}>
      {composer.files.map((one) => (
        <FileRow key={one.clientMessageId} attachment={one} composer={composer} />
      ))}
    </ul>
  )
}

function FileRow({ attachment, composer }: { attachment: Attachment; composer: Composing }) {
  const { t, i18n } = useTranslation()
  const faultText = useFaultText()
  const { clientMessageId, file, preview, alt, state, share, fault } = attachment
  const words = { name: file.name }
  const removable = (
    <ActionIcon
      variant="subtle"
      size={24}
      aria-label={t('files.remove', words)}
      onClick={() => {
        attachments.remove(clientMessageId)
        // It is gone itself.
        composer.field.current?.focus()
      }}
    >
      <IconX size={16} />
    </ActionIcon>
  )
  return (
    <li className={styles.row} data-state={state}>
      {preview === null ? (
        <span className={styles.icon}>
          <IconFile size={20} stroke={1.5} aria-hidden />
        </span>
      ) : (
        <img className={styles.icon} src={preview} alt="" />
      )}
      <div className={styles.about}>
        <span className={styles.name}>
          <bdi className="cut">{file.name}</bdi>
          <span className="quiet tabular">{sizeText(file.size, i18n.language)}</span>
        </span>
        {fault !== null && (
          <span className={styles.fault} role="alert">
            {faultText(fault)}
          </span>
        )}
        {state === 'sending' && (
          <Progress value={share * 100} size="sm" aria-label={t('files.progress', words)} transitionDuration={0} />
        )}
        {isPicture(file) && (state === 'waiting' || state === 'failed') && (
          <TextInput
            size="xs"
            maxLength={1_000}
            dir="auto"
            aria-label={t('files.alt', words)}
            placeholder={t('files.alt_hint')}
            value={alt}
            onChange={(event) => attachments.change(clientMessageId, { alt: event.currentTarget.value })}
          />
        )}
      </div>
      {state === 'failed' && (
        <Button
          size="compact-xs"
          aria-label={t('files.retry', words)}
          disabled={composer.isBlocked}
          onClick={() => composer.retryFile(attachment)}
        >
          {t('common.retry')}
        </Button>
      )}
      {state === 'sending' ? (
        <Button
          size="compact-xs"
          aria-label={t('files.cancel', words)}
          onClick={() => attachments.cancel(clientMessageId)}
        >
          {t('common.cancel')}
        </Button>
      ) : (
        removable
      )}
    </li>
  )
}

function useFaultText(): (fault: Fault) => string {
  const { t, i18n } = useTranslation()
  const said = useSaid()
  return (fault) => {
    switch (fault.kind) {
      case 'too_large':
        return t('files.too_large', { size: sizeText(saidLargestFile, i18n.language) })
      case 'too_many':
        return t('files.too_many', { count: mostFiles })
      case 'taken':
        return t('files.taken', { owner: fault.owner })
      case 'refused':
        return t('files.refused', { detail: said(fault.detail).text })
      default:
        return t(`files.${fault.kind}`)
    }
  }
}
