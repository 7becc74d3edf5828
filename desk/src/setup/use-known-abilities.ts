import { useQuery } from '@tanstack/react-query'
import { type OperatorAbilities, routing } from '../api/routing.ts'

export type AbilityKind = 'skills' | 'languages'
export type KnownAbilities = Record<AbilityKind, string[]>

const freshForMs = 60_000

/** What operators have, in the order of the alphabet; null until it is known. */
export function useKnownAbilities(isWanted: boolean): KnownAbilities | null {
  const query = useQuery({
    queryKey: ['known abilities'],
    queryFn: async () => knownIn(await routing.allAbilities()),
    enabled: isWanted,
    staleTime: freshForMs,
  })
  return query.data ?? null
}

function knownIn(found: readonly OperatorAbilities[]): KnownAbilities {
  const all = (kind: AbilityKind) => [...new Set(found.flatMap((one) => one[kind]))].sort((a, b) => a.localeCompare(b))
  return { skills: all('skills'), languages: all('languages') }
}
