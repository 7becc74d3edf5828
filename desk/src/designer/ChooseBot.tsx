import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconSitemap } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Bot, bots } from '../api/setup.ts'
import { botTemplates } from '../api/templates.ts'
import { sorted } from '../setup/bot-document.ts'
import { Loaded } from '../setup/Loaded.tsx'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import styles from './designer.module.css'
import { freshBot } from './document/edits.ts'

/** Which bot to work on, or a new one. */
export function ChooseBot() {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const list = useQuery({ queryKey: ['bots'], queryFn: bots.list })
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('designer.choose.add')}
    </Button>
  )
  return (
    <main className={styles.choose}>
      <header className={styles.chooseHead}>
        <div>
          <h1>{t('designer.title')}</h1>
          <p className="quiet">{isAdmin ? t('designer.choose.text') : t('designer.read_only')}</p>
        </div>
        {isAdmin && list.data?.length !== 0 && add}
      </header>
      <Loaded query={list}>
        {(items) =>
          items.length === 0 ? (
            <Notice
              icon={<IconSitemap size={32} stroke={1.25} />}
              title={t('designer.choose.none.title')}
              text={t('designer.choose.none.text')}
            >
              {isAdmin && add}
            </Notice>
          ) : (
            <ul className={styles.bots}>
              {items.map((bot) => (
                <BotCard key={bot.id} bot={bot} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAdding && <NewBot onClose={() => setAdding(false)} />}
    </main>
  )
}

function BotCard({ bot }: { bot: Bot }) {
  const { t } = useTranslation()
  const place = { name: 'designer', bot: bot.id } as const
  const { errors, warnings } = sorted(bot.problems)
  return (
    <li>
      <a
        className={styles.botCard}
        href={pathOf(place)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          goTo(place)
        }}
      >
        <strong dir="auto">{bot.name}</strong>
        <span className="quiet tabular">
          {bot.live === null
            ? t('designer.live.none')
            : t(bot.live === bot.version ? 'designer.live.same' : 'designer.live.behind', { live: bot.live })}
        </span>
        {errors.length > 0 && <span className={styles.error}>{t('bots.errors', { count: errors.length })}</span>}
        {warnings.length > 0 && (
          <span className={styles.warning}>{t('bots.warnings', { count: warnings.length })}</span>
        )}
      </a>
    </li>
  )
}

const fromNothing = 'nothing'

function NewBot({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [begin, setBegin] = useState(fromNothing)
  const templates = useQuery({
    queryKey: ['bot-templates'],
    queryFn: botTemplates,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const template = templates.data?.find(({ id }) => id === begin)
  const add = useMutation({
    mutationFn: () =>
      bots.add(
        template === undefined
          ? freshBot(name.trim(), t('designer.choose.main'), t('designer.choose.welcome'))
          : { ...template.document, name: name.trim() },
      ),
    onSuccess: (bot) => {
      void client.invalidateQueries({ queryKey: ['bots'] })
      goTo({ name: 'designer', bot: bot.id })
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('designer.choose.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') add.mutate()
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t('designer.choose.name')}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group label={t('designer.choose.from')} value={begin} onChange={setBegin}>
            <Stack gap={8} mt={4}>
              <Radio
                value={fromNothing}
                label={t('designer.choose.nothing')}
                description={t('designer.choose.nothing_help')}
              />
              {templates.data?.map(({ id, title, help }) => (
                <Radio
                  key={id}
                  value={id}
                  label={title}
                  description={help}
                  onChange={() => setName((current) => current || title)}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Failure error={add.error ?? templates.error} labels={{ name: t('designer.choose.name') }} />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="filled" disabled={name.trim() === ''} loading={add.isPending}>
              {t('designer.choose.begin')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
