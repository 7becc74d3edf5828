import type { WidgetSettings } from '@baton/core/protocol'
import { NativeSelect, Switch, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { groups } from '../../api/people.ts'
import { FormFields } from './FormFields.tsx'
import { Section } from './Section.tsx'
import { useRefused } from './use-refused.ts'
import type { WidgetForm } from './use-widget-form.ts'

const moments = ['always', 'before_operator'] as const

/** What is asked before the talk, or once somebody was asked to join. */
export function PreChatFields({ form }: { form: WidgetForm }) {
  const { t } = useTranslation()
  const { preChat } = form.settings
  const change = (part: Partial<WidgetSettings['preChat']>) => form.change({ preChat: { ...preChat, ...part } })
  return (
    <Section title={t('widget_page.pre_chat.title')} text={t('widget_page.pre_chat.text')}>
      <Switch
        label={t('widget_page.pre_chat.switch')}
        disabled={form.isReadOnly}
        checked={preChat.isOn}
        onChange={({ currentTarget }) => change({ isOn: currentTarget.checked })}
      />
      {preChat.isOn && (
        <>
          <NativeSelect
            label={t('widget_page.pre_chat.when')}
            disabled={form.isReadOnly}
            data={moments.map((value) => ({ value, label: t(`widget_page.pre_chat.moments.${value}`) }))}
            value={preChat.when}
            onChange={({ currentTarget }) =>
              change({ when: moments.find((one) => one === currentTarget.value) ?? 'always' })
            }
          />
          <Words
            form={form}
            label={t('widget_page.pre_chat.words')}
            path="preChat.text"
            value={preChat.text}
            onChange={(text) => change({ text })}
          />
          <FormFields
            form={form}
            path="preChat.fields"
            fields={preChat.fields}
            onChange={(fields) => change({ fields })}
          />
        </>
      )}
    </Section>
  )
}

const everybody = ''

/** [V-09] What can be left while nobody is there, and for whom. */
export function OfflineFields({ form }: { form: WidgetForm }) {
  const { t } = useTranslation()
  const refused = useRefused(form.errors)
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  const { offline } = form.settings
  const change = (part: Partial<WidgetSettings['offline']>) => form.change({ offline: { ...offline, ...part } })
  return (
    <Section title={t('widget_page.offline.title')} text={t('widget_page.offline.text')}>
      <Switch
        label={t('widget_page.offline.switch')}
        disabled={form.isReadOnly}
        checked={offline.isOn}
        onChange={({ currentTarget }) => change({ isOn: currentTarget.checked })}
      />
      {offline.isOn && (
        <>
          <NativeSelect
            label={t('widget_page.offline.group')}
            description={t('widget_page.offline.group_hint')}
            disabled={form.isReadOnly}
            data={[
              { value: everybody, label: t('widget_page.offline.everybody') },
              ...(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={offline.group ?? everybody}
            error={refused('offline.group')}
            onChange={({ currentTarget }) => change({ group: currentTarget.value || null })}
          />
          <Words
            form={form}
            label={t('widget_page.offline.words')}
            path="offline.text"
            value={offline.text}
            onChange={(text) => change({ text })}
          />
          <FormFields
            form={form}
            path="offline.fields"
            fields={offline.fields}
            onChange={(fields) => change({ fields })}
          />
        </>
      )}
    </Section>
  )
}

type WordsProps = { form: WidgetForm; label: string; path: string; value: string; onChange: (value: string) => void }

/** What stands above the questions. */
function Words({ form, label, path, value, onChange }: WordsProps) {
  return (
    <Textarea
      label={label}
      autosize
      minRows={2}
      maxRows={6}
      maxLength={500}
      dir="auto"
      readOnly={form.isReadOnly}
      value={value}
      error={useRefused(form.errors)(path)}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
