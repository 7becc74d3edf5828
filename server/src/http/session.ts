import { after, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Asker } from '../access.ts'
import { newSecret } from '../chance.ts'
import { hashOfSecret } from '../secrets.ts'
import type { Operator } from '../store/store.ts'
import { cookieName } from './authenticate.ts'
import type { Baton } from './baton.ts'
import { invalid, notFound, Problem } from './problems.ts'
import { theOperator } from './resolve.ts'
import { created, ended, route } from './route.ts'
import { body, password, presenceStatus, shortText } from './schemas.ts'
import { endSessions } from './team.ts'
import { issueTicket } from './tickets.ts'
import { operatorView } from './views.ts'

const day = 24 * 3_600_000
const sessionLasts = 30 * day
/** A picture of 128 px as a data address. */
const picture = Type.Union([
  Type.String({ pattern: '^data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$', maxLength: 200_000 }),
  Type.Null(),
])

/** Signing in and out, and the own profile (S-07, S-08). */
export function sessionRoutes(app: FastifyInstance, baton: Baton): void {
  signInRoutes(app, baton)
  profileRoutes(app, baton)
}

function signInRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'POST',
    url: '/session',
    policy: 'public',
    tag: 'Session',
    summary: 'Sign in with e-mail and password',
    body: body({ email: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 200 }) }),
    async handle({ body, request, reply }) {
      await baton.limits.signsIn(request.ip, body.email)
      const operator = await findByPassword(baton, body.email, body.password)
      if (operator === null)
        throw new Problem(401, { code: 'sign_in_refused', detail: 'E-mail or password is not right.' })
      return signIn(baton, operator, reply)
    },
  })
  route(app, {
    method: 'GET',
    url: '/session',
    policy: 'signed_in',
    tag: 'Session',
    summary: 'Who I am',
    handle: async ({ asker }) => sessionView(baton, await theOperator(baton, asker.workspace, asker.operator)),
  })
  route(app, {
    method: 'DELETE',
    url: '/session',
    policy: 'signed_in',
    tag: 'Session',
    summary: 'Sign out',
    answers: ended,
    async handle({ asker, reply }) {
      await store.access.endSession(asker.session)
      const isIts = (other: Asker) => other.kind === 'operator' && other.session === asker.session
      baton.hub.endSockets(asker.workspace.id, isIts)
      return reply.clearCookie(cookieName(baton), { path: '/' }).code(204).send()
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/sessions',
    policy: 'signed_in',
    tag: 'Session',
    summary: 'Sign out everywhere',
    answers: ended,
    async handle({ asker, reply }) {
      await endSessions(baton, await theOperator(baton, asker.workspace, asker.operator))
      return reply.clearCookie(cookieName(baton), { path: '/' }).code(204).send()
    },
  })
}

/** Every wrong try costs the same, whether or not there is such an operator. */
async function findByPassword(baton: Baton, address: string, secret: string): Promise<Operator | null> {
  const candidates = await baton.store.operators.findByEmail(address)
  if (candidates.length === 0) await baton.passwords.matches(null, secret)
  for (const operator of candidates) {
    if ((await baton.passwords.matches(operator.passwordHash, secret)) && operator.enabled) return operator
  }
  return null
}

export async function signIn(baton: Baton, operator: Operator, reply: FastifyReply) {
  const secret = newSecret()
  const expiresAt = after(baton.clock.now(), sessionLasts)
  const session = { operator: operator.id, workspace: operator.workspace, generation: operator.generation, expiresAt }
  await baton.store.access.addSession(hashOfSecret(secret), session)
  const secure = baton.config.publicUrl.protocol === 'https:'
  reply.setCookie(cookieName(baton), secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: sessionLasts / 1_000,
  })
  return sessionView(baton, operator)
}

export async function sessionView({ store }: Baton, operator: Operator) {
  const [workspace, team] = await Promise.all([
    store.workspaces.find(operator.workspace),
    store.operators.team(operator.workspace),
  ])
  if (workspace === null) throw notFound('workspace')
  const { id, name, packages } = workspace
  return {
    operator: operatorView(operator, team),
    workspace: { id, name, packages },
    profile: { language: operator.language, picture: operator.picture },
    hasPassword: operator.passwordHash !== null,
  }
}

function profileRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'PATCH',
    url: '/me',
    policy: 'signed_in',
    tag: 'Session',
    summary: 'Own name, language and picture',
    body: body({
      name: Type.Optional(shortText),
      language: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 35 })),
      picture: Type.Optional(picture),
    }),
    async handle({ asker, body, origin }) {
      const changed = await store.operators.change(asker.workspace.id, asker.operator, body, origin)
      if (!changed.ok) throw invalid('name', 'name_taken', 'Another operator has this name.')
      return sessionView(baton, changed.value)
    },
  })
  route(app, {
    method: 'PUT',
    url: '/me/password',
    policy: 'signed_in',
    tag: 'Session',
    summary: 'Change the password; every other session ends',
    body: body({ current: Type.Optional(Type.String({ maxLength: 200 })), next: password }),
    answers: ended,
    async handle({ asker, body, request, reply, origin }) {
      const operator = await theOperator(baton, asker.workspace, asker.operator)
      await baton.limits.signsIn(request.ip, operator.email)
      if (operator.passwordHash !== null && !(await baton.passwords.matches(operator.passwordHash, body.current ?? '')))
        throw invalid('current', 'wrong', 'This is not your current password.')
      await store.operators.change(
        asker.workspace.id,
        operator.id,
        { passwordHash: await baton.passwords.hash(body.next) },
        origin,
      )
      await endSessions(baton, operator)
      await signIn(baton, await theOperator(baton, asker.workspace, operator.id), reply)
      return reply.code(204).send()
    },
  })
  route(app, {
    method: 'PUT',
    url: '/me/status',
    policy: 'signed_in',
    tag: 'Session',
    summary: 'My own choice: online, busy, away or offline',
    body: body({ status: presenceStatus }),
    async handle({ asker, body }) {
      await store.operators.choose(asker.workspace.id, asker.operator, body.status)
      baton.hub.presenceMoved(asker.workspace.id)
      const team = await store.operators.team(asker.workspace.id)
      return operatorView(await theOperator(baton, asker.workspace, asker.operator), team)
    },
  })
  route(app, {
    method: 'POST',
    url: '/live/tickets',
    policy: 'operator',
    tag: 'Live',
    summary: 'A ticket that opens one socket, once, within 30 s',
    answers: created,
    async handle({ asker, reply }) {
      const { ticket, expiresAt } = await issueTicket(baton, asker)
      return reply.code(201).send({ ticket, expiresAt: toRfc3339(expiresAt) })
    },
  })
}
