import { ActionIcon, Button, Modal, TextInput } from '@mantine/core'
import { IconCheck, IconClockPause, IconTag, IconUserShare, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands } from '../commands/use-commands.ts'
import { snoozeTimes } from '../conversation/deeds/snooze-times.ts'
import { TransferDialog } from '../conversation/deeds/TransferDialog.tsx'
import { undoSlot } from '../conversation/deeds/undo-slot.ts'
import { useLive, useStore } from '../live/hooks.ts'
import { useLeaving } from '../shell/navigation.ts'
import { useTimes } from '../shell/times.ts'
import { type Bulk, type BulkKind, bulk } from './bulk.ts'
import styles from './bulk-bar.module.css'
import { nothingSelected, selection } from './selection.ts'
import { type BulkDeeds, useBulk } from './use-bulk.ts'
import { useBulkKeys } from './use-bulk-keys.ts'

type Dialog = Exclude<BulkKind, 'close'>

/** What can be done to all that are selected, and what came of it; by mouse, from the palette, and by the keys of one. */
export function BulkBar({ shown }: { shown: () => readonly string[] }) {
  const { t } = useTranslation()
  const { ids } = useStore(selection)
  const now = useStore(bulk)
  const isUndoShown = useStore(undoSlot.current) !== null
  const deeds = useBulk()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const chosen = [...ids]
  const clear = () => selection.update(() => nothingSelected)
  const may = (run: () => void) => (ids.size === 0 ? undefined : run)
  const close = () => deeds.close(chosen)
  useCommands({
    bulk_assign: may(() => setDialog('assign')),
    bulk_close: may(close),
    bulk_tag: may(() => setDialog('tag')),
    bulk_snooze: may(() => setDialog('snooze')),
    pick_none: may(clear),
  })
  useBulkKeys({ shown, onOpen: setDialog, onClose: close })
  const end = () => {
    setDialog(null)
    clear()
  }
  return (
    <>
      <p className="hidden-text" role="status">
        {ids.size > 0 && t('pick.count', { count: ids.size })}
      </p>
      <div className={styles.foot} data-raised={isUndoShown && (ids.size > 0 || now !== null)}>
        {ids.size > 0 && (
          <div className={styles.bar} role="toolbar" aria-label={t('pick.label')}>
            <span className={styles.top}>
              <span className="tabular">{t('pick.count', { count: ids.size })}</span>
              <ActionIcon variant="subtle" size="md" aria-label={t('pick.clear')} onClick={clear}>
                <IconX size={16} />
              </ActionIcon>
            </span>
            <BarButton
              words={t('pick.assign')}
              icon={<IconUserShare size={16} />}
              onClick={() => setDialog('assign')}
            />
            <BarButton words={t('pick.close')} icon={<IconCheck size={16} />} onClick={close} />
            <BarButton words={t('pick.tag')} icon={<IconTag size={16} />} onClick={() => setDialog('tag')} />
            <BarButton
              words={t('pick.snooze')}
              icon={<IconClockPause size={16} />}
              onClick={() => setDialog('snooze')}
            />
          </div>
        )}
        {now !== null && <Progress now={now} />}
      </div>
      {dialog === 'assign' && <AssignDialog ids={chosen} deeds={deeds} onDone={end} onClose={() => setDialog(null)} />}
      {dialog === 'tag' && <TagDialog ids={chosen} deeds={deeds} onDone={end} onClose={() => setDialog(null)} />}
      {dialog === 'snooze' && <SnoozeMany ids={chosen} deeds={deeds} onDone={end} onClose={() => setDialog(null)} />}
    </>
  )
}

function BarButton({ words, icon, onClick }: { words: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Button size="compact-sm" variant="default" leftSection={icon} onClick={onClick}>
      {words}
    </Button>
  )
}

/** How far it is, then what it came to, with those that were refused and why. */
function Progress({ now: { kind, done, all, left, isOver, again } }: { now: Bulk }) {
  const { t } = useTranslation()
  const dismiss = () => bulk.update(() => null)
  const words = isOver ? t(`pick.done.${kind}`, { count: done }) : t('pick.doing', { done: done + left.length, all })
  return (
    <section className={styles.progress} aria-label={t('pick.label')}>
      <div className={styles.told}>
        <p role="status">{words}</p>
        {isOver && (
          <ActionIcon variant="subtle" size="md" aria-label={t('pick.dismiss')} onClick={dismiss}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </div>
      {!isOver && <progress className={styles.bars} value={done + left.length} max={all} aria-label={words} />}
      {left.length > 0 && (
        <>
          <p className={styles.failed} role="alert">
            {t('pick.failed', { count: left.length })}
          </p>
          <ul className={styles.left}>
            {left.map(({ id, contact, reason }) => (
              <li key={id}>
                <bdi>{contact}</bdi>
                <span className="quiet">{reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {isOver && left.length > 0 && (
        <Button size="compact-sm" onClick={() => again(left.map(({ id }) => id))}>
          {t('pick.again')}
        </Button>
      )}
    </section>
  )
}

type DialogProps = { ids: readonly string[]; deeds: BulkDeeds; onDone: () => void; onClose: () => void }

function AssignDialog({ ids, deeds, onDone, onClose }: DialogProps) {
  const { t } = useTranslation()
  const [first] = ids
  const row = useLive().store.get().rows[first ?? '']
  if (row === undefined) return null
  return (
    <TransferDialog
      view={row}
      title={t('pick.title.assign', { count: ids.length })}
      onChoose={(to) => {
        deeds.assign(ids, to)
        onDone()
      }}
      onClose={onClose}
    />
  )
}

function TagDialog({ ids, deeds, onDone, onClose }: DialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const tag = text.trim()
  useLeaving(onClose)
  return (
    <Modal
      opened
      onClose={onClose}
      size={400}
      title={t('pick.title.tag', { count: ids.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (tag === '') return
          deeds.tag(ids, tag)
          onDone()
        }}
      >
        <TextInput
          data-autofocus
          label={t('pick.tag_name')}
          maxLength={64}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" disabled={tag === ''}>
          {t('pick.tag_set')}
        </Button>
      </form>
    </Modal>
  )
}

function SnoozeMany({ ids, deeds, onDone, onClose }: DialogProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const [choices] = useState(() => snoozeTimes(new Date()))
  useLeaving(onClose)
  return (
    <Modal
      opened
      onClose={onClose}
      size={400}
      title={t('pick.title.snooze', { count: ids.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.form}>
        {choices.map(({ choice, at }, index) => (
          <Button
            key={choice}
            data-autofocus={index === 0 ? true : undefined}
            justify="space-between"
            disabled={at === null}
            rightSection={at === null ? t('snooze.over') : times.ahead(at.toISOString())}
            onClick={() => {
              if (at === null) return
              deeds.snooze(ids, at.toISOString())
              onDone()
            }}
          >
            {t(`snooze.choice.${choice}`)}
          </Button>
        ))}
      </div>
    </Modal>
  )
}
