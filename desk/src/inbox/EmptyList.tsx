import { Button } from '@mantine/core'
import { IconCheck, IconFilterOff, IconMessages, IconSearchOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../shell/Notice.tsx'
import { goTo } from '../shell/navigation.ts'
import { DemoButton } from './DemoButton.tsx'
import type { ListOf } from './lists.ts'
import { isNarrowed } from './only.ts'

/** What an empty list means, and what to do first. */
export function EmptyList({ list }: { list: ListOf }) {
  const { t } = useTranslation()
  const search = list.search.trim()
  if (search !== '')
    return (
      <Notice
        icon={<IconSearchOff size={28} stroke={1.25} />}
        title={t('inbox.empty.search.title')}
        text={t('inbox.empty.search.text', { search })}
      />
    )
  if (isNarrowed(list.only ?? {}))
    return (
      <Notice
        icon={<IconFilterOff size={28} stroke={1.25} />}
        title={t('filter.empty.title')}
        text={t('filter.empty.text')}
      />
    )
  const icon =
    list.tab === 'requested' ? <IconCheck size={28} stroke={1.25} /> : <IconMessages size={28} stroke={1.25} />
  return (
    <Notice icon={icon} title={t(`inbox.empty.${list.tab}.title`)} text={t(`inbox.empty.${list.tab}.text`)}>
      {list.tab === 'requested' && <DemoButton />}
      {list.tab === 'all' && (
        <>
          <DemoButton />
          <Button component="a" href="/demo" target="_blank" rel="noopener">
            {t('inbox.empty.demo')}
          </Button>
          <Button variant="subtle" onClick={() => goTo({ name: 'setup', page: 'channels', item: null })}>
            {t('inbox.empty.setup')}
          </Button>
        </>
      )}
    </Notice>
  )
}
