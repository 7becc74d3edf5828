import { type Change, pendingTurns } from '@baton/core/command'
import type { ConversationEvent, Part, Variables } from '@baton/core/conversation'
import { asId, type BotId, type ContactId, type ConversationId, type TurnId } from '@baton/core/ids'
import { type EventView, viewOfEvent } from '@baton/core/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Answered, Saying } from '../conversations/conversations.ts'
import { hashOfBody } from '../secrets.ts'
import type { Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { keptIfTaken, storeUpload } from './files.ts'
import { once } from './once.ts'
import { Problem } from './problems.ts'
import { problemOf } from './refusals.ts'
import { theBotId } from './resolve.ts'
import { route } from './route.ts'
import { body, clientMessageId, longText, params, seconds, tags, variables } from './schemas.ts'
import { viewer } from './views.ts'

const defaultWait = 20

export const messageFields = {
  text: Type.Optional(longText),
  payload: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
  location: Type.Optional(
    body({ lat: Type.Number({ minimum: -90, maximum: 90 }), lon: Type.Number({ minimum: -180, maximum: 180 }) }),
  ),
  clientMessageId: Type.Optional(clientMessageId),
  variables: Type.Optional(variables),
}

/** The custom channel (api.md §3): a program passes on what the contact says and shows what is answered. */
export function talkRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/bots/:bot/contacts/:contact/messages',
    policy: 'operator',
    tag: 'Talking',
    summary: 'As the contact: say something, click something, or just open the conversation',
    params: params('bot', 'contact'),
    body: body({ ...messageFields, tags: Type.Optional(tags), wait: seconds(120) }),
    async handle({ asker, params, body: said }) {
      const { wait = defaultWait, ...message } = said
      const to = {
        bot: await theBotId(baton, asker.workspace, params.bot),
        channel: 'custom',
        contact: asId<'contact'>(params.contact),
      }
      const { id, turns, change } = await sayAsContact(
        baton,
        asker.workspace,
        to,
        sayingOf(message),
        hashOfBody(message),
        message.clientMessageId,
      )
      return answerOf(baton, asker.workspace, id, turns, wait, change)
    },
  })
  route(app, {
    method: 'POST',
    url: '/bots/:bot/contacts/:contact/files',
    policy: 'operator',
    tag: 'Talking',
    summary: 'As the contact: send a file (multipart, at most 10 MB)',
    params: params('bot', 'contact'),
    body: Type.Unknown(),
    consumes: 'multipart/form-data',
    async handle({ asker, params, request }) {
      const to = {
        bot: await theBotId(baton, asker.workspace, params.bot),
        channel: 'custom',
        contact: asId<'contact'>(params.contact),
      }
      const upload = await storeUpload(baton, asker.workspace, to.contact, request)
      const { id, turns } = await keptIfTaken(baton, upload.file, () =>
        sayAsContact(baton, asker.workspace, to, upload.saying, upload.hash, upload.clientMessageId),
      )
      return answerOf(baton, asker.workspace, id, turns, upload.wait ?? defaultWait)
    },
  })
}

type Said = {
  text?: string
  payload?: string
  location?: { lat: number; lon: number }
  clientMessageId?: string
  variables?: Record<string, unknown>
  tags?: string[]
}

export function sayingOf(said: Said): Saying {
  const { text, payload, location, clientMessageId, variables = {}, tags = [] } = said
  const parts: Part[] = []
  if (text !== undefined) parts.push({ type: 'text', text })
  if (location !== undefined) parts.push({ type: 'location', lat: location.lat, lon: location.lon })
  const isEmpty = parts.length === 0 && payload === undefined
  return {
    message: isEmpty ? null : { text: text ?? null, payload: payload ?? null, parts },
    ...(clientMessageId === undefined ? {} : { clientMessageId }),
    // JSON came in, so JSON is in it.
    variables: variables as Variables,
    tags: tags.map((tag) => tag.trim()),
  }
}

/** `isTaken`: this call wrote it; not so when it was ignored, or had been said before. */
export type Spoken = {
  id: ConversationId
  turns: TurnId[]
  seq: number | null
  isTaken: boolean
  /** What it came to; null where an earlier call with the same key did it. */
  change: Change | null
}

/** One message of a contact, once: a repeated `clientMessageId` finds what the first one did. */
export async function sayAsContact(
  baton: Baton,
  workspace: Workspace,
  to: { bot: BotId; channel: string; contact: ContactId },
  saying: Saying,
  hash: string,
  key: string | undefined,
): Promise<Spoken> {
  const idempotency = once(baton, scopeOfContact(to.bot, to.contact), key, hash)
  const answered = await baton.line.say(workspace, to, saying, idempotency)
  return spokenOf(baton, workspace, answered)
}

/** Where the `clientMessageId`s of a contact are known. */
export function scopeOfContact(bot: BotId, contact: ContactId): string {
  return `contact ${bot} ${contact}`
}

async function spokenOf({ store }: Baton, workspace: Workspace, answered: Answered): Promise<Spoken> {
  if (answered.kind === 'refused') throw problemOf(answered.refusal, await store.operators.roster(workspace.id))
  if (answered.kind === 'repeated')
    return { id: answered.conversation, turns: answered.turns, seq: answered.seq, isTaken: false, change: null }
  const { id, change } = answered.committed
  const message = change.events.find(({ event, turn }) => event.type === 'message' && turn === null)
  return { id, turns: change.turns, seq: message?.event.seq ?? null, isTaken: message !== undefined, change }
}

/** The bubbles of these turns, when they have ended or the waiting time is over. */
export async function answerOf(
  baton: Baton,
  workspace: Workspace,
  id: ConversationId,
  turns: TurnId[],
  waitSeconds: number,
  change: Change | null = null,
) {
  // Most turns end in the transaction that began them: then their answer is known, and nothing is read again.
  if (change !== null && !turns.some((turn) => pendingTurns(change.record.flow).includes(turn))) {
    const said = change.events.filter(({ turn }) => turn !== null && turns.includes(turn)).map(({ event }) => event)
    const { full } = await viewer(baton.store, workspace, baton.clock.now())
    return { conversation: full(change.record), messages: bubbles(said) }
  }
  await baton.line.whenTurnsEnd(workspace.id, id, turns, waitSeconds * 1_000)
  const record = await baton.store.conversations.find(workspace.id, id)
  if (record === null) throw new Problem(409, { code: 'erasing', detail: 'This contact was forgotten meanwhile.' })
  const [{ full }, said] = await Promise.all([
    viewer(baton.store, workspace, baton.clock.now()),
    baton.store.conversations.saidIn(workspace.id, id, turns),
  ])
  return { conversation: full(record), messages: bubbles(said) }
}

function bubbles(events: readonly ConversationEvent[]): EventView[] {
  return events
    .filter((event) => event.type === 'message' && event.actor.kind === 'chatbot' && !event.data.note)
    .map(viewOfEvent)
}
