import { NumberInput, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RoutingSetting } from './RoutingSetting.tsx'
import styles from './routing.module.css'
import type { OfferDraft, RampDraft } from './routing-draft.ts'
import { useFieldError } from './use-field-error.ts'
import type { RoutingForm } from './use-routing-form.ts'

/** What is so where a field is left empty. */
const usual = { seconds: 20, coolDownSeconds: 60, rounds: 3, lastsSeconds: 300 } as const
const longestOffer = 3_600
const longestDelay = 86_400
const mostRounds = 100
const asUsual: OfferDraft = { seconds: null, coolDownSeconds: null, rounds: null }
const usualRamp: RampDraft = { everySeconds: 60, lastsSeconds: null }

/** [RO-30] Whoever is picked is asked, and may decline. */
export function RoutingOffer({ form }: { form: RoutingForm }) {
  const { t } = useTranslation()
  const offer = form.shown.offer ?? null
  const set = (part: Partial<OfferDraft>) => form.change({ offer: { ...(offer ?? asUsual), ...part } })
  return (
    <RoutingSetting form={form} setting="offer" title={t('routing.offer')} text={t('routing.offer_hint')}>
      <OnOff
        form={form}
        title={t('routing.offer')}
        isOn={offer !== null}
        // Not asking needs saying only where the workspace asks.
        onChange={(isOn) => form.change({ offer: isOn ? asUsual : form.defaults.offer == null ? undefined : null })}
      />
      {offer !== null && (
        <div className={styles.numbers}>
          <Count
            form={form}
            path="offer.seconds"
            text="offer_seconds"
            least={5}
            most={longestOffer}
            usual={usual.seconds}
            value={offer.seconds}
            onChange={(seconds) => set({ seconds })}
          />
          <Count
            form={form}
            path="offer.coolDownSeconds"
            text="offer_cool_down"
            least={0}
            most={longestDelay}
            usual={usual.coolDownSeconds}
            value={offer.coolDownSeconds}
            onChange={(coolDownSeconds) => set({ coolDownSeconds })}
          />
          <Count
            form={form}
            path="offer.rounds"
            text="offer_rounds"
            least={1}
            most={mostRounds}
            usual={usual.rounds}
            value={offer.rounds}
            onChange={(rounds) => set({ rounds })}
          />
        </div>
      )}
      {offer !== null && form.shown.automatic !== true && <span className="quiet">{t('routing.others_off')}</span>}
    </RoutingSetting>
  )
}

/** [RO-32] Who has just come online is not flooded. */
export function RoutingRamp({ form }: { form: RoutingForm }) {
  const { t } = useTranslation()
  const ramp = form.shown.ramp ?? null
  const set = (part: Partial<RampDraft>) => form.change({ ramp: { ...(ramp ?? usualRamp), ...part } })
  return (
    <RoutingSetting form={form} setting="ramp" title={t('routing.ramp')} text={t('routing.ramp_hint')}>
      <OnOff
        form={form}
        title={t('routing.ramp')}
        isOn={ramp !== null}
        onChange={(isOn) => form.change({ ramp: isOn ? usualRamp : form.defaults.ramp == null ? undefined : null })}
      />
      {ramp !== null && (
        <div className={styles.numbers}>
          <Count
            form={form}
            path="ramp.everySeconds"
            text="ramp_every"
            least={1}
            most={longestDelay}
            usual={null}
            value={ramp.everySeconds}
            onChange={(everySeconds) => set({ everySeconds })}
          />
          <Count
            form={form}
            path="ramp.lastsSeconds"
            text="ramp_lasts"
            least={1}
            most={longestDelay}
            usual={usual.lastsSeconds}
            value={ramp.lastsSeconds}
            onChange={(lastsSeconds) => set({ lastsSeconds })}
          />
        </div>
      )}
    </RoutingSetting>
  )
}

/** [RO-10] Whether waiting for the contact takes a seat. */
export function RoutingHold({ form }: { form: RoutingForm }) {
  const { t } = useTranslation()
  return (
    <RoutingSetting form={form} setting="holdIsFree" title={t('routing.hold')} text={t('routing.hold_hint')}>
      <OnOff
        form={form}
        title={t('routing.hold')}
        isOn={form.shown.holdIsFree ?? false}
        onChange={(isOn) =>
          form.change({ holdIsFree: isOn || form.defaults.holdIsFree !== undefined ? isOn : undefined })
        }
      />
    </RoutingSetting>
  )
}

type OnOffProps = { form: RoutingForm; title: string; isOn: boolean; onChange: (isOn: boolean) => void }

function OnOff({ form, title, isOn, onChange }: OnOffProps) {
  const { t } = useTranslation()
  if (form.isReadOnly) return <span>{isOn ? t('routing.on') : t('routing.off')}</span>
  return <Switch aria-label={title} checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
}

type CountProps = {
  form: RoutingForm
  path: string
  text: 'offer_seconds' | 'offer_cool_down' | 'offer_rounds' | 'ramp_every' | 'ramp_lasts'
  least: number
  most: number
  /** Null: it must be said. */
  usual: number | null
  value: number | null
  onChange: (value: number | null) => void
}

function Count({ form, path, text, least, most, usual: before, value, onChange }: CountProps) {
  const { t } = useTranslation()
  return (
    <NumberInput
      className={styles.number}
      label={t(`routing.${text}`)}
      description={t(`routing.${text}_hint`)}
      placeholder={before === null ? '' : t('routing.usual', { count: before })}
      min={least}
      max={most}
      allowDecimal={false}
      readOnly={form.isReadOnly}
      value={value ?? ''}
      error={useFieldError(form.errors).errorAt(path)}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  )
}
