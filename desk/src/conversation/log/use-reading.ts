import { useEffect, useRef, useState } from 'react'
import { useReads } from '../../inbox/read.ts'
import { useLive } from '../../live/hooks.ts'
import type { Log } from '../../live/log.ts'

/**
 * [U-11] What is before the operator's eyes is read: `seen`, how far the log was shown with its end or its line of what is
 * new; and the window has the focus. Answers behind which event that line stands, as long as the conversation is open; null:
 * nowhere. What is marked as unread meanwhile, here or on another device, stays so until the operator comes back to it.
 */
export function useReading(log: Log, seen: number | null): number | null {
  const { reading } = useLive()
  const { id } = log.view
  const mark = useReads()[id]
  const [lineAfter, setLineAfter] = useState(mark?.upTo ?? null)
  const mayUnmark = useRef(mark?.isMarked === true)
  if (mark?.isMarked !== true) mayUnmark.current = false
  const isHeld = mark?.isMarked === true && !mayUnmark.current
  const markedAfter = isHeld ? mark.upTo : null
  useEffect(() => {
    if (markedAfter !== null) setLineAfter(markedAfter)
  }, [markedAfter])
  useEffect(() => {
    const look = () => {
      if (seen !== null && !isHeld && document.hasFocus()) reading.read(id, seen)
    }
    look()
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [reading, id, seen, isHeld])
  return lineAfter
}
