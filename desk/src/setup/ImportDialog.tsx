import { Button, FileButton, Group, Modal, Stack, Textarea } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bots } from '../api/setup.ts'
import { Failure } from '../shell/Failure.tsx'
import { goTo } from '../shell/navigation.ts'
import { parseDocument } from './bot-document.ts'
import styles from './setup.module.css'

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [source, setSource] = useState('')
  const parsed = parseDocument(source)
  const add = useMutation({
    mutationFn: (document: unknown) => bots.add(document),
    onSuccess: (bot) => {
      void client.invalidateQueries({ queryKey: ['bots'] })
      goTo({ name: 'setup', page: 'bots', item: bot.id })
    },
  })
  const error =
    source.trim() === '' || parsed.kind === 'document'
      ? null
      : parsed.kind === 'syntax'
        ? t('bots.parse_error', parsed)
        : t('bots.not_object')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('bots.import_title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap">
          <span className="quiet">{t('bots.import_text')}</span>
          <FileButton accept="application/json,.json,.yaml,.yml" onChange={(file) => void file?.text().then(setSource)}>
            {(props) => (
              <Button {...props} leftSection={<IconFolderOpen size={16} />}>
                {t('bots.open_file')}
              </Button>
            )}
          </FileButton>
        </Group>
        <Textarea
          data-autofocus
          aria-label={t('bots.document')}
          autosize
          minRows={12}
          maxRows={20}
          spellCheck={false}
          classNames={{ input: styles.code ?? '' }}
          value={source}
          error={error}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Failure error={add.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            variant="filled"
            disabled={parsed.kind !== 'document'}
            loading={add.isPending}
            onClick={() => parsed.kind === 'document' && add.mutate(parsed.document)}
          >
            {t('bots.add')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
