import { ActionIcon, Button, Checkbox, Modal, NativeSelect, Popover, TextInput } from '@mantine/core'
import { IconFilter, IconLink, IconTrash, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands } from '../commands/use-commands.ts'
import { Failure } from '../shell/Failure.tsx'
import { useLeaving } from '../shell/navigation.ts'
import { mayOverrule, useMe } from '../shell/session.ts'
import { languageName } from './asked.ts'
import styles from './filter-bar.module.css'
import { linkOf } from './filter-link.ts'
import { countOf, type Match, mostCounted } from './filter-matches.ts'
import type { ListOf } from './lists.ts'
import { isNarrowed, type KindOfOnly, kindsOfOnly, listOfQuery, type Only, queryOf } from './only.ts'
import { useFilterMatches } from './use-filter-matches.ts'
import { type Saved, useFilterDeeds, useSavedFilters, useShownFilter } from './use-filters.ts'
import { useOnlyChoices } from './use-only-names.ts'

type Props = { list: ListOf; onList: (list: ListOf) => void }

/** [U-15] By what the list is narrowed, as chips; what was kept by a name stands in front. */
export function FilterBar({ list, onList }: Props) {
  const { t } = useTranslation()
  const [isSaving, setSaving] = useState(false)
  const saved = useSavedFilters()
  const shown = useShownFilter(list)
  const { only = {} } = list
  const mayKeep = isNarrowed(only) || list.search.trim() !== ''
  const clear = () => onList({ ...list, only: {}, search: '' })
  useCommands({
    save_filter: mayKeep && shown === null ? () => setSaving(true) : undefined,
    clear_filter: mayKeep ? clear : undefined,
  })
  return (
    <>
      {saved.length > 0 && <SavedFilters list={list} onList={onList} shown={shown} />}
      {isNarrowed(only) && (
        <div className={styles.chips}>
          {kindsOfOnly.map((kind) =>
            only[kind] === undefined ? null : (
              <Chip
                key={kind}
                kind={kind}
                value={only[kind]}
                onRemove={() => onList({ ...list, only: without(only, kind) })}
              />
            ),
          )}
        </div>
      )}
      {mayKeep && shown === null && (
        <div className={styles.chips}>
          <Button size="compact-xs" variant="subtle" onClick={() => setSaving(true)}>
            {t('filter.save')}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={clear}>
            {t('filter.clear')}
          </Button>
        </div>
      )}
      {isSaving && <SaveDialog list={list} onClose={() => setSaving(false)} />}
    </>
  )
}

