import type { RoutingSettings } from '@baton/core/routing'
import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../api/people.ts'
import { type RoutingScope, routing } from '../api/routing.ts'
import { Notice } from '../shell/Notice.tsx'
import { goTo } from '../shell/navigation.ts'
import { useSession } from '../shell/session.ts'
import { Loaded } from './Loaded.tsx'
import { RoutingForm } from './RoutingForm.tsx'
import routingStyles from './routing.module.css'
import styles from './setup.module.css'

/** How the requests of a group find operators. */
export function RoutingPage({ group: id }: { group: string }) {
  const { t } = useTranslation()
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  const group = teams.data?.find((one) => one.id === id)
  return (
    <section className={styles.page}>
      <header className={styles.head}>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('routing.all_groups')}
          onClick={() => goTo({ name: 'setup', page: 'groups', item: null })}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div>
          <h2 dir="auto">{group?.name ?? t('routing.title')}</h2>
          <p>
            {t('routing.title')}. {t('routing.about_group')}
          </p>
        </div>
      </header>
      <Loaded query={teams}>
        {() =>
          group === undefined ? (
            <Notice title={t('routing.unknown.title')} text={t('routing.unknown.text')} />
          ) : (
            <Settings scope={group.id}>
              {(saved) => (
                <Settings scope={null}>
                  {(workspace) => (
                    <RoutingForm scope={group.id} name={group.name} saved={saved} workspace={workspace} />
                  )}
                </Settings>
              )}
            </Settings>
          )
        }
      </Loaded>
    </section>
  )
}

/** What holds for requests to everybody, and what groups take over. */
export function WorkspaceRouting() {
  const { t } = useTranslation()
  const { workspace } = useSession()
  return (
    <section className={routingStyles.within}>
      <header className={styles.head}>
        <div>
          <h2>{t('routing.title')}</h2>
          <p>{t('routing.about_workspace')}</p>
        </div>
      </header>
      <Settings scope={null}>
        {(saved) => <RoutingForm scope={null} name={workspace.name} saved={saved} workspace={saved} />}
      </Settings>
    </section>
  )
}

function Settings({ scope, children }: { scope: RoutingScope; children: (settings: RoutingSettings) => ReactNode }) {
  const query = useQuery({ queryKey: ['routing', scope], queryFn: () => routing.read(scope) })
  return <Loaded query={query}>{children}</Loaded>
}
