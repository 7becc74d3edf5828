import type { ConversationSummary } from '@baton/core/protocol'
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Reads } from '../live/reading.ts'
import { useIsFollowed } from '../shell/Rest.tsx'
import { useSetting } from '../shell/settings.ts'
import styles from './conversation-list.module.css'
import { Row } from './Row.tsx'
import { offsetsOf, piecesOf } from './window.ts'

/** Pixels drawn above and below what is in sight, right behind it. */
const around = 480
/** Before a row was measured, in pixels. */
const usualHeight = { comfortable: 78, compact: 52 }

type Props = {
  rows: readonly ConversationSummary[]
  selected: string | null
  reads: Reads
  scroller: RefObject<HTMLElement | null>
}

/** [U-20] However long the list is, only what is in sight is drawn; to keys and to readers it is whole. */
export function WindowedRows({ rows, selected, reads, scroller }: Props) {
  const density = useSetting('density')
  const list = useRef<HTMLUListElement>(null)
  const heights = useRef(new Map<string, number>())
  const [measured, setMeasured] = useState(0)
  const [focused, setFocused] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const { from, to } = useSight(scroller, list)

  const ids = useMemo(() => rows.map(({ id }) => id), [rows])
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are kept beside, and counted
  const offsets = useMemo(() => offsetsOf(ids, heights.current, usualHeight[density]), [ids, measured, density])
  const kept = [selected, focused].map((id) => (id === null ? -1 : ids.indexOf(id)))
  const margin = useIsFollowed() ? around : 0
  const pieces = piecesOf(offsets, from - margin, to + margin, kept)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another density makes other rows
  useEffect(() => heights.current.clear(), [density])
  useLayoutEffect(() => {
    let hasChanged = false
    for (const item of list.current?.querySelectorAll<HTMLElement>(':scope > [data-row]') ?? []) {
      const [id, height] = [item.dataset.row ?? '', item.offsetHeight]
      if (height === 0 || heights.current.get(id) === height) continue
      heights.current.set(id, height)
      hasChanged = true
    }
    if (hasChanged) setMeasured((count) => count + 1)
    if (wanted.current === null) return
    focusRow(list.current, wanted.current)
    wanted.current = null
  })

  const press = (event: KeyboardEvent<HTMLUListElement>) => {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-row]') : null
    const at = row === null ? -1 : ids.indexOf(row.dataset.row ?? '')
    const next =
      at === -1 || event.altKey || event.ctrlKey || event.metaKey ? null : stepFrom(at, event.key, ids.length)
    const id = next === null ? undefined : ids[next]
    if (id === undefined) return
    event.preventDefault()
    wanted.current = id
    setFocused(id)
    if (id === focused) focusRow(list.current, id)
  }
  const focus = (event: FocusEvent<HTMLUListElement>) => {
    setFocused(event.target.closest<HTMLElement>('[data-row]')?.dataset.row ?? null)
  }
  return (
    <ul ref={list} className={styles.rows} data-list onKeyDown={press} onFocus={focus}>
      {pieces.map((piece) => {
        if (piece.kind === 'room') return <li key={piece.key} aria-hidden style={{ height: piece.height }} />
        const row = rows[piece.index]
        if (row === undefined) return null
        return (
          <Row
            key={row.id}
            row={row}
            isSelected={row.id === selected}
            mark={reads[row.id] ?? null}
            place={piece.index + 1}
            count={rows.length}
          />
        )
      })}
    </ul>
  )
}

function stepFrom(at: number, key: string, count: number): number | null {
  if (key === 'ArrowDown') return Math.min(count - 1, at + 1)
  if (key === 'ArrowUp') return Math.max(0, at - 1)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}

function focusRow(list: HTMLElement | null, id: string): void {
  const link = list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] a`)
  link?.focus({ preventScroll: true })
  link?.scrollIntoView({ block: 'nearest' })
}

/** What of the list is in sight, in pixels from its beginning; a frame behind the scrolling at most. */
function useSight(scroller: RefObject<HTMLElement | null>, list: RefObject<HTMLElement | null>) {
  const [sight, setSight] = useState({ from: 0, to: window.innerHeight })
  useLayoutEffect(() => {
    const place = scroller.current
    if (place === null) return
    let frame = 0
    const look = () => {
      frame = 0
      const from = Math.max(0, place.scrollTop - (list.current?.offsetTop ?? 0))
      const to = from + place.clientHeight
      setSight((before) => (before.from === from && before.to === to ? before : { from, to }))
    }
    const plan = () => {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    look()
    place.addEventListener('scroll', plan, { passive: true })
    const observer = new ResizeObserver(plan)
    observer.observe(place)
    return () => {
      cancelAnimationFrame(frame)
      place.removeEventListener('scroll', plan)
      observer.disconnect()
    }
  }, [scroller, list])
  return sight
}
