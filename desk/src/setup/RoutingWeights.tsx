import { ActionIcon, Autocomplete, Button, NumberInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { RoutingSetting } from './RoutingSetting.tsx'
import styles from './routing.module.css'
import { nextKey, type WeightDraft } from './routing-draft.ts'
import { useFieldError } from './use-field-error.ts'
import type { RoutingForm } from './use-routing-form.ts'

const mostChannels = 50
const mostWeight = 100
const channels = ['web', 'custom']

/** [RO-10] Of how many seats a conversation takes by its channel; only the workspace says it. */
export function RoutingWeights({ form }: { form: RoutingForm }) {
  const { t } = useTranslation()
  const { errorAt } = useFieldError(form.errors)
  const adding = useRef<HTMLButtonElement>(null)
  const rows = form.shown.channelWeights ?? []
  const change = (next: WeightDraft[]) => form.change({ channelWeights: next.length === 0 ? undefined : next })
  return (
    <RoutingSetting form={form} setting="channelWeights" title={t('routing.weights')} text={t('routing.weights_hint')}>
      {rows.length === 0 && <span className="quiet">{t('routing.weights_none')}</span>}
      {rows.length > 0 && (
        <ul className={styles.fallbacks}>
          {rows.map((row, index) => {
            const set = (part: Partial<WeightDraft>) => change(rows.with(index, { ...row, ...part }))
            const position = index + 1
            return (
              <li key={row.key} className={styles.fallback}>
                <Autocomplete
                  className={styles.group}
                  aria-label={t('routing.weight_channel', { position })}
                  placeholder={t('routing.weight_channel_hint')}
                  data={channels}
                  readOnly={form.isReadOnly}
                  value={row.channel}
                  error={errorAt(`channelWeights[${index}].channel`)}
                  onChange={(channel) => set({ channel })}
                />
                <span className={styles.delay}>
                  <span className="quiet">{t('routing.weight_counts')}</span>
                  <NumberInput
                    className={styles.amount}
                    aria-label={t('routing.weight_of', { channel: row.channel })}
                    hideControls
                    min={1}
                    max={mostWeight}
                    allowDecimal={false}
                    readOnly={form.isReadOnly}
                    value={row.weight ?? ''}
                    error={errorAt(`channelWeights[${index}].weight`) ?? errorAt(`channelWeights.${row.channel}`)}
                    onChange={(value) => set({ weight: typeof value === 'number' ? value : null })}
                  />
                </span>
                {!form.isReadOnly && (
                  <span className={styles.moves}>
                    <ActionIcon
                      variant="subtle"
                      aria-label={t('routing.remove_named', { name: row.channel })}
                      onClick={() => {
                        change(rows.toSpliced(index, 1))
                        adding.current?.focus()
                      }}
                    >
                      <IconX size={16} />
                    </ActionIcon>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {!form.isReadOnly && rows.length < mostChannels && (
        <div>
          <Button
            ref={adding}
            leftSection={<IconPlus size={16} />}
            onClick={() => change([...rows, { key: nextKey(rows), channel: '', weight: 2 }])}
          >
            {t('routing.weight_add')}
          </Button>
        </div>
      )}
    </RoutingSetting>
  )
}
