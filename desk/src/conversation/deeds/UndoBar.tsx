import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeyHint } from '../../commands/Keys.tsx'
import { useCommands } from '../../commands/use-commands.ts'
import { useStore } from '../../live/hooks.ts'
import { lookAfterClosings } from './deeds.ts'
import styles from './undo-bar.module.css'
import { undoMs, undoSlot } from './undo-slot.ts'
import { useHand } from './use-hand.ts'

/** [U-21] The last thing that was done, for ten seconds, and the way back. Said politely, without taking the focus. */
export function UndoBar() {
  const { t } = useTranslation()
  const hint = useKeyHint()
  const one = useStore(undoSlot.current)
  const [isUndone, setUndone] = useState(false)
  const hand = useHand()
  const latest = useRef(hand)
  latest.current = hand
  const undo = () => {
    undoSlot.undo()
    setUndone(true)
  }
  useEffect(() => {
    if (one !== null) setUndone(false)
  }, [one])
  useEffect(() => {
    const settle = () => void undoSlot.settle()
    window.addEventListener('pagehide', settle)
    const stop = lookAfterClosings(latest.current)
    return () => {
      settle()
      stop()
      window.removeEventListener('pagehide', settle)
    }
  }, [])
  useCommands({
    undo: { run: undo, off: one === null ? t('undo.nothing') : null, words: one?.words && t('undo.undo') },
  })
  return (
    <div className={styles.place}>
      <span className="hidden-text" role="status">
        {one === null ? isUndone && t('undo.done') : one.words}
      </span>
      {one !== null && (
        <section className={styles.bar} aria-label={t('undo.region')}>
          <span className={styles.words} aria-hidden>
            <bdi>{one.words}</bdi>
          </span>
          <Button rightSection={hint('undo')} onClick={undo}>
            {t('undo.undo')}
          </Button>
          <span key={one.words} className={styles.left} style={{ animationDuration: `${undoMs}ms` }} aria-hidden />
        </section>
      )}
    </div>
  )
}
