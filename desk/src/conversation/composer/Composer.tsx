import type { ConversationView } from '@baton/core/protocol'
import { ActionIcon, Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconEyeOff, IconNote, IconPaperclip, IconSend } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, memo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeyHint } from '../../commands/Keys.tsx'
import { useCommands } from '../../commands/use-commands.ts'
import { isSend } from '../../shell/keyboard.ts'
import { Tip } from '../../shell/Tip.tsx'
import { sizeText } from '../size-text.ts'
import type { Standing } from '../standing.ts'
import { Writers } from '../Viewers.tsx'
import { mostFiles, saidLargestFile } from './attachments.ts'
import { Blocked } from './Blocked.tsx'
import { CannedList, idOfCannedList, idOfChoice } from './CannedList.tsx'
import { ConcernsNotice } from './ConcernsNotice.tsx'
import styles from './composer.module.css'
import { EmojiButton, type EmojiHandle } from './EmojiButton.tsx'
import { idOfMentions, idOfPerson, MentionHint, Mentions } from './Mentions.tsx'
import { Tray } from './Tray.tsx'
import { type Canned, useCanned } from './use-canned.ts'
import { type Composed, type Composing, longestMessage, type Mode } from './use-composer.ts'
import { type Mentioning, useMentions } from './use-mentions.ts'

type Props = { view: ConversationView; standing: Standing; composer: Composing }

/** Always there. Reply and note look, read and send differently, and each keeps its own text and its own files. */
export function Composer({ view, standing, composer }: Props) {
  const { t } = useTranslation()
  const { mode, text, permission, isBlocked } = composer
  const canned = useCanned(view, composer)
  const mentioning = useMentions(view, composer)
  const isNote = mode === 'note'
  const isEmpty = text.trim() === '' && composer.files.every(({ state }) => state === 'refused' || state === 'sending')
  const isTooLong = text.trim().length > longestMessage
  return (
    <section className={styles.composer} data-mode={mode} aria-label={t('composer.mode')}>
      <div className={styles.top}>
        <ModeSwitch mode={mode} hasOther={composer.hasOther} onMode={composer.write} />
        <span className={`${styles.hint} cut`}>
          {isNote && <IconEyeOff size={14} aria-hidden />}
          {isNote ? t('composer.only_operators') : permission.kind === 'takes_over' ? t('composer.takes_over') : null}
        </span>
        <Writers conversation={view.id} />
      </div>
      {isBlocked && <Blocked composer={composer} />}
      <ConcernsNotice view={view} composer={composer} />
      <Field view={view} composer={composer} canned={canned} mentioning={mentioning} />
      {canned.isOpen && <CannedList canned={canned} />}
      {mentioning.isOpen && <Mentions mentioning={mentioning} />}
      <MentionHint mentioning={mentioning} />
      <Tray composer={composer} />
      <div className={styles.bottom}>
        <Tools isBlocked={isBlocked} field={composer.field} composed={composer.deeds} />
        <span className={`${styles.keys} quiet`}>
          {isTooLong
            ? t('composer.too_long', { count: longestMessage })
            : isBlocked
              ? ''
              : t(isNote ? 'composer.note_keys' : 'composer.keys')}
        </span>
        <Button
          variant={standing.kind === 'mine' && !isNote ? 'filled' : 'default'}
          disabled={isBlocked || isEmpty || isTooLong}
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

type ModeProps = { mode: Mode; hasOther: boolean; onMode: (mode: Mode) => void }

const ModeSwitch = memo(function ModeSwitch({ mode, hasOther, onMode }: ModeProps) {
  const { t } = useTranslation()
  const isNote = mode === 'note'
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('composer.mode')}
      value={mode}
      onChange={(value) => onMode(value === 'note' ? 'note' : 'reply')}
      transitionDuration={0}
      data={[
        { value: 'reply', label: <ModeLabel words={t('composer.reply')} hasText={isNote && hasOther} /> },
        { value: 'note', label: <ModeLabel words={t('composer.note')} hasText={!isNote && hasOther} /> },
      ]}
    />
  )
})

type FieldProps = { view: ConversationView; composer: Composing; canned: Canned; mentioning: Mentioning }

