import { Tooltip, UnstyledButton } from '@mantine/core'
import {
  IconBell,
  IconBellOff,
  IconChartBar,
  IconInbox,
  IconKeyboard,
  IconSettings,
  IconSitemap,
  IconUserCircle,
} from '@tabler/icons-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isNotifying, useNotificationSwitch } from '../inbox/browser-notifications.ts'
import mark from '../mark.svg'
import { goTo, type Place, pathOf, usePlace } from './navigation.ts'
import styles from './rail.module.css'
import { StatusMenu } from './StatusMenu.tsx'
import { mayOverrule, useMe } from './session.ts'
import { useSettings } from './settings.ts'

export function Rail({ count, onHelp }: { count: number; onHelp: () => void }) {
  const { t } = useTranslation()
  const toggle = useNotificationSwitch()
  const isOn = isNotifying(useSettings())
  const seesFigures = mayOverrule(useMe())
  return (
    <nav className={styles.rail} aria-label={t('rail.main')}>
      <img className={styles.mark} src={mark} alt="Baton" width={28} height={28} />
      <RailLink
        to={{ name: 'inbox', conversation: null }}
        label={t('rail.inbox')}
        icon={<IconInbox size={20} stroke={1.75} />}
        count={count}
      />
      {seesFigures && (
        <RailLink
          to={{ name: 'figures' }}
          also="wallboard"
          label={t('rail.figures')}
          icon={<IconChartBar size={20} stroke={1.75} />}
        />
      )}
      <RailLink
        to={{ name: 'designer', bot: null }}
        label={t('designer.rail')}
        icon={<IconSitemap size={20} stroke={1.75} />}
      />
      <RailLink
        to={{ name: 'setup', page: 'operators', item: null }}
        label={t('rail.setup')}
        icon={<IconSettings size={20} stroke={1.75} />}
      />
      <RailLink to={{ name: 'profile' }} label={t('rail.profile')} icon={<IconUserCircle size={20} stroke={1.75} />} />
      <span className={styles.space} />
      <RailButton label={t('rail.shortcuts')} onClick={onHelp} className={styles.wide}>
        <IconKeyboard size={20} stroke={1.75} />
      </RailButton>
      <RailButton label={isOn ? t('notify.turn_off') : t('notify.turn_on')} onClick={toggle}>
        {isOn ? <IconBell size={20} stroke={1.75} /> : <IconBellOff size={20} stroke={1.75} />}
      </RailButton>
      <StatusMenu />
    </nav>
  )
}

function RailLink({
  to,
  also,
  label,
  icon,
  count = 0,
}: {
  to: Place
  /** Another place that belongs to this one. */
  also?: Place['name']
  label: string
  icon: ReactNode
  count?: number
}) {
  const { name } = usePlace()
  const isHere = name === to.name || name === also
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    goTo(to)
  }
  return (
    <Tooltip label={label} position="right">
      <a
        className={styles.item}
        href={pathOf(to)}
        onClick={follow}
        aria-label={count > 0 ? `${label} (${count})` : label}
        aria-current={isHere ? 'page' : undefined}
      >
        {icon}
        {count > 0 && <span className={styles.count} data-count={count > 99 ? '99+' : count} aria-hidden />}
      </a>
    </Tooltip>
  )
}

function RailButton({
  label,
  onClick,
  children,
  className,
}: {
  label: string
  onClick: () => void
  children: ReactNode
  className?: string | undefined
}) {
  return (
    <Tooltip label={label} position="right">
      <UnstyledButton className={`${styles.item} ${className ?? ''}`} aria-label={label} onClick={onClick}>
        {children}
      </UnstyledButton>
    </Tooltip>
  )
}
