import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type DryRun, designer } from '../api/designer.ts'
import { facesOf, reasonWords, wordIn } from '../conversation/why/decision.ts'
import { Face } from '../shell/Face.tsx'
import { Failure } from '../shell/Failure.tsx'
import { StateMark } from '../shell/StateMark.tsx'
import { handoffNames, useDesigner } from './context.ts'
import { handoffSentences, markOfMode } from './document/handoff.ts'
import type { Fields } from './document/path.ts'
import styles from './inspector.module.css'

/** [HO-36] What setting the state will do, in words, and what it would do to the team as it is now. */
export function HandoffWords({ action }: { action: Fields }) {
  const { t } = useTranslation()
  const { groups, operators } = useDesigner()
  const sentences = handoffSentences(action, handoffNames({ groups, operators }))
  const mark = markOfMode(action.mode)
  const { type: _, ...settings } = action
  const asked = JSON.stringify(settings)
  const run = useMutation({ networkMode: 'always', mutationFn: () => designer.dryRun(settings) })
  const { reset } = run
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer counts only for the settings it was asked with
  useEffect(() => reset(), [asked, reset])
  return (
    <section className={styles.handoff} data-mark={mark ?? undefined} aria-label={t('designer.handoff.title')}>
      <h4>
        {mark !== null && <StateMark state={mark} isLabelled={false} />} {t('designer.handoff.title')}
      </h4>
      {sentences.map(({ name, group, operator }) => (
        <p key={name} dir="auto">
          {t(`designer.handoff.${name}`, { group, operator })}
        </p>
      ))}
      <div>
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={14} />}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {t('designer.handoff.try')}
        </Button>
      </div>
      <div role="status">{run.data !== undefined && <Outcome run={run.data} />}</div>
      <Failure error={run.error} />
    </section>
  )
}

const outcomes = ['assigned', 'requested', 'returned', 'unchanged'] as const

function Outcome({ run }: { run: DryRun }) {
  const { t } = useTranslation()
  const { operator, reason } = run
  const outcome = outcomes.find((one) => one === run.outcome) ?? 'unchanged'
  const reasonWord = reason === null ? null : wordIn(reasonWords, reason)
  const faces = facesOf(run.decision)
  return (
    <>
      <p className={styles.outcome}>
        <strong dir="auto">
          {outcome === 'requested' && operator !== null
            ? t('designer.handoff.would.requested_from', { name: operator.name })
            : outcome === 'assigned'
              ? t('designer.handoff.would.assigned', { name: operator?.name ?? '' })
              : t(`designer.handoff.would.${outcome}`)}
        </strong>
        {reasonWord !== null && <span className="quiet"> {t(`why.reason.${reasonWord}`)}</span>}
      </p>
      {faces.length > 0 && (
        <ul className={styles.faces}>
          {faces.map((face) => (
            <li key={face.id} data-picked={face.isPicked}>
              <Face name={face.name} size={20} isDimmed={!face.isPicked} />
              <span className="cut" dir="auto">
                {face.name}
              </span>
              <span className="quiet tabular">{t('why.load', { count: face.load })}</span>
              <span className="quiet">{t(`why.verdict.${face.verdict}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
