import type { ButtonItem, EventView, Part } from '@baton/core/protocol'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Parts } from '../conversation/log/Parts.tsx'
import { RichText } from '../conversation/log/RichText.tsx'
import { StateMark } from '../shell/StateMark.tsx'
import { useDesigner, useFoundWords } from './context.ts'
import { pathOf } from './document/path.ts'
import styles from './trial.module.css'

/** What happened in a trial. What can be clicked is clicked as the contact would. */
export function TrialLog({ events, isOpen }: { events: readonly EventView[]; isOpen: boolean }) {
  const { t } = useTranslation()
  const log = useRef<HTMLDivElement>(null)
  const count = events.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is shown when something was added
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight })
  }, [count])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div ref={log} className={styles.log} role="log" aria-label={t('designer.trial.log')} tabIndex={0}>
      {count === 0 && <p className="quiet">{t('designer.trial.empty')}</p>}
      {events.map((event) => (
        <Line key={event.seq} event={event} isOpen={isOpen} />
      ))}
    </div>
  )
}

function Line({ event, isOpen }: { event: EventView; isOpen: boolean }) {
  const { t } = useTranslation()
  const wordsOf = useFoundWords()
  const { session } = useDesigner()
  switch (event.type) {
    case 'message':
      return <Bubble event={event} isOpen={isOpen} />
    case 'operator_requested':
    case 'taken_over':
    case 'transferred':
    case 'handed_over': {
      const { chatState, operator } = event.data.to
      return (
        <p className={styles.line} data-mark={chatState}>
          <StateMark state={chatState} isLabelled={false} />
          <span>{t(`designer.trial.holder.${chatState}`, { name: operator?.name ?? '' })}</span>
        </p>
      )
    }
    case 'operator_offered':
      return <p className={styles.line}>{t('designer.trial.offered', { name: event.data.operator.name })}</p>
    case 'assignment_skipped':
      return <p className={styles.line}>{t('designer.trial.skipped')}</p>
    case 'variable_set':
      return (
        <p className={styles.line} dir="auto">
          <code>{event.data.variable}</code> = {shortOf(event.data.value)}
        </p>
      )
    case 'tag_set':
      return <p className={styles.line}>{t('designer.trial.tag_set', { tag: event.data.tag })}</p>
    case 'tag_dropped':
      return <p className={styles.line}>{t('designer.trial.tag_dropped', { tag: event.data.tag })}</p>
    case 'diagnostic': {
      const { path } = event.data
      return (
        <p className={styles.diagnostic}>
          {path === undefined ? (
            wordsOf(event.data)
          ) : (
            <button type="button" onClick={() => session.goTo(pathOf(path))}>
              {wordsOf(event.data)}
            </button>
          )}
        </p>
      )
    }
    case 'closed':
      return <p className={styles.line}>{t('designer.trial.closed')}</p>
    default:
      return null
  }
}

const longestValue = 120

function shortOf(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

function Bubble({ event, isOpen }: { event: Extract<EventView, { type: 'message' }>; isOpen: boolean }) {
  const { t } = useTranslation()
  const { actor, data } = event
  const by = data.note ? 'note' : actor.kind
  const parts = data.parts.filter((part) => part.type !== 'text' || part.text !== data.text)
  const text = data.text ?? (data.payload === undefined ? '' : t('designer.trial.clicked'))
  return (
    <div className={styles.message} data-by={by}>
      <span className="hidden-text">
        {by === 'note'
          ? t('designer.trial.note')
          : by === 'contact'
            ? t('designer.trial.you')
            : t('designer.trial.bot')}
        :
      </span>
      {text !== '' && (
        <div className={styles.bubble} dir="auto">
          <RichText text={text} />
        </div>
      )}
      <Parts parts={parts.filter((part) => choicesOf(part).length === 0)} />
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change
        <Choices key={index} part={part} isOpen={isOpen} />
      ))}
    </div>
  )
}

function Choices({ part, isOpen }: { part: Part; isOpen: boolean }) {
  const { trial } = useDesigner()
  const items = choicesOf(part)
  if (items.length === 0) return null
  return (
    <div className={styles.choices}>
      {part.type === 'card' && <strong dir="auto">{part.title}</strong>}
      {items.map((item, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: labels may be there twice
          key={index}
          type="button"
          dir="auto"
          disabled={!isOpen || item.url !== undefined}
          title={item.url}
          onClick={() => void trial.click(item.label, item.payload)}
        >
          {item.label}
        </button>
      ))}
    </div>
  )
}

function choicesOf(part: Part): readonly ButtonItem[] {
  if (part.type === 'quick_replies' || part.type === 'buttons') return part.items
  return part.type === 'card' ? (part.buttons ?? []) : []
}
