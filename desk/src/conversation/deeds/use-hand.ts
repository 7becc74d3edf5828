import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../api/problem.ts'
import { useLive } from '../../live/hooks.ts'
import { useFailureText } from '../../shell/Failure.tsx'
import { useMe } from '../../shell/session.ts'
import { tellRefusal } from '../../shell/tell-refusal.ts'
import { type Hand, MovedOn } from './deeds.ts'

/** What deeds need, with words in the operator's language. `wordsOf`: those of a place for why it was refused; null: the usual. */
export function useHand(wordsOf: (error: unknown) => string | null = () => null): Hand {
  const { t } = useTranslation()
  const live = useLive()
  const me = useMe()
  const failureText = useFailureText()
  const reasonOf = (error: unknown) => {
    if (error instanceof MovedOn)
      return error.owner === null ? t('undo.moved_on') : t('undo.moved_to', { owner: error.owner })
    const owner = problemOf(error)?.owner
    return owner != null && owner.id !== me.id ? t('undo.moved_to', { owner: owner.name }) : failureText(error)
  }
  return {
    live,
    me,
    t,
    say: (message) => void notifications.show({ message }),
    fail: (error, title) => tellRefusal(wordsOf(error) ?? reasonOf(error), title),
  }
}
