import type { ConversationView } from '@baton/core/protocol'
import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconEyeOff, IconLock, IconNote, IconSend } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isSend } from '../shell/keyboard.ts'
import styles from './composer.module.css'
import type { Standing } from './standing.ts'
import type { Composing } from './use-composer.ts'

/** Always there. Reply and note look, read and send differently, and each keeps its own text. */
export function Composer({
  view,
  standing,
  composer,
}: {
  view: ConversationView
  standing: Standing
  composer: Composing
}) {
  const { t } = useTranslation()
  const { mode, text, permission } = composer
  const isNote = mode === 'note'
  const isBlocked = permission.kind === 'closed' || permission.kind === 'locked'
  const label = t(isNote ? 'composer.note_on' : 'composer.reply_to', { contact: view.contactName })
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') event.currentTarget.blur()
    if (!isSend({ key: event.key, shiftKey: event.shiftKey, isComposing: event.nativeEvent.isComposing })) return
    event.preventDefault()
    composer.send()
  }
  return (
    <section className={styles.composer} data-mode={mode} aria-label={t('composer.mode')}>
      <div className={styles.top}>
        <SegmentedControl
          size="xs"
          aria-label={t('composer.mode')}
          value={mode}
          onChange={(value) => composer.write(value === 'note' ? 'note' : 'reply')}
          transitionDuration={0}
          data={[
            { value: 'reply', label: <ModeLabel words={t('composer.reply')} hasText={isNote && composer.hasOther} /> },
            { value: 'note', label: <ModeLabel words={t('composer.note')} hasText={!isNote && composer.hasOther} /> },
          ]}
        />
        <span className={`${styles.hint} cut`}>
          {isNote && <IconEyeOff size={14} aria-hidden />}
          {isNote ? t('composer.only_operators') : permission.kind === 'takes_over' ? t('composer.takes_over') : null}
        </span>
      </div>
      {isBlocked && <Blocked composer={composer} />}
      <Textarea
        ref={composer.field}
        aria-label={label}
        placeholder={isBlocked ? '' : label}
        dir="auto"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        readOnly={isBlocked}
        value={text}
        classNames={{ input: styles.input ?? '' }}
        onChange={(event) => composer.change(event.currentTarget.value)}
        onKeyDown={press}
      />
      <div className={styles.bottom}>
        <span className={`${styles.keys} quiet`}>
          {isBlocked ? '' : t(isNote ? 'composer.note_keys' : 'composer.keys')}
        </span>
        <Button
          variant={standing.kind === 'mine' && !isNote ? 'filled' : 'default'}
          disabled={isBlocked || text.trim() === ''}
          leftSection={isNote ? <IconNote size={16} /> : <IconSend size={16} />}
          onClick={composer.send}
        >
          {isNote
            ? t('composer.add_note')
            : permission.kind === 'takes_over'
              ? t('composer.send_takes_over')
              : t('composer.send')}
        </Button>
      </div>
    </section>
  )
}

function ModeLabel({ words, hasText }: { words: string; hasText: boolean }) {
  return (
    <span>
      {words}
      {hasText && <span className={styles.kept}> •</span>}
    </span>
  )
}

function Blocked({ composer: { permission, wasLockedWhileWriting } }: { composer: Composing }) {
  const { t } = useTranslation()
  const words =
    permission.kind === 'locked'
      ? t(wasLockedWhileWriting ? 'composer.locked_kept' : 'composer.locked', { owner: permission.owner })
      : t('composer.closed')
  return (
    <p className={styles.blocked} role={wasLockedWhileWriting ? 'alert' : undefined}>
      <IconLock size={16} aria-hidden />
      <span dir="auto">{words}</span>
    </p>
  )
}
