import { notifications } from '@mantine/notifications'
import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isWritingPlace } from '../shell/keyboard.ts'
import { type DesignerContextValue, useDesigner } from './context.ts'
import { placeOf } from './document/bot.ts'
import { type Clip, readClip, writeClip } from './document/clipboard.ts'
import { withoutAction, withPastedInteractions } from './document/edits.ts'
import { fieldsOf, listOf, type Path, pathOf, splitItem, textOf, valueAt, withItems } from './document/path.ts'
import { isOurs } from './use-keys.ts'

/** Copy, cut and paste with the keys of the browser; texts in fields are left to it. */
export function useClipboard(root: RefObject<HTMLElement | null>, onRemove: (nodes: readonly string[]) => void): void {
  const { t } = useTranslation()
  const context = useDesigner()
  const { paste } = useClips()
  const latest = useRef({ context, onRemove, paste, t })
  latest.current = { context, onRemove, paste, t }
  useEffect(() => {
    const isMeant = () => {
      const focused = document.activeElement
      return isOurs(root.current) && !(focused instanceof HTMLElement && isWritingPlace(focused))
    }
    const copy = (event: ClipboardEvent) => {
      if (!isMeant() || document.getSelection()?.isCollapsed === false) return
      const { context, onRemove, t } = latest.current
      const action = focusedAction()
      const clip = action === null ? clipOfNodes(context) : clipOfAction(context, action)
      if (clip === null) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', writeClip(clip))
      notifications.show({ message: t('designer.copied', { count: clip.items.length }) })
      if (event.type !== 'cut') return
      if (action === null) onRemove(context.session.store.get().nodes)
      else context.session.edit(withoutAction(context.session.draft, action))
    }
    const pasteText = (event: ClipboardEvent) => {
      if (!isMeant()) return
      event.preventDefault()
      latest.current.paste(event.clipboardData?.getData('text/plain') ?? '', focusedAction())
    }
    document.addEventListener('copy', copy)
    document.addEventListener('cut', copy)
    document.addEventListener('paste', pasteText)
    return () => {
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', copy)
      document.removeEventListener('paste', pasteText)
    }
  }, [root])
}

/** Copying and pasting from menus. */
export function useClips() {
  const { t } = useTranslation()
  const context = useDesigner()
  const say = (message: string) => notifications.show({ message })
  const copy = async (clip: Clip | null) => {
    if (clip === null) return
    try {
      await navigator.clipboard.writeText(writeClip(clip))
      say(t('designer.copied', { count: clip.items.length }))
    } catch {
      say(t('designer.no_clipboard'))
    }
  }
  const paste = (text: string, below: Path | null) => {
    const count = pasted(context, readClip(text), below)
    say(count === 0 ? t('designer.not_pasted') : t('designer.pasted', { count }))
  }
  const pasteFromClipboard = async (below: Path | null) => {
    let text: string
    try {
      text = await navigator.clipboard.readText()
    } catch {
      say(t('designer.no_clipboard'))
      return
    }
    paste(text, below)
  }
  return {
    copyNodes: () => copy(clipOfNodes(context)),
    copyAction: (path: Path) => copy(clipOfAction(context, path)),
    paste,
    pasteFromClipboard,
  }
}

function clipOfNodes({ session }: DesignerContextValue): Clip | null {
  const nodes = session.store.get().nodes.map((id) => placeOf(pathOf(id)).node)
  const items = nodes.flatMap((node) =>
    node?.kind === 'interaction' ? [fieldsOf(valueAt(session.draft, node.path))] : [],
  )
  return items.length === 0 ? null : { kind: 'interactions', items }
}

function clipOfAction({ session }: DesignerContextValue, path: Path): Clip {
  return { kind: 'actions', items: [fieldsOf(valueAt(session.draft, path))] }
}

/** How many items came in. */
function pasted({ session, catalogue }: DesignerContextValue, clip: Clip | null, below: Path | null): number {
  if (clip === null || session.isReadOnly) return 0
  const { behavior, nodes } = session.store.get()
  if (clip.kind === 'interactions') {
    const { draft, paths } = withPastedInteractions(session.draft, behavior, clip.items, catalogue)
    session.edit(draft)
    session.select(paths.map(textOf))
    return clip.items.length
  }
  const place = below === null ? endOf(session.draft, nodes) : splitItem(below)
  if (place === null) return 0
  const [list, index] = place
  const at = below === null ? index : index + 1
  session.edit(withItems(session.draft, list, at, clip.items))
  session.goTo([...list, at])
  return clip.items.length
}

function endOf(draft: unknown, nodes: readonly string[]): [Path, number] | null {
  const [only] = nodes
  const node = only === undefined || nodes.length > 1 ? null : placeOf(pathOf(only)).node
  return node === null ? null : [node.actions, listOf(valueAt(draft, node.actions)).length]
}

/** The action whose row has the focus. */
function focusedAction(): Path | null {
  const path = document.activeElement?.closest('[data-action]')?.getAttribute('data-action')
  return path === null || path === undefined ? null : pathOf(path)
}
