import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from '../live/hooks.ts'
import { useLate } from '../shell/late.ts'
import { Keys } from './Keys.tsx'
import { useShortcutTable } from './own-shortcuts.ts'
import styles from './prefix-hint.module.css'
import { registry } from './registry.ts'
import { capsOf } from './shortcuts.ts'
import { allCommands, prefix } from './table.ts'

/** Whoever knows the way has pressed the letter by then. */
const shownAfterMs = 300

/** Where the prefix leads, for those who stop to think. */
export function PrefixHint({ until }: { until: number }) {
  const { t } = useTranslation()
  const shortcuts = useShortcutTable()
  useStore(registry.changes)
  const isLate = useLate(true, shownAfterMs)
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), until - performance.now())
    return () => clearTimeout(timer)
  }, [until])
  if (!isLate || isOver) return null
  const known = registry.read()
  const ways = allCommands.flatMap((command) => {
    const shortcut = shortcuts[command]
    return shortcut?.startsWith(`${prefix} `) && known.has(command)
      ? [{ command, caps: capsOf(shortcut).slice(1) }]
      : []
  })
  return (
    <div className={styles.hint} aria-hidden>
      <Keys caps={capsOf(prefix)} />
      {ways.map(({ command, caps }) => (
        <span key={command} className={styles.way}>
          <Keys caps={caps} />
          {t(`keys.words.${command}`)}
        </span>
      ))}
    </div>
  )
}
