import type { OperatorView } from '@baton/core/protocol'
import { Modal, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { operators } from '../api/people.ts'
import { Copy } from '../shell/Copy.tsx'
import { useTimes } from '../shell/times.ts'
import { Loaded } from './Loaded.tsx'
import styles from './setup.module.css'

/** Makes a link as it opens, and shows it to copy. */
export function InvitationDialog({ operator, onClose }: { operator: OperatorView; onClose: () => void }) {
  const { t } = useTranslation()
  const times = useTimes()
  const link = useQuery({
    queryKey: ['invitation', operator.id],
    queryFn: () => operators.invite(operator.id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('operators.link_title', { name: operator.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Loaded query={link}>
        {({ url, expiresAt, mailed }) => (
          <Stack gap="sm">
            <span className="quiet">
              {t('operators.link_text', { name: operator.name, until: times.date(expiresAt) })}
            </span>
            {mailed && <span className="quiet">{t('operators.link_mailed', { email: operator.email })}</span>}
            <code className={styles.code}>{url}</code>
            <Copy value={url} label={t('operators.link_copy')} variant="filled" data-autofocus />
          </Stack>
        )}
      </Loaded>
    </Modal>
  )
}
