import type { ConversationSummary } from '@baton/core/protocol'
import { IconEyeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Found } from '../api/found.ts'
import { useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { piecesAround } from './found.ts'
import styles from './found-line.module.css'

/** Where a search found a conversation: who said it and when, and a piece of it with the words marked. */
export function FoundLine({ row, found }: { row: ConversationSummary; found: Found }) {
  return (
    <span className={styles.found}>
      <span className={styles.place}>
        <Place row={row} found={found} />
      </span>
      <span className={styles.text} dir="auto">
        {piecesAround(found.text, found.hits).map(({ start, text, isHit }) =>
          isHit ? <mark key={start}>{text}</mark> : text,
        )}
      </span>
    </span>
  )
}

function Place({ row, found }: { row: ConversationSummary; found: Found }) {
  const { t } = useTranslation()
  const times = useTimes()
  const me = useMe()
  if (found.in === 'variable') return <bdi className="cut">{t('found.variable', { name: found.variable })}</bdi>
  if (found.in === 'tag') return t('found.tag')
  if (found.in === 'contact') return t('found.contact')
  const { at, by, note } = found
  const names: Readonly<Record<string, string>> = { contact: row.contactName, chatbot: t('inbox.assistant') }
  const isMe = by.kind === 'operator' && by.name === me.name
  return (
    <>
      {note && <IconEyeOff size={12} aria-hidden />}
      <span className="hidden-text">{t(note ? 'found.note' : 'found.message')}</span>
      <bdi className="cut">{isMe ? t('inbox.you') : (names[by.kind] ?? by.name ?? t('event.system'))}</bdi>
      <time className="tabular" dateTime={at}>
        {times.row(at)}
      </time>
    </>
  )
}
