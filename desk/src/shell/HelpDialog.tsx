import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './help-dialog.module.css'
import { commands } from './keyboard.ts'

const sections = {
  move: ['next', 'previous', 'search', 'details', 'help'],
  act: ['accept', 'decline', 'take_over', 'hand_over', 'transfer', 'close'],
  write: ['reply', 'note'],
} as const

export function HelpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.columns}>
        {(['move', 'act', 'write'] as const).map((section) => (
          <section key={section}>
            <h3 className={styles.head}>{t(`keys.groups.${section}`)}</h3>
            {sections[section].map((command) => (
              <Row key={command} words={t(`keys.${command}`)} keys={[commands[command].toUpperCase()]} />
            ))}
            {section === 'write' && (
              <>
                <Row words={t('keys.send')} keys={['Enter']} />
                <Row words={t('keys.newline')} keys={['Shift', 'Enter']} />
                <Row words={t('keys.leave')} keys={['Esc']} />
              </>
            )}
          </section>
        ))}
      </div>
      <p className={styles.hint}>{t('keys.hint')}</p>
    </Modal>
  )
}

function Row({ words, keys }: { words: string; keys: string[] }) {
  return (
    <div className={styles.row}>
      <span>{words}</span>
      <span className={styles.keys}>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </span>
    </div>
  )
}
