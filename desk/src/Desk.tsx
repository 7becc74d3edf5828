import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { HelpDialog } from './commands/HelpDialog.tsx'
import { Palette } from './commands/Palette.tsx'
import { PrefixHint } from './commands/PrefixHint.tsx'
import { useDeskCommands } from './commands/use-desk-commands.ts'
import { useShortcuts } from './commands/use-shortcuts.ts'
import { emojiPicker } from './conversation/composer/EmojiButton.tsx'
import { listOf, loadTemplates } from './conversation/composer/use-canned.ts'
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
import { Late, lateView } from './shell/Late.tsx'
import { LateLoader } from './shell/LateLoader.tsx'
import { usePlace } from './shell/navigation.ts'
import { isSavingData, type Part, preload, whenIdle } from './shell/preload.ts'
import { Rail } from './shell/Rail.tsx'
import { mayOverrule, useMe } from './shell/session.ts'
import { UnresponsiveBar } from './shell/UnresponsiveBar.tsx'
import { useKeptWriting } from './shell/use-kept-writing.ts'
import { useTeamInStep } from './shell/use-team-in-step.ts'

const setUp = lateView(async () => (await import('./setup/SetUp.tsx')).SetUp)
const figuresPage = lateView(async () => (await import('./figures/FiguresPage.tsx')).FiguresPage)
const designerPage = lateView(async () => (await import('./designer/DesignerPage.tsx')).DesignerPage)
const wallboard = lateView(async () => (await import('./figures/Wallboard.tsx')).Wallboard)
const teamPage = lateView(async () => (await import('./team/TeamPage.tsx')).TeamPage)
const profile = lateView(async () => (await import('./profile/Profile.tsx')).Profile)

/** What is used most comes first. */
const forAll: readonly Part[] = [emojiPicker.load, loadTemplates, profile.load, setUp.load]
const forSupervisors: readonly Part[] = [teamPage.load, figuresPage.load, wallboard.load]

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
  useTeamInStep()
  useFocusReturn()
  useKeptWriting()
  const waitsUntil = useShortcuts()
  useDeskCommands(() => setHelpOpen(true))
  usePreloading()
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
          {place.name === 'setup' && <Late of={setUp} props={{ page: place.page, item: place.item }} />}
          {place.name === 'designer' && <Late of={designerPage} props={{ bot: place.bot }} />}
          {place.name === 'figures' && <Late of={figuresPage} props={{}} />}
          {place.name === 'wallboard' && <Late of={wallboard} props={{}} />}
          {place.name === 'team' && <Late of={teamPage} props={{ selected: place.conversation }} />}
          {place.name === 'profile' && <Late of={profile} props={{}} />}
        </Suspense>
      </div>
      <UndoBar />
      <Palette />
      {waitsUntil !== null && <PrefixHint key={waitsUntil} until={waitsUntil} />}
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}

/** [U-04] What the start left out is there before it is used for the first time. */
function usePreloading(): void {
  const client = useQueryClient()
  const seesAll = mayOverrule(useMe())
  useEffect(() => {
    if (isSavingData()) return
    const replies = () => Promise.all([client.prefetchQuery(listOf('own')), client.prefetchQuery(listOf('team'))])
    const parts = [...forAll, replies, ...(seesAll ? forSupervisors : []), designerPage.load]
    const wait = (work: () => void, afterMs: number) => void setTimeout(work, afterMs)
    return preload(parts, { whenIdle, isBusy: () => client.isFetching() > 0, wait })
  }, [client, seesAll])
}
