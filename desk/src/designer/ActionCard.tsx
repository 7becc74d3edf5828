import { ActionIcon, Menu } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronRight,
  IconCircleX,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconDots,
  IconGripVertical,
  IconTrash,
} from '@tabler/icons-react'
import { type KeyboardEvent, memo } from 'react'
import { useTranslation } from 'react-i18next'
import { StateMark } from '../shell/StateMark.tsx'
import { ActionForm } from './ActionForm.tsx'
import { ActionIconOf } from './ActionIconOf.tsx'
import { useDesigner, useDesignerState } from './context.ts'
import { withCopy, withoutAction } from './document/edits.ts'
import { markOfMode } from './document/handoff.ts'
import { type Fields, pathOf, wordOf } from './document/path.ts'
import { type Found, isError } from './document/problems.ts'
import { summaryOf } from './document/rows.ts'
import styles from './inspector.module.css'
import { useClips } from './use-clipboard.ts'

type Props = {
  at: string
  action: Fields
  index: number
  count: number
  isNested: boolean
  dragKind: string
  onMove: (index: number, by: -1 | 1, name: string) => void
}

/** One action: a line that says what it does, and its form when it is open. */
export const ActionCard = memo(
  function ActionCard({ at, action, index, count, isNested, dragKind, onMove }: Props) {
    const { session, catalogue } = useDesigner()
    const isOpen = useDesignerState((state) => state.action === at || state.action?.startsWith(`${at}.`) === true)
    const level = useDesignerState((state) => levelOf(state.problems, at))
    const description = catalogue.get(wordOf(action.type))
    const name = description?.title ?? wordOf(action.type)
    const mark = description?.isHandoff === true ? markOfMode(action.mode) : null
    const remove = () => {
      session.edit(withoutAction(session.draft, pathOf(at)))
      session.openAction(null)
    }
    const press = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (by !== 0 && event.altKey && !session.isReadOnly) {
        event.preventDefault()
        onMove(index, by, name)
      } else if (event.key === 'Delete' && !session.isReadOnly) {
        event.preventDefault()
        remove()
      }
    }
    return (
      <div className={styles.card} data-action={at} data-path={at} data-open={isOpen}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the mouse's way; Alt and the arrow keys do the same */}
        <div
          className={styles.cardHead}
          draggable={!session.isReadOnly}
          onDragStart={(event) => {
            event.stopPropagation()
            event.dataTransfer.setData(dragKind, at)
            event.dataTransfer.effectAllowed = 'move'
          }}
        >
          {!session.isReadOnly && <IconGripVertical size={14} className={styles.grip} aria-hidden />}
          <button
            type="button"
            className={styles.opener}
            data-head={at}
            aria-expanded={isOpen}
            onKeyDown={press}
            onClick={() => session.openAction(isOpen ? null : pathOf(at))}
          >
            {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
            {mark === null ? (
              <ActionIconOf group={description?.group ?? ''} isJump={description?.isJump === true} />
            ) : (
              <StateMark state={mark} isLabelled={false} />
            )}
            <span className={styles.cardName}>{name}</span>
            {!isOpen && (
              <span className="quiet cut" dir="auto">
                {summaryOf(action, description)}
              </span>
            )}
          </button>
          <Level level={level} />
          <ActionMenu
            at={at}
            name={name}
            isFirst={index === 0}
            isLast={index === count - 1}
            onMove={(by) => onMove(index, by, name)}
            onRemove={remove}
          />
        </div>
        {isOpen && <ActionForm at={at} action={action} description={description} isNested={isNested} />}
      </div>
    )
  },
  (before, next) =>
    before.at === next.at &&
    before.action === next.action &&
    before.index === next.index &&
    before.count === next.count &&
    before.isNested === next.isNested,
)

function levelOf(problems: readonly Found[], at: string): 'error' | 'warning' | null {
  const own = problems.filter(({ path }) => path === at || path.startsWith(`${at}.`))
  return own.some(isError) ? 'error' : own.length > 0 ? 'warning' : null
}

function Level({ level }: { level: 'error' | 'warning' | null }) {
  const { t } = useTranslation()
  if (level === 'error')
    return (
      <IconCircleX
        size={16}
        className={styles.error}
        role="img"
        aria-label={t('designer.nodes.errors', { count: 1 })}
      />
    )
  if (level === 'warning')
    return (
      <IconAlertTriangle
        size={16}
        className={styles.warning}
        role="img"
        aria-label={t('designer.nodes.warnings', { count: 1 })}
      />
    )
  return null
}

type MenuProps = {
  at: string
  name: string
  isFirst: boolean
  isLast: boolean
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function ActionMenu({ at, name, isFirst, isLast, onMove, onRemove }: MenuProps) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { copyAction, pasteFromClipboard } = useClips()
  const path = pathOf(at)
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" size={24} aria-label={t('designer.actions.menu', { name })}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => void copyAction(path)}>
          {t('designer.actions.copy')}
        </Menu.Item>
        {!session.isReadOnly && (
          <>
            <Menu.Item
              leftSection={<IconCopyPlus size={16} />}
              onClick={() => session.edit(withCopy(session.draft, path))}
            >
              {t('designer.actions.duplicate')}
            </Menu.Item>
            <Menu.Item leftSection={<IconClipboard size={16} />} onClick={() => void pasteFromClipboard(path)}>
              {t('designer.actions.paste')}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowUp size={16} />} disabled={isFirst} onClick={() => onMove(-1)}>
              {t('designer.actions.up')}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowDown size={16} />} disabled={isLast} onClick={() => onMove(1)}>
              {t('designer.actions.down')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onRemove}>
              {t('designer.actions.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
