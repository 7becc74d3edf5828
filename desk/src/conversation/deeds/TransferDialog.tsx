import type { ConversationSummary, OperatorView } from '@baton/core/protocol'
import { Modal, TextInput } from '@mantine/core'
import { IconSearch, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups, operators } from '../../api/people.ts'
import { plain } from '../../commands/matching.ts'
import { useLiveState } from '../../live/hooks.ts'
import { Face } from '../../shell/Face.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { useLeaving } from '../../shell/navigation.ts'
import { PresenceDot } from '../../shell/PresenceDot.tsx'
import { mayOverrule, useMe } from '../../shell/session.ts'
import { colleaguesOf } from './colleagues.ts'
import { type Receiver, transfer } from './deeds.ts'
import { Load } from './Load.tsx'
import styles from './transfer-dialog.module.css'
import { useHand } from './use-hand.ts'

type Props = {
  view: ConversationSummary
  title?: string
  /** Does it instead: to several, say. */
  onChoose?: (to: Receiver) => void
  onClose: () => void
}

/** To whom: operators with status and load, groups with who is online. Free ones first. */
export function TransferDialog({ view, title, onChoose, onClose }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const [search, setSearch] = useState('')
  const presence = useLiveState((state) => state.presence)
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list })
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  const hand = useHand()
  useLeaving(onClose)
  const fits = ({ name }: { name: string }) => plain(name).includes(plain(search.trim()))
  const colleagues = colleaguesOf(people.data ?? [], presence, view.operator?.id ?? null).filter(fits)
  const shownGroups = (teams.data ?? []).filter(fits)
  const isAllowed = (operator: OperatorView) => !isFull(operator) || mayOverrule(me)
  const nearest = search.trim() === '' ? null : (colleagues.find(isAllowed) ?? shownGroups[0] ?? null)
  const choose = ({ id, name }: { id: string; name: string }) => {
    const kind = shownGroups.some((group) => group.id === id) ? 'group' : 'operator'
    const to: Receiver = { kind, id, name }
    if (onChoose === undefined) transfer(hand, view, to)
    else onChoose(to)
    onClose()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || nearest === null) return
    event.preventDefault()
    choose(nearest)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={title ?? t('transfer.title')}
      size={480}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <TextInput
        data-autofocus
        aria-label={t('transfer.search')}
        placeholder={t('transfer.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={press}
        mb="sm"
      />
      <Failure error={people.error ?? teams.error} />
      <div className={styles.scroll}>
        {colleagues.length > 0 && <h3 className={styles.head}>{t('transfer.operators')}</h3>}
        {colleagues.map((one) => (
          <Person
            key={one.id}
            operator={one}
            isMe={one.id === me.id}
            isAllowed={isAllowed(one)}
            isNearest={one === nearest}
            onChoose={() => choose(one)}
          />
        ))}
        {shownGroups.length > 0 && <h3 className={styles.head}>{t('transfer.groups')}</h3>}
        {shownGroups.map((group) => (
          <button
            key={group.id}
            type="button"
            className={styles.target}
            data-nearest={group === nearest}
            onClick={() => choose(group)}
          >
            <span className={styles.icon}>
              <IconUsersGroup size={16} aria-hidden />
            </span>
            <bdi className={`${styles.name} cut`}>{group.name}</bdi>
            {group === nearest && <kbd>Enter</kbd>}
            <span className="quiet tabular">{t('transfer.group_online', group)}</span>
          </button>
        ))}
        {shownGroups.length > 0 && <p className={styles.hint}>{t('transfer.group_hint')}</p>}
        {people.isSuccess && teams.isSuccess && colleagues.length + shownGroups.length === 0 && (
          <p className={styles.hint}>{t('transfer.nobody')}</p>
        )}
      </div>
    </Modal>
  )
}

function Person({
  operator,
  isMe,
  isAllowed,
  isNearest,
  onChoose,
}: {
  operator: OperatorView
  isMe: boolean
  isAllowed: boolean
  /** Enter in the search chooses it. */
  isNearest: boolean
  onChoose: () => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  const hint = isFull(operator)
    ? isAllowed
      ? t('transfer.over_limit', { role: t(`role.${me.role}`) })
      : t('transfer.full_hint')
    : undefined
  return (
    <button
      type="button"
      className={styles.target}
      data-nearest={isNearest}
      disabled={!isAllowed}
      title={hint}
      onClick={onChoose}
    >
      <Face name={operator.name} size={28} isDimmed={operator.status === 'offline'} />
      <span className={styles.name}>
        <bdi className="cut">{isMe ? `${operator.name} (${t('transfer.you')})` : operator.name}</bdi>
        <span className={styles.status}>
          <PresenceDot status={operator.status} />
          {t(`presence.${operator.status}.name`)}
        </span>
      </span>
      {isNearest && <kbd>Enter</kbd>}
      <Load load={operator.load} capacity={operator.capacity} />
    </button>
  )
}

function isFull({ load, capacity }: OperatorView): boolean {
  return capacity !== null && load >= capacity
}
