import type { ConversationSummary } from '@baton/core/protocol'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { conversations } from '../api/conversations.ts'
import { problemOf } from '../api/problem.ts'
import { decline, type Hand, takeOver } from '../conversation/deeds/deeds.ts'
import { useHand } from '../conversation/deeds/use-hand.ts'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { goTo } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { type OfferRefusal, offerRefusalOf, offersTo } from './offers.ts'

/** What became of an answer that came too late. */
export type Refused = { row: ConversationSummary; refusal: OfferRefusal; error: unknown }

/** [RO-30] [U-04] What I am asked to take, wherever in the desk I am, and my answers, which show at once. */
export function useOffers() {
  const me = useMe()
  const live = useLive()
  const rows = useLiveState((state) => state.rows)
  const reloads = useStore(live.reloads)
  const hand = useHand()
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
  /** An answer that was refused is told where the offer stood, which is back if it still counts. */
  const answering = (row: ConversationSummary): Hand => {
    setRefused(null)
    const fail = (error: unknown) => {
      const problem = problemOf(error)
      setRefused({ row, error, refusal: problem === null ? { kind: 'other' } : offerRefusalOf(problem) })
    }
    return { ...hand, fail }
  }
  return {
    offers,
    accept: (row: ConversationSummary) => {
      void takeOver(answering(row), row)
      goTo({ name: 'inbox', conversation: row.id })
    },
    decline: (row: ConversationSummary) => void decline(answering(row), row),
    refused,
    dismiss: () => setRefused(null),
  }
}
