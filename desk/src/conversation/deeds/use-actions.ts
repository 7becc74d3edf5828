import type { ConversationView } from '@baton/core/protocol'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { conversations } from '../../api/conversations.ts'
import { problemOf } from '../../api/problem.ts'
import { useLive } from '../../live/hooks.ts'
import { useFailureText } from '../../shell/Failure.tsx'
import { useMe } from '../../shell/session.ts'
import { isOfferedTo, refusalOf } from '../standing.ts'
import { close } from './deeds.ts'
import { useHand } from './use-hand.ts'

/** What an operator can do with a conversation; the log tells what came of it. */
export function useActions(view: ConversationView) {
  const { t } = useTranslation()
  const live = useLive()
  const me = useMe()
  const failureText = useFailureText()
  const hand = useHand()
  const words = { contact: view.contactName }

  const onError = (error: Error) => {
    const problem = problemOf(error)
    const refusal = problem === null ? null : refusalOf(problem)
    const message =
      refusal?.kind === 'taken' && refusal.owner !== me.name
        ? t('act.taken', { owner: refusal.owner })
        : problem?.code === 'no_offer'
          ? t('offer.too_late', words)
          : failureText(error)
    notifications.show({ color: 'red', title: t('act.failed'), message })
  }
  const say = (message: string) => notifications.show({ message })
  /** Where the socket is gone the log would not tell; then it is asked. */
  const onSettled = () => {
    if (live.phase.get().name !== 'open') void live.reload(view.id)
  }

  const takeOver = useMutation({
    mutationFn: () =>
      isOfferedTo(me.id, view) ? conversations.acceptOffer(view.id) : conversations.claim(view.id, me.id),
    onError,
    onSettled,
  })
  const decline = useMutation({ mutationFn: () => conversations.declineOffer(view.id), onError, onSettled })
  const takeFromOwner = useMutation({
    mutationFn: () => conversations.transfer(view.id, { operator: me.id }, view.operator?.id ?? null),
    onError,
    onSettled,
  })
  const setLocked = useMutation({
    mutationFn: (locked: boolean) => conversations.setLocked(view.id, locked),
    onSuccess: (_, locked) => say(t(locked ? 'act.done.locked' : 'act.done.unlocked')),
    onError,
    onSettled,
  })
  return { takeOver, decline, takeFromOwner, close: () => close(hand, view), setLocked }
}