/** Opens the fields by which the list can be narrowed. */
export function FilterButton({ list, onList }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const choices = useOnlyChoices(isOpen)
  const { only = {} } = list
  const set = (kind: KindOfOnly, value: string) =>
    onList({ ...list, only: value === '' ? without(only, kind) : { ...only, [kind]: value } })
  const kinds = kindsOfOnly.filter((kind) => kind !== 'operator' || list.tab === 'all')
  return (
    <Popover opened={isOpen} onChange={setOpen} width={280} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          variant={isNarrowed(only) ? 'light' : 'default'}
          size={34}
          aria-label={t('filter.add')}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <IconFilter size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filter.edit')}>
        <div className={styles.fields}>
          {kinds.map((kind) => (
            <NativeSelect
              key={kind}
              size="sm"
              label={t(`filter.${kind}`)}
              value={only[kind] ?? ''}
              onChange={(event) => set(kind, event.currentTarget.value)}
              data={[{ value: '', label: t('filter.any') }, ...withChosen(choices[kind], only[kind])]}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function SavedFilters({ list, onList, shown }: Props & { shown: Saved | null }) {
  const { t } = useTranslation()
  const me = useMe()
  const saved = useSavedFilters()
  const matches = useFilterMatches()
  const { remove } = useFilterDeeds(() => {})
  const mayRemove = shown !== null && (shown.scope === 'mine' || mayOverrule(me))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons is no fieldset
    <div className={styles.saved} role="group" aria-label={t('filter.saved')}>
      {saved.map((one) => (
        <SavedButton
          key={one.id}
          filter={one}
          match={matches[one.id]}
          isShown={one.id === shown?.id}
          onPress={() =>
            onList(one.id === shown?.id ? { ...list, only: {}, search: '' } : listOfQuery(one.query, me.id))
          }
        />
      ))}
      {shown !== null && (
        <>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={t('filter.link')}
            onClick={() => void navigator.clipboard?.writeText(linkOf(shown.id))}
          >
            <IconLink size={14} />
          </ActionIcon>
          {mayRemove && (
            <ActionIcon
              variant="subtle"
              size="sm"
              aria-label={t('filter.delete', { name: shown.name })}
              onClick={() => remove.mutate(shown)}
            >
              <IconTrash size={14} />
            </ActionIcon>
          )}
        </>
      )}
    </div>
  )
}

type SavedButtonProps = { filter: Saved; match: Match | undefined; isShown: boolean; onPress: () => void }

/** One filter with how many conversations it matches, and a dot where one of them is unread. */
function SavedButton({ filter: { name, scope }, match, isShown, onPress }: SavedButtonProps) {
  const { t } = useTranslation()
  return (
    <button type="button" className={styles.one} aria-pressed={isShown} onClick={onPress}>
      <bdi className="cut">{name}</bdi>
      {scope === 'team' && <span className={styles.scope}>{t('filter.team')}</span>}
      {match !== undefined && <MatchCount match={match} />}
    </button>
  )
}

/** Signs for who sees, words behind the name for who hears. */
function MatchCount({ match }: { match: Match }) {
  const { t, i18n } = useTranslation()
  const count = countOf(match)
  const isNews = match.unread.size > 0
  const number = new Intl.NumberFormat(i18n.language).format(count ?? mostCounted)
  const words =
    count === null
      ? t(isNews ? 'filter.matches_over_unread' : 'filter.matches_over', { most: number })
      : t(isNews ? 'filter.matches_unread' : 'filter.matches', { count })
  return (
    <>
      <span className={`${styles.count} tabular`} aria-hidden>
        {count === null ? t('filter.over', { most: number }) : number}
      </span>
      {isNews && <span className={styles.news} />}
      <span className="hidden-text">{words}</span>
    </>
  )
}

function Chip({ kind, value, onRemove }: { kind: KindOfOnly; value: string; onRemove: () => void }) {
  const { t } = useTranslation()
  const words = t('filter.chip', { kind: t(`filter.${kind}`), value: useNameOf(kind, value) })
  return (
    <span className={styles.chip}>
      <bdi className="cut">{words}</bdi>
      <button type="button" aria-label={t('filter.remove', { name: words })} onClick={onRemove}>
        <IconX size={12} />
      </button>
    </span>
  )
}

/** What is gone is said to be so: a filter may outlive what it names. */
function useNameOf(kind: KindOfOnly, value: string): string {
  const { t, i18n } = useTranslation()
  const isOfId = kind === 'group' || kind === 'operator' || kind === 'bot'
  const choices = useOnlyChoices(isOfId)
  if (kind === 'language') return languageName(value, i18n.language)
  if (!isOfId) return value
  const known = choices[kind]
  return known.find((choice) => choice.value === value)?.label ?? (known.length === 0 ? '…' : t('filter.former'))
}

function SaveDialog({ list, onClose }: { list: ListOf; onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const { save } = useFilterDeeds(onClose)
  useLeaving(onClose)
  return (
    <Modal
      opened
      onClose={onClose}
      size={400}
      title={t('filter.save_title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault()
          const query = queryOf(list, me.id)
          if (name.trim() !== '') save.mutate({ scope: isShared ? 'team' : 'mine', name: name.trim(), query })
        }}
      >
        <TextInput
          data-autofocus
          label={t('filter.name')}
          maxLength={60}
          dir="auto"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {mayOverrule(me) && (
          <Checkbox
            label={t('filter.shared')}
            description={t('filter.shared_hint')}
            checked={isShared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        )}
        <Failure error={save.error} labels={{ name: t('filter.name') }} />
        <Button type="submit" variant="filled" loading={save.isPending} disabled={name.trim() === ''}>
          {t('common.save')}
        </Button>
      </form>
    </Modal>
  )
}

function without(only: Only, kind: KindOfOnly): Only {
  const { [kind]: _, ...others } = only
  return others
}

/** What is chosen can be seen also where no row has it. */
function withChosen(choices: readonly { value: string; label: string }[], chosen: string | undefined) {
  const isKnown = chosen === undefined || choices.some(({ value }) => value === chosen)
  return isKnown ? [...choices] : [...choices, { value: chosen, label: chosen }]
}
