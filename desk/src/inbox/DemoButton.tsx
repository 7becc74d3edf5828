import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { conversations } from '../api/conversations.ts'
import { randomId } from '../api/random-id.ts'
import { bots } from '../api/setup.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { goTo } from '../shell/navigation.ts'
import { tellRefusal } from '../shell/tell-refusal.ts'
import { useCounts } from './use-counts.ts'

/** [U-22] A contact who asks for a person, so that there is something to answer; not where there is, or no chatbot is live. */
export function DemoButton() {
  const { t } = useTranslation()
  const failureText = useFailureText()
  const open = useCounts()?.open
  const all = useQuery({ queryKey: ['bots'], queryFn: bots.list })
  const bot = all.data?.find(({ live }) => live !== null)
  const make = useMutation({
    mutationFn: (id: string) =>
      conversations.demo(id, `demo_${randomId().slice(0, 8)}`, {
        text: t('inbox.empty.demo_text'),
        name: t('inbox.empty.demo_name'),
      }),
    onSuccess: (id) => goTo({ name: 'inbox', conversation: id }),
    onError: (error) => tellRefusal(failureText(error)),
  })
  if (bot === undefined || open !== 0) return null
  return (
    <Button variant="filled" loading={make.isPending} onClick={() => make.mutate(bot.id)}>
      {t('inbox.empty.demo_make')}
    </Button>
  )
}
