import { Button, NativeSelect, NumberInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrialOutcome, TrialWork } from '../api/trial.ts'
import { useDesigner, useTrialState } from './context.ts'
import { isFields } from './document/path.ts'
import styles from './trial.module.css'

const kinds = ['http', 'mail', 'script', 'model', 'start', 'time_out'] as const
type Kind = (typeof kinds)[number]
/** What it answers with can be written down. */
const withWords: readonly Kind[] = ['http', 'script', 'model']

/** Nothing is done outside in a trial: whoever tries the draft says how it went. */
export function TrialWorkForm({ work }: { work: TrialWork }) {
  const { t } = useTranslation()
  const { trial } = useDesigner()
  const isBusy = useTrialState((state) => state.isBusy)
  const kind = kinds.find((one) => one === work.kind) ?? 'start'
  const [status, setStatus] = useState(200)
  const [body, setBody] = useState(kind === 'model' ? '' : '{}')
  const [tool, setTool] = useState('')
  const variables = kind === 'script' ? variablesIn(body) : null
  const isWrong = kind === 'script' && variables === null
  const tell = (outcome: Omit<TrialOutcome, 'work'>) => void trial.take({ outcome: { work: work.id, ...outcome } })
  const good = (): Omit<TrialOutcome, 'work'> => {
    if (kind === 'http') return { ok: true, status, body }
    if (kind === 'script') return { ok: true, variables: variables ?? {} }
    if (kind !== 'model') return { ok: true }
    return tool === '' ? { ok: true, body } : { ok: true, body, call: { name: tool, arguments: '{}' } }
  }
  const isHappening = kind === 'start' || kind === 'time_out'
  return (
    <fieldset className={styles.work}>
      <legend>{t(`designer.trial.waits.${kind}`)}</legend>
      {work.about !== '' && (
        <p className="cut" dir="auto">
          <code>{work.about}</code>
        </p>
      )}
      {kind === 'http' && (
        <NumberInput
          size="xs"
          data-local
          label={t('designer.trial.status')}
          min={100}
          max={599}
          value={status}
          onChange={(value) => setStatus(Number(value) || 200)}
        />
      )}
      {withWords.includes(kind) && (
        <Textarea
          size="xs"
          data-local
          autosize
          minRows={2}
          maxRows={8}
          label={t(`designer.trial.answer.${kind === 'script' ? 'script' : kind === 'model' ? 'model' : 'http'}`)}
          value={body}
          error={isWrong ? t('designer.actions.raw_invalid') : null}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
      )}
      {work.tools.length > 0 && (
        <NativeSelect
          size="xs"
          label={t('designer.trial.tool')}
          value={tool}
          onChange={(event) => setTool(event.currentTarget.value)}
          data={[{ value: '', label: t('designer.field.none') }, ...work.tools]}
        />
      )}
      <div className={styles.outcomes}>
        <Button size="compact-sm" disabled={isBusy || isWrong} onClick={() => tell(good())}>
          {isHappening ? t('designer.trial.happens') : t('designer.trial.answered')}
        </Button>
        {!isHappening && (
          <Button size="compact-sm" variant="subtle" disabled={isBusy} onClick={() => tell({ ok: false })}>
            {t('designer.trial.failed')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

function variablesIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? { ...value } : null
  } catch {
    return null
  }
}
