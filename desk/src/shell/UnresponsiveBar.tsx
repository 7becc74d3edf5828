import { Button } from '@mantine/core'
import { IconBellPause } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '../api/session.ts'
import { useLiveState } from '../live/hooks.ts'
import { Bar } from './Bar.tsx'
import { useFailureText } from './Failure.tsx'
import { useMe } from './session.ts'

/** [RO-2] Who missed a request is asked for no other until they do something: here it is said, and can be ended. */
export function UnresponsiveBar() {
  const { t } = useTranslation()
  const me = useMe()
  const client = useQueryClient()
  const failureText = useFailureText()
  const status = useLiveState((state) => state.presence[me.id]?.status)
  // Presence tells that something changed about me, the session what.
  useEffect(() => {
    if (status !== undefined && status !== me.status) void client.invalidateQueries({ queryKey: ['session'] })
  }, [status, me.status, client])
  const answer = useMutation({
    networkMode: 'always',
    mutationFn: () => session.setStatus('online'),
    onSuccess: () => client.invalidateQueries({ queryKey: ['session'] }),
  })
  return (
    <Bar tone="requested">
      {me.unresponsive ? (
        <>
          <IconBellPause size={18} aria-hidden />
          <span>
            {t('unresponsive.text')}
            {answer.error !== null && ` ${failureText(answer.error)}`}
          </span>
          <Button variant="filled" loading={answer.isPending} onClick={() => answer.mutate()}>
            {t('unresponsive.here')}
          </Button>
        </>
      ) : null}
    </Bar>
  )
}
