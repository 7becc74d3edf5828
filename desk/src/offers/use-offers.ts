import type { ConversationSummary } from '@baton/core/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { conversations } from '../api/conversations.ts'
import { problemOf } from '../api/problem.ts'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { goTo } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { type OfferRefusal, offerRefusalOf, offersTo } from './offers.ts'

/** What became of an answer that came too late. */
export type Refused = { row: ConversationSummary; refusal: OfferRefusal; error: Error }

/** [RO-30] What I am asked to take, wherever in the desk I am, and my answers. */
export function useOffers() {
  const me = useMe()
  const live = useLive()
  const rows = useLiveState((state) => state.rows)
  const reloads = useStore(live.reloads)
  const [refused, setRefused] = useState<Refused | null>(null)
  // The stream tells only what happens from now on; who was being asked before is looked up.
  useQuery({
    queryKey: ['waiting', reloads],
    queryFn: async () => {
      const { items } = await conversations.list({ chatState: 'operator_requested', status: 'open' }, null)
      live.putRows(items)
      return items.length
    },
  })
  const offers = useMemo(() => offersTo(me.id, Object.values(rows)), [rows, me.id])
  const onError = (error: Error, row: ConversationSummary) => {
    const problem = problemOf(error)
    setRefused({ row, error, refusal: problem === null ? { kind: 'other' } : offerRefusalOf(problem) })
  }
  const onMutate = () => setRefused(null)
  const accept = useMutation({
    networkMode: 'always',
    mutationFn: (row: ConversationSummary) => conversations.acceptOffer(row.id),
    onMutate,
    onSuccess: ({ conversation }) => {
      live.putRows([conversation])
      goTo({ name: 'inbox', conversation: conversation.id })
    },
    onError,
  })
  const decline = useMutation({
    networkMode: 'always',
    mutationFn: (row: ConversationSummary) => conversations.declineOffer(row.id),
    onMutate,
    onSuccess: ({ conversation }) => live.putRows([conversation]),
    onError,
  })
  return { offers, accept, decline, refused, dismiss: () => setRefused(null) }
}
