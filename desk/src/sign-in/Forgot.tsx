import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '../api/session.ts'
import { Failure } from '../shell/Failure.tsx'
import { Frame } from './Frame.tsx'
import styles from './frame.module.css'

export function Forgot({ email, onBack }: { email: string; onBack: () => void }) {
  const { t } = useTranslation()
  const [address, setAddress] = useState(email)
  const ask = useMutation({ mutationFn: () => session.resetPassword(address.trim()) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate()
  }
  return (
    <Frame title={t('sign_in.forgot_title')} text={ask.isSuccess ? t('sign_in.forgot_done') : t('sign_in.forgot_text')}>
      <form className={styles.form} onSubmit={submit}>
        {!ask.isSuccess && (
          <>
            <TextInput
              label={t('sign_in.email')}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
            <Failure error={ask.error} labels={{ email: t('sign_in.email') }} />
            <Button type="submit" variant="filled" loading={ask.isPending} fullWidth>
              {t('sign_in.forgot_submit')}
            </Button>
          </>
        )}
        <button type="button" className={styles.link} onClick={onBack}>
          {t('sign_in.back')}
        </button>
      </form>
    </Frame>
  )
}
