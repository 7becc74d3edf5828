import { Button } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './routing.module.css'
import type { RoutingDraft } from './routing-draft.ts'
import type { RoutingForm } from './use-routing-form.ts'

type Props = { form: RoutingForm; setting: keyof RoutingDraft; title: string; text: string; children: ReactNode }

/** One setting: what it does beside it and, for a group, whose it is. */
export function RoutingSetting({ form, setting, title, text, children }: Props) {
  const heading = useId()
  return (
    <section className={styles.setting} aria-labelledby={heading}>
      <div className={styles.about}>
        <h3 id={heading}>{title}</h3>
        <p>{text}</p>
        {form.scope !== null && <Origin form={form} setting={setting} title={title} />}
      </div>
      <div className={styles.control}>{children}</div>
    </section>
  )
}

function Origin({ form, setting, title }: Pick<Props, 'form' | 'setting' | 'title'>) {
  const { t } = useTranslation()
  if (form.own[setting] === undefined) {
    return form.defaults[setting] === undefined ? null : <span className={styles.origin}>{t('routing.inherited')}</span>
  }
  return (
    <span className={styles.origin}>
      {t('routing.own')}{' '}
      {!form.isReadOnly && (
        <Button
          size="compact-xs"
          aria-label={t('routing.inherit_long', { setting: title })}
          onClick={() => form.change({ [setting]: undefined })}
        >
          {t('routing.inherit')}
        </Button>
      )}
    </span>
  )
}
