import type { Weekday } from '@baton/core/calendar'
import type { NotificationRules, NotificationSettings } from '@baton/core/notification-settings'
import { nothing, request, segment } from './request.ts'
import { boolean, fallback, listOf, nullable, number, object, oneOf, type Shape, type Shaped, text } from './shape.ts'

const weekday: Shape<Weekday> = oneOf('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')
const rulesShape = object({ notifyAfterSeconds: number, mailAfterSeconds: number, showsContent: boolean })
const settingsShape = object({
  quietHours: nullable(object({ days: listOf(weekday), from: text, until: text, timeZone: text })),
  sound: fallback(oneOf('none', 'chime', 'knock', 'bell'), 'none'),
  push: fallback(oneOf('off', 'discreet', 'full'), 'discreet'),
  mail: object({ requests: boolean, mentions: boolean }),
  /** What pushes are signed with. */
  pushKey: text,
  browsers: listOf(text),
  canMail: boolean,
  rules: rulesShape,
})

export type OwnNotifications = Shaped<typeof settingsShape>

const added = object({ id: text })
const tested = object({ browsers: number, reached: number })

export const notificationCalls = {
  read: () => request('GET', '/me/notifications', settingsShape),
  change: (settings: NotificationSettings) => request('PUT', '/me/notifications', settingsShape, { body: settings }),
  /** `replaces`: the address that this browser had before. */
  subscribe: (subscription: PushSubscriptionJSON, replaces?: string) => {
    const { endpoint, keys = {} } = subscription
    const body = { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, replaces }
    return request('POST', '/me/push-subscriptions', added, { body })
  },
  unsubscribe: (id: string) => request('DELETE', `/me/push-subscriptions/${segment(id)}`, nothing),
  test: () => request('POST', '/me/notifications/test', tested),
  rules: () => request('GET', '/workspace/notifications', rulesShape),
  changeRules: (rules: NotificationRules) => request('PUT', '/workspace/notifications', rulesShape, { body: rules }),
}
