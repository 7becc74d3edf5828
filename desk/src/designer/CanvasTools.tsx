import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconChevronDown,
  IconClipboard,
  IconFocusCentered,
  IconLayoutDistributeVertical,
  IconMinus,
  IconPlus,
} from '@tabler/icons-react'
import { Panel, useReactFlow } from '@xyflow/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tip } from '../shell/Tip.tsx'
import { AddInteraction } from './AddInteraction.tsx'
import styles from './canvas.module.css'
import { useDesigner } from './context.ts'
import { useAddOperations } from './use-add.ts'
import { useClips } from './use-clipboard.ts'
import { VisitToggle } from './VisitToggle.tsx'
import { wholePicture } from './whole-picture.ts'

export function CanvasTools({ onArrange }: { onArrange: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  return (
    <>
      {!session.isReadOnly && (
        <Panel position="top-left" className={styles.add ?? ''}>
          <Button.Group>
            <AddInteraction />
            <MoreToAdd />
          </Button.Group>
        </Panel>
      )}
      <Panel position="bottom-left" className={styles.zoom ?? ''}>
        <Tool label={t('designer.canvas.zoom_in')} onClick={() => void zoomIn()}>
          <IconPlus size={16} />
        </Tool>
        <Tool label={t('designer.canvas.zoom_out')} onClick={() => void zoomOut()}>
          <IconMinus size={16} />
        </Tool>
        <Tool label={t('designer.canvas.fit')} onClick={() => void fitView(wholePicture)}>
          <IconFocusCentered size={16} />
        </Tool>
        <Tool label={t('designer.canvas.arrange')} onClick={onArrange}>
          <IconLayoutDistributeVertical size={16} />
        </Tool>
        <VisitToggle />
      </Panel>
    </>
  )
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tip label={label} position="right">
      <ActionIcon variant="subtle" size={28} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tip>
  )
}

function MoreToAdd() {
  const { t } = useTranslation()
  const { pasteFromClipboard } = useClips()
  const operations = useAddOperations()
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button px={8} aria-label={t('designer.more')}>
          <IconChevronDown size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconClipboard size={16} />} onClick={() => void pasteFromClipboard(null)}>
          {t('designer.paste')}
        </Menu.Item>
        {operations.map(({ label, add }) => (
          <Menu.Item key={label} leftSection={<IconPlus size={16} />} onClick={add}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
