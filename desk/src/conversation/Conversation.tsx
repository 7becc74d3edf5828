import { Button, Drawer, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconMessageOff } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive, useLog, useStore } from '../live/hooks.ts'
import { useLate } from '../shell/late.ts'
import { Notice } from '../shell/Notice.tsx'
import { Splitter } from '../shell/Splitter.tsx'
import { changeSettings, settings, useSetting } from '../shell/settings.ts'
import styles from './conversation.module.css'
import { Details } from './details/Details.tsx'
import { Thread } from './Thread.tsx'

/** A conversation with its details beside it, or over it where there is no room. */
export function Conversation({ id, onBack }: { id: string; onBack: () => void }) {
  const { t } = useTranslation()
  const live = useLive()
  const log = useLog(id)
  const failure = useStore(live.failures)[id]
  const areDetailsShown = useSetting('areDetailsShown')
  const detailsWidth = useSetting('detailsWidth')
  const isWide = useMediaQuery('(min-width: 1180px)', window.innerWidth >= 1180, { getInitialValueInEffect: false })
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const isSlow = useLate(log === undefined, 300)
  useEffect(() => () => live.leave(id), [live, id])
  const toggleDetails = useCallback(() => {
    if (isWide) changeSettings({ areDetailsShown: !settings.get().areDetailsShown })
    else setDrawerOpen((isOpen) => !isOpen)
  }, [isWide])

  if (log === undefined && failure !== undefined) {
    return (
      <Notice
        icon={<IconMessageOff size={32} stroke={1.25} />}
        title={t(`conversation.${failure}.title`)}
        text={t(`conversation.${failure}.text`)}
      >
        <Button onClick={onBack}>{t('common.back')}</Button>
        {failure === 'unreachable' && (
          <Button variant="filled" onClick={() => void live.reload(id)}>
            {t('common.retry')}
          </Button>
        )}
      </Notice>
    )
  }
  if (log === undefined) return isSlow ? <LogSkeleton /> : null

  const isShown = isWide ? areDetailsShown : isDrawerOpen
  return (
    <>
      <Thread log={log} onBack={onBack} areDetailsShown={isShown} onDetails={toggleDetails} />
      {isWide && areDetailsShown && (
        <>
          <Splitter
            label={t('common.resize', { pane: t('details.title') })}
            width={detailsWidth}
            least={240}
            most={480}
            side="after"
            onWidth={(width) => changeSettings({ detailsWidth: width })}
          />
          <aside className={styles.details} style={{ width: detailsWidth }} aria-label={t('details.title')}>
            <Details log={log} />
          </aside>
        </>
      )}
      {!isWide && (
        <Drawer
          opened={isDrawerOpen}
          onClose={() => setDrawerOpen(false)}
          position="right"
          size={340}
          title={t('details.title')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
          transitionProps={{ duration: 120 }}
        >
          <Details log={log} />
        </Drawer>
      )}
    </>
  )
}

function LogSkeleton() {
  const { t } = useTranslation()
  return (
    <div className={styles.skeleton} role="status" aria-label={t('common.loading')}>
      <Skeleton height={36} width="40%" />
      <Skeleton height={44} width="55%" />
      <Skeleton height={44} width="50%" ml="auto" />
      <Skeleton height={64} width="60%" />
    </div>
  )
}
