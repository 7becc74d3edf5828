import { Button, Group, Select, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Workspace, workspace } from '../api/setup.ts'
import { Failure } from '../shell/Failure.tsx'
import { Rest } from '../shell/Rest.tsx'
import { useMe } from '../shell/session.ts'
import { timeZonesWith } from '../shell/time-zones.ts'
import { Loaded } from './Loaded.tsx'
import { NotificationRulesForm } from './NotificationRulesForm.tsx'
import { PageHead } from './PageHead.tsx'
import { WorkspaceRouting } from './RoutingPage.tsx'
import styles from './setup.module.css'

export function WorkspacePage() {
  const query = useQuery({ queryKey: ['workspace'], queryFn: workspace.read })
  return (
    <section className={styles.page}>
      <PageHead page="workspace" />
      <Loaded query={query}>{(value) => <Form workspace={value} />}</Loaded>
      <Rest>
        <NotificationRulesForm />
        <WorkspaceRouting />
      </Rest>
    </section>
  )
}

const proTeam = 'pro_team'

function Form({ workspace: before }: { workspace: Workspace }) {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const client = useQueryClient()
  const [name, setName] = useState(before.name)
  const [hasProTeam, setProTeam] = useState(before.packages.includes(proTeam))
  const [locale, setLocale] = useState(before.locale ?? '')
  const [isPreviewed, setPreviewed] = useState(before.typingPreview)
  const [timeZone, setTimeZone] = useState(before.timeZone)
  const save = useMutation({
    mutationFn: () =>
      workspace.change({
        name: name.trim(),
        packages: hasProTeam ? [proTeam] : [],
        typingPreview: isPreviewed,
        ...(locale.trim() === '' ? {} : { locale: locale.trim() }),
        ...(timeZone === null ? {} : { timeZone }),
      }),
    onSuccess: (answer) => {
      client.setQueryData(['workspace'], answer)
      void client.invalidateQueries({ queryKey: ['session'] })
      notifications.show({ message: t('common.saved') })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={t('workspace.name')}
        required
        withAsterisk={false}
        dir="auto"
        readOnly={!isAdmin}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('workspace.locale')}
        placeholder="en"
        readOnly={!isAdmin}
        value={locale}
        onChange={(event) => setLocale(event.currentTarget.value)}
      />
      <Select
        label={t('workspace.time_zone')}
        searchable
        limit={50}
        readOnly={!isAdmin}
        data={timeZonesWith(before.timeZone)}
        value={timeZone}
        onChange={setTimeZone}
      />
      <Switch
        label={t('workspace.pro_team')}
        description={t('workspace.pro_team_hint')}
        disabled={!isAdmin}
        checked={hasProTeam}
        onChange={(event) => setProTeam(event.currentTarget.checked)}
      />
      <Switch
        label={t('workspace.typing_preview')}
        description={t('workspace.typing_preview_hint')}
        disabled={!isAdmin}
        checked={isPreviewed}
        onChange={(event) => setPreviewed(event.currentTarget.checked)}
      />
      <Failure
        error={save.error}
        labels={{ name: t('workspace.name'), locale: t('workspace.locale'), timeZone: t('workspace.time_zone') }}
      />
      {isAdmin && (
        <Group>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </Group>
      )}
    </form>
  )
}
