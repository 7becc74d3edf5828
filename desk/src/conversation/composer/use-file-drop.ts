import { type DragEvent, useRef, useState } from 'react'
import type { Composing } from './use-composer.ts'

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** [U-17] Files may be dropped anywhere over the conversation. */
export function useFileDrop(composer: Composing) {
  const [isOver, setOver] = useState(false)
  /** Every part that is entered and left tells of it. */
  const depth = useRef(0)
  const settle = (change: number) => {
    depth.current += change
    setOver(depth.current > 0)
  }
  return {
    isOver: isOver && !composer.isBlocked,
    handlers: {
      onDragEnter: (event: DragEvent) => hasFiles(event) && settle(1),
      onDragLeave: (event: DragEvent) => hasFiles(event) && settle(-1),
      // Otherwise the browser would open them in place of the desk.
      onDragOver: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        settle(-depth.current)
        if (!composer.isBlocked) composer.attach([...event.dataTransfer.files])
      },
    },
  }
}
