import { notifications } from '@mantine/notifications'
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type FilterScope, filters, type SavedFilter, type SavedQuery } from '../api/inbox.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { useMe } from '../shell/session.ts'
import { tellRefusal } from '../shell/tell-refusal.ts'
import type { ListOf } from './lists.ts'
import { isSameList, listOfQuery } from './only.ts'

export type Saved = SavedFilter & { scope: FilterScope }

const key = ['filters']
const none: readonly Saved[] = []

async function readFilters(): Promise<readonly Saved[]> {
  const [mine, team] = await Promise.all([filters.list('mine'), filters.list('team')])
  return [...scoped(mine, 'mine'), ...scoped(team, 'team')]
}

function scoped(all: readonly SavedFilter[], scope: FilterScope): Saved[] {
  return all.map((one) => ({ ...one, scope }))
}

/** Those kept by a name, mine before the team's. */
export function useSavedFilters(): readonly Saved[] {
  return useQuery({ queryKey: key, queryFn: readFilters, staleTime: 60_000 }).data ?? none
}

export function useFilterDeeds(onSaved: () => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const failureText = useFailureText()
  const again = () => client.invalidateQueries({ queryKey: key })
  const save = useMutation({
    mutationFn: ({ scope, name, query }: { scope: FilterScope; name: string; query: SavedQuery }) =>
      filters.add(scope, name, query),
    onSuccess: async () => {
      await again()
      onSaved()
    },
  })
  const remove = useMutation({
    ...removal(client),
    onSuccess: () => notifications.show({ message: t('filter.deleted') }),
    onError: (error) => tellRefusal(failureText(error)),
  })
  return { save, remove }
}

/** [U-04] Gone at once; what could not be removed comes back with what the server has. */
export function removal(client: QueryClient) {
  return {
    mutationFn: ({ scope, id }: Saved) => filters.remove(scope, id),
    onMutate: async ({ id }: Saved) => {
      client.setQueryData<readonly Saved[]>(key, (all) => all?.filter((one) => one.id !== id))
      // What was on its way still has it.
      await client.cancelQueries({ queryKey: key })
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  }
}

/** The one that the list shows now. */
export function useShownFilter(list: ListOf): Saved | null {
  const me = useMe()
  const saved = useSavedFilters()
  return saved.find(({ query }) => isSameList(listOfQuery(query, me.id), list, me.id)) ?? null
}
