import { ActionIcon, Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconDots,
  IconFileExport,
  IconFileImport,
  IconHistory,
  IconKeyboard,
  IconMessageChatbot,
  IconRocket,
  IconSchool,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../api/problem.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { goTo } from '../shell/navigation.ts'
import { Tip } from '../shell/Tip.tsx'
import { tellRefusal } from '../shell/tell-refusal.ts'
import { useDesigner, useDesignerState, useDraft } from './context.ts'
import styles from './designer.module.css'
import { nameOf } from './document/bot.ts'
import { ExportDialog } from './ExportDialog.tsx'
import { LearnDialog } from './LearnDialog.tsx'
import { ReplaceDialog } from './ReplaceDialog.tsx'
import { SaveState } from './SaveState.tsx'
import { SearchBox } from './SearchBox.tsx'
import { VersionsDialog } from './VersionsDialog.tsx'

type Props = {
  searchRef: RefObject<HTMLInputElement | null>
  onHelp: () => void
  onProblems: () => void
  isTrying: boolean
  onTry: () => void
}

export function DesignerHeader({ searchRef, onHelp, onProblems, isTrying, onTry }: Props) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const name = nameOf(useDraft())
  const canUndo = useDesignerState((state) => state.history.past.length > 0)
  const canRedo = useDesignerState((state) => state.history.future.length > 0)
  return (
    <header className={styles.head}>
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={t('designer.back')}
        onClick={() => goTo({ name: 'designer', bot: null })}
      >
        <IconArrowLeft size={18} />
      </ActionIcon>
      <div className={styles.title}>
        <h1 className="cut" dir="auto" title={name}>
          {name}
        </h1>
        <SaveState />
      </div>
      {!session.isReadOnly && (
        <div className={styles.group}>
          <HeadButton label={t('designer.undo')} isOff={!canUndo} onClick={() => session.undo()}>
            <IconArrowBackUp size={18} />
          </HeadButton>
          <HeadButton label={t('designer.redo')} isOff={!canRedo} onClick={() => session.redo()}>
            <IconArrowForwardUp size={18} />
          </HeadButton>
        </div>
      )}
      <SearchBox inputRef={searchRef} />
      <More onHelp={onHelp} />
      {!session.isReadOnly && (
        <Button leftSection={<IconMessageChatbot size={16} />} aria-pressed={isTrying} onClick={onTry}>
          {t('designer.trial.title')}
        </Button>
      )}
      {!session.isReadOnly && <Publish onProblems={onProblems} />}
    </header>
  )
}

function HeadButton({
  label,
  isOff,
  onClick,
  children,
}: {
  label: string
  isOff: boolean
  onClick: () => void
  children: React.ReactNode
}) {
  return (
    <Tip label={label}>
      <ActionIcon variant="subtle" size="lg" aria-label={label} disabled={isOff} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tip>
  )
}

function More({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const [dialog, setDialog] = useState<'export' | 'import' | 'versions' | 'learn' | null>(null)
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="subtle" size="lg" aria-label={t('designer.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => setDialog('versions')}>
            {t('designer.versions.title')}
          </Menu.Item>
          <Menu.Item leftSection={<IconSchool size={16} />} onClick={() => setDialog('learn')}>
            {t('designer.learn.title')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileExport size={16} />} onClick={() => setDialog('export')}>
            {t('designer.source.export')}
          </Menu.Item>
          {!session.isReadOnly && (
            <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => setDialog('import')}>
              {t('designer.source.import')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onHelp}>
            {t('designer.keys')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'export' && <ExportDialog onClose={() => setDialog(null)} />}
      {dialog === 'learn' && <LearnDialog onClose={() => setDialog(null)} />}
      {dialog === 'versions' && <VersionsDialog onClose={() => setDialog(null)} />}
      {dialog === 'import' && <ReplaceDialog onClose={() => setDialog(null)} />}
    </>
  )
}

function Publish({ onProblems }: { onProblems: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const failure = useFailureText()
  const isLive = useDesignerState(({ live, version, saving }) => live === version && saving.state === 'saved')
  const publish = useMutation({
    networkMode: 'always',
    mutationFn: () => session.publish(),
    onSuccess: (version) => {
      if (version === null) tellRefusal(t('designer.publish_unsaved'))
      else notifications.show({ message: t('designer.published', { version }) })
    },
    onError: (error) => {
      const count = problemOf(error)?.errors.length ?? 0
      if (count === 0) {
        tellRefusal(failure(error))
        return
      }
      tellRefusal(t('designer.publish_stopped', { count }))
      onProblems()
    },
  })
  return (
    <Button
      variant="filled"
      leftSection={<IconRocket size={16} />}
      disabled={isLive}
      loading={publish.isPending}
      onClick={() => publish.mutate()}
    >
      {t('designer.publish')}
    </Button>
  )
}
