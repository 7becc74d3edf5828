import { ownerOf } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { jwtVerify, SignJWT } from 'jose'
import { Type } from 'typebox'
import type { Links, SharedLink } from '../conversations/works.ts'
import type { Baton } from './baton.ts'
import { conversationNow } from './conversations.ts'
import { Problem } from './problems.ts'
import { problemOf } from './refusals.ts'
import { route } from './route.ts'
import { body } from './schemas.ts'

const algorithm = 'HS256'
const audience = 'shared'
const longestToken = 2_000

/** Addresses of conversations, for flows and for mails. A shared one is signed: nothing is kept of it. */
export function linksOf(baton: Baton): Links {
  const to: Links['to'] = (conversation) => `${baton.origin()}/inbox/${encodeURIComponent(conversation)}`
  return {
    to,
    async shared({ workspace, conversation, until, takesOver, handsOver }) {
      const token = await new SignJWT({ ws: workspace, takes: takesOver, hands: handsOver })
        .setProtectedHeader({ alg: algorithm })
        .setSubject(conversation)
        .setAudience(audience)
        .setExpirationTime(Math.floor(until / 1_000))
        .sign(baton.secrets[0])
      return `${to(conversation)}?shared=${token}`
    },
  }
}

/**
 * Opening a shared link. It gives nobody rights: whoever opens it signs in as an operator of the workspace, and takes the
 * conversation, where the link says so, as any operator may take what nobody owns (HO-40).
 */
export function sharedLinkRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/me/shared-links',
    policy: 'signed_in',
    tag: 'Control',
    summary: 'Open a link to a conversation that a flow has made; some take it over',
    body: body({ token: Type.String({ minLength: 1, maxLength: longestToken }) }),
    async handle({ asker, body: { token } }) {
      const link = await read(baton, token)
      if (link === null || link.workspace !== asker.workspace.id || asker.kind !== 'operator') throw ended()
      const { id } = asker.workspace
      const record = await baton.store.conversations.find(id, link.conversation)
      if (record === null) throw ended()
      const isFree = record.conversation.status === 'open' && ownerOf(record.conversation.holder) === null
      if (link.takesOver && isFree) {
        const until = link.handsOver ? { until: link.until } : {}
        const answered = await baton.line.run(asker.workspace, link.conversation, {
          type: 'claim',
          operator: asker.operator,
          ...until,
          cause: 'desk',
        })
        // Somebody may have been faster: then it is only looked at.
        if (answered.kind === 'refused' && answered.refusal.kind !== 'owned')
          throw problemOf(answered.refusal, await baton.store.operators.roster(id))
      }
      return { conversation: await conversationNow(baton, asker.workspace, link.conversation) }
    },
  })
}

function ended(): Problem {
  return new Problem(404, { code: 'link_ended', detail: 'This link is too old, or not for this workspace.' })
}

/** [F33] Signed with any of the secrets. */
async function read(baton: Baton, token: string): Promise<SharedLink | null> {
  for (const secret of baton.secrets) {
    const link = await readWith(secret, baton, token)
    if (link !== null) return link
  }
  return null
}

async function readWith(secret: Uint8Array, { clock }: Baton, token: string): Promise<SharedLink | null> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [algorithm],
      audience,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp', 'sub'],
    })
    const { sub, exp, ws, takes, hands } = payload
    if (sub === undefined || exp === undefined || typeof ws !== 'string') return null
    const until: Instant = instant(exp * 1_000)
    return {
      workspace: asId(ws),
      conversation: asId(sub),
      until,
      takesOver: takes === true,
      handsOver: hands === true,
    }
  } catch {
    return null
  }
}
