import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '../api/session.ts'
import { Failure } from '../shell/Failure.tsx'
import { PasswordField } from '../shell/PasswordField.tsx'
import { useSession } from '../shell/session.ts'

const shortest = 8

export function PasswordForm() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { hasPassword, operator } = useSession()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => session.setPassword(hasPassword ? current : null, next),
    onSuccess: async () => {
      setCurrent('')
      setNext('')
      notifications.show({ message: t('profile.password_changed') })
      client.setQueryData(['session'], await session.read())
    },
  })
  const isTooShort = next !== '' && next.length < shortest
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isTooShort) change.mutate()
  }
  return (
    <form onSubmit={submit} style={{ display: 'contents' }}>
      <input type="text" autoComplete="username" value={operator.email} readOnly hidden />
      {hasPassword && (
        <PasswordField
          label={t('profile.password_current')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
      )}
      <PasswordField
        label={t('profile.password_next')}
        description={t('link.password_hint')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={next}
        error={isTooShort ? t('link.too_short') : null}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <Failure
        error={change.error}
        labels={{ current: t('profile.password_current'), next: t('profile.password_next') }}
      />
      <div>
        <Button type="submit" loading={change.isPending} disabled={next.length < shortest}>
          {hasPassword ? t('profile.password_submit') : t('profile.password_set')}
        </Button>
      </div>
    </form>
  )
}
