import { useQuery } from '@tanstack/react-query'
import { conversations, type Place } from '../api/conversations.ts'
import { useRefresh } from '../live/use-refresh.ts'
import type { Standing } from './standing.ts'

/** What moves a queue. */
const moving = ['operator_requested', 'taken_over', 'transferred', 'handed_over', 'closed']

/** [RO-23] Where a request stands among those for the same group, as its contact is told; null: it does not wait. */
export function useQueuePlace(conversation: string, standing: Standing): Place | null {
  const key = ['place', conversation]
  const isWaiting = standing.kind === 'requested'
  useRefresh(key, moving)
  const query = useQuery({
    queryKey: key,
    queryFn: () => conversations.place(conversation),
    enabled: isWaiting,
    staleTime: 0,
  })
  return isWaiting ? (query.data ?? null) : null
}
