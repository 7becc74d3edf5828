import { memo, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../shell/times.ts'
import { type Entry, isSameEntry } from './entries.ts'
import styles from './log-view.module.css'
import { Message } from './Message.tsx'
import { Note } from './Note.tsx'
import { QuietLine } from './QuietLine.tsx'
import { StateLine } from './StateLine.tsx'

/** [U-20] Lines that are drawn together or not at all; a new message is nothing to those that have been there. */
export const LogLines = memo(
  function LogLines({ entries, contactName }: { entries: readonly Entry[]; contactName: string }) {
    const block = useRef<HTMLDivElement>(null)
    useLayoutEffect(() => {
      const element = block.current
      if (element === null) return
      // Drawn once in full, so that it takes the same room when it is left out: no guess, nothing that jumps.
      element.style.containIntrinsicBlockSize = `auto ${element.offsetHeight}px`
      element.style.contentVisibility = 'auto'
    }, [])
    return (
      <div ref={block} className={styles.lines} data-block>
        {entries.map((entry) => (
          <Line key={entry.key} entry={entry} contactName={contactName} />
        ))}
      </div>
    )
  },
  (before, after) =>
    before.contactName === after.contactName &&
    before.entries.length === after.entries.length &&
    before.entries.every((entry, index) => isSameEntry(entry, after.entries[index])),
)

function Line({ entry, contactName }: { entry: Entry; contactName: string }) {
  switch (entry.kind) {
    case 'day':
      return <DayLine at={entry.at} />
    case 'fresh':
      return <FreshLine />
    case 'message':
      return (
        <Message event={entry.event} startsGroup={entry.startsGroup} status={entry.status} contactName={contactName} />
      )
    case 'note':
      return <Note event={entry.event} />
    case 'state':
      return <StateLine event={entry.event} />
    case 'quiet':
      return <QuietLine event={entry.event} />
  }
}

function DayLine({ at }: { at: string }) {
  return <div className={styles.day}>{useTimes().day(at)}</div>
}

function FreshLine() {
  const { t } = useTranslation()
  return (
    <div className={styles.fresh} data-first-unread>
      {t('conversation.fresh')}
    </div>
  )
}
