import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { visitsOf } from '../api/visits.ts'
import { numberText } from '../figures/numbers.ts'
import { useDesigner, useDesignerState } from './context.ts'
import { countsByName, noVisits, type VisitCounts, type Visits } from './document/visits.ts'
import { useView } from './view.ts'

/** The span that is shown. */
export const daysShown = 30

/** Read when the designer opens, and when somebody wants them again; what cannot be read is not shown. */
function useVisitQuery() {
  const { session } = useDesigner()
  const { data, refetch } = useQuery({
    queryKey: ['visits', session.id],
    queryFn: () => visitsOf(session.id, daysShown),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retryOnMount: false,
  })
  const counts = useMemo(() => (data === undefined ? noVisits.counts : countsByName(data.items)), [data])
  return { counts, refetch }
}

export function useVisitCounts(): Visits['counts'] {
  return useVisitQuery().counts
}

/** Reads them afresh. */
export function useReadVisits(): () => void {
  const { refetch } = useVisitQuery()
  return () => void refetch()
}

/** As the picture has them: nothing while they are hidden, and no line for a chatbot that was not live when it was opened. */
export function useShownVisits(): Visits {
  const counts = useVisitCounts()
  const { hasFigures } = useView()
  const live = useDesignerState((state) => state.live)
  const wasLive = useRef(live !== null).current
  return useMemo(() => (hasFigures && wasLive ? { hasLine: true, counts } : noVisits), [hasFigures, wasLive, counts])
}

/** "120 entered · 14 handed over · 6 left" */
export function useVisitWords(): (counts: VisitCounts) => string {
  const { t, i18n } = useTranslation()
  return ({ entered, toOperators, left }) =>
    t('designer.visits.words', {
      entered: numberText('count', entered, i18n.language),
      handed: numberText('count', toOperators, i18n.language),
      left: numberText('count', left, i18n.language),
    })
}
