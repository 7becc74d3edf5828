import type { ConversationView } from '@baton/core/protocol'
import { TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations } from '../../api/conversations.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { useLive } from '../../live/hooks.ts'
import { Failure } from '../../shell/Failure.tsx'
import { shownAtOnce } from '../deeds/deeds.ts'
import styles from './details.module.css'

/** [U-04] A tag shows at once; refused it goes back to where it was, with the reason. */
export function Tags({ view }: { view: ConversationView }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useCommands({ tag: () => field.current?.focus() })
  const live = useLive()
  const [refused, setRefused] = useState<Error | null>(null)
  const change = async (tags: string[], body: { setTags?: string[]; dropTags?: string[] }): Promise<boolean> => {
    setRefused(null)
    try {
      await shownAtOnce(live, view.id, { tags }, () => conversations.change(view.id, body))
      return true
    } catch (error) {
      setRefused(error instanceof Error ? error : new Error(String(error)))
      return false
    }
  }
  const add = async (tag: string) => {
    setText('')
    const isAdded = await change([...new Set([...view.tags, tag])], { setTags: [tag] })
    // Unless something else is being written by now.
    if (!isAdded) setText((now) => (now === '' ? tag : now))
  }
  const remove = (tag: string) => {
    // The button that has the focus goes.
    field.current?.focus()
    const left = view.tags.filter((one) => one !== tag)
    void change(left, { dropTags: [tag] })
  }
  const press = (event: KeyboardEvent) => {
    const tag = text.trim()
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || tag === '') return
    event.preventDefault()
    void add(tag)
  }
  return (
    <section className={styles.section}>
      <h3>{t('details.tags')}</h3>
      <div className={styles.tags}>
        {view.tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            <bdi className="cut">{tag}</bdi>
            <button type="button" aria-label={t('details.tag_remove', { tag })} onClick={() => remove(tag)}>
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
      <Failure error={refused} />
    </section>
  )
}
