import type { Decision } from '@baton/core/protocol'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SaidText, useSaid } from '../../sentences/said.tsx'
import { useTimes } from '../../shell/times.ts'
import { reasonWords, wordIn } from '../why/decision.ts'
import { WhyDialog } from '../why/WhyDialog.tsx'
import { isIdleWarning, type QuietEvent } from './entries.ts'
import styles from './lines.module.css'

/** What happened beside the talk: diagnostics, held-back output, tags, variables. */
export const QuietLine = memo(function QuietLine({ event }: { event: QuietEvent }) {
  const { t } = useTranslation()
  const times = useTimes()
  const [isOpen, setOpen] = useState(false)
  const text = useQuietText(event)
  const isWarning = isIdleWarning(event) || (event.type === 'diagnostic' && event.data.level !== 'info')
  const decided = decisionIn(event)
  return (
    <div className={styles.quiet} data-warning={isWarning} data-seq={event.seq} tabIndex={-1}>
      <bdi className={styles.quietText}>
        {event.type === 'diagnostic' && text === '' ? <Diagnostic message={event.data.message} /> : text}
      </bdi>
      {event.type === 'diagnostic' && event.data.path !== undefined && <code className="cut">{event.data.path}</code>}
      <time className="tabular" dateTime={event.at} title={times.full(event.at)}>
        {times.clock(event.at)}
      </time>
      {decided !== null && (
        <>
          <button type="button" className={styles.why} onClick={() => setOpen(true)}>
            {t('conversation.why')}
          </button>
          {isOpen && <WhyDialog {...decided} onClose={() => setOpen(false)} />}
        </>
      )}
    </div>
  )
})

/** [U-19] In the words of the reader. */
function Diagnostic({ message }: { message: string }) {
  return <SaidText said={useSaid()(message)} />
}

function decisionIn(event: QuietEvent): { decision: Decision; reason: string | null } | null {
  if (event.type === 'assignment_skipped') return event.data
  if (event.type !== 'operator_offered' || event.data.decision === undefined) return null
  return { decision: event.data.decision, reason: null }
}

function useQuietText(event: QuietEvent): string {
  const { t } = useTranslation()
  const times = useTimes()
  const actor = event.actor.kind === 'operator' ? event.actor.name : t('event.somebody')
  switch (event.type) {
    case 'diagnostic':
      return isIdleWarning(event) ? t('event.idle_soon') : ''
    case 'assignment_skipped': {
      const word = wordIn(reasonWords, event.data.reason)
      return t('event.assignment_skipped', { reason: word === null ? event.data.reason : t(`why.reason.${word}`) })
    }
    case 'tag_set':
    case 'tag_dropped':
      return t(`event.${event.type}`, { tag: event.data.tag })
    case 'variable_set': {
      const { variable, value } = event.data
      if (value === null) return t('event.variable_cleared', { variable })
      return t('event.variable_set', { variable, value: typeof value === 'string' ? value : JSON.stringify(value) })
    }
    case 'locked':
    case 'unlocked':
      return t(`event.${event.type}`, { actor })
    case 'snoozed': {
      const { until } = event.data
      if (until === null) return t('event.snooze_ended', { actor })
      return t('event.snoozed', { actor, time: times.ahead(until) })
    }
    case 'operator_offered':
      return t('event.operator_offered', {
        operator: event.data.operator.name,
        count: Math.round((Date.parse(event.data.until) - Date.parse(event.at)) / 1_000),
      })
    case 'rated': {
      const { score, comment } = event.data
      return comment === undefined ? t('event.rated', { score }) : t('event.rated_comment', { score, comment })
    }
    case 'end_announced':
      return t('event.idle_soon')
    case 'end_put_off':
    case 'identified':
    case 'conversation_opened':
    case 'bot_output_suppressed':
      return t(`event.${event.type}`)
    default:
      return ''
  }
}
