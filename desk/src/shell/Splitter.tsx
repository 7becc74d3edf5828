import { useDirection } from '@mantine/core'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import styles from './splitter.module.css'

type Props = {
  label: string
  width: number
  least: number
  most: number
  side: 'before' | 'after'
  onWidth: (width: number) => void
}

/** The edge between two panes: drag it, or move it with the arrow keys. `side` is where the pane lies that it resizes. */
export function Splitter({ label, width, least, most, side, onWidth }: Props) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const { dir } = useDirection()
  const sign = (side === 'before') === (dir === 'ltr') ? 1 : -1
  const set = (next: number) => onWidth(Math.round(Math.min(most, Math.max(least, next))))

  const move = (event: PointerEvent) => {
    if (start.current !== null) set(start.current.width + sign * (event.clientX - start.current.x))
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0
    if (step === 0) return
    event.preventDefault()
    set(width + sign * step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves has no element of its own
    <div
      className={styles.splitter}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      onKeyDown={press}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, width }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = null
      }}
    />
  )
}
