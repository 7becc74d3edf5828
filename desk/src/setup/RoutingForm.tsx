import type { GroupPick, RoutingSettings } from '@baton/core/routing'
import { NumberInput, Select, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoutingScope } from '../api/routing.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { HoursSetting } from './HoursSetting.tsx'
import { RoutingAbilities } from './RoutingAbilities.tsx'
import { RoutingDeadlines } from './RoutingDeadlines.tsx'
import { RoutingFallbacks } from './RoutingFallbacks.tsx'
import { RoutingHold, RoutingOffer, RoutingRamp } from './RoutingOffer.tsx'
import { RoutingSetting } from './RoutingSetting.tsx'
import { RoutingSummary } from './RoutingSummary.tsx'
import { RoutingWeights } from './RoutingWeights.tsx'
import styles from './routing.module.css'
import { SaveBar } from './SaveBar.tsx'
import { useFieldError } from './use-field-error.ts'
import { useFirstRefused } from './use-first-refused.ts'
import { type RoutingForm as FormState, isSameFor, useRoutingForm } from './use-routing-form.ts'

type Props = {
  scope: RoutingScope
  /** Of the group, or of the workspace: new opening hours are called after it. */
  name: string
  saved: RoutingSettings
  workspace: RoutingSettings
}

/** [RO-21] How requests find operators: of a group, or of the workspace. */
export function RoutingForm({ scope, name, saved, workspace }: Props) {
  const { t } = useTranslation()
  const form = useRoutingForm(scope, saved, workspace)
  const element = useFirstRefused(form.refusals)
  const refusal = useRefusal(form)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    form.submit(() => notifications.show({ message: t('common.saved') }))
  }
  return (
    <form ref={element} className={styles.form} noValidate onSubmit={submit}>
      <RoutingSummary form={form} />
      <div className={styles.settings}>
        <Parts.Automatic form={form} />
        <Parts.Pick form={form} />
        <Parts.Offer form={form} />
        <Parts.Ramp form={form} />
        <Parts.Limit form={form} />
        <Parts.Hold form={form} />
        {scope === null && <Parts.Weights form={form} />}
        <Parts.Abilities form={form} setting="required" />
        <Parts.Abilities form={form} setting="preferred" />
        <Parts.Fallbacks form={form} />
        <Parts.Deadlines form={form} />
        <Parts.Hours form={form} name={name} />
      </div>
      {!form.isReadOnly && (
        <SaveBar
          form={form}
          refused={refusal}
          changedElsewhere={form.wasChangedElsewhere ? t('routing.changed_meanwhile') : null}
        />
      )}
    </form>
  )
}

/** [U-04] Each is drawn anew when something that it shows has changed. */
const Parts = {
  Automatic: memo(Automatic, isSameFor('automatic')),
  Pick: memo(Pick, isSameFor('pick')),
  Offer: memo(RoutingOffer, isSameFor('offer', 'automatic')),
  Ramp: memo(RoutingRamp, isSameFor('ramp')),
  Limit: memo(Limit, isSameFor('limit')),
  Hold: memo(RoutingHold, isSameFor('holdIsFree')),
  Weights: memo(RoutingWeights, isSameFor('channelWeights')),
  Abilities: memo(RoutingAbilities, isSameFor('required', 'preferred')),
  Fallbacks: memo(RoutingFallbacks, isSameFor('fallbacks', 'automatic')),
  Deadlines: memo(RoutingDeadlines, isSameFor('deadlines')),
  Hours: memo(HoursSetting, isSameFor('hours')),
}

function Automatic({ form }: { form: FormState }) {
  const { t } = useTranslation()
  const title = t('routing.automatic')
  const { errorAt } = useFieldError(form.errors)
  const isOn = form.shown.automatic ?? false
  return (
    <RoutingSetting form={form} setting="automatic" title={title} text={t('routing.automatic_hint')}>
      {form.isReadOnly ? (
        <span>{isOn ? t('routing.on') : t('routing.off')}</span>
      ) : (
        <Switch
          aria-label={title}
          checked={isOn}
          error={errorAt('automatic')}
          onChange={(event) => form.change({ automatic: event.currentTarget.checked })}
        />
      )}
    </RoutingSetting>
  )
}

const picks: GroupPick[] = ['less_busy', 'longest_idle', 'round_robin', 'two_choices', 'sticky', 'random']
const notSet = 'none'

function Pick({ form }: { form: FormState }) {
  const { t } = useTranslation()
  const title = t('routing.pick')
  const options = [...(form.defaults.pick === undefined ? ([notSet] as const) : []), ...picks]
  return (
    <RoutingSetting form={form} setting="pick" title={title} text={t('routing.pick_hint')}>
      <Select
        aria-label={title}
        allowDeselect={false}
        readOnly={form.isReadOnly}
        data={options.map((value) => ({ value, label: t(`routing.picks.${value}`) }))}
        value={form.shown.pick ?? notSet}
        error={useFieldError(form.errors).errorAt('pick')}
        onChange={(value) => form.change({ pick: picks.find((one) => one === value) })}
      />
    </RoutingSetting>
  )
}

const mostLimit = 1_000

function Limit({ form }: { form: FormState }) {
  const { t } = useTranslation()
  const title = t('routing.limit')
  const inherited = form.defaults.limit
  return (
    <RoutingSetting form={form} setting="limit" title={title} text={t('routing.limit_hint')}>
      <NumberInput
        className={styles.number}
        aria-label={title}
        min={0}
        max={mostLimit}
        allowDecimal={false}
        readOnly={form.isReadOnly}
        placeholder={
          inherited === undefined ? t('routing.limit_none') : t('routing.limit_workspace', { count: inherited })
        }
        value={form.own.limit ?? ''}
        error={useFieldError(form.errors).errorAt('limit')}
        onChange={(value) => form.change({ limit: typeof value === 'number' ? value : undefined })}
      />
    </RoutingSetting>
  )
}

function useRefusal({ errors, save }: FormState): string | null {
  const { t } = useTranslation()
  const failureText = useFailureText()
  if (errors.length > 0) return t('routing.correct', { count: errors.length })
  return save.error === null || save.isPending ? null : failureText(save.error)
}
