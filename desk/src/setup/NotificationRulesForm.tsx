import type { NotificationRules } from '@baton/core/notification-settings'
import { Button, Group, NumberInput, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notificationCalls } from '../api/notifications.ts'
import { Failure } from '../shell/Failure.tsx'
import { useMe } from '../shell/session.ts'
import { Loaded } from './Loaded.tsx'
import routingStyles from './routing.module.css'
import styles from './setup.module.css'

const key = ['notification rules']
/** Seconds. */
const least = 5
const most = 86_400

/** [U-13] When operators who look at no desk are told of a request, and how much. */
export function NotificationRulesForm() {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: key, queryFn: notificationCalls.rules })
  return (
    <section className={routingStyles.within} aria-label={t('notifying.rules')}>
      <header className={styles.head}>
        <div>
          <h2>{t('notifying.rules')}</h2>
          <p>{t('notifying.rules_hint')}</p>
        </div>
      </header>
      <Loaded query={query}>{(rules) => <Form rules={rules} />}</Loaded>
    </section>
  )
}

function Form({ rules: before }: { rules: NotificationRules }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const isAdmin = useMe().role === 'admin'
  const [rules, setRules] = useState(before)
  const save = useMutation({
    mutationFn: () => notificationCalls.changeRules(rules),
    onSuccess: (answer) => {
      client.setQueryData(key, answer)
      void client.invalidateQueries({ queryKey: ['own notifications'] })
      notifications.show({ message: t('common.saved') })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const seconds = (name: 'notifyAfterSeconds' | 'mailAfterSeconds', label: string) => (
    <NumberInput
      label={label}
      min={least}
      max={most}
      allowDecimal={false}
      readOnly={!isAdmin}
      value={rules[name]}
      onChange={(value) => typeof value === 'number' && setRules({ ...rules, [name]: value })}
    />
  )
  return (
    <form className={styles.form} onSubmit={submit}>
      {seconds('notifyAfterSeconds', t('notifying.rules_notify'))}
      {seconds('mailAfterSeconds', t('notifying.rules_mail'))}
      <Switch
        label={t('notifying.rules_content')}
        description={t('notifying.rules_content_hint')}
        disabled={!isAdmin}
        checked={rules.showsContent}
        onChange={(event) => setRules({ ...rules, showsContent: event.currentTarget.checked })}
      />
      <Failure error={save.error} />
      {isAdmin && (
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </Group>
      )}
    </form>
  )
}
