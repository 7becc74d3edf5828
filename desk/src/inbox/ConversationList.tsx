import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { Failure } from '../shell/Failure.tsx'
import { useLate } from '../shell/late.ts'
import { useMe } from '../shell/session.ts'
import styles from './conversation-list.module.css'
import { EmptyList } from './EmptyList.tsx'
import { ListHead } from './ListHead.tsx'
import { type ListOf, rowsOf } from './lists.ts'
import { More } from './More.tsx'
import { Row } from './Row.tsx'
import { useRead } from './read.ts'
import { Skeletons } from './Skeletons.tsx'
import { useList } from './use-list.ts'

type Props = {
  list: ListOf
  onList: (list: ListOf) => void
  selected: string | null
  searchRef: RefObject<HTMLInputElement | null>
  onShown: (ids: readonly string[]) => void
}

export function ConversationList({ list, onList, selected, searchRef, onShown }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const client = useQueryClient()
  const rows = useLiveState((state) => state.rows)
  const reloads = useStore(useLive().reloads)
  const read = useRead()
  const { pages, boundary } = useList(list, me.id)
  useEffect(() => {
    if (reloads > 0) void client.invalidateQueries({ queryKey: ['conversations'] })
  }, [reloads, client])

  const found = pages.data
  const shown = useMemo(() => {
    if (found === undefined) return []
    if (list.search.trim() !== '') return found.pages.flatMap(({ ids }) => ids.flatMap((id) => rows[id] ?? []))
    return rowsOf(Object.values(rows), list, me.id, boundary)
  }, [rows, found, list, me.id, boundary])
  useEffect(() => onShown(shown.map(({ id }) => id)), [shown, onShown])

  const isSlow = useLate(pages.isPending, 300)
  return (
    <section className={styles.pane} aria-label={t('inbox.list')}>
      <ListHead list={list} onList={onList} searchRef={searchRef} />
      <div className={styles.scroll}>
        {isSlow && <Skeletons />}
        {pages.isError && found === undefined && <Failure error={pages.error} />}
        {found !== undefined && shown.length === 0 && !pages.isFetching && <EmptyList list={list} />}
        <ul className={styles.rows}>
          {shown.map((row) => (
            <Row key={row.id} row={row} tab={list.tab} isSelected={row.id === selected} read={read} />
          ))}
        </ul>
        {pages.hasNextPage && <More isLoading={pages.isFetchingNextPage} onMore={() => void pages.fetchNextPage()} />}
      </div>
    </section>
  )
}
