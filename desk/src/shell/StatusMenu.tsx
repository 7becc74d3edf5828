import type { PresenceStatus } from '@baton/core/protocol'
import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { session } from '../api/session.ts'
import type { Doing } from '../commands/registry.ts'
import { useCommands } from '../commands/use-commands.ts'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { Face } from './Face.tsx'
import { useFailureText } from './Failure.tsx'
import { PresenceDot } from './PresenceDot.tsx'
import styles from './rail.module.css'
import { useMe, useSession } from './session.ts'
import { useSetting } from './settings.ts'
import { tellRefusal } from './tell-refusal.ts'
import { forgetAutoAway, useAutoAway } from './use-auto-away.ts'

const statuses: PresenceStatus[] = ['online', 'busy', 'away', 'offline']

/** [U-16] The own status, and what each means for routing written next to it. */
export function StatusMenu() {
  const { t } = useTranslation()
  const me = useMe()
  const { profile } = useSession()
  const client = useQueryClient()
  const failureText = useFailureText()
  const isConnected = useStore(useLive().phase).name === 'open'
  const known = useLiveState((state) => state.presence[me.id])
  const awayAfterMinutes = useSetting('awayAfterMinutes')
  const change = useMutation({
    mutationFn: session.setStatus,
    onSuccess: () => client.invalidateQueries({ queryKey: ['session'] }),
    onError: (error) => tellRefusal(failureText(error)),
  })
  const status = isConnected ? ((change.isPending ? change.variables : null) ?? known?.status ?? me.status) : 'offline'
  const isSilent = (known === undefined ? me.unresponsive === true : known.isUnresponsive === true) && status === 'away'
  const name = isSilent ? t('presence.unresponsive.name') : t(`presence.${status}.name`)
  useAutoAway(status, change.mutate)
  const choose = (one: PresenceStatus) => {
    forgetAutoAway()
    change.mutate(one)
  }
  const to = (one: PresenceStatus): Doing => ({
    run: () => choose(one),
    off: one === status && !isSilent ? t('keys.off.already') : null,
  })
  useCommands({
    status_online: to('online'),
    status_busy: to('busy'),
    status_away: to('away'),
    status_offline: to('offline'),
  })
  return (
    <Menu position="right-end" width={300}>
      <Menu.Target>
        <UnstyledButton className={styles.me} aria-label={t('presence.is', { status: name })}>
          <Face name={me.name} size={32} picture={profile.picture} />
          <PresenceDot status={status} className={styles.dot} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('presence.mine')}</Menu.Label>
        {isSilent && <p className={styles.silent}>{t('presence.unresponsive.mine')}</p>}
        {statuses.map((one) => (
          <Menu.Item
            key={one}
            leftSection={<PresenceDot status={one} />}
            rightSection={one === status && !isSilent ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => choose(one)}
          >
            <span>{t(`presence.${one}.name`)}</span>
            <span className={styles.means}>{t(`presence.${one}.means`)}</span>
          </Menu.Item>
        ))}
        <p className={styles.silent}>
          {awayAfterMinutes === 0 ? t('presence.auto.never') : t('presence.auto.after', { count: awayAfterMinutes })}
        </p>
      </Menu.Dropdown>
    </Menu>
  )
}
