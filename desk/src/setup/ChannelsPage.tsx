import { Button, Group, Textarea } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Bot, bots } from '../api/setup.ts'
import { Copy } from '../shell/Copy.tsx'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { useMe } from '../shell/session.ts'
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
  return (
    <div className={styles.card}>
      <Group justify="space-between" wrap="nowrap">
        <h3 className="cut" dir="auto">
          {bot.name}
        </h3>
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
      <Loaded query={widget}>
        {({ snippet, allowedSites }) => (
          <>
            <span className="quiet">{t('channels.snippet')}</span>
            <div className={styles.copyRow}>
              <code className={styles.code}>{snippet}</code>
              <Copy value={snippet} />
            </div>
            <Sites bot={bot.id} sites={allowedSites} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Sites({ bot, sites }: { bot: string; sites: string[] }) {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const client = useQueryClient()
  const [text, setText] = useState(sites.join('\n'))
  const wanted = text
    .split('\n')
    .map((site) => site.trim())
    .filter(Boolean)
  const save = useMutation({
    mutationFn: () => bots.allowSites(bot, wanted),
    onSuccess: (answer) => {
      client.setQueryData(['widget', bot], answer)
      setText(answer.allowedSites.join('\n'))
    },
  })
  return (
    <>
      <Textarea
        label={t('channels.sites')}
        description={t('channels.sites_hint')}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        readOnly={!isAdmin}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Failure error={save.error} />
      {isAdmin && (
        <Group justify="space-between">
          <span className="quiet">{wanted.length === 0 ? t('channels.sites_any') : ''}</span>
          <Button
            disabled={wanted.join('\n') === sites.join('\n')}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('common.save')}
          </Button>
        </Group>
      )}
    </>
  )
}
