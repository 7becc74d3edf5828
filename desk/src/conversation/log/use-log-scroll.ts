import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useLive, useStore } from '../../live/hooks.ts'
import type { Log } from '../../live/log.ts'
import { wantedLine } from './wanted-line.ts'

const nearEndPx = 48
const nearStartPx = 240
/** As long as its animation. */
const highlightMs = 2_400

/** What is read now, and how far below the upper edge it stands. */
type Anchor = { line: Element; top: number }

/**
 * [U-11] Opens at the first unread line, or at the end. Stays at the end when it is there, and at what is read when it is
 * not; fetches older events near the beginning. `expected`: how far the log is known to go when it is opened.
 */
export function useLogScroll(log: Log, expected: number) {
  const live = useLive()
  const place = useRef<HTMLDivElement>(null)
  // Before the first picture it is known: see `useOpening`.
  const [isAtEnd, setAtEnd] = useState(false)
  const [isNearStart, setNearStart] = useState(false)
  const [isLoading, setLoading] = useState(false)
  /** How far it was shown with its end, or with the line of what is new; null: not yet. */
  const [seen, setSeen] = useState<number | null>(null)
  const anchor = useRef<Anchor | null>(null)
  const lastTop = useRef(0)
  const hasLeftEnd = useRef(false)
  // Whoever came for another line is led there before they have seen anything.
  const isPassing = useStore(wantedLine)?.conversation === log.view.id
  useOpening(place, log, expected, (element) => {
    anchor.current = anchorIn(element)
    setAtEnd(isEnd(element))
    setNearStart(element.scrollTop <= nearStartPx)
    if (!isPassing) setSeen(log.lastSeq)
  })

  /** Whatever comes above, or turns out higher than it was taken for, moves nothing that is seen: it is made up for in the same frame. */
  useEffect(() => {
    const element = place.current
    const content = element?.firstElementChild
    if (element === null || content === null || content === undefined) return
    const stay = () => {
      if (isAtEnd && !hasLeftEnd.current) element.scrollTop = element.scrollHeight
      else holdOn(element, anchor.current)
    }
    anchor.current ??= anchorIn(element)
    stay()
    const observer = new ResizeObserver(stay)
    observer.observe(content)
    observer.observe(element)
    return () => observer.disconnect()
  }, [isAtEnd])

  // An observer is told once in a frame: what comes above has been made up for before, what it turns out to be high is left for it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes before the first event is what moves the rest
  useLayoutEffect(() => {
    if (place.current !== null && !isAtEnd) holdOn(place.current, anchor.current)
  }, [log.firstSeq])

  useEffect(() => {
    if (isAtEnd && !isPassing) setSeen(log.lastSeq)
  }, [isAtEnd, isPassing, log.lastSeq])

  // Also when somebody came to the beginning while the last ones were on their way.
  const { id } = log.view
  useEffect(() => {
    if (!isNearStart || isLoading || log.firstSeq <= 1) return
    setLoading(true)
    live
      .loadOlder(id)
      // Without a connection it is tried again when somebody scrolls.
      .catch(() => setNearStart(false))
      .finally(() => setLoading(false))
  }, [live, id, isNearStart, isLoading, log.firstSeq])

  const onScroll = () => {
    const element = place.current
    if (element === null) return
    anchor.current = anchorIn(element)
    // More may have come since it was at the end: only who goes upwards leaves it.
    const isLeft = element.scrollTop < lastTop.current
    lastTop.current = element.scrollTop
    if (isEnd(element)) hasLeftEnd.current = false
    setAtEnd((wasAtEnd) => isEnd(element) || (wasAtEnd && !isLeft))
    setNearStart(element.scrollTop <= nearStartPx)
    if (seen === null && !isPassing && isLineShown(element)) setSeen(log.lastSeq)
  }
  return {
    place,
    isAtEnd,
    isLoading,
    seen,
    missed: seen === null ? 0 : messagesSince(log, seen),
    onScroll,
    toEnd: () => {
      const element = place.current
      if (element !== null) element.scrollTop = element.scrollHeight
    },
    /** To where something happened, and with the focus, so that it is read out. */
    toEvent: (seq: number) => {
      const lines = [...(place.current?.querySelectorAll<HTMLElement>('[data-seq]') ?? [])]
      const line = lines.find(({ dataset }) => Number(dataset.seq) >= seq)
      const element = place.current
      if (line === undefined || element === null) return
      line.scrollIntoView({ block: 'center' })
      // Before the observer is told of what has just come above: it would go on holding on to what was seen before.
      anchor.current = anchorIn(element)
      hasLeftEnd.current = !isEnd(element)
      setAtEnd(isEnd(element))
      line.focus({ preventScroll: true })
      highlight(line)
    },
  }
}

/** Once, and once more when what was known to be missing has come. */
function useOpening(
  place: RefObject<HTMLDivElement | null>,
  log: Log,
  expected: number,
  onOpen: (element: Element) => void,
): void {
  const opening = useRef<'first' | 'waits' | 'done'>('first')
  const openedAt = useRef(0)
  useLayoutEffect(() => {
    const element = place.current
    if (element === null || opening.current === 'done') return
    const isWhole = log.lastSeq >= expected
    // What has come has made the log longer: only who went upwards has left its end.
    const isLeft = opening.current === 'waits' && element.scrollTop < openedAt.current - 1
    opening.current = isWhole || isLeft ? 'done' : 'waits'
    if (isLeft) return
    const line = element.querySelector('[data-first-unread]')
    if (line === null) element.scrollTop = element.scrollHeight
    else line.scrollIntoView({ block: 'start' })
    openedAt.current = element.scrollTop
    onOpen(element)
  })
}

/** For a moment; whoever wants no motion sees it go at once. */
function highlight(line: HTMLElement): void {
  line.dataset.reached = ''
  setTimeout(() => delete line.dataset.reached, highlightMs)
}

/** Whether the line of what is new is in sight. */
function isLineShown(element: Element): boolean {
  const line = element.querySelector('[data-first-unread]')
  const top = line === null ? -1 : topIn(element, line)
  return top >= 0 && top < element.clientHeight
}

function holdOn(element: Element, anchor: Anchor | null): void {
  if (anchor?.line.isConnected) element.scrollTop += topIn(element, anchor.line) - anchor.top
}

function isEnd(element: Element): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx
}

/** By blocks first: a long log has thousands of lines. */
function anchorIn(element: Element): Anchor | null {
  const edge = element.getBoundingClientRect().top
  for (const block of element.querySelectorAll('[data-block]')) {
    if (block.getBoundingClientRect().bottom <= edge) continue
    for (const line of block.querySelectorAll('[data-seq]')) {
      const top = topIn(element, line)
      if (top >= 0) return { line, top }
    }
  }
  return null
}

function topIn(element: Element, line: Element): number {
  return line.getBoundingClientRect().top - element.getBoundingClientRect().top
}

/** From the end backwards: a log is long, and what is new is short. */
function messagesSince({ events }: Log, seq: number): number {
  let count = 0
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index]
    if (event === undefined || event.seq <= seq) return count
    if (event.type === 'message') count += 1
  }
  return count
}
