import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionCard } from './ActionCard.tsx'
import { AddAction } from './AddAction.tsx'
import { useDesigner } from './context.ts'
import { withTransferred } from './document/edits.ts'
import { fieldsOf, pathOf, textOf } from './document/path.ts'
import type { ActionListProps } from './form-parts.ts'
import styles from './inspector.module.css'

/** How an action that is dragged names itself. */
const dragKind = 'application/x-baton-action'

/** Actions in their order; they are dragged, or moved with Alt and an arrow key. */
export const ActionList = memo(function ActionList({ at, actions, where, isNested }: ActionListProps) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const [said, setSaid] = useState('')
  const [target, setTarget] = useState<number | null>(null)
  const list = pathOf(at)
  const drop = (from: string, to: number) => {
    const moved = withTransferred(session.draft, pathOf(from), list, to)
    setTarget(null)
    if (moved === null) return
    session.edit(moved.draft)
    session.openAction(null)
    focusAction(textOf(moved.path))
  }
  const move = (index: number, by: -1 | 1, name: string) => {
    const to = index + by
    if (to < 0 || to >= actions.length) return
    const isOpen = session.store.get().action === `${at}[${index}]`
    const moved = withTransferred(session.draft, [...list, index], list, by > 0 ? to + 1 : to)
    if (moved === null) return
    session.edit(moved.draft)
    session.openAction(isOpen ? moved.path : null)
    setSaid(t('designer.actions.moved', { name, position: to + 1, count: actions.length }))
    focusAction(textOf(moved.path))
  }
  return (
    <div className={styles.list} data-path={at}>
      {actions.length === 0 && where === null && <p className="quiet">{t('designer.actions.empty')}</p>}
      {actions.length > 0 && (
        <ol className={styles.actions}>
          {actions.map(fieldsOf).map((action, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: an action is known by its place, which the whole form goes by
              key={index}
              data-drop={
                target === index
                  ? 'before'
                  : target === actions.length && index === actions.length - 1
                    ? 'after'
                    : undefined
              }
              onDragOver={(event) => {
                if (!event.dataTransfer.types.includes(dragKind)) return
                event.preventDefault()
                event.stopPropagation()
                const { top, height } = event.currentTarget.getBoundingClientRect()
                setTarget(event.clientY > top + height / 2 ? index + 1 : index)
              }}
              onDragLeave={() => setTarget(null)}
              onDrop={(event) => {
                event.preventDefault()
                event.stopPropagation()
                drop(event.dataTransfer.getData(dragKind), target ?? index)
              }}
            >
              <ActionCard
                at={`${at}[${index}]`}
                action={action}
                index={index}
                count={actions.length}
                isNested={isNested}
                dragKind={dragKind}
                onMove={move}
              />
            </li>
          ))}
        </ol>
      )}
      {!session.isReadOnly && <AddAction list={list} where={where} isNested={isNested} end={actions.length} />}
      <span role="status" className="hidden-text">
        {said}
      </span>
    </div>
  )
})

/** An action that was moved keeps the focus at its new place. */
function focusAction(at: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-head="${CSS.escape(at)}"]`)?.focus())
}
