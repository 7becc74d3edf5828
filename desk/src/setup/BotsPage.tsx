import { Button } from '@mantine/core'
import { IconFileImport, IconSitemap } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Bot, bots } from '../api/setup.ts'
import { Notice } from '../shell/Notice.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { sorted } from './bot-document.ts'
import { ImportDialog } from './ImportDialog.tsx'
import { Loaded } from './Loaded.tsx'
import { PageHead } from './PageHead.tsx'
import styles from './setup.module.css'

export function BotsPage() {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const list = useQuery({ queryKey: ['bots'], queryFn: bots.list })
  const [isImporting, setImporting] = useState(false)
  return (
    <section className={styles.page}>
      <PageHead page="bots">
        {isAdmin && (
          <Button variant="filled" leftSection={<IconFileImport size={16} />} onClick={() => setImporting(true)}>
            {t('bots.add')}
          </Button>
        )}
      </PageHead>
      <Loaded query={list}>
        {(items) =>
          items.length === 0 ? (
            <Notice title={t('bots.none.title')} text={t('bots.none.text')} />
          ) : (
            <div className={styles.scroll}>
              <table className={styles.table}>
                <thead>
                  <tr>
                    {[t('bots.name'), t('bots.live'), t('bots.draft'), t('bots.problems'), t('designer.title')].map(
                      (column) => (
                        <th key={column} scope="col">
                          {column}
                        </th>
                      ),
                    )}
                  </tr>
                </thead>
                <tbody>
                  {items.map((bot) => (
                    <BotRow key={bot.id} bot={bot} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
    </section>
  )
}

function BotRow({ bot }: { bot: Bot }) {
  const { t } = useTranslation()
  const { errors, warnings } = sorted(bot.problems)
  const place = { name: 'setup', page: 'bots', item: bot.id } as const
  const inDesigner = { name: 'designer', bot: bot.id } as const
  return (
    <tr>
      <td>
        <a
          className={styles.nameLink}
          href={pathOf(place)}
          onClick={(event) => {
            event.preventDefault()
            goTo(place)
          }}
        >
          <bdi>{bot.name}</bdi>
        </a>
      </td>
      <td className="tabular">
        {bot.live === null ? (
          <span className="quiet">{t('bots.not_live')}</span>
        ) : (
          t('bots.version', { version: bot.live })
        )}
      </td>
      <td className="tabular">
        {t('bots.version', { version: bot.version })}{' '}
        <span className={styles.pill}>
          {bot.live === bot.version ? t('bots.up_to_date') : bot.live === null ? t('bots.draft') : t('bots.behind')}
        </span>
      </td>
      <td>
        {bot.problems.length === 0 && <span className="quiet">{t('common.none')}</span>}
        {errors.length > 0 && <span className={styles.error}>{t('bots.errors', { count: errors.length })}</span>}
        {errors.length > 0 && warnings.length > 0 && ', '}
        {warnings.length > 0 && (
          <span className={styles.warning}>{t('bots.warnings', { count: warnings.length })}</span>
        )}
      </td>
      <td className={styles.narrow}>
        <a
          className={styles.nameLink}
          style={{ display: 'inline-flex', padding: 4 }}
          href={pathOf(inDesigner)}
          aria-label={t('designer.open_named', { name: bot.name })}
          onClick={(event) => {
            event.preventDefault()
            goTo(inDesigner)
          }}
        >
          <IconSitemap size={18} stroke={1.75} aria-hidden />
        </a>
      </td>
    </tr>
  )
}
