import { useInfiniteQuery } from '@tanstack/react-query'
import { conversations } from '../api/conversations.ts'
import { useLive } from '../live/hooks.ts'
import { type Boundary, keyOf, type ListOf, listQuery } from './lists.ts'

/** Pages only name their rows; the rows themselves live in the store, where events reach them. */
export function useList(list: ListOf, me: string) {
  const live = useLive()
  const search = list.search.trim()
  const pages = useInfiniteQuery({
    queryKey: ['conversations', list.tab, list.tab === 'all' ? list.filter : '', search, list.only ?? {}],
    initialPageParam: start,
    queryFn: async ({ pageParam }) => {
      const { items, nextCursor } = await conversations.list(listQuery(list, me), pageParam)
      live.putRows(items.map(({ found: _, ...row }) => row))
      const last = items.at(-1)
      const places = items.flatMap(({ id, found }) => (found == null ? [] : [[id, found] as const]))
      return {
        ids: items.map(({ id }) => id),
        places,
        nextCursor,
        last: last === undefined ? null : keyOf(last, list.tab),
      }
    },
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const lastPage = pages.data?.pages.at(-1)
  const boundary: Boundary = lastPage === undefined || lastPage.nextCursor === null ? null : lastPage.last
  return { pages, boundary }
}

const start: string | null = null
