import { useTranslation } from 'react-i18next'
import { useDesigner, useDesignerState, useDraft } from './context.ts'
import { behaviorPath } from './document/bot.ts'
import { withInteraction } from './document/edits.ts'
import { type Path, valueAt, withValue } from './document/path.ts'

/** Adds an interaction while the focus is on one. */
export const addKey = 'n'

export function useAddInteraction(): () => void {
  const { t } = useTranslation()
  const { session } = useDesigner()
  return () => {
    if (session.isReadOnly) return
    const added = withInteraction(session.draft, session.store.get().behavior, t('designer.canvas.fresh'))
    session.edit(added.draft)
    session.goTo([...added.path, 'name'])
  }
}

/** Operations that run at every message, where there are none yet. */
export function useAddOperations(): { label: string; add: () => void }[] {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const draft = useDraft()
  const behavior = useDesignerState((state) => state.behavior)
  const places: { path: Path; label: string }[] = [
    { path: [...behaviorPath(behavior), 'operations'], label: t('designer.nodes.add_behavior_operations') },
    { path: ['operations'], label: t('designer.nodes.add_bot_operations') },
  ]
  return places
    .filter(({ path }) => valueAt(draft, path) === undefined)
    .map(({ path, label }) => ({
      label,
      add: () => {
        session.edit(withValue(session.draft, path, []))
        session.goTo(path)
      },
    }))
}
