import { Button, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '../api/session.ts'
import { undoSlot } from '../conversation/deeds/undo-slot.ts'
import { endPushesHere } from '../notifications/subscription.ts'
import { awayChoices } from '../shell/auto-away.ts'
import { Failure } from '../shell/Failure.tsx'
import { Rest } from '../shell/Rest.tsx'
import { useSession } from '../shell/session.ts'
import { changeSettings, useSetting } from '../shell/settings.ts'
import { languageOf, languages, switchTo } from '../texts/index.ts'
import { NotificationsForm } from './NotificationsForm.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { PictureField } from './PictureField.tsx'
import styles from './profile.module.css'
import { ShortcutsForm } from './ShortcutsForm.tsx'

export function Profile() {
  const { t } = useTranslation()
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <h1>{t('profile.title')}</h1>
        <Section title={t('profile.you')}>
          <You />
        </Section>
        <Section title={t('notifying.title')} text={t('notifying.hint')}>
          <NotificationsForm />
        </Section>
        <Rest>
          <Section title={t('presence.auto.title')} text={t('presence.auto.hint')}>
            <AutoAway />
          </Section>
          <Section title={t('profile.look')} text={t('profile.here')}>
            <Look />
          </Section>
          <Section title={t('profile.keyboard')} text={t('profile.here')}>
            <ShortcutsForm />
          </Section>
          <Section title={t('profile.password')}>
            <PasswordForm />
          </Section>
          <Section title={t('profile.sessions')} text={t('profile.sessions_hint')}>
            <Sessions />
          </Section>
        </Rest>
      </div>
    </main>
  )
}

function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <div>
        <h2>{title}</h2>
        {text !== undefined && <p className="quiet">{text}</p>}
      </div>
      <div className={styles.fields}>{children}</div>
    </section>
  )
}

/** [U-16] After how long without a key or the mouse one becomes away. */
function AutoAway() {
  const { t } = useTranslation()
  const awayAfterMinutes = useSetting('awayAfterMinutes')
  return (
    <NativeSelect
      label={t('presence.auto.label')}
      value={String(awayAfterMinutes)}
      onChange={(event) => changeSettings({ awayAfterMinutes: Number(event.currentTarget.value) })}
      data={awayChoices.map((count) => ({ value: String(count), label: t('presence.auto.choice', { count }) }))}
    />
  )
}

function You() {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const { operator, profile } = useSession()
  const [name, setName] = useState(operator.name)
  const save = useMutation({
    mutationFn: session.change,
    onSuccess: async () => client.setQueryData(['session'], await session.read()),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name: name.trim() })
  }
  return (
    <>
      <PictureField
        name={operator.name}
        picture={profile.picture}
        isBusy={save.isPending}
        onPicture={(picture) => save.mutate({ picture })}
      />
      <form className={styles.inline} onSubmit={submit}>
        <TextInput
          label={t('profile.name')}
          required
          withAsterisk={false}
          dir="auto"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === '' || name.trim() === operator.name} loading={save.isPending}>
          {t('common.save')}
        </Button>
      </form>
      <TextInput label={t('profile.email')} value={operator.email} readOnly />
      <Labelled label={t('profile.language')}>
        <NativeSelect
          aria-label={t('profile.language')}
          value={languageOf(i18n.language)}
          onChange={(event) => {
            const language = languageOf(event.currentTarget.value)
            void switchTo(language)
            save.mutate({ language })
          }}
        >
          {Object.entries(languages).map(([value, name]) => (
            <option key={value} value={value} lang={value}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </Labelled>
      <Failure error={save.error} labels={{ name: t('profile.name'), language: t('profile.language') }} />
    </>
  )
}

const schemes = ['system', 'light', 'dark'] as const
const densities = ['comfortable', 'compact'] as const
const contrasts = ['system', 'more'] as const
const textSizes = ['usual', 'large', 'largest'] as const

function Look() {
  const { t } = useTranslation()
  const scheme = useSetting('scheme')
  const density = useSetting('density')
  const contrast = useSetting('contrast')
  const textSize = useSetting('textSize')
  return (
    <>
      <Labelled label={t('profile.scheme')}>
        <SegmentedControl
          aria-label={t('profile.scheme')}
          transitionDuration={0}
          value={scheme}
          data={schemes.map((value) => ({ value, label: t(`profile.schemes.${value}`) }))}
          onChange={(value) => changeSettings({ scheme: schemes.find((one) => one === value) ?? 'system' })}
        />
      </Labelled>
      <Labelled label={t('profile.contrast')}>
        <SegmentedControl
          aria-label={t('profile.contrast')}
          transitionDuration={0}
          value={contrast}
          data={contrasts.map((value) => ({ value, label: t(`profile.contrasts.${value}`) }))}
          onChange={(value) => changeSettings({ contrast: contrasts.find((one) => one === value) ?? 'system' })}
        />
      </Labelled>
      <Labelled label={t('profile.text_size')}>
        <SegmentedControl
          aria-label={t('profile.text_size')}
          transitionDuration={0}
          value={textSize}
          data={textSizes.map((value) => ({ value, label: t(`profile.text_sizes.${value}`) }))}
          onChange={(value) => changeSettings({ textSize: textSizes.find((one) => one === value) ?? 'usual' })}
        />
      </Labelled>
      <Labelled label={t('profile.density')}>
        <SegmentedControl
          aria-label={t('profile.density')}
          transitionDuration={0}
          value={density}
          data={densities.map((value) => ({ value, label: t(`profile.densities.${value}`) }))}
          onChange={(value) => changeSettings({ density: densities.find((one) => one === value) ?? 'comfortable' })}
        />
      </Labelled>
    </>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.labelled}>
      <span aria-hidden>{label}</span>
      {children}
    </div>
  )
}

function Sessions() {
  const { t } = useTranslation()
  /** A fresh page keeps nothing of the one who left. */
  const leave = () => location.assign('/')
  const signOut = useMutation({
    mutationFn: () => undoSlot.settle().then(endPushesHere).then(session.signOut),
    onSuccess: leave,
  })
  const signOutEverywhere = useMutation({
    mutationFn: () => undoSlot.settle().then(endPushesHere).then(session.signOutEverywhere),
    onSuccess: leave,
  })
  return (
    <>
      <Group gap="xs">
        <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t('profile.sign_out')}
        </Button>
        <Button
          color="red"
          variant="outline"
          loading={signOutEverywhere.isPending}
          onClick={() => signOutEverywhere.mutate()}
        >
          {t('profile.sign_out_everywhere')}
        </Button>
      </Group>
      <Failure error={signOut.error ?? signOutEverywhere.error} />
    </>
  )
}
