import { Button, Modal, NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconHistory, IconRestore } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Version, versions } from '../api/versions.ts'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { useTimes } from '../shell/times.ts'
import { useDesigner, useDraft } from './context.ts'
import { DifferencesView } from './DifferencesView.tsx'
import { authored } from './document/diff.ts'
import styles from './versions.module.css'

/** What was live before: when, by whom, what is different, and the way back. */
export function VersionsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const list = useInfiniteQuery({
    queryKey: ['versions', session.id],
    queryFn: ({ pageParam }) => versions.list(session.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const [picked, setPicked] = useState<number | null>(null)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const shown = items.find(({ version }) => version === picked) ?? items[0]
  return (
    <Modal
      opened
      onClose={onClose}
      size={960}
      title={t('designer.versions.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Failure error={list.error} />
      {list.data !== undefined && items.length === 0 && (
        <Notice
          icon={<IconHistory size={32} stroke={1.25} />}
          title={t('designer.versions.none.title')}
          text={t('designer.versions.none.text')}
        />
      )}
      {shown !== undefined && (
        <div className={styles.columns}>
          <div className={styles.list}>
            <ul aria-label={t('designer.versions.title')}>
              {items.map((one) => (
                <VersionLine
                  key={one.version}
                  one={one}
                  isShown={one === shown}
                  onPick={() => setPicked(one.version)}
                />
              ))}
            </ul>
            {list.hasNextPage && (
              <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('designer.versions.older')}
              </Button>
            )}
          </div>
          <Compared key={shown.version} shown={shown} items={items} onClose={onClose} />
        </div>
      )}
    </Modal>
  )
}

function VersionLine({ one, isShown, onPick }: { one: Version; isShown: boolean; onPick: () => void }) {
  const { t } = useTranslation()
  const times = useTimes()
  return (
    <li>
      <button type="button" className={styles.version} aria-pressed={isShown} onClick={onPick}>
        <strong className="tabular">
          {t('designer.versions.version', { version: one.version })}
          {one.isLive && ` · ${t('designer.versions.live')}`}
        </strong>
        <span className="quiet tabular">
          {one.publishedAt === null ? t('designer.versions.unknown') : times.full(one.publishedAt)}
        </span>
        {one.publishedBy !== null && (
          <span className="quiet cut" dir="auto">
            {one.publishedBy}
          </span>
        )}
      </button>
    </li>
  )
}

function Compared({ shown, items, onClose }: { shown: Version; items: readonly Version[]; onClose: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const draft = useDraft()
  const [with_, setWith] = useState('draft')
  const own = useVersion(shown.version)
  const other = useVersion(with_ === 'draft' ? null : Number(with_))
  const after = with_ === 'draft' ? draft : other.data?.document
  const restore = () => {
    if (own.data === undefined) return
    session.edit(authored(own.data.document))
    session.openBehavior(0)
    notifications.show({ message: t('designer.versions.restored', { version: shown.version }) })
    onClose()
  }
  return (
    <section className={styles.compared} aria-label={t('designer.versions.version', { version: shown.version })}>
      <div className={styles.tools}>
        <NativeSelect
          size="xs"
          label={t('designer.versions.compare')}
          value={with_}
          onChange={(event) => setWith(event.currentTarget.value)}
          data={[
            { value: 'draft', label: t('designer.versions.draft') },
            ...items
              .filter(({ version }) => version !== shown.version)
              .map(({ version, isLive }) => ({
                value: String(version),
                label: `${t('designer.versions.version', { version })}${isLive ? ` · ${t('designer.versions.live')}` : ''}`,
              })),
          ]}
        />
        {!session.isReadOnly && (
          <Button leftSection={<IconRestore size={16} />} disabled={own.data === undefined} onClick={restore}>
            {t('designer.versions.restore', { version: shown.version })}
          </Button>
        )}
      </div>
      <Failure error={own.error ?? other.error} />
      {own.data !== undefined && after !== undefined && <DifferencesView before={own.data.document} after={after} />}
    </section>
  )
}

/** A version never changes: it is read once. */
function useVersion(version: number | null) {
  const { session } = useDesigner()
  return useQuery({
    queryKey: ['version', session.id, version],
    queryFn: () => versions.read(session.id, version ?? 0),
    enabled: version !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