function Field({ view, composer, canned, mentioning }: FieldProps) {
  const { t } = useTranslation()
  const { mode, text, isBlocked } = composer
  const label = t(mode === 'note' ? 'composer.note_on' : 'composer.reply_to', { contact: view.contactName })
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (canned.press(event) || mentioning.press(event)) return event.preventDefault()
    if (event.key === 'Escape') event.currentTarget.blur()
    if (!isSend({ key: event.key, shiftKey: event.shiftKey, isComposing: event.nativeEvent.isComposing })) return
    event.preventDefault()
    // A key that is held down does not pass what was held back.
    if (event.repeat) return
    const isSent = composer.send()
    if (isSent && (event.ctrlKey || event.metaKey)) event.currentTarget.blur()
  }
  const paste = (event: ClipboardEvent) => {
    const { files } = event.clipboardData
    // A table is copied as text and as a picture of it: the text is meant.
    if (files.length === 0 || isBlocked || event.clipboardData.getData('text/plain') !== '') return
    event.preventDefault()
    composer.attach([...files])
  }
  const isListed = canned.isOpen && canned.choices.length > 0
  return (
    <Textarea
      ref={composer.field}
      aria-label={label}
      placeholder={isBlocked ? '' : label}
      aria-autocomplete="list"
      aria-controls={isListed ? idOfCannedList : mentioning.isOpen ? idOfMentions : undefined}
      aria-activedescendant={
        isListed && canned.chosen !== null
          ? idOfChoice(canned.chosen.id)
          : mentioning.chosen !== null
            ? idOfPerson(mentioning.chosen.id)
            : undefined
      }
      dir="auto"
      autosize
      minRows={2}
      maxRows={10}
      maxLength={longestMessage}
      readOnly={isBlocked}
      value={text}
      classNames={{ input: styles.input ?? '' }}
      onChange={(event) => {
        composer.change(event.currentTarget.value)
        canned.look()
        mentioning.look()
      }}
      onSelect={() => {
        canned.look()
        mentioning.look()
      }}
      onFocus={() => composer.focused(true)}
      onBlur={() => {
        composer.focused(false)
        canned.leave()
        mentioning.leave()
      }}
      onKeyDown={press}
      onPaste={paste}
    />
  )
}

type ToolsProps = { isBlocked: boolean; field: Composing['field']; composed: Composed }

/** What else can go into a message. */
const Tools = memo(function Tools({ isBlocked, field, composed }: ToolsProps) {
  const { t, i18n } = useTranslation()
  const hint = useKeyHint()
  const chooser = useRef<HTMLInputElement>(null)
  const emoji = useRef<EmojiHandle>(null)
  const off = isBlocked ? t('composer.blocked') : null
  const limits = t('files.limits', { size: sizeText(saidLargestFile, i18n.language), count: mostFiles })
  const put = (sign: string) => {
    const { selectionStart: from = 0, selectionEnd: to = from } = field.current ?? {}
    composed.put(sign, from, to)
  }
  useCommands({
    attach: { run: () => chooser.current?.click(), off },
    emoji: { run: () => emoji.current?.open(), off },
    canned: { run: composed.seek, off },
  })
  return (
    <div className={styles.tools}>
      <Tip
        label={
          <span>
            {t('files.attach')} {hint('attach')}
            <br />
            {limits}
          </span>
        }
      >
        <ActionIcon
          variant="subtle"
          size={28}
          aria-label={t('files.attach')}
          aria-description={limits}
          disabled={isBlocked}
          onClick={() => chooser.current?.click()}
        >
          <IconPaperclip size={18} stroke={1.75} />
        </ActionIcon>
      </Tip>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          composed.attach([...(event.currentTarget.files ?? [])])
          // The same file may be chosen again.
          event.currentTarget.value = ''
        }}
      />
      <EmojiButton ref={emoji} isOff={isBlocked} onChoose={put} onLeave={() => field.current?.focus()} />
    </div>
  )
})

function ModeLabel({ words, hasText }: { words: string; hasText: boolean }) {
  return (
    <span>
      {words}
      {hasText && <span className={styles.kept}> •</span>}
    </span>
  )
}
