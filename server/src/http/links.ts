import type { WorkspaceId } from '@baton/core/ids'
import { after, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { newSecret } from '../chance.ts'
import { hashOfSecret } from '../secrets.ts'
import type { Link, LinkKind, Operator } from '../store/store.ts'
import { withTrace } from '../tracing.ts'
import type { Baton } from './baton.ts'
import { invalid, Problem } from './problems.ts'
import { theOperator } from './resolve.ts'
import { accepted, created, route } from './route.ts'
import { body, email, params, password, shortText } from './schemas.ts'
import { signIn } from './session.ts'
import { endSessions } from './team.ts'

const hour = 3_600_000
const lasts: Record<LinkKind, number> = { setup: 168 * hour, invitation: 168 * hour, reset: 2 * hour }

/** Makes a link that does something once; only its hash is kept. Without an operator it makes the first administrator. */
export async function makeLink(
  baton: Baton,
  workspace: WorkspaceId,
  operator: Pick<Operator, 'id'> | null,
  kind: LinkKind,
): Promise<{ url: string; expiresAt: string }> {
  const secret = newSecret()
  const expiresAt = after(baton.clock.now(), lasts[kind])
  await baton.store.access.addLink(hashOfSecret(secret), { operator: operator?.id ?? null, workspace, kind, expiresAt })
  return { url: `${baton.origin()}/link/${secret}`, expiresAt: toRfc3339(expiresAt) }
}

/** [S-37] Set-up, invitations and resets: links that work once. */
export function linkRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/links/:token',
    policy: 'public',
    tag: 'Session',
    summary: 'What a link is for',
    params: params('token'),
    async handle({ params }) {
      const { link, operator } = await read(baton, params.token)
      const workspace = await baton.store.workspaces.find(link.workspace)
      return {
        kind: link.kind,
        operator: operator === null ? null : { name: operator.name, email: operator.email },
        workspace: { name: workspace?.name ?? '' },
        needsPassword: operator === null || link.kind !== 'setup',
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/links/:token',
    policy: 'public',
    tag: 'Session',
    summary: 'Use a link: set the password where it asks for one, and sign in',
    params: params('token'),
    body: body({ password: Type.Optional(password), name: Type.Optional(shortText), email: Type.Optional(email) }),
    async handle({ params, body, reply }) {
      const { link, operator } = await read(baton, params.token)
      return signIn(baton, await use(baton, params.token, link, operator, body), reply)
    },
  })
  resetRoutes(app, baton)
}

type Given = { password?: string; name?: string; email?: string }

async function read({ store }: Baton, token: string): Promise<{ link: Link; operator: Operator | null }> {
  const link = await store.access.findLink(hashOfSecret(token))
  const operator = link?.operator ? await store.operators.find(link.workspace, link.operator) : null
  const isGone = link?.operator != null && (operator === null || !operator.enabled)
  if (link === null || isGone) throw ended()
  return { link, operator }
}

function ended(): Problem {
  return new Problem(404, {
    code: 'link_ended',
    detail: 'This link was used already, or it is too old. Ask for a new one.',
  })
}

async function use(
  baton: Baton,
  token: string,
  link: Link,
  operator: Operator | null,
  given: Given,
): Promise<Operator> {
  const isFree = operator !== null && link.kind === 'setup'
  if (given.password === undefined && !isFree)
    throw invalid('password', 'required', 'Choose a password of at least 8 characters.')
  if (operator === null && given.name === undefined) throw invalid('name', 'required', 'Say what you are called.')
  if (operator === null && given.email === undefined)
    throw invalid('email', 'required', 'Say by which address you sign in.')
  // Before the link is spent: who is refused can try again with it.
  const taken = isFree || operator === null ? await baton.store.operators.find(link.workspace, given.email ?? '') : null
  if (taken !== null && taken.id !== operator?.id)
    throw invalid('email', 'name_taken', 'Another operator has this address.')
  const passwordHash = given.password === undefined ? null : await baton.passwords.hash(given.password)
  if (!(await baton.store.access.spendLink(hashOfSecret(token)))) throw ended()
  return operator === null
    ? addFirst(baton, link.workspace, given, passwordHash)
    : change(baton, link, operator, given, passwordHash)
}

/** The first administrator of a workspace that has nobody yet. */
async function addFirst(
  baton: Baton,
  workspace: WorkspaceId,
  { name = '', email = '' }: Given,
  passwordHash: string | null,
) {
  const { store, newId } = baton
  const by = { actor: 'set-up link', request: null }
  const operator = { id: newId('operator'), name, email, role: 'admin' as const, groups: [], capacity: null }
  const added = await store.operators.add(workspace, operator, by)
  if (!added.ok) throw invalid('email', 'name_taken', 'An operator has this address already.')
  const changed = await store.operators.change(workspace, operator.id, { passwordHash }, by)
  return changed.ok ? changed.value : added.value
}

async function change(baton: Baton, link: Link, operator: Operator, given: Given, passwordHash: string | null) {
  const by = { actor: `operator ${operator.id}`, request: null }
  const isSetup = link.kind === 'setup'
  const changes = {
    ...(passwordHash === null ? {} : { passwordHash }),
    ...(link.kind !== 'reset' && given.name !== undefined ? { name: given.name } : {}),
    ...(isSetup && given.email !== undefined ? { email: given.email } : {}),
  }
  const changed = await baton.store.operators.change(link.workspace, operator.id, changes, by)
  if (!changed.ok) throw invalid('email', 'name_taken', 'Another operator has this address.')
  if (link.kind === 'reset') await endSessions(baton, operator)
  return (await baton.store.operators.find(link.workspace, operator.id)) ?? changed.value
}

function resetRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'POST',
    url: '/password-resets',
    policy: 'public',
    tag: 'Session',
    summary: 'Ask for a link that sets a new password; answered alike whether or not there is such an operator',
    body: body({ email }),
    answers: accepted,
    async handle({ body, request, reply }) {
      await baton.limits.asksForReset(request.ip)
      for (const operator of await store.operators.findByEmail(body.email)) {
        if (!operator.enabled || baton.mailer === null) continue
        const { url } = await makeLink(baton, operator.workspace, operator, 'reset')
        await store.outbox.add(operator.workspace, 'mail', withTrace(resetMail(operator, url)))
      }
      return reply.code(202).send({})
    },
  })
  route(app, {
    method: 'POST',
    url: '/operators/:operator/invitation',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'A link with which the operator sets a password; mailed too where mail is set up',
    params: params('operator'),
    answers: created,
    async handle({ asker, params, reply }) {
      const operator = await theOperator(baton, asker.workspace, params.operator)
      const kind = operator.passwordHash === null ? 'invitation' : 'reset'
      const { url, expiresAt } = await makeLink(baton, asker.workspace.id, operator, kind)
      const mailed = baton.mailer !== null
      if (mailed)
        await store.outbox.add(
          asker.workspace.id,
          'mail',
          withTrace(invitationMail(operator, asker.workspace.name, url)),
        )
      return reply.code(201).send({ url, expiresAt, mailed })
    },
  })
}

function invitationMail({ name, email: to }: Operator, workspace: string, url: string) {
  const text = `Hello ${name},\n\nthis link lets you choose a password and sign in to the desk of ${workspace}. It works once, for 7 days.\n\n${url}\n`
  return { to, subject: `You are an operator of ${workspace}`, text }
}

function resetMail({ name, email: to }: Operator, url: string) {
  const text = `Hello ${name},\n\nthis link lets you choose a new password. It works once, for 2 hours. If you did not ask for it, leave it be.\n\n${url}\n`
  return { to, subject: 'A new password for your desk', text }
}
