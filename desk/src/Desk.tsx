import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { HelpDialog } from './commands/HelpDialog.tsx'
import { Palette } from './commands/Palette.tsx'
import { PrefixHint } from './commands/PrefixHint.tsx'
import { useDeskCommands } from './commands/use-desk-commands.ts'
import { useShortcuts } from './commands/use-shortcuts.ts'
import { UndoBar } from './conversation/deeds/UndoBar.tsx'
import styles from './desk.module.css'
import { CoverageBar } from './figures/CoverageBar.tsx'
import { Inbox } from './inbox/Inbox.tsx'
import { useNotices } from './inbox/use-notices.ts'
import { useWaking } from './inbox/use-waking.ts'
import { LiveContext, useStore } from './live/hooks.ts'
import { Live } from './live/live.ts'
import { Offers } from './offers/Offers.tsx'
import { ConnectionBanner } from './shell/ConnectionBanner.tsx'
import { useFocusReturn } from './shell/focus-return.ts'
import { LateLoader } from './shell/LateLoader.tsx'
import { usePlace } from './shell/navigation.ts'
import { Rail } from './shell/Rail.tsx'
import { UnresponsiveBar } from './shell/UnresponsiveBar.tsx'

const SetUp = lazy(async () => ({ default: (await import('./setup/SetUp.tsx')).SetUp }))
const FiguresPage = lazy(async () => ({ default: (await import('./figures/FiguresPage.tsx')).FiguresPage }))
const DesignerPage = lazy(async () => ({ default: (await import('./designer/DesignerPage.tsx')).DesignerPage }))
const Wallboard = lazy(async () => ({ default: (await import('./figures/Wallboard.tsx')).Wallboard }))
const TeamPage = lazy(async () => ({ default: (await import('./team/TeamPage.tsx')).TeamPage }))
const Profile = lazy(async () => ({ default: (await import('./profile/Profile.tsx')).Profile }))

/** The signed-in desk: one live connection, the rail, and one place. */
export function Desk() {
  const [live, setLive] = useState<Live | null>(null)
  useEffect(() => {
    const opened = new Live()
    setLive(opened)
    return () => opened[Symbol.dispose]()
  }, [])
  if (live === null) return null
  return (
    <LiveContext value={live}>
      <Rooms live={live} />
    </LiveContext>
  )
}

function Rooms({ live }: { live: Live }) {
  const place = usePlace()
  const client = useQueryClient()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const hasEnded = useStore(live.phase).name === 'ended'
  const count = useNotices()
  useWaking()
  useFocusReturn()
  const waitsUntil = useShortcuts()
  useDeskCommands(() => setHelpOpen(true))
  useQuery({
    queryKey: ['session check', hasEnded],
    queryFn: async () => {
      await client.resetQueries({ queryKey: ['session'] })
      return true
    },
    enabled: hasEnded,
  })
  return (
    <div className={styles.desk}>
      <Rail count={count} onHelp={() => setHelpOpen(true)} />
      <div className={styles.room}>
        <ConnectionBanner />
        <UnresponsiveBar />
        <Offers />
        <CoverageBar />
        <Suspense fallback={<LateLoader />}>
          {place.name === 'inbox' && <Inbox selected={place.conversation} />}
          {place.name === 'setup' && <SetUp page={place.page} item={place.item} />}
          {place.name === 'designer' && <DesignerPage bot={place.bot} />}
          {place.name === 'figures' && <FiguresPage />}
          {place.name === 'wallboard' && <Wallboard />}
          {place.name === 'team' && <TeamPage selected={place.conversation} />}
          {place.name === 'profile' && <Profile />}
        </Suspense>
      </div>
      <UndoBar />
      <Palette />
      {waitsUntil !== null && <PrefixHint key={waitsUntil} until={waitsUntil} />}
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}
