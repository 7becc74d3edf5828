import { ActionIcon, NativeSelect, Tabs, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveState, useStore } from '../live/hooks.ts'
import { useMe } from '../shell/session.ts'
import styles from './conversation-list.module.css'
import { FilterBar, FilterButton } from './FilterBar.tsx'
import type { ListOf, StateFilter, Tab } from './lists.ts'
import { MentionButton } from './MentionButton.tsx'
import { hasNews, useReads } from './read.ts'
import { SearchText } from './search-text.ts'
import { snoozedOf, snoozeNow } from './snoozed.ts'
import { useCounts } from './use-counts.ts'

const tabs: Tab[] = ['requested', 'mine', 'all']
const filters: StateFilter[] = ['open', 'chatbot_controlled', 'operator_requested', 'taken_over', 'closed']

export function ListHead({
  list,
  onList,
  searchRef,
}: {
  list: ListOf
  onList: (list: ListOf) => void
  searchRef: RefObject<HTMLInputElement | null>
}) {
  const { t } = useTranslation()
  const counts = useCounts()
  const me = useMe()
  const reads = useReads()
  const isNews = useLiveState((state) =>
    Object.values(state.rows).some((row) => row.operator?.id === me.id && hasNews(row, reads, me.id)),
  )
  const change = useRef((_search: string) => {})
  change.current = (search) => onList({ ...list, search })
  const [search] = useState(() => new SearchText(list.search, (words) => change.current(words)))
  const text = useStore(search.text)
  useEffect(() => search.follow(list.search), [search, list.search])
  useEffect(() => () => search.stop(), [search])

  const now = useStore(snoozeNow)
  const hidden = useLiveState((state) => snoozedOf(Object.values(state.rows), me.id, now).length)
  const mine = counts === undefined ? undefined : Math.max(0, counts.mine - hidden)
  const countOf = { requested: counts?.requested, mine, all: counts?.open }
  return (
    <header className={styles.head}>
      <h1 className="hidden-text">{t('inbox.title')}</h1>
      <div className={styles.top}>
        <Tabs
          value={list.tab}
          onChange={(value) => onList({ ...list, tab: tabs.find((tab) => tab === value) ?? 'all' })}
          variant="unstyled"
          classNames={{ list: styles.tabs ?? '', tab: styles.tab ?? '' }}
        >
          <Tabs.List>
            {tabs.map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {t(`inbox.tabs.${tab}`)}
                {tab === 'mine' && isNews && list.tab !== 'mine' && (
                  <span className={styles.news}>
                    <span className="hidden-text">{t('inbox.unread')}</span>
                  </span>
                )}
                {countOf[tab] !== undefined && (
                  <span className={styles.count} data-urgent={tab === 'requested' && (countOf[tab] ?? 0) > 0}>
                    {countOf[tab]}
                  </span>
                )}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        <MentionButton />
      </div>
      <div className={styles.find}>
        <TextInput
          ref={searchRef}
          className={styles.search ?? ''}
          size="sm"
          type="search"
          aria-label={t('inbox.search')}
          placeholder={t('inbox.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            text === '' ? null : (
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={t('inbox.search_clear')}
                onClick={() => search.type('')}
              >
                <IconX size={14} />
              </ActionIcon>
            )
          }
          value={text}
          dir="auto"
          onChange={(event) => search.type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        {list.tab === 'all' && (
          <NativeSelect
            size="sm"
            className={styles.filter ?? ''}
            aria-label={t('inbox.filter')}
            value={list.filter}
            onChange={(event) =>
              onList({ ...list, filter: filters.find((filter) => filter === event.currentTarget.value) ?? 'open' })
            }
            data={filters.map((filter) => ({ value: filter, label: t(`inbox.filters.${filter}`) }))}
          />
        )}
        <FilterButton list={list} onList={onList} />
      </div>
      <FilterBar list={list} onList={onList} />
    </header>
  )
}
