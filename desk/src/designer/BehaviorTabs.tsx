import { ActionIcon, SegmentedControl, Tabs } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Tip } from '../shell/Tip.tsx'
import { useDesigner, useDesignerState, useDraft } from './context.ts'
import styles from './designer.module.css'
import { behaviorsOf, nameOf } from './document/bot.ts'
import { withBehavior } from './document/edits.ts'
import { countsByBehavior } from './document/problems.ts'
import type { View } from './view.ts'

/** The behaviors as tabs, and how the open one is shown. */
export function BehaviorTabs({ kind, onKind }: { kind: View['kind']; onKind: (kind: View['kind']) => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const draft = useDraft()
  const open = useDesignerState((state) => state.behavior)
  const problems = useDesignerState((state) => state.problems)
  const counts = useMemo(() => countsByBehavior(problems), [problems])
  const add = () => {
    const added = withBehavior(session.draft, t('designer.behaviors.fresh'), t('designer.choose.welcome'))
    session.edit(added.draft)
    session.openBehavior(Number(added.path[1]))
    session.goTo([...added.path, 'name'])
  }
  return (
    <div className={styles.tabs}>
      <Tabs
        className={styles.tabList}
        value={String(open)}
        onChange={(value) => session.openBehavior(Number(value ?? 0))}
        activateTabWithKeyboard
      >
        <Tabs.List aria-label={t('designer.behaviors.label')}>
          {behaviorsOf(draft).map((behavior, index) => {
            const count = counts.get(String(index))
            const isStart = nameOf(behavior) === draft.startBehavior
            return (
              <Tabs.Tab
                // biome-ignore lint/suspicious/noArrayIndexKey: names may be missing or twice; the place is what a tab stands for
                key={index}
                value={String(index)}
                aria-controls="designer-picture"
                leftSection={
                  isStart ? (
                    <IconPlayerPlay size={14} role="img" aria-label={t('designer.behaviors.start')} />
                  ) : undefined
                }
                rightSection={
                  count === undefined ? undefined : count.errors > 0 ? (
                    <IconCircleX
                      size={14}
                      color="var(--danger)"
                      role="img"
                      aria-label={t('designer.behaviors.problems')}
                    />
                  ) : (
                    <IconAlertTriangle
                      size={14}
                      color="var(--requested-text)"
                      role="img"
                      aria-label={t('designer.behaviors.problems')}
                    />
                  )
                }
              >
                <span className={`${styles.tabName} cut`} dir="auto">
                  {nameOf(behavior) || t('designer.nodes.unnamed')}
                </span>
              </Tabs.Tab>
            )
          })}
        </Tabs.List>
      </Tabs>
      {!session.isReadOnly && (
        <Tip label={t('designer.behaviors.add')}>
          <ActionIcon variant="subtle" aria-label={t('designer.behaviors.add')} onClick={add}>
            <IconPlus size={16} />
          </ActionIcon>
        </Tip>
      )}
      <span className={styles.space} />
      <SegmentedControl
        size="xs"
        aria-label={t('designer.view')}
        value={kind}
        onChange={(value) => onKind(value === 'outline' ? 'outline' : 'canvas')}
        data={[
          { value: 'canvas', label: t('designer.views.canvas') },
          { value: 'outline', label: t('designer.views.outline') },
        ]}
      />
    </div>
  )
}
