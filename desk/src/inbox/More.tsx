import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './conversation-list.module.css'

/** The end of a list that goes on: loads when it comes into sight, or when pressed. */
export function More({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef(onMore)
  latest.current = onMore
  useEffect(() => {
    if (place.current === null || isLoading) return
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) latest.current()
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [isLoading])
  return (
    <div ref={place} className={styles.more}>
      <Button size="compact-sm" variant="subtle" loading={isLoading} onClick={onMore}>
        {t('common.more')}
      </Button>
    </div>
  )
}
