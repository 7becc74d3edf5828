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
import { LiveContext, useLive, useStore } from './live/hooks.ts'
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
  return live === null ? null : <LiveContext value={live}>{inside}</LiveContext>
}

/** [U-04] Made once: neither another place nor news from anywhere draws all of it anew. */
const inside = (
  <div className={styles.desk}>
    <Watches />
    <Rail />
    <div className={styles.room}>
      <ConnectionBanner />
      <UnresponsiveBar />
      <Offers />
      <CoverageBar />
      <Suspense fallback={<LateLoader />}>
        <Room />
      </Suspense>
    </div>
    <UndoBar />
    <Palette />
    <Prefix />
    <HelpDialog />
  </div>
)

function Room() {
  const place = usePlace()
  switch (place.name) {
    case 'inbox':
      return <Inbox selected={place.conversation} />
    case 'setup':
      return <Late key="setup" of={setUp} props={{ page: place.page, item: place.item }} />
    case 'designer':
      return <Late key="designer" of={designerPage} props={{ bot: place.bot }} />
    case 'figures':
      return <Late key="figures" of={figuresPage} props={{}} />
    case 'wallboard':
      return <Late key="wallboard" of={wallboard} props={{}} />
    case 'team':
      return <Late key="team" of={teamPage} props={{ selected: place.conversation }} />
    case 'profile':
      return <Late key="profile" of={profile} props={{}} />
    case 'link':
      return null
  }
}

/** What goes on wherever one is. It draws nothing itself. */
function Watches() {
  useNotices()
  useWaking()
  useTeamInStep()
  useFocusReturn()
  useKeptWriting()
  useDeskCommands()
  usePreloading()
  useEnd()
  return null
}

function Prefix() {
  const waitsUntil = useShortcuts()
  return waitsUntil === null ? null : <PrefixHint key={waitsUntil} until={waitsUntil} />
}

/** Whoever was signed out elsewhere is asked to sign in. */
function useEnd(): void {
  const client = useQueryClient()
  const hasEnded = useStore(useLive().phase).name === 'ended'
  useQuery({
    queryKey: ['session check', hasEnded],
    queryFn: async () => {
      await client.resetQueries({ queryKey: ['session'] })
      return true
    },
    enabled: hasEnded,
  })
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
