import { IconInbox } from '@tabler/icons-react'
import { useCallback, useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useShownShortcuts } from '../commands/own-shortcuts.ts'
import { captionOf } from '../commands/shortcuts.ts'
import { useCommands } from '../commands/use-commands.ts'
import { Conversation } from '../conversation/Conversation.tsx'
import { followAddress } from '../conversation/log/wanted-line.ts'
import { useLive, useStore } from '../live/hooks.ts'
import { Notice } from '../shell/Notice.tsx'
import { goTo } from '../shell/navigation.ts'
import { useSetting } from '../shell/settings.ts'
import { ConversationList } from './ConversationList.tsx'
import { useFilterLink } from './filter-link.ts'
import { openFound } from './found.ts'
import styles from './inbox.module.css'
import { ListSplitter } from './ListSplitter.tsx'
import { type ListOf, neighbour } from './lists.ts'
import { MentionList } from './MentionList.tsx'
import { pick } from './picking.ts'
import { useKeptPlaces } from './places.ts'
import { allOf, selection } from './selection.ts'
import { shownList } from './shown-list.ts'
import { openRow } from './use-bulk-keys.ts'
import { areMentionsShown, useReadWithConversation } from './use-mention-list.ts'
import { useSharedLink } from './use-shared-link.ts'

const back = () => goTo({ name: 'inbox', conversation: null })
const show = (list: ListOf) => shownList.update(() => list)

/** List and conversation side by side; on a narrow window one of them. */
export function Inbox({ selected }: { selected: string | null }) {
  const { t } = useTranslation()
  const live = useLive()
  useSharedLink()
  useFilterLink()
  useEffect(followAddress, [])
  const listWidth = useSetting('listWidth')
  const list = useStore(shownList)
  const { next } = useShownShortcuts()
  const shown = useRef<readonly string[]>([])
  const note = useCallback((ids: readonly string[]) => {
    shown.current = ids
  }, [])
  const search = useRef<HTMLInputElement>(null)
  const step = (by: 1 | -1) => {
    const next = neighbour(shown.current, selected, by)
    if (next !== null) openFound(next)
  }
  const find = () => {
    // On a narrow window the list is not there beside a conversation.
    if (search.current?.checkVisibility() === false) flushSync(back)
    search.current?.focus()
  }
  const current = () => openRow() ?? selected
  useKeptPlaces()
  useReadWithConversation(selected)
  const isMentions = useStore(areMentionsShown)
  useCommands({
    pick: () => {
      const id = current()
      if (id !== null && shown.current.includes(id)) pick(id)
    },
    pick_all: () => selection.update(() => allOf(shown.current)),
    next: () => step(1),
    previous: () => step(-1),
    search: find,
    back: selected === null ? undefined : back,
  })
  useEffect(() => {
    if (selected !== null) void live.open(selected)
  }, [live, selected])

  return (
    <div className={styles.inbox} data-pane={selected === null ? 'list' : 'conversation'}>
      <div className={styles.list} style={{ width: listWidth }}>
        {isMentions && <MentionList selected={selected} />}
        <div className={styles.lists} hidden={isMentions}>
          <ConversationList list={list} onList={show} selected={selected} searchRef={search} onShown={note} />
        </div>
      </div>
      <ListSplitter label={t('common.resize', { pane: t('inbox.list') })} />
      <main className={styles.conversation} id="conversation">
        {selected === null ? (
          <Notice
            icon={<IconInbox size={32} stroke={1.25} />}
            title={t('inbox.choose.title')}
            text={next === null ? t('inbox.choose.text') : t('inbox.choose.text_key', { key: captionOf(next) })}
          />
        ) : (
          <Conversation key={selected} id={selected} onBack={back} />
        )}
      </main>
    </div>
  )
}
