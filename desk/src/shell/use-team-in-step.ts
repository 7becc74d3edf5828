import type { OperatorView } from '@baton/core/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLiveState } from '../live/hooks.ts'

/** Whoever joins the team can be named, whispered to and watched at once: presence tells of them before the list is old. */
export function useTeamInStep(): void {
  const client = useQueryClient()
  const presence = useLiveState((state) => state.presence)
  /** Each is asked for once: presence also knows of some who are in no list. */
  const asked = useRef(new Set<string>())
  useEffect(() => {
    const people = client.getQueryData<OperatorView[]>(['operators'])
    if (people === undefined) return
    const known = new Set([...asked.current, ...people.map(({ id }) => id)])
    const unknown = Object.keys(presence).filter((id) => !known.has(id))
    if (unknown.length === 0) return
    for (const id of unknown) asked.current.add(id)
    void client.invalidateQueries({ queryKey: ['operators'] })
  }, [client, presence])
}
