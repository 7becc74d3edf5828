import { useTranslation } from 'react-i18next'
import { useDesigner, useDesignerState, useDraft } from './context.ts'
import { behaviorPath } from './document/bot.ts'
import { type Path, valueAt, withValue } from './document/path.ts'

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
