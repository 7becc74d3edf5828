import { Button, Group, Switch, UnstyledButton } from '@mantine/core'
import { IconRotate } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Keys, ShortcutKeys } from '../commands/Keys.tsx'
import { useOwnShortcuts } from '../commands/own-shortcuts.ts'
import { paletteCaps } from '../commands/platform.ts'
import { type Begun, read } from '../commands/reading.ts'
import {
  capsOf,
  isOwn,
  type ShortcutChange,
  type ShortcutRefusal,
  shortcutsOf,
  withDefault,
  withoutShortcut,
  withShortcut,
} from '../commands/shortcuts.ts'
import { allCommands, type Command, commands, prefix, type Shortcut, sections } from '../commands/table.ts'
import { pressOf } from '../shell/keyboard.ts'
import { changeSettings, useSetting } from '../shell/settings.ts'
import styles from './shortcuts-form.module.css'

type Refused = { command: Command; refusal: ShortcutRefusal; shortcut: Shortcut }

/** Turned off, or each command with the key that suits. */
export function ShortcutsForm() {
  const { t } = useTranslation()
  const hasShortcuts = useSetting('hasShortcuts')
  const [own, change] = useOwnShortcuts()
  const [areAllShown, setAllShown] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const shortcuts = shortcutsOf(own)
  const isShown = (command: Command) =>
    areAllShown || shortcuts[command] !== null || commands[command].shortcut !== null
  const settle = (command: Command, shortcut: Shortcut, answer: ShortcutChange) => {
    if (answer.kind === 'changed') change(answer.own)
    setRefused(answer.kind === 'changed' ? null : { command, refusal: answer, shortcut })
  }
  return (
    <>
      <Switch
        label={t('profile.shortcuts')}
        description={t('profile.shortcuts_hint', { keys: paletteCaps.join(' ') })}
        checked={hasShortcuts}
        onChange={(event) => changeSettings({ hasShortcuts: event.currentTarget.checked })}
      />
      {hasShortcuts && (
        <div className={styles.table}>
          <p className={styles.about}>{t('keys.press_hint')}</p>
          {sections.map((section) => (
            <Section
              key={section}
              title={t(`keys.sections.${section}`)}
              commands={allCommands.filter((command) => commands[command].section === section && isShown(command))}
              shortcuts={shortcuts}
              refused={refused}
              isOwn={(command) => isOwn(own, command)}
              onShortcut={(command, shortcut) => settle(command, shortcut, withShortcut(own, command, shortcut))}
              onNone={(command) => {
                change(withoutShortcut(own, command))
                setRefused(null)
              }}
              onReset={(command) => settle(command, commands[command].shortcut ?? '', withDefault(own, command))}
            />
          ))}
          <Group gap="xs">
            <Button size="compact-sm" aria-expanded={areAllShown} onClick={() => setAllShown(!areAllShown)}>
              {t(areAllShown ? 'keys.show_fewer' : 'keys.show_all')}
            </Button>
            {Object.keys(own).length > 0 && (
              <Button
                size="compact-sm"
                onClick={() => {
                  change({})
                  setRefused(null)
                }}
              >
                {t('keys.reset_all')}
              </Button>
            )}
          </Group>
        </div>
      )}
    </>
  )
}

type SectionProps = {
  title: string
  commands: readonly Command[]
  shortcuts: Readonly<Record<Command, Shortcut | null>>
  refused: Refused | null
  isOwn: (command: Command) => boolean
  onShortcut: (command: Command, shortcut: Shortcut) => void
  onNone: (command: Command) => void
  onReset: (command: Command) => void
}

function Section({ title, commands, shortcuts, refused, isOwn, onShortcut, onNone, onReset }: SectionProps) {
  const { t } = useTranslation()
  if (commands.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of buttons are no fieldset
    <div role="group" aria-label={title}>
      <div className={styles.head} aria-hidden>
        {title}
      </div>
      {commands.map((command) => {
        const words = t(`keys.words.${command}`)
        return (
          <div key={command} className={styles.row}>
            <span className={styles.words}>{words}</span>
            {isOwn(command) && (
              <UnstyledButton
                className={styles.reset ?? ''}
                aria-label={t('keys.reset', { command: words })}
                title={t('keys.reset', { command: words })}
                onClick={() => onReset(command)}
              >
                <IconRotate size={16} stroke={1.75} />
              </UnstyledButton>
            )}
            <KeyField
              words={words}
              shortcut={shortcuts[command]}
              onShortcut={(shortcut) => onShortcut(command, shortcut)}
              onNone={() => onNone(command)}
            />
            <div role="alert" className={styles.refused}>
              {refused?.command === command && <RefusalText {...refused} />}
            </div>
          </div>
        )
      })}
    </div>
  )
}

function RefusalText({ refusal, shortcut }: Refused) {
  const { t } = useTranslation()
  const keys = capsOf(shortcut).join(` ${t('keys.and_then')} `)
  switch (refusal.kind) {
    case 'taken':
      return t('keys.taken', { keys, command: t(`keys.words.${refusal.by}`) })
    case 'unusable':
      return t('keys.unusable', { keys })
  }
}

type FieldProps = {
  words: string
  shortcut: Shortcut | null
  onShortcut: (shortcut: Shortcut) => void
  onNone: () => void
}

/** Pressed, it waits for the key that is meant. */
function KeyField({ words, shortcut, onShortcut, onNone }: FieldProps) {
  const { t } = useTranslation()
  const [isWaiting, setWaiting] = useState(false)
  const [begun, setBegun] = useState<Begun | null>(null)
  const stop = () => {
    setWaiting(false)
    setBegun(null)
  }
  const press = (event: KeyboardEvent) => {
    if (!isWaiting || event.key === 'Tab' || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return stop()
    if (event.key === 'Backspace' || event.key === 'Delete') {
      onNone()
      return stop()
    }
    // The prefix waits as long as it takes: who sets a key looks for it.
    const reading = read(pressOf(event.nativeEvent), begun, 0)
    setBegun(reading.begun)
    if (reading.shortcut === null) return
    onShortcut(reading.shortcut)
    stop()
  }
  return (
    <UnstyledButton
      className={styles.field ?? ''}
      data-waiting={isWaiting}
      onClick={() => setWaiting(true)}
      onKeyDown={press}
      onBlur={stop}
    >
      <span className="hidden-text">{isWaiting ? t('keys.press', { command: words }) : `${words}: `}</span>
      {begun !== null ? (
        <Keys caps={[...capsOf(prefix), '…']} />
      ) : isWaiting ? (
        <span className={styles.hint} aria-hidden>
          {t('keys.press_key')}
        </span>
      ) : shortcut === null ? (
        <span className={styles.hint}>{t('keys.no_key')}</span>
      ) : (
        <ShortcutKeys shortcut={shortcut} />
      )}
    </UnstyledButton>
  )
}
