import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../api/problem.ts'
import { type Link, type Session, session } from '../api/session.ts'
import { Failure } from '../shell/Failure.tsx'
import { goTo } from '../shell/navigation.ts'
import { PasswordField } from '../shell/PasswordField.tsx'
import { Frame } from './Frame.tsx'
import styles from './frame.module.css'

const shortest = 8

/** `/link/TOKEN`: the first sign-in, an invitation, or a new password. */
export function LinkPage({ token, onEnter }: { token: string; onEnter: (session: Session) => void }) {
  const { t } = useTranslation()
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => session.link(token),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (link.isPending) return null
  if (link.data !== undefined) return <LinkForm link={link.data} token={token} onEnter={onEnter} />
  const isGone = problemOf(link.error)?.status === 404
  return (
    <Frame title={t('link.gone.title')} {...(isGone ? { text: t('link.gone.text') } : {})}>
      <div className={styles.form}>
        {!isGone && <Failure error={link.error} />}
        <Button variant="filled" fullWidth onClick={() => goTo({ name: 'inbox', conversation: null }, 'replace')}>
          {t('sign_in.submit')}
        </Button>
      </div>
    </Frame>
  )
}

function LinkForm({ link, token, onEnter }: { link: Link; token: string; onEnter: (session: Session) => void }) {
  const { t } = useTranslation()
  const known = link.operator
  const kind = known === null ? 'first' : link.kind
  const [name, setName] = useState(known?.name ?? '')
  const [email, setEmail] = useState(known?.email ?? '')
  const [password, setPassword] = useState('')
  const isTooShort = password !== '' && password.length < shortest
  const use = useMutation({
    mutationFn: () =>
      session.openLink(token, {
        ...(password === '' ? {} : { password }),
        ...(name.trim() === known?.name ? {} : { name: name.trim() }),
        ...(email.trim() === known?.email ? {} : { email: email.trim() }),
      }),
    onSuccess: (answer) => {
      onEnter(answer)
      goTo({ name: 'inbox', conversation: null }, 'replace')
    },
  })
  const words = { workspace: link.workspace.name, name, email }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isTooShort) use.mutate()
  }
  return (
    <Frame title={t(`link.${kind}.title`, words)} text={t(`link.${kind}.text`, words)}>
      <form className={styles.form} onSubmit={submit}>
        {(kind === 'invitation' || kind === 'first') && (
          <TextInput
            label={t('link.name')}
            autoComplete="name"
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {kind === 'first' && (
          <TextInput
            label={t('link.email')}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        )}
        {link.needsPassword && (
          <PasswordField
            label={t('link.password')}
            description={t('link.password_hint')}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={shortest}
            value={password}
            error={isTooShort ? t('link.too_short') : null}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        <Failure
          error={use.error}
          labels={{ name: t('link.name'), email: t('link.email'), password: t('link.password') }}
        />
        <Button type="submit" variant="filled" loading={use.isPending} fullWidth>
          {t(`link.${kind}.submit`)}
        </Button>
      </form>
    </Frame>
  )
}
