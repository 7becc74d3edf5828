import type { WebhookWork } from '@baton/core/flow'
import { asId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import { expect, test } from 'vitest'
import type { EgressOutcome, EgressRequest } from './egress/egress.ts'
import { sendWebhook, signatureOf } from './webhooks.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const work: WebhookWork = {
  kind: 'webhook',
  url: 'https://crm.example.com/hooks',
  secret,
  event: 'order.asked',
  triggeredAt: '2026-05-31T09:30:00.000Z',
  about: { contact: 'carl', variables: { order: 7 } },
  message: null,
  tries: 0,
  milliseconds: 0,
}
const about = { message: 'eff_1', conversation: asId<'conversation'>('conv_1'), now: instant(1_614_265_330_999) }

async function send(outcome: EgressOutcome, sent: WebhookWork = work) {
  const requests: EgressRequest[] = []
  const egress = {
    request: async (request: EgressRequest) => {
      requests.push(request)
      return outcome
    },
  }
  return { outcome: await sendWebhook(egress, sent, about), request: requests[0] }
}

const answered = (status: number): EgressOutcome => ({
  ok: true,
  status,
  headers: {},
  body: '',
  contentType: null,
  truncated: false,
})

test('[S-24] the signature is that of Standard Webhooks: its published example', () => {
  const signed = signatureOf(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')
  expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('[S-24] id, time and signature go along, and no redirect is followed', async () => {
  const { outcome, request } = await send(answered(204))
  expect(outcome).toEqual({ ok: true })
  const body = JSON.stringify({
    type: 'order.asked',
    timestamp: work.triggeredAt,
    data: { conversation: 'conv_1', contact: 'carl', variables: { order: 7 } },
  })
  expect(request).toMatchObject({ method: 'POST', url: work.url, maxRedirects: 0, body })
  expect(request?.headers).toEqual({
    'content-type': 'application/json',
    'webhook-id': 'eff_1',
    'webhook-timestamp': '1614265330',
    'webhook-signature': signatureOf(secret, 'eff_1', 1_614_265_330, body),
  })
})

test('[S-24] without a secret there is no signature', async () => {
  const { request } = await send(answered(200), { ...work, secret: null })
  expect(Object.keys(request?.headers ?? {})).not.toContain('webhook-signature')
})

const failed = (reason: 'timeout' | 'address_refused' | 'redirect_refused' | 'aborted'): EgressOutcome => ({
  ok: false,
  reason,
  detail: '',
})

test.each<[EgressOutcome, boolean]>([
  [answered(500), false],
  [answered(404), false],
  [answered(429), false],
  [answered(410), true],
  [failed('timeout'), false],
  [failed('aborted'), false],
  [failed('redirect_refused'), false],
  [failed('address_refused'), true],
])('[S-24] %j is not taken; it is the last try: %s', async (outcome, isFinal) => {
  expect((await send(outcome)).outcome).toMatchObject({ ok: false, isFinal })
})
