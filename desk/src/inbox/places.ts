import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { type PlaceOf, places } from '../api/inbox.ts'
import { useLiveState } from '../live/hooks.ts'
import { Store } from '../live/store.ts'
import { useRefresh } from '../live/use-refresh.ts'

/** What moves a queue. */
const moving = ['operator_requested', 'operator_offered', 'taken_over', 'transferred', 'handed_over', 'closed']
const key = ['places']

/** [RO-23] Where everybody stands who waits, by conversation. */
const known = new Store<ReadonlyMap<string, PlaceOf>>(new Map())

/** Keeps the places true while there is anybody who waits: asked for once for all rows. */
export function useKeptPlaces(): void {
  const isAnyWaiting = useLiveState(({ rows }) =>
    Object.values(rows).some(({ status, chatState }) => status === 'open' && chatState === 'operator_requested'),
  )
  useRefresh(key, moving)
  const { data } = useQuery({ queryKey: key, queryFn: readPlaces, staleTime: 0, enabled: isAnyWaiting })
  useEffect(() => {
    if (data !== undefined) known.update(() => new Map(data.map((place) => [place.conversation, place])))
  }, [data])
}

export function usePlace(conversation: string): PlaceOf | undefined {
  return useSyncExternalStore(known.subscribe, () => known.get().get(conversation))
}

const readPlaces = () => places.all()
