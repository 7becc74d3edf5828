/** What both stores keep of notifications. */

import { asId, type ConversationId } from '@baton/core/ids'
import { type NotificationRules, type NotificationSettings, usualRules, usualSettings } from '@baton/core/notifications'
import { instant } from '@baton/core/time'
import type { Delivery, PushSubscription, UndecidedRequest } from './store.ts'

/** Of each operator; the oldest go. */
export const mostSubscriptions = 10
/** What was told is known for so long, so that nothing is told twice. Milliseconds. */
export const rememberedFor = 2 * 86_400_000
/** Who had a desk in sight is known for so long. Milliseconds. */
export const sightsFor = 3_600_000

/** Operators who get mails about requests, as their settings are written. */
export const patternOfMail = '%"requests":true%'

/** What is kept of an operator, and the column that names them. */
export const keptOfNotifications = [
  ['notification_settings', 'subject'],
  ['push_subscriptions', 'operator'],
  ['notifications', 'operator'],
  ['desk_sights', 'operator'],
] as const

export type UndecidedRow = {
  id: string
  workspace: string
  channel: string
  group: string | null
  requested_operator: string | null
  requested_at: number
  offer_until: number | null
  offers_made: number
  epoch: number
}

export type DeliveryRow = {
  id: string
  workspace: string
  conversation: string
  about: string
  operator: string
  way: string
  created_at: number
  attempts: number
}

export type SubscriptionRow = {
  id: string
  operator: string
  endpoint: string
  key: string
  secret: string
  signer: string
  created_at: number
}

export function settingsIn(settings: string | undefined): NotificationSettings {
  return settings === undefined ? usualSettings : { ...usualSettings, ...JSON.parse(settings) }
}

export function rulesIn(settings: string | undefined): NotificationRules {
  return settings === undefined ? usualRules : { ...usualRules, ...JSON.parse(settings) }
}

export function undecidedOf(row: UndecidedRow): UndecidedRequest {
  return {
    conversation: asId(row.id),
    channel: row.channel,
    group: row.group === null ? null : asId(row.group),
    operator: row.requested_operator === null ? null : asId(row.requested_operator),
    requestedAt: instant(row.requested_at),
    offeredUntil: row.offer_until === null ? null : instant(row.offer_until),
    offersMade: row.offers_made,
    epoch: row.epoch,
  }
}

export function deliveryOf(row: DeliveryRow): Delivery {
  const [kind, number] = row.about.split(' ')
  const [way, device = null] = row.way.split(' ')
  return {
    id: row.id,
    workspace: asId(row.workspace),
    conversation: asId(row.conversation),
    about: kind === 'mention' ? { kind: 'mention', seq: Number(number) } : { kind: 'request', epoch: Number(number) },
    operator: asId(row.operator),
    way: way === 'mail' || device === null ? { kind: 'mail' } : { kind: 'push', subscription: device },
    createdAt: instant(row.created_at),
    attempts: row.attempts,
  }
}

export function subscriptionOf(row: SubscriptionRow): PushSubscription {
  const { id, endpoint, key, secret, signer } = row
  return { id, operator: asId(row.operator), endpoint, key, secret, signer, createdAt: instant(row.created_at) }
}

/** Tells what was decided of a request apart: after another change of control, or another offer, it is decided anew. */
export function idOfDecision({ conversation, epoch, offeredUntil }: UndecidedRequest, stage: string): string {
  return `${conversation} request ${epoch} ${offeredUntil ?? 0} ${stage}`
}

/** One for each conversation, what it is about, operator and way: whoever writes it a second time writes nothing. */
export function columnsOfDelivery(
  conversation: ConversationId,
  { about, operator, way }: Pick<Delivery, 'about' | 'operator' | 'way'>,
): { id: string; about: string; operator: string; way: string } {
  const what = about.kind === 'mention' ? `mention ${about.seq}` : `request ${about.epoch}`
  const how = way.kind === 'mail' ? 'mail' : `push ${way.subscription}`
  return { id: `${conversation} ${what} ${operator} ${how}`, about: what, operator, way: how }
}
