import type { ConversationSummary } from '@baton/core/protocol'
import { ActionIcon } from '@mantine/core'
import { IconArrowsRightLeft, IconEye, IconNote, IconUsers, IconUserUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { memo, type ReactNode, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations } from '../api/conversations.ts'
import { operators } from '../api/people.ts'
import { useCommands } from '../commands/use-commands.ts'
import { Conversation } from '../conversation/Conversation.tsx'
import { whisper } from '../conversation/composer/whisper.ts'
import { transfer } from '../conversation/deeds/deeds.ts'
import { Load } from '../conversation/deeds/Load.tsx'
import { TransferDialog } from '../conversation/deeds/TransferDialog.tsx'
import { useHand } from '../conversation/deeds/use-hand.ts'
import { ListSplitter } from '../inbox/ListSplitter.tsx'
import { neighbour } from '../inbox/lists.ts'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { Face } from '../shell/Face.tsx'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { PresenceDot } from '../shell/PresenceDot.tsx'
import { useIsFollowed } from '../shell/Rest.tsx'
import { mayOverrule, useMe } from '../shell/session.ts'
import { useSetting } from '../shell/settings.ts'
import { Tip } from '../shell/Tip.tsx'
import { useSteady } from '../shell/use-steady.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { firstOf, type Holding, holdingsOf, waitsSince } from './holdings.ts'
import styles from './team.module.css'

/** As many as the highest screen shows. */
const firstLines = 40
/** As many as one answer has. */
const mostHeld = 500

const watch = (id: string | null) => goTo({ name: 'team', conversation: id })
const leave = () => watch(null)

/** Who holds what now; reading along takes nothing over. For supervisors and administrators. */
export function TeamPage({ selected }: { selected: string | null }) {
  const { t } = useTranslation()
  const live = useLive()
  const me = useMe()
  const hand = useHand()
  const listWidth = useSetting('listWidth')
  const [moved, setMoved] = useState<ConversationSummary | null>(null)
  const { holdings, error, isLoaded } = useHoldings()
  const order = holdings.flatMap(({ rows }) => rows)
  const step = (by: 1 | -1) => {
    const next = neighbour(
      order.map(({ id }) => id),
      selected,
      by,
    )
    if (next !== null) watch(next)
  }
  const whisperTo = (row: ConversationSummary) => {
    whisper.update(() => ({ conversation: row.id, name: row.operator?.name ?? '' }))
    watch(row.id)
  }
  const take = (row: ConversationSummary) => transfer(hand, row, { kind: 'operator', id: me.id, name: me.name })
  const deeds = useSteady({ whisperTo, take, move: setMoved })
  const isFollowed = useIsFollowed()
  const open = order.find(({ id }) => id === selected)
  useCommands({
    next: () => step(1),
    previous: () => step(-1),
    back: selected === null ? undefined : leave,
    whisper:
      open === undefined || open.operator?.id === me.id
        ? undefined
        : { run: () => whisperTo(open), words: t('team.whisper', { name: open.operator?.name ?? '' }) },
  })
  useEffect(() => {
    if (selected !== null) void live.open(selected)
  }, [live, selected])
  if (!mayOverrule(me))
    return <Notice icon={<IconUsers size={32} stroke={1.25} />} title={t('conversation.unknown.title')} />
  return (
    <div className={styles.page} data-pane={selected === null ? 'list' : 'conversation'}>
      <section className={styles.list} style={{ width: listWidth + 80 }} aria-labelledby="team">
        <header className={styles.head}>
          <h1 id="team">{t('team.title')}</h1>
          <p className="quiet">{t('team.hint')}</p>
        </header>
        <Failure error={error} />
        {isLoaded && order.length === 0 && (
          <Notice
            icon={<IconUsers size={28} stroke={1.25} />}
            title={t('team.empty.title')}
            text={t('team.empty.text')}
          />
        )}
        {(isFollowed ? holdings : firstOf(holdings, firstLines)).map((holding) => (
          <Holder key={holding.operator.id} holding={holding}>
            {holding.rows.map((row) => (
              <Held
                key={row.id}
                row={row}
                isSelected={row.id === selected}
                isMine={row.operator?.id === me.id}
                deeds={deeds}
              />
            ))}
          </Holder>
        ))}
      </section>
      <ListSplitter label={t('common.resize', { pane: t('team.title') })} />
      <main className={styles.conversation} id="conversation">
        {selected === null ? (
          <Notice
            icon={<IconEye size={32} stroke={1.25} />}
            title={t('team.choose.title')}
            text={t('team.choose.text')}
          />
        ) : (
          <Conversation key={selected} id={selected} onBack={leave} />
        )}
      </main>
      {moved !== null && <TransferDialog view={moved} onClose={() => setMoved(null)} />}
    </div>
  )
}

/** Fetched once with each connection; from then on events tell. */
function useHoldings() {
  const live = useLive()
  const resumes = useStore(live.resumes)
  const rows = useLiveState((state) => state.rows)
  const presence = useLiveState((state) => state.presence)
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list })
  const held = useQuery({
    queryKey: ['held', resumes],
    queryFn: async () => {
      const { items } = await conversations.list({ chatState: 'taken_over', status: 'open' }, null, mostHeld)
      live.putRows(items)
      return items.length
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  const holdings = useMemo(
    () => holdingsOf(people.data ?? [], Object.values(rows), presence),
    [people.data, rows, presence],
  )
  return { holdings, error: people.error ?? held.error, isLoaded: people.isSuccess && held.isSuccess }
}

function Holder({ holding: { operator, rows }, children }: { holding: Holding; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <section className={styles.holder} aria-labelledby={`holder ${operator.id}`}>
      <header className={styles.who}>
        <Face name={operator.name} size={28} isDimmed={operator.status === 'offline'} />
        <h2 id={`holder ${operator.id}`} className="cut">
          <bdi>{operator.name}</bdi>
        </h2>
        <span className={styles.status}>
          <PresenceDot status={operator.status} />
          {t(`presence.${operator.unresponsive === true ? 'unresponsive' : operator.status}.name`)}
        </span>
        <Load load={operator.load} capacity={operator.capacity} />
      </header>
      {rows.length === 0 ? (
        <p className={styles.nothing}>{t('team.nothing')}</p>
      ) : (
        <ul className={styles.rows}>{children}</ul>
      )}
    </section>
  )
}

type Deeds = Readonly<Record<'whisperTo' | 'take' | 'move', (row: ConversationSummary) => void>>
type HeldProps = { row: ConversationSummary; isSelected: boolean; isMine: boolean; deeds: Deeds }

const Held = memo(function Held({ row, isSelected, isMine, deeds }: HeldProps) {
  const { t } = useTranslation()
  const since = waitsSince(row)
  const name = row.operator?.name ?? ''
  return (
    <li className={styles.row} aria-current={isSelected}>
      <a
        className={styles.link}
        href={pathOf({ name: 'team', conversation: row.id })}
        title={t('team.watch', { contact: row.contactName })}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          watch(row.id)
        }}
      >
        <span className={styles.line}>
          <bdi className="cut">{row.contactName}</bdi>
          <span className={since === null ? styles.answered : styles.waits}>
            {since === null ? (
              t('team.answered')
            ) : (
              <>
                <span className="hidden-text">{t('team.waits')} </span>
                <Waiting since={since} isUrgencyShown />
              </>
            )}
          </span>
        </span>
        <bdi className={`${styles.last} cut`}>{row.lastLine?.text || t('inbox.no_line')}</bdi>
      </a>
      {!isMine && (
        <span className={styles.deeds}>
          <Deed
            words={t('team.whisper', { name })}
            icon={<IconNote size={16} />}
            onClick={() => deeds.whisperTo(row)}
          />
          <Deed words={t('team.take', { name })} icon={<IconUserUp size={16} />} onClick={() => deeds.take(row)} />
          <Deed words={t('team.move')} icon={<IconArrowsRightLeft size={16} />} onClick={() => deeds.move(row)} />
        </span>
      )}
    </li>
  )
})

function Deed({ words, icon, onClick }: { words: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tip label={words}>
      <ActionIcon variant="subtle" size="md" aria-label={words} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tip>
  )
}
