import { Button, Group, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bots } from '../../api/setup.ts'
import { Copy } from '../../shell/Copy.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { useMe } from '../../shell/session.ts'
import { Loaded } from '../Loaded.tsx'
import setup from '../setup.module.css'
import { Section } from './Section.tsx'

/** How a site shows the chat, and which sites may. */
export function Embedding({ bot }: { bot: string }) {
  const { t } = useTranslation()
  const widget = useQuery({ queryKey: ['widget', bot], queryFn: () => bots.widget(bot) })
  return (
    <Section title={t('widget_page.sites.title')}>
      <Loaded query={widget}>
        {({ snippet, allowedSites }) => (
          <>
            <span className="quiet">{t('channels.snippet')}</span>
            <div className={setup.copyRow}>
              <code className={setup.code}>{snippet}</code>
              <Copy value={snippet} />
            </div>
            <Sites bot={bot} sites={allowedSites} />
          </>
        )}
      </Loaded>
    </Section>
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
      <Failure error={save.error} labels={{ allowedSites: t('channels.sites') }} />
      {isAdmin && (
        <Group justify="space-between">
          <span className="quiet">{wanted.length === 0 ? t('channels.sites_any') : ''}</span>
          <Button
            disabled={wanted.join('\n') === sites.join('\n')}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('widget_page.sites.save')}
          </Button>
        </Group>
      )}
    </>
  )
}
