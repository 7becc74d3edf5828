import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { filters } from '../api/inbox.ts'
import { useLive, useStore } from '../live/hooks.ts'
import type { Live } from '../live/live.ts'
import { useMe } from '../shell/session.ts'
import { type Counted, type Counting, type Matches, matchesOf, withMarkOf, withRow } from './filter-matches.ts'
import { listOfQuery } from './only.ts'
import { snoozeNow } from './snoozed.ts'
import { useSavedFilters } from './use-filters.ts'

/** The server is asked again at most so often where it cannot be told from here. */
const pauseMs = 10_000

/**
 * [U-15] What each filter matches. The server is asked when the inbox begins to be followed; from then on every change of a
 * conversation, and everything that is read, is counted here, at no cost for it.
 */
export function useFilterMatches(): Matches {
  const live = useLive()
  const me = useMe().id
  const client = useQueryClient()
  const saved = useSavedFilters()
  const reloads = useStore(live.reloads)
  const counted = useMemo(() => saved.map(({ id, query }) => ({ id, list: listOfQuery(query, me) })), [saved, me])
  const key = useMemo(() => ['filter_matches', reloads, ...counted.map(({ id }) => id)], [reloads, counted])
  /** What has changed while the server is asked, and may not be in its answer. */
  const changed = useRef<Set<string> | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const count = (conversation: string) => {
      changed.current?.add(conversation)
      client.setQueryData<Matches>(key, (matches) => {
        if (matches === undefined) return undefined
        const { matches: next, isUnsure } = recounted(live, me, matches, counted, conversation)
        if (isUnsure)
          timer ??= setTimeout(() => {
            timer = undefined
            void client.invalidateQueries({ queryKey: key })
          }, pauseMs)
        return next
      })
    }
    const stops = [
      live.watchRows(count),
      watchReads(live, count),
      // Some of those that were put aside may be back.
      snoozeNow.subscribe(() => {
        for (const { id, snoozedUntil } of Object.values(live.store.get().rows)) if (snoozedUntil !== null) count(id)
      }),
    ]
    return () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [client, live, me, key, counted])

  const asked = useQuery({
    queryKey: key,
    queryFn: async () => {
      const meanwhile = new Set<string>()
      changed.current = meanwhile
      const matches = matchesOf(await filters.matches())
      if (changed.current === meanwhile) changed.current = null
      return [...meanwhile].reduce((all, id) => recounted(live, me, all, counted, id).matches, matches)
    },
    // What happens after the inbox is followed is told.
    enabled: counted.length > 0 && reloads > 0,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (known: Matches | undefined) => known,
    structuralSharing: false,
  })
  return asked.data ?? nothing
}

function recounted(
  { store, reading }: Live,
  me: string,
  matches: Matches,
  counted: readonly Counted[],
  conversation: string,
): Counting {
  const row = store.get().rows[conversation]
  const mark = reading.reads.get()[conversation] ?? null
  if (row !== undefined) return withRow(matches, counted, row, { mark, me, now: snoozeNow.get() })
  return { matches: mark === null ? matches : withMarkOf(matches, conversation, mark), isUnsure: false }
}

/** Calls the watcher for each conversation of which the mark has changed. */
function watchReads({ reading: { reads } }: Live, watcher: (conversation: string) => void): () => void {
  let before = reads.get()
  return reads.subscribe(() => {
    const [was, now] = [before, reads.get()]
    before = now
    for (const id of Object.keys(now)) if (now[id] !== was[id]) watcher(id)
  })
}

const nothing: Matches = {}
