import { Button } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CannedReply, type CannedScope, cannedReplies } from '../api/writing.ts'
import { Notice } from '../shell/Notice.tsx'
import { mayOverrule, useMe } from '../shell/session.ts'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import { Loaded } from './Loaded.tsx'
import { PageHead } from './PageHead.tsx'
import { ReplyDialog } from './ReplyDialog.tsx'
import styles from './replies.module.css'
import setupStyles from './setup.module.css'

/** [U-09] Canned replies: everybody's own, and those of the team, which supervisors look after. */
export function RepliesPage() {
  const isSupervisor = mayOverrule(useMe())
  return (
    <section className={setupStyles.page}>
      <PageHead page="replies" />
      <Replies scope="own" mayChange />
      <Replies scope="team" mayChange={isSupervisor} />
    </section>
  )
}

function Replies({ scope, mayChange }: { scope: CannedScope; mayChange: boolean }) {
  const { t } = useTranslation()
  const title = useId()
  const list = useQuery({ queryKey: ['canned', scope], queryFn: () => cannedReplies.list(scope) })
  const [edited, setEdited] = useState<CannedReply | 'new' | null>(null)
  return (
    <section className={styles.part} aria-labelledby={title}>
      <header className={styles.head}>
        <div>
          <h3 id={title}>{t(`replies_page.${scope}`)}</h3>
          <p>{t(`replies_page.${scope}_hint`)}</p>
        </div>
        {mayChange && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
            {t(`replies_page.add_${scope}`)}
          </Button>
        )}
      </header>
      <Loaded query={list}>
        {(items) =>
          items.length === 0 ? (
            <Notice title={t(`replies_page.none_${scope}.title`)} text={t(`replies_page.none_${scope}.text`)} />
          ) : (
            <ul className={styles.list}>
              {items.map((reply) => (
                <ReplyRow
                  key={reply.id}
                  reply={reply}
                  scope={scope}
                  mayChange={mayChange}
                  onEdit={() => setEdited(reply)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {edited !== null && (
        <ReplyDialog reply={edited === 'new' ? null : edited} scope={scope} onClose={() => setEdited(null)} />
      )}
    </section>
  )
}

type RowProps = { reply: CannedReply; scope: CannedScope; mayChange: boolean; onEdit: () => void }

function ReplyRow({ reply, scope, mayChange, onEdit }: RowProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [isRemoving, setRemoving] = useState(false)
  const remove = useMutation({
    mutationFn: () => cannedReplies.remove(scope, reply.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['canned', scope] }),
  })
  const { shortcut, title, text } = reply
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <span className={styles.names}>
          <bdi className={styles.shortcut}>/{shortcut}</bdi>
          <bdi>{title}</bdi>
        </span>
        <p className={styles.text} dir="auto">
          {text}
        </p>
      </div>
      {mayChange && (
        <div className={styles.tools}>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPencil size={14} />}
            aria-label={t('replies_page.edit_one', { title })}
            onClick={onEdit}
          >
            {t('replies_page.change')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} />}
            aria-label={t('replies_page.remove_one', { title })}
            onClick={() => setRemoving(true)}
          >
            {t('replies_page.remove')}
          </Button>
        </div>
      )}
      {isRemoving && (
        <ConfirmDialog
          title={t('replies_page.remove_title', { title })}
          text={t('replies_page.remove_text')}
          action={t('replies_page.remove')}
          change={remove}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  )
}
