import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from './hooks.ts'

const pauseMs = 400

/** Asks again, at most twice a second, when an event of these types happens anywhere, or the connection is back. */
export function useRefresh(key: QueryKey, types: readonly string[]): void {
  const client = useQueryClient()
  const live = useLive()
  const place = JSON.stringify(key)
  useEffect(() => {
    const queryKey: QueryKey = JSON.parse(place)
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = live.watchInbox(({ event }) => {
      if (timer !== undefined || !types.includes(event.type)) return
      timer = setTimeout(() => {
        timer = undefined
        void client.invalidateQueries({ queryKey })
      }, pauseMs)
    })
    const stopPhase = live.phase.subscribe(() => {
      if (live.phase.get().name === 'open') void client.invalidateQueries({ queryKey })
    })
    return () => {
      clearTimeout(timer)
      stop()
      stopPhase()
    }
  }, [client, live, place, types])
}
