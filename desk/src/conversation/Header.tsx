import type { ConversationView } from '@baton/core/protocol'
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconArrowsRightLeft,
  IconCheck,
  IconClockPause,
  IconDots,
  IconDownload,
  IconLayoutSidebarRight,
  IconLayoutSidebarRightFilled,
  IconLock,
  IconLockOpen,
  IconReportAnalytics,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { downloadFormats, downloadOf } from '../api/conversations.ts'
import { useKeyHint } from '../commands/Keys.tsx'
import { useChannelName } from '../shell/channel-name.ts'
import { Face } from '../shell/Face.tsx'
import { mayOverrule, useMe } from '../shell/session.ts'
import { changeSettings, useSetting } from '../shell/settings.ts'
import { Tip } from '../shell/Tip.tsx'
import styles from './conversation.module.css'
import type { useActions } from './deeds/use-actions.ts'
import type { Standing } from './standing.ts'
import type { Open } from './Thread.tsx'
import { Viewers } from './Viewers.tsx'

type Props = {
  view: ConversationView
  standing: Standing
  actions: ReturnType<typeof useActions>
  onOpen: (dialog: Open) => void
  onBack: () => void
  areDetailsShown: boolean
  onDetails: () => void
}

export function Header({ view, standing, actions, onOpen, onBack, areDetailsShown, onDetails }: Props) {
  const { t } = useTranslation()
  const channelName = useChannelName()
  const me = useMe()
  const areQuietLinesShown = useSetting('areQuietLinesShown')
  const hint = useKeyHint()
  const mayAct = standing.kind !== 'closed' && (standing.kind !== 'others' || mayOverrule(me))
  return (
    <header className={styles.header}>
      <ActionIcon
        className={styles.back ?? ''}
        variant="subtle"
        size="lg"
        aria-label={t('common.back')}
        onClick={onBack}
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      <Face name={view.contactName} size={32} />
      <div className={styles.who}>
        <h2 className="cut" title={view.contactName}>
          <bdi>{view.contactName}</bdi>
        </h2>
        <div className={styles.sub}>
          <bdi className="cut">{view.botName}</bdi>
          <span aria-hidden>·</span>
          <span>{channelName(view.channel)}</span>
          {view.locked && (
            <>
              <span aria-hidden>·</span>
              <span className="cut">{t('conversation.locked')}</span>
            </>
          )}
        </div>
      </div>
      <Viewers conversation={view.id} />
      <Tip label={t('conversation.quiet')}>
        <ActionIcon
          className={styles.wideOnly ?? ''}
          variant={areQuietLinesShown ? 'light' : 'subtle'}
          size="lg"
          aria-label={t('conversation.quiet')}
          aria-pressed={areQuietLinesShown}
          onClick={() => changeSettings({ areQuietLinesShown: !areQuietLinesShown })}
        >
          <IconReportAnalytics size={18} stroke={1.75} />
        </ActionIcon>
      </Tip>
      <Menu width={220}>
        <Menu.Target>
          <ActionIcon variant="subtle" size="lg" aria-label={t('conversation.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={!mayAct}
            leftSection={<IconArrowsRightLeft size={16} />}
            rightSection={hint('transfer')}
            onClick={() => onOpen('transfer')}
          >
            {view.operator === null ? t('act.assign') : t('act.transfer')}
          </Menu.Item>
          <Menu.Item
            disabled={!mayAct}
            leftSection={<IconArrowBackUp size={16} />}
            rightSection={hint('hand_over')}
            onClick={() => onOpen('hand_over')}
          >
            {standing.kind === 'requested' ? t('act.withdraw') : t('act.hand_over')}
          </Menu.Item>
          <Menu.Item
            disabled={!mayAct || view.operator === null}
            leftSection={<IconClockPause size={16} />}
            rightSection={hint('snooze')}
            onClick={() => onOpen('snooze')}
          >
            {t('act.snooze')}
          </Menu.Item>
          <Menu.Item
            disabled={!mayAct}
            leftSection={view.locked ? <IconLockOpen size={16} /> : <IconLock size={16} />}
            onClick={() => void actions.setLocked(!view.locked)}
          >
            {view.locked ? t('act.unlock') : t('act.lock')}
          </Menu.Item>
          <Menu.Item
            disabled={!mayAct}
            leftSection={<IconCheck size={16} />}
            rightSection={hint('close')}
            onClick={actions.close}
          >
            {t('act.close')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('file.label')}</Menu.Label>
          {downloadFormats.map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={downloadOf(view.id, format)}
              download
              leftSection={<IconDownload size={16} />}
            >
              {t(`file.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tip label={areDetailsShown ? t('details.hide') : t('details.show')}>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={areDetailsShown ? t('details.hide') : t('details.show')}
          aria-expanded={areDetailsShown}
          onClick={onDetails}
        >
          {areDetailsShown ? (
            <IconLayoutSidebarRightFilled size={18} />
          ) : (
            <IconLayoutSidebarRight size={18} stroke={1.75} />
          )}
        </ActionIcon>
      </Tip>
    </header>
  )
}
