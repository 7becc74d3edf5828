import type { ConversationView } from '@baton/core/protocol'
import { TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations } from '../../api/conversations.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { Failure } from '../../shell/Failure.tsx'
import styles from './details.module.css'

export function Tags({ view }: { view: ConversationView }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useCommands({ tag: () => field.current?.focus() })
  const change = useMutation({
    mutationFn: (body: { setTags?: string[]; dropTags?: string[] }) => conversations.change(view.id, body),
    onSuccess: (_, body) => {
      if (body.setTags !== undefined) setText('')
      // The button that had the focus is gone.
      else field.current?.focus()
    },
  })
  const press = (event: KeyboardEvent) => {
    const tag = text.trim()
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || tag === '') return
    event.preventDefault()
    change.mutate({ setTags: [tag] })
  }
  return (
    <section className={styles.section}>
      <h3>{t('details.tags')}</h3>
      <div className={styles.tags}>
        {view.tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            <bdi className="cut">{tag}</bdi>
            <button
              type="button"
              aria-label={t('details.tag_remove', { tag })}
              onClick={() => change.mutate({ dropTags: [tag] })}
            >
              <IconX size={12} />
            </button>
          </span>
        ))}
        <TextInput
          ref={field}
          className={styles.tagInput ?? ''}
          size="xs"
          aria-label={t('details.tag_add')}
          placeholder={t('details.tag_add')}
          dir="auto"
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={press}
        />
      </div>
      <Failure error={change.error} />
    </section>
  )
}
