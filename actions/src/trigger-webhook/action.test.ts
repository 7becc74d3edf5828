import { next } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf } from '../testing.ts'
import { triggerWebhook } from './action.ts'

const url = 'https://crm.example.com/hooks'
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
const variables = { user_id: 'carl', bot_name: 'Acme', order: { number: 7 }, user_email: 'carl@example.com' }

test('[FL-5] it is work that no turn waits for, and the next action runs at once', () => {
  const sent = triggerWebhook.run({ url: ` ${url} `, secret }, around({ variables, tags: ['vip'] }))
  expect(sent.then).toEqual(next)
  expect(sent.effects).toEqual([
    {
      kind: 'begin',
      work: {
        kind: 'webhook',
        url,
        secret,
        event: 'conversation.triggered',
        triggeredAt: '1970-01-01T00:00:00.000Z',
        about: { bot: 'Acme', channel: 'widget', contact: 'carl', tags: ['vip'], variables },
        message: null,
        tries: 0,
        milliseconds: 0,
      },
    },
  ])
})

test('[FL-11] only the variables that are named are sent, and those that have no value are not there', () => {
  const names = ['order.number', 'nothing', 'user_email']
  const sent = triggerWebhook.run({ url, event: 'order.asked', variables: names }, around({ variables }))
  expect(sent.effects).toMatchObject([{ work: { event: 'order.asked', secret: null } }])
  const [effect] = sent.effects ?? []
  const about = effect?.kind === 'begin' && effect.work.kind === 'webhook' ? effect.work.about : {}
  expect(about.variables).toEqual({ 'order.number': 7, user_email: 'carl@example.com' })
})

test('[FL-9] what cannot be sent is not, and the bot goes on', () => {
  const nowhere = triggerWebhook.run({ url: 'file:///etc/passwd' }, around())
  expect([nowhere.then, diagnosticsOf(nowhere)]).toEqual([next, ['address_refused']])
  const huge = triggerWebhook.run({ url }, around({ variables: { a: 'é'.repeat(131_073) } }))
  expect([huge.then, diagnosticsOf(huge)]).toEqual([next, ['webhook_too_large']])
})

test('[FL-2] without a secret its author is warned', () => {
  const place = { isLast: false, path: 'here' }
  expect(triggerWebhook.advise?.({ url }, place)).toMatchObject([{ path: 'here', code: 'webhook_unsigned' }])
  expect(triggerWebhook.advise?.({ url, secret }, place)).toEqual([])
})

test.each([
  [{ url: 'ftp://x.example' }, 'url invalid'],
  [{ url, secret: 'whsec_short' }, 'secret invalid'],
  [{ url, secret: secret.slice('whsec_'.length) }, 'secret invalid'],
  [{ url, event: 'order asked' }, 'event invalid'],
  [{ url, variables: ['A'] }, 'variables[0] variable_name_invalid'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(triggerWebhook, settings)).toEqual([problem])
})
