import type { EventView } from '@baton/core/protocol'
import { Tooltip } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../shell/clock.ts'
import { shortSpan } from '../shell/waiting.ts'
import styles from './holder-strip.module.css'
import { holdersOf, lengthMs } from './holders.ts'

/** Who held the conversation when, as one thin bar; by the root of the time, so that short stretches are seen beside long ones. */
export function HolderStrip({ events }: { events: readonly EventView[] }) {
  const { t } = useTranslation()
  const now = useNow()
  const stretches = useMemo(() => holdersOf(events), [events])
  return (
    <div
      className={styles.strip}
      role="img"
      aria-label={`${t('strip.label')}: ${stretches.map((one) => t(`state.${one.chatState}`)).join(', ')}`}
    >
      {stretches.map((one) => (
        <Tooltip
          key={one.from}
          label={t('strip.stretch', {
            who: one.operator ?? t(`state.${one.chatState}`),
            span: shortSpan(lengthMs(one, now)),
          })}
        >
          <span
            className={`${styles.part} ${styles[one.chatState]}`}
            style={{ flexGrow: Math.max(1, Math.sqrt(lengthMs(one, now) / 1000)) }}
          />
        </Tooltip>
      ))}
    </div>
  )
}
