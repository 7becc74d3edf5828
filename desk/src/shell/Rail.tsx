import { UnstyledButton } from '@mantine/core'
import {
  IconBell,
  IconBellOff,
  IconChartBar,
  IconInbox,
  IconKeyboard,
  IconSearch,
  IconSettings,
  IconSitemap,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { openHelp } from '../commands/help-store.ts'
import { Keys, useKeyHint } from '../commands/Keys.tsx'
import { openPalette } from '../commands/palette-store.ts'
import { isMac, paletteCaps } from '../commands/platform.ts'
import type { Command } from '../commands/table.ts'
import { useCommands } from '../commands/use-commands.ts'
import { useIsNotifying, useNotificationSwitch } from '../inbox/browser-notifications.ts'
import { useNoticeCount } from '../inbox/use-notices.ts'
import mark from '../mark.svg'
import { goTo, type Place, pathOf, usePlace } from './navigation.ts'
import styles from './rail.module.css'
import { StatusMenu } from './StatusMenu.tsx'
import { mayOverrule, useMe } from './session.ts'
import { Tip } from './Tip.tsx'

export function Rail() {
  const { t } = useTranslation()
  const toggle = useNotificationSwitch()
  const isOn = useIsNotifying()
  const hint = useKeyHint()
  const seesFigures = mayOverrule(useMe())
  const bell = isOn ? t('notify.turn_off') : t('notify.turn_on')
  useCommands({ notifications: { run: toggle, words: bell } })
  return (
    <nav className={styles.rail} aria-label={t('rail.main')}>
      <img className={styles.mark} src={mark} alt="Baton" width={28} height={28} />
      <InboxLink />
      {seesFigures && (
        <RailLink
          to={{ name: 'figures' }}
          also="wallboard"
          command="go_figures"
          label={t('rail.figures')}
          icon={<IconChartBar size={20} stroke={1.75} />}
        />
      )}
      {seesFigures && (
        <RailLink
          to={{ name: 'team', conversation: null }}
          command="go_team"
          label={t('team.rail')}
          icon={<IconUsers size={20} stroke={1.75} />}
        />
      )}
      <RailLink
        to={{ name: 'designer', bot: null }}
        command="go_designer"
        label={t('designer.rail')}
        icon={<IconSitemap size={20} stroke={1.75} />}
      />
      <RailLink
        to={{ name: 'setup', page: 'operators', item: null }}
        command="go_operators"
        label={t('rail.setup')}
        icon={<IconSettings size={20} stroke={1.75} />}
      />
      <RailLink
        to={{ name: 'profile' }}
        command="go_profile"
        label={t('rail.profile')}
        icon={<IconUserCircle size={20} stroke={1.75} />}
      />
      <span className={styles.space} />
      <RailButton
        label={t('keys.palette')}
        caption={paletteCaps.join(isMac ? '' : ' ')}
        hint={<Keys caps={paletteCaps} isChord />}
        onClick={openPalette}
        className={`${styles.wide} ${styles.tall}`}
      >
        <IconSearch size={18} stroke={1.75} />
      </RailButton>
      <RailButton label={t('rail.shortcuts')} hint={hint('help')} onClick={openHelp} className={styles.wide}>
        <IconKeyboard size={20} stroke={1.75} />
      </RailButton>
      <RailButton label={bell} onClick={toggle}>
        {isOn ? <IconBell size={20} stroke={1.75} /> : <IconBellOff size={20} stroke={1.75} />}
      </RailButton>
      <StatusMenu />
    </nav>
  )
}

function InboxLink() {
  const { t } = useTranslation()
  return (
    <RailLink
      to={{ name: 'inbox', conversation: null }}
      command="go_inbox"
      label={t('rail.inbox')}
      icon={<IconInbox size={20} stroke={1.75} />}
      count={useNoticeCount()}
    />
  )
}

function RailLink({
  to,
  command,
  also,
  label,
  icon,
  count = 0,
}: {
  to: Place
  /** What leads there as well. */
  command: Command
  /** Another place that belongs to this one. */
  also?: Place['name']
  label: string
  icon: ReactNode
  count?: number
}) {
  const { name } = usePlace()
  const hint = useKeyHint()
  const isHere = name === to.name || name === also
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    goTo(to)
  }
  return (
    <Tip label={<Hinted label={label} hint={hint(command)} />} position="right">
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
    </Tip>
  )
}

function RailButton({
  label,
  caption = null,
  hint = null,
  onClick,
  children,
  className,
}: {
  label: string
  /** Stands below the icon. */
  caption?: string | null
  hint?: ReactNode
  onClick: () => void
  children: ReactNode
  className?: string | undefined
}) {
  return (
    <Tip label={<Hinted label={label} hint={hint} />} position="right">
      <UnstyledButton
        className={`${styles.item} ${className ?? ''}`}
        aria-label={caption === null ? label : `${label} ${caption}`}
        onClick={onClick}
      >
        {children}
        {caption !== null && <span className={styles.caption}>{caption}</span>}
      </UnstyledButton>
    </Tip>
  )
}

/** Words with the keys that do the same. */
function Hinted({ label, hint }: { label: string; hint: ReactNode }) {
  return (
    <span className={styles.hinted}>
      {label}
      {hint}
    </span>
  )
}
