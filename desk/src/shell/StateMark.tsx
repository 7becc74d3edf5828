import type { ConversationSummary } from '@baton/core/protocol'
import { useTranslation } from 'react-i18next'
import styles from './state-mark.module.css'

export type MarkedState = ConversationSummary['chatState'] | 'closed'

export function stateOf(row: Pick<ConversationSummary, 'status' | 'chatState'>): MarkedState {
  return row.status === 'closed' ? 'closed' : row.chatState
}

/** The one sign for who holds a conversation: ● chatbot, ◐ requested, ■ taken over. Shape and colour say the same. */
export function StateMark({
  state,
  size = 12,
  isLabelled = true,
}: {
  state: MarkedState
  size?: number
  isLabelled?: boolean
}) {
  const { t } = useTranslation()
  const label = isLabelled ? { role: 'img', 'aria-label': t(`state.${state}`) } : { 'aria-hidden': true }
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden beside its word
    <svg className={styles[state]} width={size} height={size} viewBox="0 0 12 12" {...label}>
      {state === 'chatbot_controlled' && <circle cx="6" cy="6" r="5" />}
      {state === 'operator_requested' && (
        <>
          <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 1.5a4.5 4.5 0 0 0 0 9z" />
        </>
      )}
      {state === 'taken_over' && <rect x="1.25" y="1.25" width="9.5" height="9.5" rx="2" />}
      {state === 'closed' && <rect x="1" y="5" width="10" height="2" rx="1" />}
    </svg>
  )
}
