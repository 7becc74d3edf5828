import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations } from '../api/conversations.ts'
import { problemOf } from '../api/problem.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { dropQuery } from '../shell/navigation.ts'
import { tellRefusal } from '../shell/tell-refusal.ts'

const parameter = 'shared'

/** Whoever came by a shared link opens it, once: its token does not stay in the address. */
export function useSharedLink(): void {
  const { t } = useTranslation()
  const failureText = useFailureText()
  const token = useRef(new URLSearchParams(location.search).get(parameter))
  useEffect(() => {
    const { current } = token
    if (current === null) return
    token.current = null
    dropQuery()
    conversations.openShared(current).catch((error: unknown) => {
      const isEnded = problemOf(error)?.code === 'link_ended'
      tellRefusal(isEnded ? t('notify.link_ended') : failureText(error))
    })
  }, [t, failureText])
}
