import type { ConversationView } from '@baton/core/protocol'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../api/problem.ts'
import { useSteady } from '../../shell/use-steady.ts'
import { refusalOf } from '../standing.ts'
import { close, decline, setLocked, takeFromOwner, takeOver } from './deeds.ts'
import { useHand } from './use-hand.ts'

/** [U-04] What an operator can do with a conversation: it shows at once, and goes back with the reason when it is refused. */
export function useActions(view: ConversationView) {
  const { t } = useTranslation()
  const hand = useHand((error) => {
    const problem = problemOf(error)
    const refusal = problem === null ? null : refusalOf(problem)
    if (refusal?.kind === 'taken' && refusal.owner !== hand.me.name) return t('act.taken', { owner: refusal.owner })
    return problem?.code === 'no_offer' ? t('offer.too_late', { contact: view.contactName }) : null
  })
  return useSteady({
    takeOver: () => void takeOver(hand, view),
    decline: () => void decline(hand, view),
    takeFromOwner: () => void takeFromOwner(hand, view),
    close: () => close(hand, view),
    setLocked: async (locked: boolean) => {
      if ((await setLocked(hand, view, locked)) !== null) hand.say(t(locked ? 'act.done.locked' : 'act.done.unlocked'))
    },
  })
}
