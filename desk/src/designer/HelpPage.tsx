import { Anchor, Modal } from '@mantine/core'
import { IconBook2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { designer } from '../api/designer.ts'
import { Loaded } from '../setup/Loaded.tsx'
import type { Description } from './document/catalogue.ts'
import styles from './help-page.module.css'

/** What draws Markdown is only fetched where somebody reads some. */
const Markdown = lazy(async () => ({ default: (await import('./Markdown.tsx')).Markdown }))

/** [FL-11] A link to the help page of an action, as its folder has it: in English. */
export function HelpPage({ action: { type, title } }: { action: Description }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Anchor component="button" type="button" size="sm" className={styles.link ?? ''} onClick={() => setOpen(true)}>
        <IconBook2 size={14} aria-hidden />
        {t('designer.actions.help', { title })}
      </Anchor>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={title}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Page type={type} />
      </Modal>
    </>
  )
}

function Page({ type }: { type: string }) {
  const page = useQuery({
    queryKey: ['help', type],
    queryFn: () => designer.help(type),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Loaded query={page}>
      {({ markdown }) => (
        <div lang="en" dir="ltr">
          <Suspense>
            <Markdown text={withoutTitle(markdown)} />
          </Suspense>
        </div>
      )}
    </Loaded>
  )
}

/** The window has the title already. */
function withoutTitle(markdown: string): string {
  return markdown.replace(/^# .*\n+/, '')
}
