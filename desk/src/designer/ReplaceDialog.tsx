import { Button, FileButton, Group, Modal, Stack, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFolderOpen } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseDocument } from '../setup/bot-document.ts'
import { useDesigner } from './context.ts'
import styles from './designer.module.css'

/** Import into the draft that is open: one step that undo takes back. */
export function ReplaceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const [source, setSource] = useState('')
  const parsed = parseDocument(source)
  const error =
    source.trim() === '' || parsed.kind === 'document'
      ? null
      : parsed.kind === 'syntax'
        ? t('bots.parse_error', parsed)
        : t('bots.not_object')
  const replace = () => {
    if (parsed.kind !== 'document') return
    session.edit(parsed.document)
    session.openBehavior(session.store.get().behavior)
    notifications.show({ message: t('designer.source.imported') })
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('designer.source.import_title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <span className="quiet">{t('designer.source.import_text')}</span>
          <FileButton accept="application/json,.json,.yaml,.yml" onChange={(file) => void file?.text().then(setSource)}>
            {(props) => (
              <Button {...props} leftSection={<IconFolderOpen size={16} />} style={{ flex: 'none' }}>
                {t('bots.open_file')}
              </Button>
            )}
          </FileButton>
        </Group>
        <Textarea
          data-autofocus
          data-local
          aria-label={t('designer.source.document')}
          classNames={{ input: styles.code ?? '' }}
          rows={16}
          spellCheck={false}
          value={source}
          error={error}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="filled" disabled={parsed.kind !== 'document'} onClick={replace}>
            {t('designer.source.replace')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
