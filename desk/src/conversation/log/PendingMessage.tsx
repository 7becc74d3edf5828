import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSaid } from '../../sentences/said.tsx'
import { Copy } from '../../shell/Copy.tsx'
import type { Pending } from '../composer/outbox.ts'
import { type Composed, reused } from '../composer/use-composer.ts'
import messageStyles from './message.module.css'
import noteStyles from './note.module.css'

/** [U-05] On its way, or failed in place with what can be done about it. */
export function PendingMessage({ message, composed }: { message: Pending; composed: Composed }) {
  const { t } = useTranslation()
  const isFailed = message.state === 'failed'
  const why = useWhy(message)
  const bubble = message.note ? noteStyles.note : messageStyles.bubble
  return (
    <article
      className={`${messageStyles.message} ${messageStyles.operator} ${isFailed ? messageStyles.failed : messageStyles.sending}`}
      data-starts
    >
      <div className={bubble} dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
        {message.note && <strong>{t('conversation.note')}: </strong>}
        {message.text}
      </div>
      {!isFailed && (
        <span className={messageStyles.status} role="status">
          {t('conversation.pending.sending')}
        </span>
      )}
      {isFailed && (
        <div className={messageStyles.tools}>
          <span className={messageStyles.why} role="alert" dir="auto">
            {why}
          </span>
          {message.detail !== reused && (
            <Button size="compact-xs" onClick={() => composed.retry(message)}>
              {t('conversation.pending.retry')}
            </Button>
          )}
          <Copy size="compact-xs" value={message.text} label={t('conversation.pending.copy')} />
          <Button size="compact-xs" variant="subtle" onClick={() => composed.edit(message)}>
            {t('conversation.pending.edit')}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => composed.discard(message)}>
            {t('conversation.pending.discard')}
          </Button>
        </div>
      )}
    </article>
  )
}

function useWhy({ detail }: Pending): string {
  const { t } = useTranslation()
  const said = useSaid()
  if (detail === null) return `${t('conversation.pending.failed')}. ${t('conversation.pending.offline')}`
  if (detail === reused) return t('conversation.pending.reused')
  if (detail.startsWith('taken:')) return t('conversation.pending.taken', { owner: detail.slice('taken:'.length) })
  return `${t('conversation.pending.failed')}. ${said(detail).text}`
}
