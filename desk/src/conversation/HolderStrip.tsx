import type { EventView } from '@baton/core/protocol'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../shell/clock.ts'
import { Tip } from '../shell/Tip.tsx'
import { useTimes } from '../shell/times.ts'
import { shortSpan } from '../shell/waiting.ts'
import styles from './holder-strip.module.css'
import { holdersOf, lengthMs, type Stretch } from './holders.ts'

type Props = { events: readonly EventView[]; onOpen: (seq: number) => void }

/**
 * Who held the conversation when, as one thin bar; by the root of the time, so that short stretches are seen beside long
 * ones. Each stretch says its name and times, and leads to where it began.
 */
export function HolderStrip({ events, onOpen }: Props) {
  const { t } = useTranslation()
  const now = useNow()
  const stretches = useMemo(() => holdersOf(events), [events])
  const words = useStretchWords()
  return (
    <ol className={styles.strip} aria-label={t('strip.label')}>
      {stretches.map((one) => (
        <li key={one.seq} style={{ flexGrow: Math.max(1, Math.sqrt(lengthMs(one, now) / 1000)) }}>
          <Part
            words={words(one, now)}
            className={`${styles.part} ${styles[one.chatState]}`}
            onOpen={() => onOpen(one.seq)}
          />
        </li>
      ))}
    </ol>
  )
}

function Part({ words, className, onOpen }: { words: string; className: string; onOpen: () => void }) {
  return (
    <Tip label={words}>
      <button type="button" className={className} aria-label={words} onClick={onOpen} />
    </Tip>
  )
}

function useStretchWords(): (one: Stretch, now: number) => string {
  const { t, i18n } = useTranslation()
  const times = useTimes()
  return (one, now) => {
    const held = {
      who: one.operator ?? one.group ?? '',
      from: times.row(one.from),
      span: shortSpan(lengthMs(one, now), i18n.language),
    }
    const whose = held.who === '' ? one.chatState : (`${one.chatState}_by` as const)
    return one.to === null
      ? t(`strip.${whose}.now`, held)
      : t(`strip.${whose}.was`, { ...held, until: times.row(one.to) })
  }
}
