import { useState } from 'react'
import type { Log } from '../live/log.ts'
import { useMe } from '../shell/session.ts'
import { Composer } from './Composer.tsx'
import styles from './conversation.module.css'
import { HandOverDialog } from './HandOverDialog.tsx'
import { Header } from './Header.tsx'
import { HolderStrip } from './HolderStrip.tsx'
import { LogView } from './LogView.tsx'
import { StateBanner } from './StateBanner.tsx'
import { standingOf } from './standing.ts'
import { TransferDialog } from './TransferDialog.tsx'
import { useActions } from './use-actions.ts'
import { useComposer } from './use-composer.ts'
import { useThreadCommands } from './use-thread-commands.ts'

export type Open = 'transfer' | 'hand_over' | null

type Props = { log: Log; onBack: () => void; areDetailsShown: boolean; onDetails: () => void }

/** Header, log, banner and composer of one conversation, and the keys that act on it. */
export function Thread({ log, onBack, areDetailsShown, onDetails }: Props) {
  const { view } = log
  const me = useMe()
  const [dialog, setDialog] = useState<Open>(null)
  const actions = useActions(view)
  const standing = standingOf(view, me.id)
  const composer = useComposer(view, standing)
  useThreadCommands({ view, standing, actions, composer, onOpen: setDialog, onDetails })
  return (
    <div className={styles.thread}>
      <Header
        view={view}
        standing={standing}
        actions={actions}
        onOpen={setDialog}
        onBack={onBack}
        areDetailsShown={areDetailsShown}
        onDetails={onDetails}
      />
      <HolderStrip events={log.events} />
      <LogView log={log} composer={composer} />
      <StateBanner view={view} standing={standing} actions={actions} onOpen={setDialog} />
      <Composer view={view} standing={standing} composer={composer} />
      {dialog === 'transfer' && <TransferDialog view={view} onClose={() => setDialog(null)} />}
      {dialog === 'hand_over' && <HandOverDialog view={view} onClose={() => setDialog(null)} />}
    </div>
  )
}
