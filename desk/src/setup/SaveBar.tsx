import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './routing.module.css'

type Props = {
  form: { isChanged: boolean; errors: readonly unknown[]; discard: () => void; save: { isPending: boolean } }
  /** That it was not saved and why; what belongs to a field stands there. Null: nothing was refused. */
  refused: ReactNode
  /** That somebody else has saved meanwhile; null: nobody has. */
  changedElsewhere: string | null
}

/** Sticks to the lower edge while something is not saved. */
export function SaveBar({ form: { isChanged, errors, discard, save }, refused, changedElsewhere }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.bar} data-changed={isChanged || undefined}>
      {refused !== null && (
        <span role="alert" className={styles.refused}>
          {t('routing.not_saved')} {refused}
        </span>
      )}
      {changedElsewhere !== null && <span className={styles.warning}>{changedElsewhere}</span>}
      <div className={styles.barRow}>
        <span role="status" className="quiet">
          {isChanged && errors.length === 0 && t('routing.unsaved')}
        </span>
        {isChanged && (
          <Button variant="subtle" onClick={discard}>
            {t('routing.discard')}
          </Button>
        )}
        <Button
          type="submit"
          variant={isChanged ? 'filled' : 'default'}
          aria-disabled={!isChanged}
          data-disabled={!isChanged}
          loading={save.isPending}
        >
          {t('common.save')}
        </Button>
      </div>
    </div>
  )
}
