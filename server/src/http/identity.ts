import { verifiedContact } from '@baton/core/conversation'
import type { BotId, ContactId } from '@baton/core/ids'
import { after, type Instant, toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { newSecret } from '../chance.ts'
import type { Bot, IdentitySecret, Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { type IdentityRefusal, readIdentity, type Vouched } from './identity-token.ts'
import { Problem } from './problems.ts'
import { theBotId } from './resolve.ts'
import { route } from './route.ts'
import { params } from './schemas.ts'
import { scopeOfContact } from './talk.ts'

/** Milliseconds for which the previous secret is good beside the new one: sites change theirs meanwhile. */
const previousLasts = 7 * 24 * 3_600_000

/** [V-13] With what a site signs who its contacts are. */
export function identityRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, clock } = baton
  route(app, {
    method: 'GET',
    url: '/bots/:bot/widget/identity-secret',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Whether a site can vouch for its contacts, and since when with this secret; never the secret itself',
    params: params('bot'),
    async handle({ asker, params }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      return secretView(await store.identitySecrets.find(asker.workspace.id, bot), clock.now())
    },
  })
  route(app, {
    method: 'POST',
    url: '/bots/:bot/widget/identity-secret',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Make a new secret and show it this once; the one before it is good for seven more days',
    params: params('bot'),
    answers: { 201: Type.Unknown({ description: 'The secret' }) },
    async handle({ asker, params, origin, reply }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      const secret = newSecret()
      const kept = await store.identitySecrets.rotate(asker.workspace.id, bot, secret, origin)
      return reply.code(201).send({ ...secretView(kept, clock.now()), secret })
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/bots/:bot/widget/identity-secret',
    policy: 'admin',
    tag: 'Bots',
    summary: 'Nobody vouches for contacts any more: no secret is good from now on',
    params: params('bot'),
    answers: { 204: Type.Unknown({ description: 'Done' }) },
    async handle({ asker, params, origin, reply }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      await store.identitySecrets.remove(asker.workspace.id, bot, origin)
      return reply.code(204).send()
    },
  })
}

function secretView(kept: IdentitySecret | null, now: Instant) {
  const until = kept === null ? null : previousUntil(kept, now)
  return {
    isOn: kept !== null,
    rotatedAt: kept === null ? null : toRfc3339(kept.rotatedAt),
    previousUntil: until === null ? null : toRfc3339(until),
  }
}

/** Null: there is no previous one, or it is good no more. */
function previousUntil({ previous, rotatedAt }: IdentitySecret, now: Instant): Instant | null {
  const until = after(rotatedAt, previousLasts)
  return previous === null || until <= now ? null : until
}

export type Identified = { contact: ContactId; variables: Vouched['variables'] }

/** Who the site says it is. Throws 401 where it does not say so, or not so that we may believe it. */
export async function identified(baton: Baton, bot: Bot, token: string): Promise<Identified> {
  const kept = await baton.store.identitySecrets.find(bot.workspace, bot.id)
  if (kept === null) throw notBelieved('No secret is set for this bot: its contacts cannot be verified.')
  const now = baton.clock.now()
  const secrets = [kept.secret, ...(previousUntil(kept, now) === null ? [] : [kept.previous ?? ''])]
  const bytes = secrets.map((secret) => new TextEncoder().encode(secret))
  const read = await readIdentity(token, bytes, { bot: bot.id, now })
  if (!read.ok) throw notBelieved(reasons[read.refusal.kind])
  return { contact: verifiedContact(read.value.name), variables: read.value.variables }
}

function notBelieved(detail: string): Problem {
  return new Problem(401, { code: 'identity_refused', detail })
}

const reasons: Record<IdentityRefusal['kind'], string> = {
  malformed: 'This is no identity token that is read here: a JWT of at most 4,000 characters, with `alg` HS256.',
  signature: 'The identity token is not signed with the secret of this bot.',
  expired: 'The identity token has expired.',
  too_early: 'The identity token is not good yet.',
  too_long: 'The identity token is good for more than 24 hours.',
  claims:
    'The identity token needs `sub` (1 to 120 characters) and `exp`; `aud`, `name`, `email` and `variables` may be wrong.',
}

/** What was begun before it was known who it is goes over to them, unless they have something open already. */
export async function takeAlong(
  baton: Baton,
  workspace: Workspace,
  bot: BotId,
  from: ContactId,
  { contact: to, variables }: Identified,
): Promise<void> {
  const { conversations, contacts } = baton.store
  const [begun, own] = await Promise.all([
    conversations.findOfContact(workspace.id, bot, 'web', from),
    conversations.findOfContact(workspace.id, bot, 'web', to),
  ])
  if (begun?.conversation.status !== 'open' || own?.conversation.status === 'open') return
  const scopes = { from: scopeOfContact(bot, from), to: scopeOfContact(bot, to) }
  const adoption = { conversation: begun.conversation.id, from, to, scopes }
  const command = { type: 'identify' as const, was: from, contact: to, variables }
  await contacts.adopt(workspace.id, adoption, baton.line.proposer(workspace, command))
}
