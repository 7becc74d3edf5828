import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './keys.module.css'
import { useShownShortcuts } from './own-shortcuts.ts'
import { capsOf } from './shortcuts.ts'
import type { Command, Shortcut } from './table.ts'

/** Keys as caps. Those of a shortcut come one after the other, those of a chord at once. */
export function Keys({
  caps,
  isChord = false,
  className = '',
}: {
  caps: readonly string[]
  isChord?: boolean
  className?: string | undefined
}) {
  const { t } = useTranslation()
  return (
    <span className={styles.keys}>
      {caps.map((cap, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice, and they never move
        <Fragment key={`${index} ${cap}`}>
          {index > 0 && <span className="hidden-text">{isChord ? ' + ' : ` ${t('keys.and_then')} `}</span>}
          <kbd className={className}>{cap}</kbd>
        </Fragment>
      ))}
    </span>
  )
}

export function ShortcutKeys({ shortcut, className }: { shortcut: Shortcut; className?: string | undefined }) {
  return <Keys caps={capsOf(shortcut)} className={className} />
}

/** What stands on a button beside its words: the shortcut that does the same, if there is one now. */
export function useKeyHint(className?: string): (command: Command) => ReactNode {
  const shortcuts = useShownShortcuts()
  return (command) => {
    const shortcut = shortcuts[command]
    return shortcut === null ? null : <ShortcutKeys shortcut={shortcut} className={className} />
  }
}
