import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../api/problem.ts'
import { Failure } from '../shell/Failure.tsx'
import { useLate } from '../shell/late.ts'
import { Notice } from '../shell/Notice.tsx'
import { useSession } from '../shell/session.ts'

/** A fetched thing in its states: not yet, not allowed, failed, there. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (value: T) => ReactNode }) {
  const { t } = useTranslation()
  const { workspace } = useSession()
  const isSlow = useLate(query.isPending, 300)
  if (query.data !== undefined) return children(query.data)
  if (problemOf(query.error)?.status === 403)
    return (
      <Notice title={t('setup.admins_only.title')} text={t('setup.admins_only.text', { workspace: workspace.name })} />
    )
  if (query.error !== null) return <Failure error={query.error} />
  if (!isSlow) return null
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton height={40} mb={8} />
      <Skeleton height={40} mb={8} />
      <Skeleton height={40} />
    </div>
  )
}
