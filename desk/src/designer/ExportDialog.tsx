import { Button, Group, Modal, SegmentedControl, Stack, Textarea } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Copy } from '../shell/Copy.tsx'
import { useDraft } from './context.ts'
import styles from './designer.module.css'
import { nameOf } from './document/bot.ts'
import { type Form, fileNameOf, writeSource } from './document/source.ts'
import { download } from './download.ts'

export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const draft = useDraft()
  const name = nameOf(draft)
  const [form, setForm] = useState<Form>('yaml')
  const source = writeSource(draft, form)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('designer.source.export_title', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <SegmentedControl
          aria-label={t('designer.source.form')}
          value={form}
          onChange={(value) => setForm(value === 'json' ? 'json' : 'yaml')}
          data={[
            { value: 'yaml', label: 'YAML' },
            { value: 'json', label: 'JSON' },
          ]}
        />
        <Textarea
          aria-label={t('designer.source.export_title', { name })}
          classNames={{ input: styles.code ?? '' }}
          rows={18}
          readOnly
          spellCheck={false}
          value={source}
        />
        <Group justify="flex-end" gap="xs">
          <Copy value={source} />
          <Button
            variant="filled"
            leftSection={<IconDownload size={16} />}
            onClick={() => download(fileNameOf(name, form), source)}
          >
            {t('designer.source.download')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
