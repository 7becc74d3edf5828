import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './designer.module.css'

const keys = {
  arrows: ['← ↑ → ↓'],
  space: ['Shift', '←'],
  all: ['Ctrl', 'A'],
  add_interaction: ['N'],
  enter: ['Enter'],
  leave: ['Esc'],
  add_action: ['Ctrl', 'Enter'],
  add_own: ['Ctrl', 'Shift', 'Enter'],
  add_item: ['Alt', 'Enter'],
  reorder: ['Alt', '↑ ↓'],
  nudge: ['Alt', '← ↑ → ↓'],
  remove: ['Del'],
  copy: ['Ctrl', 'C X V'],
  undo: ['Ctrl', 'Z'],
  redo: ['Ctrl', 'Y'],
  search: ['Ctrl', 'F'],
  save: ['Ctrl', 'S'],
} as const

export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('designer.shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className={styles.keys}>
        {Object.entries(keys).map(([name, pressed]) => (
          <div key={name}>
            <dt>{t(`designer.shortcuts.${name as keyof typeof keys}`)}</dt>
            <dd>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
