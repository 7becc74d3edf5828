import { notifications } from '@mantine/notifications'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { dropQuery } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { listOfQuery } from './only.ts'
import { shownList } from './shown-list.ts'
import { useSavedFilters } from './use-filters.ts'

const parameter = 'filter'

/** An address that opens a filter, for whoever may see it. */
export function linkOf(id: string): string {
  return `${location.origin}/?${parameter}=${encodeURIComponent(id)}`
}

/** Whoever came by such a link sees what it names; after that the list is as any other. */
export function useFilterLink(): void {
  const { t } = useTranslation()
  const me = useMe()
  const saved = useSavedFilters()
  const wanted = useRef(new URLSearchParams(location.search).get(parameter))
  const isRead = saved.length > 0
  useEffect(() => {
    const { current } = wanted
    if (current === null || !isRead) return
    wanted.current = null
    dropQuery()
    const found = saved.find(({ id }) => id === current)
    if (found === undefined) notifications.show({ message: t('filter.gone') })
    else shownList.update(() => listOfQuery(found.query, me.id))
  }, [saved, isRead, me.id, t])
}
