import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StateMark } from '../../shell/StateMark.tsx'
import { useTimes } from '../../shell/times.ts'
import { WhyDialog } from '../why/WhyDialog.tsx'
import type { StateEvent } from './entries.ts'
import styles from './lines.module.css'
import { isEndOfOffer, stateText, wayOf } from './state-text.ts'

/** Who holds the conversation changed: one thin line, with the reason behind "why?". */
export const StateLine = memo(function StateLine({ event }: { event: StateEvent }) {
  const { t } = useTranslation()
  const times = useTimes()
  const [isOpen, setOpen] = useState(false)
  const { key, words } = stateText(event)
  const { decision, note, overLimit } = event.data
  const isByPerson = event.actor.kind === 'operator'
  return (
    <div className={styles.state} data-seq={event.seq} tabIndex={-1}>
      <span className={styles.row}>
        <StateMark state={event.type === 'closed' ? 'closed' : event.data.to.chatState} size={10} isLabelled={false} />
        <bdi>{t(`event.${key}`, words)}</bdi>
        {!isByPerson && !isEndOfOffer(event) && <span className="quiet">{t(`event.${wayOf(event)}`)}</span>}
        {overLimit === true && <span className="quiet">({t('event.over_limit')})</span>}
        <time className="quiet tabular" dateTime={event.at} title={times.full(event.at)}>
          {times.clock(event.at)}
        </time>
        {decision !== undefined && (
          <button type="button" className={styles.why} onClick={() => setOpen(true)}>
            {t('conversation.why')}
          </button>
        )}
      </span>
      {note !== undefined && note !== '' && (
        <span className={styles.extra} dir="auto">
          {t('event.note', { note })}
        </span>
      )}
      {decision !== undefined && isOpen && (
        <WhyDialog decision={decision} reason={event.data.reason} onClose={() => setOpen(false)} />
      )}
    </div>
  )
})
