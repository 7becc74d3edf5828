import { Anchor } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCloudUpload, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFailureText } from '../shell/Failure.tsx'
import { useDesigner, useDesignerState } from './context.ts'
import styles from './designer.module.css'

/** Where the draft is: here only, on its way, or stored; and what answers contacts meanwhile. */
export function SaveState() {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const failure = useFailureText()
  const saving = useDesignerState((state) => state.saving)
  const live = useDesignerState((state) => state.live)
  const isBehind = useDesignerState((state) => state.live !== state.version)
  const { state } = saving
  const isBad = state === 'failed' || state === 'refused' || state === 'conflict'
  const words =
    saving.state === 'refused'
      ? t('designer.save.refused', { reason: failure(saving.error) })
      : saving.state === 'failed'
        ? t('designer.save.failed')
        : t(`designer.save.${saving.state}`)
  return (
    <p className={styles.state}>
      <span role="status" className={isBad ? styles.bad : undefined} data-saving={state}>
        {state === 'saved' ? (
          <IconCheck size={14} aria-hidden />
        ) : state === 'saving' ? (
          <IconCloudUpload size={14} aria-hidden />
        ) : isBad ? (
          <IconAlertTriangle size={14} aria-hidden />
        ) : (
          <IconPencil size={14} aria-hidden />
        )}
        <span className="cut">{words}</span>
      </span>
      {(state === 'failed' || state === 'refused') && (
        <Anchor component="button" type="button" size="sm" onClick={() => void session.save()}>
          {t('designer.save.now')}
        </Anchor>
      )}
      <span className={`${styles.live} cut tabular`}>
        {live === null
          ? t('designer.live.none')
          : t(isBehind ? 'designer.live.behind' : 'designer.live.same', { live })}
      </span>
    </p>
  )
}
