import { IconInbox } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Conversation } from '../conversation/Conversation.tsx'
import { useLive } from '../live/hooks.ts'
import { Notice } from '../shell/Notice.tsx'
import { goTo } from '../shell/navigation.ts'
import { Splitter } from '../shell/Splitter.tsx'
import { changeSettings, useSettings } from '../shell/settings.ts'
import { useCommands } from '../shell/use-commands.ts'
import { ConversationList } from './ConversationList.tsx'
import styles from './inbox.module.css'
import { type ListOf, neighbour } from './lists.ts'
import { useSharedLink } from './use-shared-link.ts'

const first: ListOf = { tab: 'requested', filter: 'open', search: '' }

/** List and conversation side by side; on a narrow window one of them. */
export function Inbox({ selected }: { selected: string | null }) {
  const { t } = useTranslation()
  const live = useLive()
  useSharedLink()
  const { listWidth } = useSettings()
  const [list, setList] = useState<ListOf>(first)
  const shown = useRef<readonly string[]>([])
  const search = useRef<HTMLInputElement>(null)
  const select = (id: string | null) => goTo({ name: 'inbox', conversation: id })
  const step = (by: 1 | -1) => {
    const next = neighbour(shown.current, selected, by)
    if (next !== null) select(next)
  }
  useCommands({ next: () => step(1), previous: () => step(-1), search: () => search.current?.focus() })
  useEffect(() => {
    if (selected !== null) void live.open(selected)
  }, [live, selected])

  return (
    <div className={styles.inbox} data-pane={selected === null ? 'list' : 'conversation'}>
      <div className={styles.list} style={{ width: listWidth }}>
        <ConversationList
          list={list}
          onList={setList}
          selected={selected}
          searchRef={search}
          onShown={(ids) => {
            shown.current = ids
          }}
        />
      </div>
      <Splitter
        label={t('common.resize', { pane: t('inbox.list') })}
        width={listWidth}
        least={264}
        most={520}
        side="before"
        onWidth={(width) => changeSettings({ listWidth: width })}
      />
      <main className={styles.conversation} id="conversation">
        {selected === null ? (
          <Notice
            icon={<IconInbox size={32} stroke={1.25} />}
            title={t('inbox.choose.title')}
            text={t('inbox.choose.text')}
          />
        ) : (
          <Conversation key={selected} id={selected} onBack={() => select(null)} />
        )}
      </main>
    </div>
  )
}
