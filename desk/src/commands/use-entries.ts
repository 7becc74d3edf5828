import type { ConversationSummary } from '@baton/core/protocol'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations } from '../api/conversations.ts'
import { listOfQuery } from '../inbox/only.ts'
import { shownList } from '../inbox/shown-list.ts'
import { useSavedFilters } from '../inbox/use-filters.ts'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { goTo } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { type Found, findIn, fitOf } from './matching.ts'
import { useShownShortcuts } from './own-shortcuts.ts'
import { registry } from './registry.ts'
import { allCommands, commands, type Shortcut } from './table.ts'
import { otherWordsOf } from './words.ts'

/** One line of the palette. */
export type Entry = {
  id: string
  section: string
  words: string
  also: string
  shortcut: Shortcut | null
  off: string | null
  conversation: ConversationSummary | null
  run: () => void
}

/** [U-01] Everything that can be done now, and the conversations that fit. */
export function useEntries(query: string): Found<Entry>[] {
  const { t } = useTranslation()
  const doable = useDoable()
  const rows = useConversations(query)
  const found = findIn(query, [...doable, ...useSavedEntries()])
  if (rows.length === 0) return found
  const section = t('keys.sections.found')
  const items = rows.map((row): Entry => {
    const run = () => goTo({ name: 'inbox', conversation: row.id })
    return { id: row.id, section, words: row.contactName, also: '', shortcut: null, off: null, conversation: row, run }
  })
  const people = { section, items }
  return bestOf(query, people) < bestOf(query, found[0]) ? [people, ...found] : [...found, people]
}

/** [U-15] Filters that are kept by a name. */
function useSavedEntries(): Entry[] {
  const { t } = useTranslation()
  const me = useMe()
  return useSavedFilters().map(({ id, name, query }) => {
    const run = () => {
      shownList.update(() => listOfQuery(query, me.id))
      goTo({ name: 'inbox', conversation: null })
    }
    const words = t('filter.go', { name })
    return { id, section: t('keys.sections.go'), words, also: '', shortcut: null, off: null, conversation: null, run }
  })
}

/** A command that fits as well as a name comes first: who types from habit gets the same each day. */
function bestOf(query: string, found: Found<Entry> | undefined): number {
  const [best] = found?.items ?? []
  return (best === undefined ? null : fitOf(query, best)) ?? Number.POSITIVE_INFINITY
}

function useDoable(): Entry[] {
  const { t, i18n } = useTranslation()
  const changes = useStore(registry.changes)
  const shortcuts = useShownShortcuts()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is registered is read again when it changes
  return useMemo(() => {
    const known = registry.read()
    return allCommands.flatMap((command) => {
      const doing = known.get(command)
      if (doing === undefined) return []
      const section = t(`keys.sections.${commands[command].section}`)
      const words = doing.words ?? t(`keys.words.${command}`)
      const also = `${section} ${t(`keys.words.${command}`)} ${otherWordsOf(i18n, command)}`
      const { off = null, run } = doing
      return [{ id: command, section, words, also, shortcut: shortcuts[command], off, conversation: null, run }]
    })
  }, [changes, shortcuts, t, i18n])
}

const mostConversations = 5
/** Letters after which the server is asked. */
const leastAsked = 2
const askedAfterMs = 200

/** Those whose contact fits, as far as they are loaded, and then what the search of the inbox finds. */
function useConversations(query: string): ConversationSummary[] {
  const live = useLive()
  const rows = useLiveState((state) => state.rows)
  const [asked] = useDebouncedValue(query.trim(), askedAfterMs)
  const isAsked = asked.length >= leastAsked
  const answer = useQuery({
    queryKey: ['palette', asked],
    enabled: isAsked,
    queryFn: async () => {
      const { items } = await conversations.list({ status: 'any', q: asked }, null)
      live.putRows(items)
      return items.map(({ id }) => id)
    },
  })
  if (query.trim() === '') return []
  const loaded = Object.values(rows)
    .flatMap((row) => {
      const fit = fitOf(query, { words: row.contactName, also: '' })
      return fit === null ? [] : [{ row, fit }]
    })
    .sort((one, other) => one.fit - other.fit || (one.row.lastActivityAt < other.row.lastActivityAt ? 1 : -1))
    .map(({ row }) => row)
  const told = isAsked && asked === query.trim() ? (answer.data ?? []).flatMap((id) => rows[id] ?? []) : []
  return [...new Set([...loaded, ...told])].slice(0, mostConversations)
}
