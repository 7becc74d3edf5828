import { useQuery } from '@tanstack/react-query'
import { type Counts, conversations } from '../api/conversations.ts'
import { useRefresh } from '../live/use-refresh.ts'

const counted = ['conversation_opened', 'operator_requested', 'taken_over', 'transferred', 'handed_over', 'closed']
const key = ['counts']

/** How many there are of each; asked again when an event may have changed it. */
export function useCounts(): Counts | undefined {
  useRefresh(key, counted)
  return useQuery({ queryKey: key, queryFn: conversations.counts }).data
}
