import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Splitter } from '../shell/Splitter.tsx'
import { BehaviorTabs } from './BehaviorTabs.tsx'
import { Canvas } from './Canvas.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { useDesigner, useDesignerState } from './context.ts'
import { DesignerHeader } from './DesignerHeader.tsx'
import styles from './designer.module.css'
import { EditorBar } from './EditorBar.tsx'
import { Inspector } from './Inspector.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import { OfferedDialog } from './OfferedDialog.tsx'
import { Outline } from './Outline.tsx'
import { ProblemsPanel } from './ProblemsPanel.tsx'
import { RemoveDialog } from './RemoveDialog.tsx'
import { TrialPanel } from './TrialPanel.tsx'
import { useClipboard } from './use-clipboard.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useKeys } from './use-keys.ts'
import { usePointer } from './use-pointer.ts'
import { changeView, useView } from './view.ts'

const panes = ['picture', 'inspector', 'trial', 'problems'] as const
type Pane = (typeof panes)[number]

/** One bot: what it looks like, what is selected, and what is wrong with it; on a narrow window one of them. */
export function Designer() {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { kind, sideWidth } = useView()
  const isNarrow = useMediaQuery('(max-width: 899px)', false, { getInitialValueInEffect: false })
  const [pane, setPane] = useState<Pane>('picture')
  const offered = panes.filter((one) => one !== 'trial' || !session.isReadOnly)
  const isSide = pane === 'inspector' || pane === 'trial'
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [removing, setRemoving] = useState<readonly string[] | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const count = useDesignerState((state) => state.problems.length)
  const remove = (nodes: readonly string[]) => !session.isReadOnly && nodes.length > 0 && setRemoving(nodes)
  useClipboard(root, remove)
  usePointer(root, () => setPane('inspector'))

  useKeys(root, search)
  useKeptFocus(root)

  return (
    <div ref={root} className={styles.designer}>
      <DesignerHeader
        searchRef={search}
        onHelp={() => setHelpOpen(true)}
        onProblems={() => setPane('problems')}
        isTrying={pane === 'trial'}
        onTry={() => setPane(pane === 'trial' ? 'inspector' : 'trial')}
      />
      {isNarrow && (
        <SegmentedControl
          className={styles.panes}
          aria-label={t('designer.pane')}
          value={pane}
          onChange={(value) => setPane(panes.find((one) => one === value) ?? 'picture')}
          data={offered.map((one) => ({
            value: one,
            label:
              one === 'problems' && count > 0 ? `${t(`designer.panes.${one}`)} (${count})` : t(`designer.panes.${one}`),
          }))}
        />
      )}
      <EditorBar />
      <div className={styles.body}>
        {(!isNarrow || !isSide) && (
          <div className={styles.picture}>
            {(!isNarrow || pane === 'picture') && (
              <>
                <BehaviorTabs kind={kind} onKind={(next) => changeView({ kind: next })} />
                {kind === 'canvas' ? (
                  <Canvas onOpen={() => setPane('inspector')} onRemove={remove} />
                ) : (
                  <Outline onOpen={() => setPane('inspector')} onRemove={remove} />
                )}
              </>
            )}
            {(!isNarrow || pane === 'problems') && <ProblemsPanel isAlone={isNarrow} />}
          </div>
        )}
        {!isNarrow && (
          <Splitter
            label={t('common.resize', {
              pane: t(pane === 'trial' ? 'designer.panes.trial' : 'designer.panes.inspector'),
            })}
            width={sideWidth}
            least={320}
            most={640}
            side="after"
            onWidth={(width) => changeView({ sideWidth: width })}
          />
        )}
        {(!isNarrow || isSide) && (
          <div className={styles.side} style={isNarrow ? undefined : { width: sideWidth }}>
            {pane === 'trial' ? (
              <TrialPanel onClose={() => setPane(isNarrow ? 'picture' : 'inspector')} />
            ) : (
              <Inspector onRemove={remove} />
            )}
          </div>
        )}
      </div>
      <OfferedDialog />
      <ConflictDialog />
      {removing !== null && <RemoveDialog nodes={removing} onClose={() => setRemoving(null)} />}
      <KeysDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}
