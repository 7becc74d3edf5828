import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { asId } from '@baton/core/ids'
import type { ServerFrame } from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import { type Asker, askerOfKey, askerOfSession } from '../access.ts'
import { hashOfBody, hashOfSecret } from '../secrets.ts'
import { cookieName } from './authenticate.ts'
import type { Baton } from './baton.ts'
import { sayAsOperator } from './control.ts'
import { Problem } from './problems.ts'
import { sayAsContact, sayingOf } from './talk.ts'
import { spendTicket } from './tickets.ts'

const path = '/api/v1/live'

/** `GET /api/v1/live`: who may open a socket, and what is said over it. */
export function openLive(app: FastifyInstance, baton: Baton): void {
  const admit = async (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const url = URL.parse(request.url ?? '/', 'http://local')
    if (url?.pathname !== path) return refuse(duplex, 404, 'Not Found')
    const asker = await askerOf(baton, app, request, url)
    if (asker === 'foreign') return refuse(duplex, 403, 'Forbidden')
    if (asker === null) return refuse(duplex, 401, 'Unauthorized')
    baton.hub.accept(request, duplex, head, asker)
  }
  app.server.on('upgrade', (request, duplex, head) => {
    duplex.on('error', () => duplex.destroy())
    admit(request, duplex, head).catch((error: unknown) => {
      baton.log.warn({ err: error }, 'socket_not_admitted')
      refuse(duplex, 503, 'Service Unavailable')
    })
  })
  baton.hub.onSay(async (asker, frame) => {
    try {
      const { id, seq } = await say(baton, asker, frame)
      return { type: 'ack', ref: frame.ref, conversation: id, seq }
    } catch (error) {
      if (error instanceof Problem) return refused(frame.ref, error)
      throw error
    }
  })
}

/** [S-10] A ticket, a key, or the desk's cookie together with our very own origin. */
async function askerOf(
  baton: Baton,
  app: FastifyInstance,
  request: IncomingMessage,
  url: URL,
): Promise<Asker | null | 'foreign'> {
  const ticket = url.searchParams.get('ticket')
  if (ticket !== null) return spendTicket(baton, ticket)
  const { authorization, cookie, origin } = request.headers
  if (authorization !== undefined) return askerOfKey(baton.store, hashOfSecret(authorization.replace(/^bearer /i, '')))
  const secret = cookie === undefined ? undefined : app.parseCookie(cookie)[cookieName(baton)]
  if (secret === undefined) return null
  return origin === baton.origin() ? askerOfSession(baton.store, hashOfSecret(secret)) : 'foreign'
}

function refuse(duplex: Duplex, status: number, text: string): void {
  duplex.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

type Say = {
  ref: string
  conversation?: string
  text?: string
  payload?: string
  note?: boolean
  clientMessageId: string
}

async function say(baton: Baton, asker: Asker, { conversation, text, payload, note, clientMessageId }: Say) {
  if (asker.kind === 'contact') {
    await baton.limits.contactSays(asker.contact)
    const said = {
      ...(text === undefined ? {} : { text }),
      ...(payload === undefined ? {} : { payload }),
      clientMessageId,
    }
    const to = { bot: asker.bot, channel: 'web', contact: asker.contact }
    const { id, seq } = await sayAsContact(
      baton,
      asker.workspace,
      to,
      sayingOf(said),
      hashOfBody(said),
      clientMessageId,
    )
    return { id, seq: seq ?? 0 }
  }
  if (asker.kind !== 'operator')
    throw new Problem(403, { code: 'forbidden', detail: 'A program says things over HTTP, naming the operator.' })
  if (conversation === undefined || text === undefined)
    throw new Problem(422, { code: 'invalid', detail: 'Name the conversation and the text.' })
  const saying = { text, clientMessageId, ...(note === undefined ? {} : { note }) }
  const { event } = await sayAsOperator(baton, asker, asId(conversation), asker.operator, saying)
  return { id: asId<'conversation'>(conversation), seq: event.seq }
}

function refused(ref: string, problem: Problem): ServerFrame {
  const { owner } = problem.options
  return {
    type: 'refused',
    ref,
    problem: {
      status: problem.status,
      title: problem.options.code,
      detail: problem.message,
      ...(owner ? { owner } : {}),
    },
  }
}
