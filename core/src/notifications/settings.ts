import type { Weekday } from '../calendar/calendar.ts'

export const sounds = ['none', 'chime', 'knock', 'bell'] as const
export type Sound = (typeof sounds)[number]

/** What a push may say: nothing is sent, only that somebody waits, or also who and what. */
export const pushContents = ['off', 'discreet', 'full'] as const
export type PushContent = (typeof pushContents)[number]

/** Hours in which nothing pops up, sounds or is sent. `from` and `until`: `HH:MM` on a clock in that zone. */
export type QuietHours = {
  /** The days on which they begin; what goes past midnight belongs to the day before. */
  days: Weekday[]
  from: string
  until: string
  timeZone: string
}

/** [U-13] What one operator wishes; it goes along to every device. */
export type NotificationSettings = {
  quietHours: QuietHours | null
  sound: Sound
  push: PushContent
  mail: { requests: boolean; mentions: boolean }
}

/** Nobody hears anything, and gets no mail, without having asked for it. A push needs a device that was registered. */
export const usualSettings: NotificationSettings = {
  quietHours: null,
  sound: 'none',
  push: 'discreet',
  mail: { requests: false, mentions: false },
}

/** What holds for a whole workspace. */
export type NotificationRules = {
  /** So long a request may go unseen at every desk before it goes out by push. Seconds. */
  notifyAfterSeconds: number
  /** The same, before it goes out by mail. Seconds. */
  mailAfterSeconds: number
  /** Whether what contacts say may leave the system in a push or a mail. */
  showsContent: boolean
}

export const usualRules: NotificationRules = { notifyAfterSeconds: 30, mailAfterSeconds: 180, showsContent: false }
