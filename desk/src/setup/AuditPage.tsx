import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups, operators } from '../api/people.ts'
import { problemOf } from '../api/problem.ts'
import { type AuditEntry, audit, bots } from '../api/setup.ts'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { useSession } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { AuditFilters } from './AuditFilters.tsx'
import { isFiltering, noFilter, queryOf } from './audit-filter.ts'
import { nameIn, withNames } from './audit-names.ts'
import { PageHead } from './PageHead.tsx'
import styles from './setup.module.css'

const start: string | null = null

export function AuditPage() {
  const { t } = useTranslation()
  const { workspace } = useSession()
  const [filter, setFilter] = useState(noFilter)
  const query = queryOf(filter)
  const pages = useInfiniteQuery({
    queryKey: ['audit', query],
    initialPageParam: start,
    queryFn: ({ pageParam }) => audit.list(query, pageParam),
    getNextPageParam: (page) => page.nextCursor,
  })
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list })
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  const known = useQuery({ queryKey: ['bots'], queryFn: bots.list })
  const named = [...(people.data ?? []), ...(teams.data ?? []), ...(known.data ?? [])]
  const entries = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const empty = pages.hasNextPage ? 'further' : isFiltering(filter) ? 'no_match' : 'none'
  const isForbidden = problemOf(pages.error)?.status === 403
  return (
    <section className={styles.page}>
      <PageHead page="audit">
        {!isForbidden && (
          <Button component="a" href={audit.csv(query)} download leftSection={<IconDownload size={16} />}>
            {t('audit.csv')}
          </Button>
        )}
      </PageHead>
      {!isForbidden && <AuditFilters filter={filter} onChange={setFilter} />}
      {isForbidden ? (
        <Notice
          title={t('setup.admins_only.title')}
          text={t('setup.admins_only.text', { workspace: workspace.name })}
        />
      ) : (
        <Failure error={pages.error} />
      )}
      {pages.isSuccess && entries.length === 0 && (
        <Notice title={t(`audit.${empty}.title`)} text={t(`audit.${empty}.text`)} />
      )}
      {entries.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                {[t('audit.at'), t('audit.actor'), t('audit.action'), t('audit.object'), t('audit.change')].map(
                  (column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <EntryRow key={entry.seq} entry={entry} named={named} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pages.hasNextPage && (
        <div>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t(entries.length === 0 ? 'audit.look_further' : 'common.more')}
          </Button>
        </div>
      )}
    </section>
  )
}

type Named = { id: string; name: string }

function EntryRow({ entry, named }: { entry: AuditEntry; named: Named[] }) {
  const { t } = useTranslation()
  const times = useTimes()
  const sides = [
    [t('audit.before'), entry.before],
    [t('audit.after'), entry.after],
  ] as const
  const known = sides.filter(([, value]) => value !== null && value !== undefined)
  return (
    <tr>
      <td className={`${styles.narrow} tabular`}>{times.full(entry.at)}</td>
      <td dir="auto">{withNames(nameIn(entry.actor), named)}</td>
      <td>
        <code>{entry.action}</code>
      </td>
      <td dir="auto">{withNames(nameIn(entry.object), named)}</td>
      <td className={styles.change}>
        {known.length > 0 && (
          <details>
            <summary>{t('audit.change')}</summary>
            {known.map(([name, value]) => (
              <div key={name}>
                {name}: {JSON.stringify(value)}
              </div>
            ))}
          </details>
        )}
      </td>
    </tr>
  )
}
