import type { ConversationView, EventView } from '@baton/core/protocol'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { downloadOf } from '../api/conversations.ts'
import type { Doing } from '../commands/registry.ts'
import { useCommands } from '../commands/use-commands.ts'
import { useLive } from '../live/hooks.ts'
import { mayOverrule, useMe } from '../shell/session.ts'
import { changeSettings, useSetting } from '../shell/settings.ts'
import type { Composing } from './composer/use-composer.ts'
import type { useActions } from './deeds/use-actions.ts'
import { focusedEvent, unreadFrom } from './log/unread-from.ts'
import type { Standing } from './standing.ts'
import type { Open } from './Thread.tsx'

type Parts = {
  view: ConversationView
  events: readonly EventView[]
  standing: Standing
  actions: ReturnType<typeof useActions>
  composer: Composing
  onOpen: (dialog: Open) => void
  onDetails: () => void
}

/** [U-02] What can be done with the conversation that is open, and why not where it cannot. */
export function useThreadCommands({ view, events, standing, actions, composer, onOpen, onDetails }: Parts): void {
  const { t } = useTranslation()
  const live = useLive()
  const overrules = mayOverrule(useMe())
  const areQuietLinesShown = useSetting('areQuietLinesShown')
  const closed = standing.kind === 'closed' ? t('keys.off.closed') : null
  const owned = standing.kind === 'others' ? t('keys.off.owned', { owner: standing.owner.name }) : null
  const offForAll = closed ?? (overrules ? null : owned)
  const mine = standing.kind === 'mine' ? t('keys.off.mine') : null
  const markUnread = () => {
    const from = unreadFrom(events, focusedEvent())
    if (from === null) return
    live.reading.markUnread(view.id, from - 1)
    notifications.show({ id: `unread ${view.id}`, message: t('conversation.marked_unread') })
  }
  const act = (run: () => void, off: string | null, words?: string): Doing => ({ run, off, words })
  useCommands({
    take_over: act(actions.takeOver, closed ?? owned ?? mine),
    take_from:
      standing.kind === 'others' && overrules
        ? act(actions.takeFromOwner, null, t('act.take_from', { owner: standing.owner.name }))
        : undefined,
    hand_over: act(() => onOpen('hand_over'), offForAll, standing.kind === 'requested' ? t('act.withdraw') : undefined),
    close: act(actions.close, offForAll),
    snooze: act(() => onOpen('snooze'), view.operator === null ? (closed ?? t('keys.off.not_mine')) : offForAll),
    transfer: act(() => onOpen('transfer'), offForAll, view.operator === null ? t('act.assign') : undefined),
    lock: act(() => void actions.setLocked(!view.locked), offForAll, t(view.locked ? 'act.unlock' : 'act.lock')),
    reply: act(() => composer.write('reply'), closed ?? owned),
    note: act(() => composer.write('note'), closed),
    mark_unread: unreadFrom(events, null) === null ? undefined : markUnread,
    details: onDetails,
    download_text: () => location.assign(downloadOf(view.id, 'text')),
    download_html: () => location.assign(downloadOf(view.id, 'html')),
    download_json: () => location.assign(downloadOf(view.id, 'json')),
    diagnostics: () => changeSettings({ areQuietLinesShown: !areQuietLinesShown }),
  })
}
