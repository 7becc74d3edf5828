import { useTranslation } from 'react-i18next'
import { goTo, pathOf } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { type SetupPage, setupPages } from '../shell/setup-pages.ts'
import { AuditPage } from './AuditPage.tsx'
import { BotPage } from './BotPage.tsx'
import { BotsPage } from './BotsPage.tsx'
import { ChannelsPage } from './ChannelsPage.tsx'
import { GroupsPage } from './GroupsPage.tsx'
import { KeysPage } from './KeysPage.tsx'
import { OperatorsPage } from './OperatorsPage.tsx'
import { RepliesPage } from './RepliesPage.tsx'
import { RoutingPage } from './RoutingPage.tsx'
import styles from './setup.module.css'
import { WorkspacePage } from './WorkspacePage.tsx'
import { WidgetPage } from './widget/WidgetPage.tsx'

/** The set-up: administrators change it, everybody else sees what they may. */
export function SetUp({ page, item }: { page: SetupPage; item: string | null }) {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  return (
    <div className={styles.setup}>
      <nav className={styles.nav} aria-label={t('setup.title')}>
        <h1>{t('setup.title')}</h1>
        {setupPages.map((one) => (
          <a
            key={one}
            href={pathOf({ name: 'setup', page: one, item: null })}
            aria-current={one === page ? 'page' : undefined}
            onClick={(event) => {
              event.preventDefault()
              goTo({ name: 'setup', page: one, item: null })
            }}
          >
            {t(`setup.pages.${one}`)}
          </a>
        ))}
      </nav>
      <main className={styles.main}>
        {!isAdmin && page !== 'replies' && <p className={styles.readOnly}>{t('setup.read_only')}</p>}
        <Page page={page} item={item} />
      </main>
    </div>
  )
}

function Page({ page, item }: { page: SetupPage; item: string | null }) {
  switch (page) {
    case 'operators':
      return <OperatorsPage />
    case 'groups':
      return item === null ? <GroupsPage /> : <RoutingPage key={item} group={item} />
    case 'bots':
      return item === null ? <BotsPage /> : <BotPage key={item} id={item} />
    case 'channels':
      return item === null ? <ChannelsPage /> : <WidgetPage key={item} id={item} />
    case 'workspace':
      return <WorkspacePage />
    case 'keys':
      return <KeysPage />
    case 'audit':
      return <AuditPage />
    case 'replies':
      return <RepliesPage />
  }
}
