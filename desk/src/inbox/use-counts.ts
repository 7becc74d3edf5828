import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Counts, conversations } from '../api/conversations.ts'
import { useLive } from '../live/hooks.ts'

const counted = ['conversation_opened', 'operator_requested', 'taken_over', 'transferred', 'handed_over', 'closed']
const pauseMs = 400

/** How many there are of each; asked again, at most twice a second, when an event may have changed it. */
export function useCounts(): Counts | undefined {
  const client = useQueryClient()
  const live = useLive()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = live.watchInbox(({ event }) => {
      if (timer !== undefined || !counted.includes(event.type)) return
      timer = setTimeout(() => {
        timer = undefined
        void client.invalidateQueries({ queryKey: ['counts'] })
      }, pauseMs)
    })
    const stopPhase = live.phase.subscribe(() => {
      if (live.phase.get().name === 'open') void client.invalidateQueries({ queryKey: ['counts'] })
    })
    return () => {
      clearTimeout(timer)
      stop()
      stopPhase()
    }
  }, [client, live])
  return useQuery({ queryKey: ['counts'], queryFn: conversations.counts }).data
}
