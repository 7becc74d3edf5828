import { Button, Modal, Stack } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDesigner, useDesignerState } from './context.ts'
import { nameOf } from './document/bot.ts'
import { fileNameOf, writeSource } from './document/source.ts'
import { download } from './download.ts'

/** Two people edited one draft: one choice, and neither is lost. */
export function ConflictDialog() {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const theirs = useDesignerState((state) => state.theirs)
  if (theirs === null) return null
  const mine = session.draft
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('designer.conflict.title')}
    >
      <Stack gap="md">
        <span className="quiet">{t('designer.conflict.text')}</span>
        <Stack gap="xs">
          <Button data-autofocus onClick={() => session.keepMine()}>
            {t('designer.conflict.mine')}
          </Button>
          <Button onClick={() => session.takeTheirs()}>{t('designer.conflict.theirs')}</Button>
          <Button
            variant="subtle"
            leftSection={<IconDownload size={16} />}
            onClick={() => download(fileNameOf(nameOf(mine), 'yaml'), writeSource(mine, 'yaml'))}
          >
            {t('designer.conflict.download')}
          </Button>
        </Stack>
      </Stack>
    </Modal>
  )
}
