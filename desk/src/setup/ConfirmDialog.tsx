import { Button, Group, Modal, Stack } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Failure } from '../shell/Failure.tsx'

type Props = {
  title: string
  text: string
  action: string
  change: UseMutationResult<unknown, Error, void>
  onClose: () => void
}

/** Only for what cannot be undone. */
export function ConfirmDialog({ title, text, action, change, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="md">
        <span className="quiet">{text}</span>
        <Failure error={change.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red" variant="filled" loading={change.isPending} onClick={() => change.mutate()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
