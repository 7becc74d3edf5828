import type { ConversationView } from '@baton/core/protocol'
import { useTranslation } from 'react-i18next'
import { useLiveState } from '../../live/hooks.ts'
import { typingIn } from '../../live/typing.ts'
import { useNow } from '../../shell/clock.ts'
import { useMe } from '../../shell/session.ts'
import styles from './lines.module.css'

/** Who is writing; always in place, so that the log does not jump. */
export function TypingLine({ view }: { view: ConversationView }) {
  const { t } = useTranslation()
  const me = useMe()
  const now = useNow()
  const marks = useLiveState((state) => state.typing)
  const writing = typingIn(marks, view.id, now).filter((mark) => mark.kind !== 'operator' || mark.name !== me.name)
  const previews = writing.filter(({ kind, text }) => kind === 'contact' && text !== undefined && text !== '').slice(-1)
  return (
    <>
      <div className={styles.typing}>
        {writing.length > 0 && (
          <span className={styles.dots} aria-hidden>
            <i />
            <i />
            <i />
          </span>
        )}
        <bdi>
          {writing
            .map((mark) => t(`conversation.typing_${mark.kind}`, { contact: view.contactName, name: mark.name }))
            .join(', ')}
        </bdi>
      </div>
      {previews.map(({ text }) => (
        // What changes with every letter is not read out.
        <div key="preview" className={styles.preview} aria-live="off">
          <span className="quiet">{t('conversation.preview')}</span>
          <p dir="auto">{text}</p>
        </div>
      ))}
    </>
  )
}
