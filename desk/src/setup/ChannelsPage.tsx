import { Button, Group } from '@mantine/core'
import { IconExternalLink, IconPalette } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Bot, bots } from '../api/setup.ts'
import { Copy } from '../shell/Copy.tsx'
import { Notice } from '../shell/Notice.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { Loaded } from './Loaded.tsx'
import { PageHead } from './PageHead.tsx'
import styles from './setup.module.css'

export function ChannelsPage() {
  const { t } = useTranslation()
  const list = useQuery({ queryKey: ['bots'], queryFn: bots.list })
  return (
    <section className={styles.page}>
      <PageHead page="channels" />
      <Loaded query={list}>
        {(items) =>
          items.length === 0 ? (
            <Notice title={t('channels.none.title')} text={t('channels.none.text')} />
          ) : (
            items.map((bot) => <WidgetCard key={bot.id} bot={bot} />)
          )
        }
      </Loaded>
    </section>
  )
}

function WidgetCard({ bot }: { bot: Bot }) {
  const { t } = useTranslation()
  const widget = useQuery({ queryKey: ['widget', bot.id], queryFn: () => bots.widget(bot.id) })
  const place = { name: 'setup', page: 'channels', item: bot.id } as const
  return (
    <div className={styles.card}>
      <Group justify="space-between">
        <h3 className="cut" dir="auto">
          <a
            className={styles.nameLink}
            href={pathOf(place)}
            onClick={(event) => {
              event.preventDefault()
              goTo(place)
            }}
          >
            {bot.name}
          </a>
        </h3>
        <Group gap="xs">
          <Button size="compact-sm" leftSection={<IconPalette size={14} aria-hidden />} onClick={() => goTo(place)}>
            {t('widget_page.open')}
          </Button>
          <Button
            component="a"
            size="compact-sm"
            href={`/demo?bot=${encodeURIComponent(bot.id)}`}
            target="_blank"
            rel="noopener"
            rightSection={<IconExternalLink size={14} aria-hidden />}
          >
            {t('channels.try')}
          </Button>
        </Group>
      </Group>
      <Loaded query={widget}>
        {({ snippet, allowedSites }) => (
          <>
            <span className="quiet">{t('channels.snippet')}</span>
            <div className={styles.copyRow}>
              <code className={styles.code}>{snippet}</code>
              <Copy value={snippet} />
            </div>
            <span className="quiet" dir="auto">
              {allowedSites.length === 0 ? t('channels.sites_any') : allowedSites.join(', ')}
            </span>
          </>
        )}
      </Loaded>
    </div>
  )
}
