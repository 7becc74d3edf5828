import type { ConversationView } from '@baton/core/protocol'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations, type Earlier } from '../../api/conversations.ts'
import { Failure } from '../../shell/Failure.tsx'
import { pathOf } from '../../shell/navigation.ts'
import { StateMark, stateOf } from '../../shell/StateMark.tsx'
import { useTimes } from '../../shell/times.ts'
import { openEarlier } from '../earlier.ts'
import styles from './details.module.css'

/** The other conversations of this contact, newest first; each opens in place of this one. */
export function EarlierConversations({ view }: { view: ConversationView }) {
  const { t } = useTranslation()
  const pages = useInfiniteQuery({
    queryKey: ['of_contact', view.contact, view.bot],
    queryFn: ({ pageParam }) => conversations.ofContact(view.contact, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const others = (pages.data?.pages ?? []).flatMap(({ items }) => items).filter(({ id }) => id !== view.id)
  return (
    <section className={styles.section}>
      <h3>{t('earlier.title')}</h3>
      <Failure error={pages.error} />
      {pages.isSuccess && others.length === 0 && <p className={styles.empty}>{t('earlier.none')}</p>}
      {others.length > 0 && (
        <ul className={styles.earlier} aria-label={t('earlier.title')}>
          {others.map((earlier) => (
            <EarlierRow key={earlier.id} earlier={earlier} from={view.id} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <button
          type="button"
          className={styles.fold}
          disabled={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t('earlier.more')}
        </button>
      )}
    </section>
  )
}

function EarlierRow({ earlier, from }: { earlier: Earlier; from: string }) {
  const { t, i18n } = useTranslation()
  const times = useTimes()
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    openEarlier(earlier.id, from)
  }
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
    earlier.heldBy.map(({ name }) => name),
  )
  return (
    <li>
      <a className={styles.earlierRow} href={pathOf({ name: 'inbox', conversation: earlier.id })} onClick={open}>
        <span className={styles.earlierHead}>
          <StateMark state={stateOf(earlier)} size={10} />
          <time className="tabular" dateTime={earlier.lastActivityAt}>
            {times.date(earlier.lastActivityAt)}
          </time>
          <bdi className="cut">{earlier.botName}</bdi>
        </span>
        <bdi className={styles.earlierLine}>{earlier.lastLine?.text || t('inbox.no_line')}</bdi>
        <span className="quiet">
          {earlier.heldBy.length === 0 ? t('earlier.bot_only') : t('earlier.held_by', { names })}
        </span>
        {earlier.tags.length > 0 && (
          <span className={styles.earlierTags}>
            {earlier.tags.map((tag) => (
              <bdi key={tag} className="cut">
                {tag}
              </bdi>
            ))}
          </span>
        )}
      </a>
    </li>
  )
}
