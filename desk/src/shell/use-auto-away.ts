import type { PresenceStatus } from '@baton/core/protocol'
import { useEffect, useRef } from 'react'
import { afterChange, dueStatus, readWatched, writeWatched } from './auto-away.ts'
import { useSetting } from './settings.ts'

/** What shows that somebody is there. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
/** Written down at most this often, and looked at, in milliseconds. */
const everyMs = 5_000

/** [U-16] Away by itself after a time without a key or the mouse, and back with the first one. */
export function useAutoAway(status: PresenceStatus, onChange: (status: PresenceStatus) => void): void {
  const awayAfterMinutes = useSetting('awayAfterMinutes')
  const latest = useRef({ status, onChange, awayAfterMinutes })
  latest.current = { status, onChange, awayAfterMinutes }
  useEffect(() => {
    writeWatched(localStorage, { ...readWatched(localStorage, Date.now()), activeAt: Date.now() })
    const look = () => {
      const { status, onChange, awayAfterMinutes } = latest.current
      const watched = readWatched(localStorage, Date.now())
      const due = dueStatus(watched, status, Date.now(), awayAfterMinutes)
      if (due === null) return
      writeWatched(localStorage, afterChange(watched, status, due))
      onChange(due)
    }
    const note = () => {
      const watched = readWatched(localStorage, Date.now())
      if (Date.now() - watched.activeAt < everyMs) return
      writeWatched(localStorage, { ...watched, activeAt: Date.now() })
      look()
    }
    const timer = setInterval(look, everyMs)
    for (const sign of signs) window.addEventListener(sign, note, { capture: true, passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of signs) window.removeEventListener(sign, note, { capture: true })
    }
  }, [])
}

/** What somebody chooses themselves does not change back by itself. */
export function forgetAutoAway(): void {
  writeWatched(localStorage, { activeAt: Date.now(), before: null })
}
