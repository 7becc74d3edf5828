import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../api/problem.ts'
import { type Session, session } from '../api/session.ts'
import { Failure } from '../shell/Failure.tsx'
import { PasswordField } from '../shell/PasswordField.tsx'
import { Forgot } from './Forgot.tsx'
import { Frame } from './Frame.tsx'
import styles from './frame.module.css'

export function SignIn({ onEnter }: { onEnter: (session: Session) => void }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [hasForgotten, setForgotten] = useState(false)
  const enter = useMutation({ mutationFn: () => session.signIn(email.trim(), password), onSuccess: onEnter })
  if (hasForgotten) return <Forgot email={email} onBack={() => setForgotten(false)} />

  const status = problemOf(enter.error)?.status
  const refusal = status === 401 ? t('sign_in.refused') : status === 429 ? t('sign_in.too_many') : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <Frame title={t('sign_in.title')} text={t('sign_in.tagline')}>
      <form className={styles.form} onSubmit={submit}>
        <TextInput
          label={t('sign_in.email')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField
          label={t('sign_in.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          error={refusal}
          errorProps={{ role: 'alert' }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {refusal === null && <Failure error={enter.error} />}
        <Button type="submit" variant="filled" loading={enter.isPending} fullWidth>
          {t('sign_in.submit')}
        </Button>
        <button type="button" className={styles.link} onClick={() => setForgotten(true)}>
          {t('sign_in.forgot')}
        </button>
      </form>
    </Frame>
  )
}
