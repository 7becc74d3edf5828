import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesigner } from './context.ts'
import type { BotDraft } from './document/bot.ts'
import {
  type ActionDifference,
  authored,
  type Difference,
  differencesBetween,
  type Step,
  stepsBetween,
} from './document/diff.ts'
import { wordOf } from './document/path.ts'
import { summaryOf } from './document/rows.ts'
import { writeSource } from './document/source.ts'
import styles from './versions.module.css'

/** What is different, in words; the texts below each other as detail. */
export function DifferencesView({ before, after }: { before: BotDraft; after: BotDraft }) {
  const { t } = useTranslation()
  const found = useMemo(() => differencesBetween(before, after), [before, after])
  if (found.parts.length + found.bot.length === 0) return <p className="quiet">{t('designer.versions.same')}</p>
  return (
    <>
      {found.bot.length > 0 && (
        <p className={styles.part}>{t('designer.versions.settings', { names: found.bot.join(', ') })}</p>
      )}
      <ul className={styles.parts}>
        {found.parts.map((part) => (
          <PartOf key={`${part.behavior} ${part.interaction}`} part={part} />
        ))}
      </ul>
      <details className={styles.source}>
        <summary>{t('designer.versions.source')}</summary>
        <SourceLines before={before} after={after} />
      </details>
    </>
  )
}

function PartOf({ part }: { part: Difference }) {
  const { t } = useTranslation()
  const { behavior, interaction, kind, settings, actions } = part
  const name =
    interaction ?? t(behavior === '' ? 'designer.nodes.bot_operations' : 'designer.nodes.behavior_operations')
  return (
    <li className={styles.part}>
      <strong dir="auto">{name}</strong>{' '}
      <span className={styles.kind} data-kind={kind}>
        {t(`designer.versions.kinds.${kind}`)}
      </span>
      {behavior !== '' && (
        <span className="quiet" dir="auto">
          {' '}
          {behavior}
        </span>
      )}
      {settings.length > 0 && <p>{t('designer.versions.settings', { names: settings.join(', ') })}</p>}
      <ul>
        {actions.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal actions may change in the same way
          <ActionLine key={index} one={one} />
        ))}
      </ul>
    </li>
  )
}

function ActionLine({ one }: { one: ActionDifference }) {
  const { t } = useTranslation()
  const { catalogue } = useDesigner()
  const description = catalogue.get(wordOf(one.action.type))
  const names =
    one.kind === 'changed'
      ? one.settings.map((name) => description?.fields.find((field) => field.name === name)?.title ?? name)
      : []
  return (
    <li className={styles.action}>
      <span className={styles.kind} data-kind={one.kind}>
        {t(`designer.versions.kinds.${one.kind}`)}
      </span>{' '}
      {description?.title ?? wordOf(one.action.type)}
      {one.kind === 'changed' && (
        <span className="quiet" dir="auto">
          {' '}
          {summaryOf(one.before, description)} →
        </span>
      )}{' '}
      <span dir="auto">{summaryOf(one.action, description)}</span>
      {names.length > 0 && <span className="quiet"> ({names.join(', ')})</span>}
    </li>
  )
}

/** Lines around what is different that are shown too. */
const linesAround = 3
const signs = { same: ' ', added: '+', removed: '-' } as const

function SourceLines({ before, after }: { before: BotDraft; after: BotDraft }) {
  const { t } = useTranslation()
  const lines = useMemo(() => {
    const linesOf = (draft: BotDraft) => writeSource(authored(draft), 'yaml').split('\n')
    return nearChanges(stepsBetween(linesOf(before), linesOf(after), (one, other) => one === other))
  }, [before, after])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.lines} tabIndex={0} aria-label={t('designer.versions.source')}>
      <pre>
        {lines.map(({ kind, item }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <span key={index} data-kind={kind}>
            {`${signs[kind]} ${item}\n`}
          </span>
        ))}
      </pre>
    </section>
  )
}

function nearChanges(steps: readonly Step<string>[]): Step<string>[] {
  const isNear = steps.map(() => false)
  steps.forEach(({ kind }, index) => {
    if (kind !== 'same') isNear.fill(true, Math.max(0, index - linesAround), index + linesAround + 1)
  })
  return steps.flatMap((step, index) => {
    if (isNear[index] === true) return [step]
    return isNear[index - 1] === true ? [{ kind: 'same' as const, item: '…' }] : []
  })
}
