import type { OperatorView } from '@baton/core/protocol'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { operators } from '../api/people.ts'
import { useLiveState } from '../live/hooks.ts'
import { Notice } from '../shell/Notice.tsx'
import { useMe } from '../shell/session.ts'
import { InvitationDialog } from './InvitationDialog.tsx'
import { Loaded } from './Loaded.tsx'
import { OperatorDialog } from './OperatorDialog.tsx'
import { OperatorRow } from './OperatorRow.tsx'
import { PageHead } from './PageHead.tsx'
import styles from './setup.module.css'

export function OperatorsPage() {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list })
  const presence = useLiveState((state) => state.presence)
  const client = useQueryClient()
  const known = people.data
  // Presence tells that somebody became away, not whether a request they missed is why.
  const isStale = known?.some((one) => (presence[one.id]?.status ?? one.status) !== one.status) ?? false
  useEffect(() => {
    if (isStale) void client.invalidateQueries({ queryKey: ['operators'] })
  }, [isStale, client])
  const [edited, setEdited] = useState<OperatorView | 'new' | null>(null)
  const [invited, setInvited] = useState<OperatorView | null>(null)
  const columns = [
    t('operators.name'),
    t('operators.role'),
    t('operators.groups'),
    t('operators.status'),
    t('operators.load'),
  ]
  return (
    <section className={styles.page}>
      <PageHead page="operators">
        {isAdmin && (
          <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
            {t('operators.add')}
          </Button>
        )}
      </PageHead>
      <Loaded query={people}>
        {(list) =>
          list.length === 0 ? (
            <Notice title={t('operators.none.title')} text={t('operators.none.text')} />
          ) : (
            <div className={styles.scroll}>
              <table className={styles.table}>
                <thead>
                  <tr>
                    {columns.map((column) => (
                      <th key={column} scope="col">
                        {column}
                      </th>
                    ))}
                    {isAdmin && (
                      <th scope="col">
                        <span className="hidden-text">{t('common.actions')}</span>
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {list.map((one) => (
                    <OperatorRow
                      key={one.id}
                      operator={{ ...one, ...presence[one.id] }}
                      isAdmin={isAdmin}
                      onEdit={() => setEdited(one)}
                      onInvite={() => setInvited(one)}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {edited !== null && (
        <OperatorDialog
          operator={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onAdded={(added) => {
            setEdited(null)
            setInvited(added)
          }}
        />
      )}
      {invited !== null && <InvitationDialog operator={invited} onClose={() => setInvited(null)} />}
    </section>
  )
}
