import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Line, linesOf } from '../state/lines.ts'
import { announcementMark, announcementWords } from './announcement-words.ts'
import type { Controller } from './controller.ts'
import { HolderMark } from './HolderMark.tsx'
import { Icon } from './Icon.tsx'
import { Message } from './Message.tsx'
import type { Model } from './model.ts'
import { Typing } from './Typing.tsx'
import { useTexts } from './texts-context.ts'
import { dayOf, dayWords } from './times.ts'
import { UploadLine } from './UploadLine.tsx'

const nearEndPx = 80
const settlesMs = 50

/** The list is there before its content; what was there already is not announced, what comes is. */
export function Log({ model, controller }: { model: Model; controller: Controller }) {
  const texts = useTexts()
  const lines = linesOf(model.view, model.outbox, dayOf)
  const last = lines.at(-1)
  const tail = [last?.key, lines.length, model.uploads.length, model.typing !== null].join(' ')
  const end = useEnd(tail, last?.kind === 'message' && last.delivery !== null)
  const isSettled = useSettled(model.phase.type === 'ready')
  return (
    <div class="log-frame">
      <div
        class="log"
        role="log"
        aria-label={texts.conversation}
        aria-live={isSettled ? 'polite' : 'off'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
        tabIndex={0}
        ref={end.ref}
        onScroll={end.onScroll}
      >
        {model.look.greeting !== '' && (
          <p class="greeting" dir="auto">
            {model.look.greeting}
          </p>
        )}
        {lines.length === 0 && <Skeleton />}
        {lines.map((line) => (
          <LineView key={line.key} line={line} controller={controller} />
        ))}
        {model.uploads.map((upload) => (
          <UploadLine key={upload.id} upload={upload} controller={controller} />
        ))}
        {model.typing && <Typing sign={model.typing} />}
      </div>
      {!end.isNear && (
        <button type="button" class="to-end" aria-label={texts.latest} title={texts.latest} onClick={end.go}>
          <Icon name="down" />
        </button>
      )}
    </div>
  )
}

function LineView({ line, controller }: { line: Line; controller: Controller }) {
  const texts = useTexts()
  switch (line.kind) {
    case 'message':
      return <Message line={line} controller={controller} />
    case 'day':
      return <p class="day">{dayWords(line.at, new Date(), texts)}</p>
    case 'divider':
      return (
        <p class="divider">
          <span>{texts.says.divider}</span>
        </p>
      )
    case 'announcement': {
      const mark = announcementMark(line.says)
      return (
        <p class="announcement">
          {mark && <HolderMark kind={mark} />}
          <span>{announcementWords(line.says, texts)}</span>
        </p>
      )
    }
  }
}

function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  )
}

/** True a moment after the history stands. */
function useSettled(isReady: boolean): boolean {
  const [isSettled, setSettled] = useState(false)
  useEffect(() => {
    if (!isReady) return undefined
    const timer = setTimeout(() => setSettled(true), settlesMs)
    return () => clearTimeout(timer)
  }, [isReady])
  return isSettled
}

/** Stays at the end unless the reader has scrolled up; an own message always goes there. */
function useEnd(tail: string, isOwn: boolean) {
  const ref = useRef<HTMLDivElement>(null)
  const wasNear = useRef(true)
  const shownTail = useRef('')
  const [isNear, setNear] = useState(true)

  useLayoutEffect(() => {
    if (shownTail.current === tail) return
    shownTail.current = tail
    if (wasNear.current || isOwn) scrollToEnd(ref.current)
  })
  useEffect(() => {
    const log = ref.current
    if (!log) return undefined
    // Pictures that load, and a composer that grows, move the end.
    const stay = () => {
      if (wasNear.current) scrollToEnd(log)
    }
    const observer = new ResizeObserver(stay)
    observer.observe(log)
    log.addEventListener('load', stay, true)
    return () => {
      observer.disconnect()
      log.removeEventListener('load', stay, true)
    }
  }, [])
  const onScroll = () => {
    const log = ref.current
    if (!log) return
    wasNear.current = log.scrollHeight - log.scrollTop - log.clientHeight < nearEndPx
    setNear(wasNear.current)
  }
  return { ref, isNear, onScroll, go: () => scrollToEnd(ref.current) }
}

function scrollToEnd(log: HTMLElement | null): void {
  log?.scrollTo({ top: log.scrollHeight })
}
