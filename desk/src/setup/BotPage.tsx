import { ActionIcon, Button, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowLeft, IconRocket, IconSitemap } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../api/problem.ts'
import { type BotProblem, type BotWithDraft, bots } from '../api/setup.ts'
import { Failure } from '../shell/Failure.tsx'
import { goTo } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { parseDocument, writeDocument } from './bot-document.ts'
import { Loaded } from './Loaded.tsx'
import { Problems } from './Problems.tsx'
import styles from './setup.module.css'

export function BotPage({ id }: { id: string }) {
  const bot = useQuery({ queryKey: ['bot', id], queryFn: () => bots.read(id), refetchOnWindowFocus: false })
  return (
    <section className={styles.page}>
      <Loaded query={bot}>{(value) => <Editor bot={value} />}</Loaded>
    </section>
  )
}

function Editor({ bot }: { bot: BotWithDraft }) {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const client = useQueryClient()
  const saved = writeDocument(bot.document)
  const [edited, setEdited] = useState<string | null>(null)
  const source = edited ?? saved
  const parsed = parseDocument(source)
  const isChanged = edited !== null && edited !== saved
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['bot', bot.id] })
    await client.invalidateQueries({ queryKey: ['bots'] })
  }
  const save = useMutation({
    mutationFn: (document: unknown) => bots.saveDraft(bot.id, document),
    onSuccess: async () => {
      await refresh()
      setEdited(null)
      notifications.show({ message: t('bots.saved') })
    },
  })
  const publish = useMutation({
    mutationFn: () => bots.publish(bot.id),
    onSuccess: async ({ version }) => {
      await refresh()
      notifications.show({ message: t('bots.published', { version }) })
    },
  })
  const refused = refusedProblems(publish.error)
  return (
    <>
      <header className={styles.head}>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('common.back')}
          onClick={() => goTo({ name: 'setup', page: 'bots', item: null })}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div>
          <h2 dir="auto">{bot.name}</h2>
          <p className="tabular">
            {t('bots.live')}: {bot.live === null ? t('bots.not_live') : t('bots.version', { version: bot.live })} ·{' '}
            {t('bots.draft')}: {t('bots.version', { version: bot.version })}
            {isChanged && ` · ${t('bots.unsaved')}`}
          </p>
        </div>
        {isAdmin && (
          <div className={styles.tools}>
            <Button
              leftSection={<IconSitemap size={16} />}
              disabled={isChanged}
              onClick={() => goTo({ name: 'designer', bot: bot.id })}
            >
              {t('designer.open')}
            </Button>
            <Button
              disabled={!isChanged || parsed.kind !== 'document'}
              loading={save.isPending}
              onClick={() => parsed.kind === 'document' && save.mutate(parsed.document)}
            >
              {t('bots.save')}
            </Button>
            <Button
              variant="filled"
              leftSection={<IconRocket size={16} />}
              disabled={isChanged}
              loading={publish.isPending}
              onClick={() => publish.mutate()}
            >
              {t('bots.publish')}
            </Button>
          </div>
        )}
      </header>
      <Failure error={save.error ?? (refused === null ? publish.error : null)} />
      <div className={styles.editor}>
        <Textarea
          aria-label={t('bots.edit', { name: bot.name })}
          autosize
          minRows={24}
          maxRows={36}
          spellCheck={false}
          readOnly={!isAdmin}
          value={source}
          error={
            parsed.kind === 'syntax'
              ? t('bots.parse_error', parsed)
              : parsed.kind === 'not_object'
                ? t('bots.not_object')
                : null
          }
          onChange={(event) => setEdited(event.currentTarget.value)}
        />
        <Problems problems={refused ?? bot.problems} />
      </div>
    </>
  )
}

/** What a refused publishing names, as problems beside the text. */
function refusedProblems(error: Error | null): BotProblem[] | null {
  const errors = problemOf(error)?.errors ?? []
  return errors.length === 0 ? null : errors.map((one) => ({ ...one, level: null }))
}
