import type { ConversationView } from '@baton/core/protocol'
import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations } from '../../api/conversations.ts'
import { Failure } from '../../shell/Failure.tsx'
import { handOver } from './deeds.ts'
import { useHand } from './use-hand.ts'

/** [U-04] Goes away at once; where it is refused it is back, with what was written and the reason. */
export function HandOverDialog({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t } = useTranslation()
  const [interaction, setInteraction] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const known = useQuery({ queryKey: ['interactions', view.bot], queryFn: () => conversations.interactions(view.bot) })
  const hand = useHand()
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
    }
  }, [])
  const send = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      handOver(hand, view, {
        ...(interaction === null ? {} : { interaction }),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }),
    onSuccess: () => {
      notifications.show({ message: t('act.done.handed_over') })
      onClose()
    },
    onError: (error) => {
      if (!isThere.current) hand.fail(error, t('act.failed'))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  const behaviors = Map.groupBy(known.data ?? [], ({ behavior }) => behavior)
  return (
    <Modal
      opened={!send.isPending}
      onClose={onClose}
      title={t('hand_over.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <span className="quiet">{t('hand_over.text')}</span>
          <Select
            label={t('hand_over.interaction')}
            placeholder={t('hand_over.interaction_none')}
            clearable
            searchable
            comboboxProps={{ withinPortal: true }}
            data={[...behaviors].map(([group, items]) => ({
              group,
              items: [...new Set(items.map(({ name }) => name))],
            }))}
            value={interaction}
            onChange={setInteraction}
          />
          <Textarea
            data-autofocus
            label={t('hand_over.note')}
            description={t('hand_over.note_hint')}
            dir="auto"
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Failure error={send.error} labels={{ interaction: t('hand_over.interaction'), note: t('hand_over.note') }} />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="filled">
              {t('act.hand_over')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
