import type { ConversationSummary } from '@baton/core/protocol'
import { IconChevronDown, IconClockPause } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { memo, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { Failure } from '../shell/Failure.tsx'
import { useLate } from '../shell/late.ts'
import { useMe } from '../shell/session.ts'
import { BulkBar } from './BulkBar.tsx'
import styles from './conversation-list.module.css'
import { EmptyList } from './EmptyList.tsx'
import { foundPlaces } from './found.ts'
import { ListHead } from './ListHead.tsx'
import { type ListOf, rowsOf } from './lists.ts'
import { More } from './More.tsx'
import { shownRows } from './picking.ts'
import { useReads } from './read.ts'
import { Skeletons } from './Skeletons.tsx'
import { selection, stillShown } from './selection.ts'
import { snoozedOf, snoozeNow } from './snoozed.ts'
import { useList } from './use-list.ts'
import { WindowedRows } from './WindowedRows.tsx'

type Props = {
  list: ListOf
  onList: (list: ListOf) => void
  selected: string | null
  searchRef: RefObject<HTMLInputElement | null>
  onShown: (ids: readonly string[]) => void
}

/** [U-04] Neither news of rows nor another one that is opened draws these anew. */
const Head = memo(ListHead)
const Foot = memo(BulkBar)

export function ConversationList({ list, onList, selected, searchRef, onShown }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const client = useQueryClient()
  const rows = useLiveState((state) => state.rows)
  const reloads = useStore(useLive().reloads)
  const reads = useReads()
  const now = useStore(snoozeNow)
  const { pages, boundary } = useList(list, me.id)
  useEffect(() => {
    if (reloads > 0) void client.invalidateQueries({ queryKey: ['conversations'] })
  }, [reloads, client])

  const found = pages.data
  const shown = useMemo(() => {
    if (found === undefined) return []
    if (list.search.trim() !== '') return found.pages.flatMap(({ ids }) => ids.flatMap((id) => rows[id] ?? []))
    return rowsOf(Object.values(rows), list, me.id, boundary, now)
  }, [rows, found, list, me.id, boundary, now])
  const [isAsideShown, setAsideShown] = useState(false)
  const isMine = list.tab === 'mine' && list.search.trim() === ''
  const aside = useMemo(() => (isMine ? snoozedOf(Object.values(rows), me.id, now) : []), [rows, isMine, me.id, now])
  const below = isAsideShown ? aside : nothing
  useEffect(() => {
    const ids = [...shown, ...below].map(({ id }) => id)
    onShown(ids)
    shownRows.update(() => ids)
    if (found !== undefined) selection.update((current) => stillShown(current, ids))
  }, [shown, below, onShown, found])

  useLayoutEffect(() => foundPlaces.update(() => new Map(found?.pages.flatMap(({ places }) => places))), [found])

  const scroller = useRef<HTMLDivElement>(null)
  const isSlow = useLate(pages.isPending, 300)
  return (
    <section className={styles.pane} aria-label={t('inbox.list')}>
      <Head list={list} onList={onList} searchRef={searchRef} />
      <div ref={scroller} className={styles.scroll}>
        {isSlow && <Skeletons />}
        {pages.isError && found === undefined && <Failure error={pages.error} />}
        {found !== undefined && shown.length === 0 && !pages.isFetching && <EmptyList list={list} />}
        <WindowedRows rows={shown} selected={selected} reads={reads} scroller={scroller} />
        {aside.length > 0 && (
          <button
            type="button"
            className={styles.aside}
            aria-expanded={isAsideShown}
            onClick={() => setAsideShown(!isAsideShown)}
          >
            <IconClockPause size={14} aria-hidden />
            {t('snooze.line', { count: aside.length })}
            <IconChevronDown size={14} aria-hidden />
          </button>
        )}
        {below.length > 0 && <WindowedRows rows={below} selected={selected} reads={reads} scroller={scroller} />}
        {pages.hasNextPage && <More isLoading={pages.isFetchingNextPage} onMore={() => void pages.fetchNextPage()} />}
      </div>
      <Foot shown={shownRows.get} />
    </section>
  )
}

const nothing: readonly ConversationSummary[] = []
