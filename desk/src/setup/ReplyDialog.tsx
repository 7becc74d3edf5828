import { Button, Group, Menu, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../api/problem.ts'
import { type CannedReply, type CannedScope, cannedReplies } from '../api/writing.ts'
import { Failure } from '../shell/Failure.tsx'

/** What every conversation may know, and who writes; a flow may have set more. */
const variables = [
  'first_name',
  'last_name',
  'user_name',
  'user_email',
  'user_phone_number',
  'operator_name',
  'bot_name',
  'last_user_message',
]
const longestShortcut = 40
const longestTitle = 200
const longestText = 10_000

type Props = { reply: CannedReply | null; scope: CannedScope; onClose: () => void }

/** [U-09] One canned reply, new or changed. */
export function ReplyDialog({ reply, scope, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [title, setTitle] = useState(reply?.title ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const save = useMutation({
    mutationFn: () => {
      const change = { shortcut: shortcut.trim().replace(/^\//, ''), title: title.trim(), text }
      return reply === null ? cannedReplies.add(scope, change) : cannedReplies.change(scope, reply.id, change)
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['canned', scope] })
      onClose()
    },
  })
  const faults = useFaults(save.error)
  const putIn = (name: string) => {
    const at = field.current?.selectionStart ?? text.length
    setText(`${text.slice(0, at)}{{ ${name} }}${text.slice(at)}`)
    field.current?.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(reply === null ? `replies_page.add_${scope}` : 'replies_page.edit')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t('replies_page.shortcut')}
            description={t('replies_page.shortcut_hint')}
            error={faults.shortcut}
            required
            withAsterisk={false}
            maxLength={longestShortcut + 1}
            leftSection={<span aria-hidden>/</span>}
            value={shortcut}
            onChange={(event) => setShortcut(event.currentTarget.value)}
          />
          <TextInput
            label={t('replies_page.title')}
            required
            withAsterisk={false}
            maxLength={longestTitle}
            dir="auto"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Textarea
            ref={field}
            label={t('replies_page.text')}
            description={t('replies_page.text_hint', { example: '{{ first_name }}' })}
            error={faults.text}
            required
            withAsterisk={false}
            autosize
            minRows={5}
            maxRows={14}
            maxLength={longestText}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {faults.isElsewhere && <Failure error={save.error} labels={{ title: t('replies_page.title') }} />}
          <Group justify="space-between" gap="xs">
            <Menu position="top-start" returnFocus={false}>
              <Menu.Target>
                <Button variant="subtle" leftSection={<IconBraces size={16} />}>
                  {t('replies_page.variables')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {variables.map((name) => (
                  <Menu.Item key={name} onClick={() => putIn(name)}>
                    {name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Group gap="xs">
              <Button variant="subtle" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" variant="filled" loading={save.isPending}>
                {t('common.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** What the server refused, at the field that it is about. */
function useFaults(error: Error | null): { shortcut: string | null; text: string | null; isElsewhere: boolean } {
  const { t } = useTranslation()
  const found = problemOf(error)?.errors.find(({ path }) => path === 'shortcut' || path === 'text')
  const shortcut =
    found?.path !== 'shortcut'
      ? null
      : t(found.code === 'shortcut_taken' ? 'replies_page.shortcut_taken' : 'replies_page.shortcut_invalid')
  const text = found?.path !== 'text' ? null : t('replies_page.text_invalid', { detail: found.message })
  return { shortcut, text, isElsewhere: error !== null && found === undefined }
}
