import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { operators } from '../api/people.ts'
import { routing } from '../api/routing.ts'

export type AbilityKind = 'skills' | 'languages'
/** `isComplete`: everybody was asked, so what is not here nobody has. */
export type KnownAbilities = Record<AbilityKind, string[]> & { isComplete: boolean }

/** There is one call per operator: so many are asked, so many at a time. */
const mostAsked = 100
const askedAtOnce = 8
const freshForMs = 60_000

/** What operators have, in the order of the alphabet; null until it is known. */
export function useKnownAbilities(isWanted: boolean): KnownAbilities | null {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['known abilities'],
    queryFn: () => ask(client),
    enabled: isWanted,
    staleTime: freshForMs,
  })
  return query.data ?? null
}

async function ask(client: QueryClient): Promise<KnownAbilities> {
  const people = await client.fetchQuery({ queryKey: ['operators'], queryFn: operators.list })
  const asked = people.slice(0, mostAsked).map(({ id }) => id)
  const found: Record<AbilityKind, string[]>[] = []
  for (let from = 0; from < asked.length; from += askedAtOnce) {
    const some = asked.slice(from, from + askedAtOnce)
    const answers = some.map((id) =>
      client.fetchQuery({ queryKey: ['abilities', id], queryFn: () => routing.abilities(id) }),
    )
    found.push(...(await Promise.all(answers)))
  }
  const all = (kind: AbilityKind) => [...new Set(found.flatMap((one) => one[kind]))].sort((a, b) => a.localeCompare(b))
  return { skills: all('skills'), languages: all('languages'), isComplete: people.length === asked.length }
}
