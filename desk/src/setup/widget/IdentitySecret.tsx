import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type IdentitySecretState, identitySecrets } from '../../api/identity-secrets.ts'
import { Copy } from '../../shell/Copy.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { useMe } from '../../shell/session.ts'
import { useTimes } from '../../shell/times.ts'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import { Loaded } from '../Loaded.tsx'
import setup from '../setup.module.css'
import { Section } from './Section.tsx'

/** [V-13] With what a site vouches for its contacts: made, changed and taken away here, and shown once. */
export function IdentitySecret({ bot }: { bot: string }) {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const query = useQuery({
    queryKey: ['identity secret', bot],
    queryFn: () => identitySecrets.state(bot),
    enabled: isAdmin,
  })
  return (
    <Section title={t('identity_secret.title')} text={t('identity_secret.about')}>
      {isAdmin ? (
        <Loaded query={query}>{(state) => <Secret bot={bot} state={state} />}</Loaded>
      ) : (
        <span className="quiet">{t('identity_secret.admins_only')}</span>
      )}
    </Section>
  )
}

function Secret({ bot, state }: { bot: string; state: IdentitySecretState }) {
  const { t } = useTranslation()
  const times = useTimes()
  const client = useQueryClient()
  const [isTurningOff, setTurningOff] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: ['identity secret', bot] })
  const rotate = useMutation({ mutationFn: () => identitySecrets.rotate(bot), onSuccess: refresh })
  const remove = useMutation({
    mutationFn: () => identitySecrets.remove(bot),
    onSuccess: async () => {
      setTurningOff(false)
      await refresh()
    },
  })
  const { isOn, rotatedAt, previousUntil } = state
  return (
    <>
      <span role="status">
        {isOn ? t('identity_secret.on', { date: times.date(rotatedAt ?? '') }) : t('identity_secret.off')}{' '}
        {previousUntil !== null && t('identity_secret.previous', { date: times.date(previousUntil) })}
      </span>
      <Failure error={rotate.error} />
      <Group gap="xs">
        <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
          {isOn ? t('identity_secret.change') : t('identity_secret.make')}
        </Button>
        {isOn && (
          <Button variant="subtle" color="red" onClick={() => setTurningOff(true)}>
            {t('identity_secret.turn_off')}
          </Button>
        )}
      </Group>
      {rotate.data !== undefined && <Shown secret={rotate.data.secret} onClose={rotate.reset} />}
      {isTurningOff && (
        <ConfirmDialog
          title={t('identity_secret.turn_off_title')}
          text={t('identity_secret.turn_off_text')}
          action={t('identity_secret.turn_off')}
          change={remove}
          onClose={() => setTurningOff(false)}
        />
      )}
    </>
  )
}

function Shown({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('identity_secret.shown_title')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <span className="quiet">{t('identity_secret.shown_text')}</span>
        <code className={setup.code}>{secret}</code>
        <Copy value={secret} variant="filled" data-autofocus />
      </Stack>
    </Modal>
  )
}
