import { Button, Modal } from '@mantine/core'
import { type ReactNode, useEffect, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from '../live/hooks.ts'
import { goTo, useLeaving } from '../shell/navigation.ts'
import { changeSettings, useSetting } from '../shell/settings.ts'
import { helpOf } from './help.ts'
import styles from './help-dialog.module.css'
import { closeHelp, isHelpOpen } from './help-store.ts'
import { Keys, ShortcutKeys } from './Keys.tsx'
import { useShortcutTable } from './own-shortcuts.ts'
import { isMac, paletteCaps } from './platform.ts'

/** Which key does what, as it is for this operator. */
export function HelpDialog() {
  const { t } = useTranslation()
  const isOpen = useStore(isHelpOpen)
  // Whoever signs in next begins without it.
  useEffect(() => closeHelp, [])
  return (
    <Modal
      opened={isOpen}
      onClose={closeHelp}
      title={t('keys.title')}
      size={760}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Help onClose={closeHelp} />
    </Modal>
  )
}

function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  useLeaving(onClose)
  const hasShortcuts = useSetting('hasShortcuts')
  const shortcuts = useShortcutTable()
  return (
    <>
      <p className={styles.first}>
        <span>{t('keys.palette_hint')}</span>
        <Keys caps={paletteCaps} isChord />
      </p>
      {!hasShortcuts && (
        <p className={styles.off}>
          <span>{t('keys.are_off')}</span>
          <Button size="compact-sm" onClick={() => changeSettings({ hasShortcuts: true })}>
            {t('keys.turn_on')}
          </Button>
        </p>
      )}
      <div className={styles.columns} data-off={!hasShortcuts}>
        {helpOf(shortcuts).map(({ section, rows }) => (
          <Section key={section} title={t(`keys.sections.${section}`)}>
            {rows.map(({ command, shortcut }) => (
              <Row key={command} words={t(`keys.words.${command}`)}>
                <ShortcutKeys shortcut={shortcut} />
              </Row>
            ))}
          </Section>
        ))}
        <Section title={t('keys.sections.writing')}>
          <Row words={t('keys.send')}>
            <Keys caps={['Enter']} />
          </Row>
          <Row words={t('keys.newline')}>
            <Keys caps={['Shift', 'Enter']} isChord />
          </Row>
          <Row words={t('keys.canned')}>
            <Keys caps={['/']} />
          </Row>
          <Row words={t('keys.send_leave')}>
            <Keys caps={[isMac ? '⌘' : 'Ctrl', 'Enter']} isChord />
          </Row>
          <Row words={t('keys.leave')}>
            <Keys caps={['Esc']} />
          </Row>
        </Section>
      </div>
      <div className={styles.foot}>
        <span>{t('keys.hint')}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            onClose()
            goTo({ name: 'profile' })
          }}
        >
          {t('keys.change')}
        </Button>
      </div>
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 className={styles.head} id={id}>
        {title}
      </h3>
      <dl>{children}</dl>
    </section>
  )
}

function Row({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{words}</dt>
      <dd>{children}</dd>
    </div>
  )
}
