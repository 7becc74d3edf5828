import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { groups, operators } from '../api/people.ts'
import { bots } from '../api/setup.ts'
import { useLiveState } from '../live/hooks.ts'
import { languageName } from './asked.ts'
import type { KindOfOnly } from './only.ts'

export type Choice = { value: string; label: string }

/** What there is to narrow a list by: everybody and everything of the workspace, and what the rows that are loaded have. */
export function useOnlyChoices(isWanted: boolean): Readonly<Record<KindOfOnly, readonly Choice[]>> {
  const { i18n } = useTranslation()
  const rows = useLiveState((state) => state.rows)
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list, enabled: isWanted })
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list, enabled: isWanted })
  const all = useQuery({ queryKey: ['bots'], queryFn: bots.list, enabled: isWanted })
  return useMemo(() => {
    const known = isWanted ? Object.values(rows) : []
    const named = (list: readonly { id: string; name: string }[] = []) =>
      list.map(({ id, name }) => ({ value: id, label: name }))
    const plain = (values: readonly string[]) => [...new Set(values)].sort().map((value) => ({ value, label: value }))
    return {
      group: named(teams.data),
      operator: named(people.data),
      bot: named(all.data),
      channel: plain(known.map(({ channel }) => channel)),
      tag: plain(known.flatMap(({ tags }) => tags)),
      language: plain(known.flatMap(({ language }) => language?.split('-')[0] ?? [])).map(({ value }) => ({
        value,
        label: languageName(value, i18n.language),
      })),
    }
  }, [isWanted, rows, people.data, teams.data, all.data, i18n.language])
}
