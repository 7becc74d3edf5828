import { hash } from 'node:crypto'
import { weekdays } from '@baton/core/calendar'
import { type NotificationSettings, pushContents, sounds } from '@baton/core/notifications'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Asker } from '../access.ts'
import { testPush } from '../notifications/content.ts'
import { isReceiver } from '../notifications/push-message.ts'
import type { Baton } from './baton.ts'
import { invalid, notFound } from './problems.ts'
import { created, ended, route } from './route.ts'
import { body, params } from './schemas.ts'
import { isTimeZone } from './workspace.ts'

const time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
const quietHours = body({
  days: Type.Array(Type.Enum([...weekdays]), { maxItems: weekdays.length, uniqueItems: true }),
  from: time,
  until: time,
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
})
const settings = body({
  quietHours: Type.Union([quietHours, Type.Null()]),
  sound: Type.Enum([...sounds]),
  push: Type.Enum([...pushContents]),
  mail: body({ requests: Type.Boolean(), mentions: Type.Boolean() }),
})

const longestAfter = 86_400
const secondsAfter = Type.Integer({ minimum: 5, maximum: longestAfter })
const rules = body({ notifyAfterSeconds: secondsAfter, mailAfterSeconds: secondsAfter, showsContent: Type.Boolean() })

const base64url = (bytes: number) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: Math.ceil((bytes * 4) / 3), maxLength: bytes * 2 })
const endpoint = Type.String({ minLength: 1, maxLength: 1_000 })
const subscription = body({
  endpoint,
  keys: body({ p256dh: base64url(65), auth: base64url(16) }),
  replaces: Type.Optional(endpoint),
})

type Operator = Extract<Asker, { kind: 'operator' }>

/** [U-13] What operators are told of, how, and on which devices. */
export function notificationRoutes(app: FastifyInstance, baton: Baton): void {
  const { notifications } = baton.store
  route(app, {
    method: 'GET',
    url: '/me/notifications',
    policy: 'signed_in',
    tag: 'Notifications',
    summary: 'What I am told of, and how',
    handle: ({ asker }) => viewFor(baton, asker),
  })
  route(app, {
    method: 'PUT',
    url: '/me/notifications',
    policy: 'signed_in',
    tag: 'Notifications',
    summary: 'Change it, on all my devices',
    body: settings,
    async handle({ asker, body }) {
      const zone = body.quietHours?.timeZone
      if (zone !== undefined && !isTimeZone(zone))
        throw invalid('quietHours.timeZone', 'invalid', `"${zone}" is not a time zone, like Europe/Berlin.`)
      await notifications.setSettings(asker.workspace.id, asker.operator, body as NotificationSettings)
      return viewFor(baton, asker)
    },
  })
  route(app, {
    method: 'GET',
    url: '/workspace/notifications',
    policy: 'operator',
    tag: 'Notifications',
    summary: 'How long a request may go unseen before operators are told elsewhere, and what may be said there',
    handle: ({ asker }) => notifications.rules(asker.workspace.id),
  })
  route(app, {
    method: 'PUT',
    url: '/workspace/notifications',
    policy: 'admin',
    tag: 'Notifications',
    summary: 'Change it',
    body: rules,
    async handle({ asker, body, origin }) {
      await notifications.setRules(asker.workspace.id, body, origin)
      return notifications.rules(asker.workspace.id)
    },
  })
  subscriptionRoutes(app, baton)
}

function subscriptionRoutes(app: FastifyInstance, baton: Baton): void {
  const { notifications, operators } = baton.store
  route(app, {
    method: 'POST',
    url: '/me/push-subscriptions',
    policy: 'signed_in',
    tag: 'Notifications',
    summary: 'This browser takes pushes for me; the same one again is the same, and so is what it replaces',
    body: subscription,
    answers: created,
    async handle({ asker, body: { endpoint, keys, replaces }, reply }) {
      const receiver = { key: keys.p256dh, secret: keys.auth }
      for (const [path, address] of Object.entries({ endpoint, replaces }))
        if (address !== undefined && !baton.pushes.isAllowed(address))
          throw invalid(path, 'invalid', 'The address of a push service begins with https.')
      if (!isReceiver(receiver)) throw invalid('keys', 'invalid', 'Nothing can be encrypted for these keys.')
      const id = idOf(endpoint)
      const known = { operator: asker.operator, signer: baton.pushes.publicKey, createdAt: baton.clock.now() }
      const subscription = { id, endpoint, ...receiver, ...known }
      if (replaces === undefined) await notifications.subscribe(asker.workspace.id, subscription)
      else if (!(await notifications.renew(asker.workspace.id, idOf(replaces), subscription)))
        throw notFound('subscription')
      return reply.code(201).send({ id })
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/me/push-subscriptions/:subscription',
    policy: 'signed_in',
    tag: 'Notifications',
    summary: 'This browser takes no more pushes for me',
    params: params('subscription'),
    answers: ended,
    async handle({ asker, params, reply }) {
      const isGone = await notifications.unsubscribe(asker.workspace.id, asker.operator, params.subscription)
      if (!isGone) throw notFound('subscription')
      return reply.code(204).send()
    },
  })
  route(app, {
    method: 'POST',
    url: '/me/notifications/test',
    policy: 'signed_in',
    tag: 'Notifications',
    summary: 'Push something to all my browsers, to see whether it arrives',
    async handle({ asker }) {
      const { id } = asker.workspace
      const language = (await operators.find(id, asker.operator))?.language ?? null
      const mine = await notifications.subscriptions(id, asker.operator)
      const outcomes = await Promise.all(mine.map((one) => baton.pushes.send(one, testPush(language))))
      for (const [index, one] of mine.entries())
        if (outcomes[index] === 'gone') await notifications.unsubscribe(id, asker.operator, one.id)
      return { browsers: mine.length, reached: outcomes.filter((outcome) => outcome === 'sent').length }
    },
  })
}

const lengthOfId = 32

function idOf(endpoint: string): string {
  return `push_${hash('sha256', endpoint, 'base64url').slice(0, lengthOfId)}`
}

/** `pushKey`: what a browser is told to expect pushes to be signed with. */
async function viewFor(baton: Baton, { workspace, operator }: Operator) {
  const { notifications } = baton.store
  const [own, subscriptions, rules] = await Promise.all([
    notifications.settings(workspace.id, operator),
    notifications.subscriptions(workspace.id, operator),
    notifications.rules(workspace.id),
  ])
  return {
    ...own,
    pushKey: baton.pushes.publicKey,
    browsers: subscriptions.map(({ id }) => id),
    canMail: baton.mailer !== null,
    rules,
  }
}
