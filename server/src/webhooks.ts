/** [S-24] Messages to other systems in the form of Standard Webhooks: signed, without redirects, each under one id at every try. */
import { createHmac } from 'node:crypto'
import type { WebhookWork } from '@baton/core/flow'
import type { ConversationId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { Egress, EgressReason } from './egress/egress.ts'

export type WebhookOutcome = { ok: true } | { ok: false; reason: string; isFinal: boolean }

const timeoutMs = 20_000
const prefixOfSecret = 'whsec_'
const gone = 410

/** What no other try will change: where it goes, or how it looks. */
const final: ReadonlySet<EgressReason> = new Set([
  'invalid_url',
  'invalid_request',
  'scheme_refused',
  'port_refused',
  'address_refused',
  'too_large',
])

/** One try. Taken is what is answered with 2xx; 410 means never again. */
export async function sendWebhook(
  egress: Pick<Egress, 'request'>,
  work: WebhookWork,
  about: { message: string; conversation: ConversationId; now: Instant },
): Promise<WebhookOutcome> {
  const body = bodyOf(work, about.conversation)
  const timestamp = Math.floor(about.now / 1_000)
  const outcome = await egress.request({
    method: 'POST',
    url: work.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': about.message,
      'webhook-timestamp': String(timestamp),
      ...(work.secret === null
        ? {}
        : { 'webhook-signature': signatureOf(work.secret, about.message, timestamp, body) }),
    },
    body,
    timeoutMs,
    maxRedirects: 0,
  })
  if (!outcome.ok) return { ok: false, reason: outcome.reason, isFinal: final.has(outcome.reason) }
  const { status } = outcome
  if (status >= 200 && status <= 299) return { ok: true }
  return { ok: false, reason: `it was answered with status ${status}`, isFinal: status === gone }
}

function bodyOf({ event, triggeredAt, about }: WebhookWork, conversation: ConversationId): string {
  return JSON.stringify({ type: event, timestamp: triggeredAt, data: { conversation, ...about } })
}

/** `v1,` and HMAC-SHA-256 of `id.timestamp.body` under the secret's bytes. */
export function signatureOf(secret: string, message: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice(prefixOfSecret.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${message}.${timestamp}.${body}`).digest('base64')}`
}
