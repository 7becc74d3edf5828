import { ActionIcon, Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowLeft, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../api/problem.ts'
import { type Bot, bots } from '../../api/setup.ts'
import { type TaggedSettings, widgets } from '../../api/widget.ts'
import { useFailureText } from '../../shell/Failure.tsx'
import { Notice } from '../../shell/Notice.tsx'
import { goTo } from '../../shell/navigation.ts'
import { Loaded } from '../Loaded.tsx'
import { SaveBar } from '../SaveBar.tsx'
import setup from '../setup.module.css'
import { useFirstRefused } from '../use-first-refused.ts'
import { OfflineFields, PreChatFields } from './AskFields.tsx'
import { Embedding } from './Embedding.tsx'
import { IdentitySecret } from './IdentitySecret.tsx'
import { LookFields } from './LookFields.tsx'
import { Preview, type View } from './Preview.tsx'
import { usePreview } from './preview.ts'
import { useWidgetForm, type WidgetForm } from './use-widget-form.ts'
import { OfferFields, WordFields } from './WordFields.tsx'
import styles from './widget.module.css'

/** How the chat of a bot looks and what it asks, with the chat itself beside it. */
export function WidgetPage({ id }: { id: string }) {
  const { t } = useTranslation()
  const list = useQuery({ queryKey: ['bots'], queryFn: bots.list })
  const bot = list.data?.find((one) => one.id === id)
  return (
    <section className={styles.page}>
      <header className={setup.head}>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('widget_page.all')}
          onClick={() => goTo({ name: 'setup', page: 'channels', item: null })}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div>
          <h2 dir="auto">{bot?.name ?? t('setup.pages.channels')}</h2>
          <p>{t('widget_page.about')}</p>
        </div>
        <div className={setup.tools}>
          <Button
            component="a"
            href={`/demo?bot=${encodeURIComponent(id)}`}
            target="_blank"
            rel="noopener"
            rightSection={<IconExternalLink size={14} aria-hidden />}
          >
            {t('channels.try')}
          </Button>
        </div>
      </header>
      <Loaded query={list}>
        {() =>
          bot === undefined ? (
            <Notice title={t('widget_page.unknown.title')} text={t('widget_page.unknown.text')} />
          ) : (
            <Settings bot={bot} />
          )
        }
      </Loaded>
    </section>
  )
}

function Settings({ bot }: { bot: Bot }) {
  const query = useQuery({ queryKey: ['widget settings', bot.id], queryFn: () => widgets.read(bot.id) })
  return <Loaded query={query}>{(saved) => <Editor key={bot.id} bot={bot} saved={saved} />}</Loaded>
}

function Editor({ bot, saved }: { bot: Bot; saved: TaggedSettings }) {
  const { t, i18n } = useTranslation()
  const form = useWidgetForm(bot.id, saved)
  const element = useFirstRefused(form.refusals)
  const refusal = useRefusal(form)
  const [view, setView] = useState<View>({ state: 'talking', scheme: 'light', width: 'desktop', locale: i18n.language })
  const { state, scheme, locale } = view
  const samples = t('widget_page.preview.samples', { returnObjects: true })
  const { frame, shades } = usePreview({ settings: form.settings, botName: bot.name, state, scheme, locale, samples })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    form.submit(() => notifications.show({ message: t('common.saved') }))
  }
  return (
    <div className={styles.columns}>
      <div className={styles.settings}>
        <form ref={element} className={styles.form} noValidate onSubmit={submit}>
          <LookFields form={form} shades={shades} />
          <PreChatFields form={form} />
          <OfflineFields form={form} />
          <WordFields form={form} />
          <OfferFields form={form} />
          {!form.isReadOnly && (
            <SaveBar
              form={form}
              refused={refusal}
              changedElsewhere={form.wasChangedElsewhere ? t('widget_page.changed_meanwhile') : null}
            />
          )}
        </form>
        <Embedding bot={bot.id} />
        <IdentitySecret bot={bot.id} />
      </div>
      <Preview bot={bot.id} frame={frame} view={view} onView={(part) => setView((now) => ({ ...now, ...part }))} />
    </div>
  )
}

function useRefusal({ errors, save }: WidgetForm): string | null {
  const { t } = useTranslation()
  const failureText = useFailureText()
  if (save.error === null || save.isPending) return null
  if (errors.length > 0) return t('routing.correct', { count: errors.length })
  return problemOf(save.error)?.status === 412 ? t('widget_page.changed_meanwhile') : failureText(save.error)
}
