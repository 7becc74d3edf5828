import { Button } from '@mantine/core'
import { IconCloudCheck, IconCloudOff } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive, useStore } from '../live/hooks.ts'
import styles from './connection-banner.module.css'
import { useLate } from './late.ts'

/** [U-12] Says after two seconds that the connection is gone, and for a moment that it is back. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const live = useLive()
  const phase = useStore(live.phase)
  const isLost = useLate(phase.name !== 'open', 2000)
  const isBack = useBack(isLost, phase.name === 'open')
  const text = isLost && phase.name !== 'open' ? t(`connection.${phase.name}`) : isBack ? t('connection.back') : null
  return (
    <div role="status" className={styles.place}>
      {text !== null && (
        <div className={styles.banner} data-kind={isLost ? 'lost' : 'back'}>
          {isLost ? <IconCloudOff size={16} aria-hidden /> : <IconCloudCheck size={16} aria-hidden />}
          <span>{text}</span>
          {phase.name === 'waiting' && (
            <Button size="compact-xs" variant="default" onClick={() => live.retryNow()}>
              {t('connection.retry')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

function useBack(isLost: boolean, isOpen: boolean): boolean {
  const wasLost = useRef(false)
  const [isBack, setBack] = useState(false)
  useEffect(() => {
    if (isLost) wasLost.current = true
    if (!isOpen || !wasLost.current) return
    wasLost.current = false
    setBack(true)
    const timer = setTimeout(() => setBack(false), 3000)
    return () => clearTimeout(timer)
  }, [isLost, isOpen])
  return isBack && isOpen
}
