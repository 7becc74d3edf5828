import { memo, useCallback, useMemo, useRef, useState } from 'react'
import { RequestCard } from '../inbox/RequestCard.tsx'
import type { Log } from '../live/log.ts'
import { useMe } from '../shell/session.ts'
import { Composer } from './composer/Composer.tsx'
import { DropHint } from './composer/DropHint.tsx'
import { useComposer } from './composer/use-composer.ts'
import { useFileDrop } from './composer/use-file-drop.ts'
import { useWhisper } from './composer/whisper.ts'
import styles from './conversation.module.css'
import { HandOverDialog } from './deeds/HandOverDialog.tsx'
import { SnoozeDialog } from './deeds/SnoozeDialog.tsx'
import { TransferDialog } from './deeds/TransferDialog.tsx'
import { useActions } from './deeds/use-actions.ts'
import { EarlierBar } from './EarlierBar.tsx'
import { Header } from './Header.tsx'
import { HolderStrip } from './HolderStrip.tsx'
import { type LogHandle, LogView } from './log/LogView.tsx'
import { StateBanner } from './StateBanner.tsx'
import { standingOf } from './standing.ts'
import { useThreadCommands } from './use-thread-commands.ts'

export type Open = 'transfer' | 'hand_over' | 'snooze' | null

type Props = { log: Log; onBack: () => void; areDetailsShown: boolean; onDetails: () => void }

/** [U-04] What is written draws none of these anew. */
const Top = memo(Header)
const Strip = memo(HolderStrip)
const Lines = memo(LogView)
const Banner = memo(StateBanner)

/** Header, log, banner and composer of one conversation, and the keys that act on it. */
export function Thread({ log, onBack, areDetailsShown, onDetails }: Props) {
  const { view } = log
  const me = useMe()
  const lines = useRef<LogHandle>(null)
  const [dialog, setDialog] = useState<Open>(null)
  const actions = useActions(view)
  const standing = useMemo(() => standingOf(view, me.id), [view, me.id])
  const composer = useComposer(log, standing)
  const drop = useFileDrop(composer)
  const toEvent = useCallback((seq: number) => lines.current?.toEvent(seq), [])
  useWhisper(view.id, composer.deeds)
  useThreadCommands({ view, events: log.events, standing, actions, composer, onOpen: setDialog, onDetails })
  return (
    <div className={styles.thread} {...drop.handlers}>
      {drop.isOver && <DropHint isNote={composer.mode === 'note'} contact={view.contactName} />}
      <Top
        view={view}
        standing={standing}
        actions={actions}
        onOpen={setDialog}
        onBack={onBack}
        areDetailsShown={areDetailsShown}
        onDetails={onDetails}
      />
      {standing.kind === 'requested' && <RequestCard view={view} />}
      <EarlierBar conversation={view.id} openedAt={view.openedAt} />
      <Strip events={log.events} onOpen={toEvent} />
      <Lines ref={lines} log={log} pending={composer.pending} composed={composer.deeds} />
      <Banner view={view} standing={standing} actions={actions} onOpen={setDialog} />
      <Composer view={view} standing={standing} composer={composer} />
      {dialog === 'transfer' && <TransferDialog view={view} onClose={() => setDialog(null)} />}
      {dialog === 'snooze' && <SnoozeDialog view={view} onClose={() => setDialog(null)} />}
      {dialog === 'hand_over' && <HandOverDialog view={view} onClose={() => setDialog(null)} />}
    </div>
  )
}
