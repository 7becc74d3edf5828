import { Button } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionList } from './ActionList.tsx'
import { BehaviorForm } from './BehaviorForm.tsx'
import { useDesigner, useDesignerState, useDraft } from './context.ts'
import { placeOf } from './document/bot.ts'
import { listOf, pathOf, textOf, valueAt } from './document/path.ts'
import { FieldControl } from './FieldControl.tsx'
import { FormPartsContext } from './form-parts.ts'
import { InteractionForm } from './InteractionForm.tsx'
import styles from './inspector.module.css'
import { useClips } from './use-clipboard.ts'

const parts = { ActionList, FieldControl }

/** What is selected, to be edited: an interaction, operations, several, or the behavior itself. */
export function Inspector({ onRemove }: { onRemove: (nodes: readonly string[]) => void }) {
  const { t } = useTranslation()
  const nodes = useDesignerState((state) => state.nodes)
  const [only] = nodes
  /** One step outwards: from a field to its action, from there to the one around it, at last to the picture. */
  const leave = (event: KeyboardEvent) => {
    const { target, currentTarget } = event
    if (event.key !== 'Escape' || event.defaultPrevented || only === undefined) return
    // Lists and menus that stand elsewhere on the page take Escape for themselves.
    if (!(target instanceof HTMLElement) || !currentTarget.contains(target) || isOpenList(target)) return
    const card = target.closest('[data-action]')
    const around = target.matches('[data-head]') ? card?.parentElement?.closest('[data-action]') : card
    const action = around?.getAttribute('data-action')
    const place = action === null || action === undefined ? `[data-node="${CSS.escape(only)}"]` : headOf(action)
    document.querySelector<HTMLElement>(place)?.focus()
  }
  return (
    <section className={styles.inspector} aria-label={t('designer.panes.inspector')} onKeyDown={leave}>
      {nodes.length > 1 ? (
        <Several count={nodes.length} onRemove={() => onRemove(nodes)} />
      ) : only === undefined ? (
        <BehaviorForm />
      ) : (
        <FormPartsContext value={parts}>
          <NodeForm key={only} id={only} onRemove={() => onRemove(nodes)} />
        </FormPartsContext>
      )}
    </section>
  )
}

const headOf = (action: string) => `[data-head="${CSS.escape(action)}"]`

/** A list that is open takes Escape for itself; one with nothing to offer is open too and seen by nobody. */
function isOpenList(element: HTMLElement): boolean {
  const list = document.getElementById(element.getAttribute('aria-controls') ?? '')
  return element.getAttribute('aria-expanded') === 'true' && list?.checkVisibility() === true
}

function NodeForm({ id, onRemove }: { id: string; onRemove: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const draft = useDraft()
  const { node } = placeOf(pathOf(id))
  if (node === null) return null
  return (
    <>
      {node.kind === 'interaction' ? (
        <InteractionForm path={node.path} onRemove={onRemove} />
      ) : (
        <header className={styles.head}>
          <h2>{t(`designer.nodes.${node.kind}`)}</h2>
          {!session.isReadOnly && (
            <Button size="xs" variant="subtle" leftSection={<IconTrash size={14} />} onClick={onRemove}>
              {t('designer.nodes.remove_operations')}
            </Button>
          )}
        </header>
      )}
      <h3 className={styles.section}>{t('designer.interaction.actions')}</h3>
      <ActionList
        at={textOf(node.actions)}
        actions={listOf(valueAt(draft, node.actions))}
        where={null}
        isNested={node.kind !== 'interaction'}
      />
    </>
  )
}

function Several({ count, onRemove }: { count: number; onRemove: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { copyNodes } = useClips()
  return (
    <>
      <header className={styles.head}>
        <h2>{t('designer.selected', { count })}</h2>
      </header>
      <div className={styles.buttons}>
        <Button leftSection={<IconCopy size={16} />} onClick={() => void copyNodes()}>
          {t('designer.copy')}
        </Button>
        {!session.isReadOnly && (
          <Button leftSection={<IconTrash size={16} />} onClick={onRemove}>
            {t('designer.remove')}
          </Button>
        )}
      </div>
    </>
  )
}
