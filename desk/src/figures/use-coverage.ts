import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Coverage, figures } from '../api/figures.ts'
import { useLive, useLiveState, useStore } from '../live/hooks.ts'
import { mayOverrule, useMe } from '../shell/session.ts'

/** [RO-3] What was last said of each group; nothing for those who are not told. */
export function useCoverage(): Coverage[] {
  const live = useLive()
  const isTold = mayOverrule(useMe())
  const reloads = useStore(live.reloads)
  const resumes = useStore(live.resumes)
  const known = useLiveState((state) => state.coverage)
  useQuery({
    queryKey: ['coverage', reloads, resumes],
    queryFn: async () => {
      const before = live.store.get().coverage
      const items = await figures.coverage()
      live.putCoverage(items, before)
      return items.length
    },
    enabled: isTold,
  })
  return useMemo(() => (isTold ? Object.values(known) : []), [isTold, known])
}
