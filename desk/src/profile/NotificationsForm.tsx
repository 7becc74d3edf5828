import { Button, Group, SegmentedControl, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { notificationCalls, type OwnNotifications } from '../api/notifications.ts'
import { useIsNotifying, useNotificationSwitch } from '../inbox/browser-notifications.ts'
import { play } from '../notifications/sounds.ts'
import { pushStateOf, startPushes, stopPushes } from '../notifications/subscription.ts'
import {
  useChangeNotifications,
  useOwnNotifications,
  useRenewNotifications,
} from '../notifications/use-own-notifications.ts'
import { show } from '../notifications/window.ts'
import { Failure } from '../shell/Failure.tsx'
import { NotificationsOutlook } from './NotificationsOutlook.tsx'
import styles from './profile.module.css'
import { QuietHoursFields } from './QuietHoursFields.tsx'

const contents = ['off', 'discreet', 'full'] as const
/** [U-04] In milliseconds: the choice shows first. The first tone of a page takes the browser longer than a picture. */
const pictureMs = 100
const sounds = ['none', 'chime', 'knock', 'bell'] as const

/** [U-13] What I am told of, how, and when not; and in words what that comes to. */
export function NotificationsForm() {
  const { own } = useOwnNotifications()
  return own === undefined ? null : <Form own={own} />
}

function Form({ own }: { own: OwnNotifications }) {
  const { t } = useTranslation()
  const { wishes } = useOwnNotifications()
  const save = useChangeNotifications()
  const change = (part: Partial<typeof wishes>) => save.mutate({ ...wishes, ...part })
  return (
    <>
      <ThisBrowser own={own} />
      <Labelled label={t('notifying.content')}>
        <SegmentedControl
          aria-label={t('notifying.content')}
          transitionDuration={0}
          value={own.push}
          data={contents.map((value) => ({ value, label: t(`notifying.contents.${value}`) }))}
          onChange={(value) => change({ push: contents.find((one) => one === value) ?? 'discreet' })}
        />
        {own.push === 'full' && !own.rules.showsContent && (
          <p className="quiet">{t('notifying.content_off_by_rule')}</p>
        )}
      </Labelled>
      <Switch
        label={t('notifying.mail_requests')}
        description={own.canMail ? null : t('notifying.mail_impossible')}
        disabled={!own.canMail}
        checked={own.mail.requests}
        onChange={(event) => change({ mail: { ...own.mail, requests: event.currentTarget.checked } })}
      />
      <Switch
        label={t('notifying.mail_mentions')}
        disabled={!own.canMail}
        checked={own.mail.mentions}
        onChange={(event) => change({ mail: { ...own.mail, mentions: event.currentTarget.checked } })}
      />
      <Labelled label={t('notifying.sound')}>
        <SegmentedControl
          aria-label={t('notifying.sound')}
          transitionDuration={0}
          value={own.sound}
          data={sounds.map((value) => ({ value, label: t(`notifying.sounds.${value}`) }))}
          onChange={(value) => {
            const sound = sounds.find((one) => one === value) ?? 'none'
            change({ sound })
            setTimeout(() => play(sound), pictureMs)
          }}
        />
      </Labelled>
      <QuietHoursFields quiet={own.quietHours} onQuiet={(quietHours) => change({ quietHours })} />
      <Failure error={save.error} />
      <NotificationsOutlook own={own} />
      <TryIt own={own} />
    </>
  )
}

function ThisBrowser({ own }: { own: OwnNotifications }) {
  const { t } = useTranslation()
  const toggle = useNotificationSwitch()
  const isOn = useIsNotifying()
  const renew = useRenewNotifications()
  const state = pushStateOf(own)
  const push = useMutation({
    mutationFn: () => (state === 'on' ? stopPushes() : startPushes(own)),
    onSettled: renew,
  })
  return (
    <>
      <Switch
        label={t('notifying.here')}
        description={t('notifying.here_hint')}
        checked={isOn}
        onChange={() => {
          toggle()
          if (isOn && state === 'on') push.mutate()
        }}
      />
      <Switch
        label={t('notifying.push')}
        description={t(state === 'impossible' ? 'notifying.push_impossible' : 'notifying.push_hint')}
        disabled={!isOn || state === 'impossible' || push.isPending}
        checked={state === 'on'}
        error={push.isError ? t('notifying.push_failed') : null}
        onChange={() => push.mutate()}
      />
    </>
  )
}

function TryIt({ own }: { own: OwnNotifications }) {
  const { t } = useTranslation()
  const renew = useRenewNotifications()
  const isOn = useIsNotifying()
  const attempt = useMutation({
    mutationFn: async () => {
      play(own.sound)
      if (isOn) await show({ conversation: null, title: t('notifying.tried_title'), text: t('notifying.tried_text') })
      return notificationCalls.test()
    },
    onSuccess: ({ browsers, reached }) => {
      const message = browsers === 0 ? t('notifying.tried') : t('notifying.tried_push', { count: browsers, reached })
      notifications.show({ message })
    },
    onSettled: renew,
  })
  return (
    <>
      <Group>
        <Button
          loading={attempt.isPending}
          disabled={!isOn && own.browsers.length === 0 && own.sound === 'none'}
          onClick={() => attempt.mutate()}
        >
          {t('notifying.try')}
        </Button>
      </Group>
      <Failure error={attempt.error} />
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
