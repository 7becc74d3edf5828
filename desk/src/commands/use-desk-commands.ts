import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { session } from '../api/session.ts'
import { undoSlot } from '../conversation/deeds/undo-slot.ts'
import type { Tab } from '../inbox/lists.ts'
import { showTab } from '../inbox/shown-list.ts'
import { areMentionsShown } from '../inbox/use-mention-list.ts'
import { endPushesHere } from '../notifications/subscription.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { goTo, type Place } from '../shell/navigation.ts'
import { mayOverrule, useMe } from '../shell/session.ts'
import { changeSettings, type Settings, useSetting } from '../shell/settings.ts'
import type { SetupPage } from '../shell/setup-pages.ts'
import { aboveOthers, tellRefusal } from '../shell/tell-refusal.ts'
import { openHelp } from './help-store.ts'
import type { Doing } from './registry.ts'
import { useCommands } from './use-commands.ts'

/** What can be done wherever one is in the desk. */
export function useDeskCommands(): void {
  const { t } = useTranslation()
  const hasShortcuts = useSetting('hasShortcuts')
  const seesFigures = mayOverrule(useMe())
  const choose = useChoose()
  const signOut = useSignOut()
  useCommands({
    go_inbox: to({ name: 'inbox', conversation: null }),
    go_requested: toList('requested'),
    go_mine: toList('mine'),
    go_all: toList('all'),
    go_mentions: () => {
      areMentionsShown.update(() => true)
      goTo({ name: 'inbox', conversation: null })
    },
    go_team: seesFigures ? to({ name: 'team', conversation: null }) : undefined,
    go_figures: seesFigures ? to({ name: 'figures' }) : undefined,
    go_wallboard: seesFigures ? to({ name: 'wallboard' }) : undefined,
    go_designer: to({ name: 'designer', bot: null }),
    go_operators: toSetUp('operators'),
    go_groups: toSetUp('groups'),
    go_bots: toSetUp('bots'),
    go_channels: toSetUp('channels'),
    go_workspace: toSetUp('workspace'),
    go_keys: toSetUp('keys'),
    go_audit: toSetUp('audit'),
    go_replies: toSetUp('replies'),
    go_profile: to({ name: 'profile' }),
    scheme_system: choose({ scheme: 'system' }),
    scheme_light: choose({ scheme: 'light' }),
    scheme_dark: choose({ scheme: 'dark' }),
    density_comfortable: choose({ density: 'comfortable' }),
    density_compact: choose({ density: 'compact' }),
    help: openHelp,
    shortcuts: {
      words: t(hasShortcuts ? 'keys.turn_off' : 'keys.turn_on'),
      run: () => changeSettings({ hasShortcuts: !hasShortcuts }),
    },
    sign_out: signOut,
  })
}

const to = (place: Place) => () => goTo(place)
const toSetUp = (page: SetupPage) => to({ name: 'setup', page, item: null })
const toList = (tab: Tab) => () => {
  areMentionsShown.update(() => false)
  showTab(tab)
  goTo({ name: 'inbox', conversation: null })
}

/** A setting that is so already is not chosen again. */
function useChoose(): (change: Partial<Pick<Settings, 'scheme' | 'density'>>) => Doing {
  const { t } = useTranslation()
  const scheme = useSetting('scheme')
  const density = useSetting('density')
  return (change) => ({
    run: () => changeSettings(change),
    off: change.scheme === scheme || change.density === density ? t('keys.off.already') : null,
  })
}

/** The one word about it that is shown. */
const leaving = 'leaving'

function useSignOut(): () => void {
  const { t } = useTranslation()
  const failureText = useFailureText()
  const signOut = useMutation({
    // [U-04] Nothing here is theirs any more once it is done: until then it says that it is under way.
    onMutate: () =>
      void notifications.show({
        id: leaving,
        priority: aboveOthers,
        message: t('keys.signing_out'),
        loading: true,
        autoClose: false,
      }),
    // Without the session nothing more can be sent.
    mutationFn: () => undoSlot.settle().then(endPushesHere).then(session.signOut),
    // A fresh page keeps nothing of the one who left.
    onSuccess: () => location.assign('/'),
    onError: (error) => {
      notifications.hide(leaving)
      tellRefusal(failureText(error))
    },
  })
  return () => signOut.mutate()
}
