import { Button, Group, Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDesigner, useDesignerState, useDraft } from './context.ts'
import { nameOf } from './document/bot.ts'

/** What was edited in this browser and never got to the server is offered before anything else is edited. */
export function OfferedDialog() {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const offered = useDesignerState((state) => state.offered)
  const name = nameOf(useDraft())
  if (offered === null) return null
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('designer.offered.title')}
    >
      <Stack gap="md">
        <span className="quiet">
          {t(session.isOfferedFromAnother ? 'designer.offered.text_changed' : 'designer.offered.text', { name })}
        </span>
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" onClick={() => session.dropOffered()}>
            {t('designer.offered.drop')}
          </Button>
          <Button variant="filled" data-autofocus onClick={() => session.takeOffered()}>
            {t('designer.offered.take')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
