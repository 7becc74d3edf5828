import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  type DeadlinesDraft,
  type IdleOutcome,
  noDeadlines,
  type UnansweredOutcome,
  type UnreachableOutcome,
  usualDeadlines,
} from './deadlines-draft.ts'
import { Deadline, InteractionInput, OutcomeSelect } from './RoutingDeadline.tsx'
import { RoutingSetting } from './RoutingSetting.tsx'
import styles from './routing.module.css'
import { SpanInput } from './SpanInput.tsx'
import type { SpanDraft } from './span-draft.ts'
import { useFieldError } from './use-field-error.ts'
import type { RoutingForm } from './use-routing-form.ts'

const unansweredOutcomes: UnansweredOutcome[] = ['withdraw', 'interaction', 'group']
const unreachableOutcomes: UnreachableOutcome[] = ['requeue', 'hand_back']
const idleOutcomes: IdleOutcome[] = ['hand_back', 'close']

/** What happens when nobody does anything. */
export function RoutingDeadlines({ form }: { form: RoutingForm }) {
  const { t } = useTranslation()
  const deadlines = form.shown.deadlines ?? noDeadlines
  const change = (part: Partial<DeadlinesDraft>) => {
    const all = { ...deadlines, ...part }
    // What a group takes over from its workspace may hold what only that can say.
    const next = form.scope === null ? all : { ...all, away: null }
    const isEmpty = Object.values(next).every((one) => one === null)
    form.change({ deadlines: isEmpty && form.defaults.deadlines === undefined ? undefined : next })
  }
  const parts = <Name extends keyof DeadlinesDraft>(name: Name) => ({
    form,
    name,
    span: deadlines[name],
    before: t('routing.other_after'),
    onSwitch: (isOn: boolean) => change({ [name]: isOn ? usualDeadlines[name] : null }),
    onSpan: (part: Partial<SpanDraft>) => {
      const known = deadlines[name]
      if (known !== null) change({ [name]: { ...known, ...part } })
    },
  })
  const { waiting, unreachable, idle } = deadlines
  const labelOf = (outcome: AnyOutcome) => t(`routing.deadline.${outcomeLabels[outcome]}`)
  const labelled = <Outcome extends AnyOutcome>(outcomes: readonly Outcome[]) =>
    outcomes.map((value) => ({ value, label: labelOf(value) }))
  return (
    <RoutingSetting form={form} setting="deadlines" title={t('routing.deadlines')} text={t('routing.deadlines_hint')}>
      <Deadline {...parts('unanswered')}>
        <Unanswered form={form} deadlines={deadlines} outcomes={labelled(unansweredOutcomes)} onChange={change} />
      </Deadline>
      <Deadline {...parts('waiting')} before={t('routing.every')}>
        {waiting !== null && (
          <InteractionInput
            form={form}
            path="deadlines.waiting.interaction"
            value={waiting.interaction}
            onChange={(interaction) => change({ waiting: { ...waiting, interaction } })}
          />
        )}
      </Deadline>
      <Deadline {...parts('firstAnswer')}>
        <span className={styles.outcome}>{t('routing.deadline.requeue')}</span>
      </Deadline>
      <Deadline {...parts('unreachable')}>
        {unreachable !== null && (
          <OutcomeSelect
            form={form}
            deadline={t('routing.deadline.unreachable')}
            outcomes={labelled(unreachableOutcomes)}
            value={unreachable.outcome}
            onChange={(outcome) => change({ unreachable: { ...unreachable, outcome } })}
          />
        )}
      </Deadline>
      <Deadline {...parts('idle')}>
        {idle !== null && (
          <OutcomeSelect
            form={form}
            deadline={t('routing.deadline.idle')}
            outcomes={labelled(idleOutcomes)}
            value={idle.outcome}
            onChange={(outcome) => change({ idle: { ...idle, outcome } })}
          />
        )}
      </Deadline>
      {idle !== null && (
        <Warning form={form} warn={idle.warn} onChange={(warn) => change({ idle: { ...idle, warn } })} />
      )}
      <Deadline {...parts('wrapUp')} before={t('routing.for')}>
        {null}
      </Deadline>
      {form.scope === null && (
        <Deadline {...parts('away')}>
          <span className={styles.outcome}>{t('routing.deadline.offline')}</span>
        </Deadline>
      )}
    </RoutingSetting>
  )
}

type AnyOutcome = UnansweredOutcome | UnreachableOutcome | IdleOutcome

const outcomeLabels = {
  withdraw: 'withdraw',
  interaction: 'interaction',
  group: 'pass_on',
  requeue: 'requeue',
  hand_back: 'hand_back',
  close: 'close',
} as const satisfies Record<AnyOutcome, string>

type UnansweredProps = {
  form: RoutingForm
  deadlines: DeadlinesDraft
  outcomes: readonly { value: UnansweredOutcome; label: string }[]
  onChange: (part: Partial<DeadlinesDraft>) => void
}

function Unanswered({ form, deadlines: { unanswered }, outcomes, onChange }: UnansweredProps) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(form.errors)
  if (unanswered === null) return null
  const { outcome, interaction, group } = unanswered
  const others = form.teams.filter(({ id }) => id !== form.scope)
  const isGone = group !== null && !others.some(({ id }) => id === group)
  return (
    <>
      <OutcomeSelect
        form={form}
        deadline={t('routing.deadline.unanswered')}
        outcomes={outcomes}
        value={outcome}
        // What belongs to another outcome is not sent along.
        onChange={(next) => onChange({ unanswered: { ...unanswered, outcome: next, interaction: '', group: null } })}
      />
      {outcome === 'interaction' && (
        <InteractionInput
          form={form}
          path="deadlines.unanswered.interaction"
          value={interaction}
          onChange={(name) => onChange({ unanswered: { ...unanswered, interaction: name } })}
        />
      )}
      {outcome === 'group' && (
        <Select
          className={styles.group}
          aria-label={t('routing.deadline.group_name')}
          placeholder={t('routing.other_choose')}
          searchable
          openOnFocus={false}
          allowDeselect={false}
          limit={100}
          readOnly={form.isReadOnly}
          data={[
            ...others.map(({ id, name }) => ({ value: id, label: name })),
            ...(isGone ? [{ value: group, label: t('routing.other_gone') }] : []),
          ]}
          value={group}
          error={errorAt('deadlines.unanswered.group')}
          onChange={(value) => onChange({ unanswered: { ...unanswered, group: value } })}
        />
      )}
    </>
  )
}

type WarningProps = { form: RoutingForm; warn: SpanDraft; onChange: (warn: SpanDraft) => void }

function Warning({ form, warn, onChange }: WarningProps) {
  const { t } = useTranslation()
  const error = useFieldError(form.errors).errorAt('deadlines.idle.warnSeconds')
  return (
    <div className={styles.warning_line}>
      <div className={styles.fallback}>
        <SpanInput
          label={t('routing.deadline.warning')}
          before={t('routing.deadline.warn')}
          span={warn}
          isReadOnly={form.isReadOnly}
          hasError={error !== null}
          onChange={(part) => onChange({ ...warn, ...part })}
        />
        <span className={styles.outcome}>{t('routing.deadline.warn_before')}</span>
      </div>
      <span className={styles.means}>{t('routing.deadline.warn_hint')}</span>
      {error !== null && <span className={styles.refused}>{error}</span>}
    </div>
  )
}
