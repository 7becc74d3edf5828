import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useLive } from '../live/hooks.ts'
import type { Log } from '../live/log.ts'

const nearEndPx = 48
const nearStartPx = 240

/** Stays at the end when it is there, stays where it is when not; fetches older events near the beginning. */
export function useLogScroll(log: Log) {
  const live = useLive()
  const place = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const [isLoading, setLoading] = useState(false)
  const [seen, setSeen] = useState(log.lastSeq)
  const before = useRef({ firstSeq: log.firstSeq, height: 0 })

  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const { firstSeq, height } = before.current
    if (log.firstSeq < firstSeq) element.scrollTop += element.scrollHeight - height
    before.current = { firstSeq: log.firstSeq, height: element.scrollHeight }
  }, [log.firstSeq])

  useEffect(() => {
    const element = place.current
    const content = element?.firstElementChild
    if (element === null || content === null || content === undefined || !isAtEnd) return
    const stay = () => {
      element.scrollTop = element.scrollHeight
    }
    stay()
    const observer = new ResizeObserver(stay)
    observer.observe(content)
    observer.observe(element)
    return () => observer.disconnect()
  }, [isAtEnd])

  useEffect(() => {
    if (isAtEnd) setSeen(log.lastSeq)
  }, [isAtEnd, log.lastSeq])

  const onScroll = () => {
    const element = place.current
    if (element === null) return
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx)
    before.current.height = element.scrollHeight
    if (element.scrollTop > nearStartPx || log.firstSeq <= 1 || isLoading) return
    setLoading(true)
    live.loadOlder(log.view.id).then(
      () => setLoading(false),
      () => setLoading(false),
    )
  }
  return {
    place,
    isAtEnd,
    isLoading,
    missed: log.events.filter((event) => event.seq > seen && event.type === 'message').length,
    onScroll,
    toEnd: () => {
      const element = place.current
      if (element !== null) element.scrollTop = element.scrollHeight
    },
  }
}
