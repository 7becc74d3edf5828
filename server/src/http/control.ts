import type { Command } from '@baton/core/command'
import type { Part } from '@baton/core/conversation'
import {
  checkSettings,
  type OperatorStateSettings,
  operatorStateProperties,
  packageOfRouting,
  setOperatorState,
} from '@baton/core/handoff'
import { asId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { type EventView, viewOfEvent } from '@baton/core/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { causeOf, type Member, moverOf } from '../access.ts'
import type { Answered } from '../conversations/conversations.ts'
import { hashOfBody } from '../secrets.ts'
import type { Idempotency, Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { conversationNow } from './conversations.ts'
import { keyOf, nameOf } from './kept-answers.ts'
import { once } from './once.ts'
import { timeIn, timeOrNull } from './periods.ts'
import { invalid, Problem } from './problems.ts'
import { problemOf } from './refusals.ts'
import { actingOperator, groupIn, operatorIn, theConversation } from './resolve.ts'
import { created, route } from './route.ts'
import { body, clientMessageId, longText, params, reference, seconds } from './schemas.ts'
import { answerOf } from './talk.ts'
import { namesFrom } from './views.ts'

const defaultWait = 20

/** api.md §4: who holds the conversation, over HTTP. */
export function controlRoutes(app: FastifyInstance, baton: Baton): void {
  operatorStateRoutes(app, baton)
  moveRoutes(app, baton)
  messageRoute(app, baton)
}

function operatorStateRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, line } = baton
  route(app, {
    method: 'PUT',
    url: '/conversations/:conversation/operator-state',
    policy: 'operator',
    tag: 'Control',
    summary: 'Set Chat Operator State: the action as a call',
    params: params('conversation'),
    body: body(operatorStateProperties),
    async handle({ asker, params, body: settings }) {
      const record = await theConversation(baton, asker.workspace, params.conversation)
      await checkOperatorState(baton, asker.workspace, settings)
      const mover = moverOf(asker)
      const answered = await line.run(asker.workspace, record.conversation.id, {
        type: 'set_operator_state',
        settings,
        by: mover,
        cause: causeOf(asker),
      })
      const change = await committedOf(baton, asker.workspace, answered)
      const { outcome, reason, decision } = change?.result ?? { outcome: 'unchanged', reason: null, decision: null }
      return {
        outcome,
        reason,
        conversation: await conversationNow(baton, asker.workspace, record.conversation.id),
        decision,
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/decisions/dry-run',
    policy: 'operator',
    tag: 'Control',
    summary: 'What these settings would do now; nothing is written',
    body: body({ ...operatorStateProperties, conversation: Type.Optional(reference) }),
    async handle({ asker, body: { conversation, ...settings } }) {
      await checkOperatorState(baton, asker.workspace, settings)
      const record = conversation === undefined ? null : await inBody(baton, asker.workspace, conversation)
      const team = await store.operators.team(asker.workspace.id)
      if (record?.conversation.status === 'closed') throw problemOf({ kind: 'closed' }, team)
      const origin = { actor: { kind: 'system' as const }, cause: causeOf(asker) }
      const { holder = { state: 'chatbot_controlled' as const }, channel, lastOwner } = record?.conversation ?? {}
      const context = {
        team,
        names: namesFrom(team),
        chance: baton.chance,
        now: baton.clock.now(),
        origin,
        ...(channel !== undefined && { units: team.unitsOf(channel) }),
        ...(lastOwner !== undefined && { lastOwner }),
      }
      const { outcome, reason, decision } = setOperatorState({ holder }, settings, context)
      return {
        outcome,
        reason,
        operator: decision.picked === null ? null : team.operatorRef(decision.picked),
        decision,
      }
    },
  })
}

function moveRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/conversations/:conversation/claim',
    policy: 'operator',
    tag: 'Control',
    summary: 'Take a conversation nobody owns; 409 names the owner',
    params: params('conversation'),
    body: body({ operator: Type.Optional(reference) }),
    async handle({ asker, params, body: { operator } }) {
      const acting = await actingOperator(baton, asker, operator)
      const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
      return move(baton, asker, id, { type: 'claim', operator: acting.id, cause: causeOf(asker) })
    },
  })
  route(app, {
    method: 'POST',
    url: '/conversations/:conversation/transfer',
    policy: 'operator',
    tag: 'Control',
    summary: 'To an operator (atomic), to a group or, with null, to everybody (a request that keeps its age)',
    params: params('conversation'),
    body: body({
      from: Type.Optional(reference),
      operator: Type.Optional(reference),
      group: Type.Optional(Type.Union([reference, Type.Null()])),
    }),
    async handle({ asker, params, body: { from, operator, group } }) {
      const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
      if ((operator === undefined) === (group === undefined))
        throw invalid(operator === undefined ? 'operator' : 'group', 'one_of', 'Name either an operator or a group.')
      const to =
        operator === undefined
          ? { group: group == null ? null : (await groupIn(baton, asker.workspace, group, 'group')).id }
          : { operator: (await operatorIn(baton, asker.workspace, operator, 'operator')).id }
      const guard = from === undefined ? {} : { from: (await operatorIn(baton, asker.workspace, from, 'from')).id }
      return move(baton, asker, id, { type: 'transfer', to, ...guard, by: moverOf(asker), cause: causeOf(asker) })
    },
  })
  route(app, {
    method: 'POST',
    url: '/conversations/:conversation/handover',
    policy: 'operator',
    tag: 'Control',
    summary: 'Control back to the bot, with an interaction to start and a note for it if wished',
    params: params('conversation'),
    body: body({ interaction: Type.Optional(reference), note: Type.Optional(longText) }),
    async handle({ asker, params, body: { interaction, note }, request }) {
      const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
      const wishes = { ...(interaction === undefined ? {} : { interaction }), ...(note === undefined ? {} : { note }) }
      const command = { type: 'hand_over' as const, ...wishes, by: moverOf(asker), cause: causeOf(asker) }
      return move(baton, asker, id, command, onceOf(baton, asker, `hand over ${id}`, request, wishes))
    },
  })
  for (const answer of ['accept', 'decline'] as const) {
    route(app, {
      method: 'POST',
      url: `/conversations/:conversation/offer/${answer}`,
      policy: 'operator',
      tag: 'Control',
      summary: {
        accept: 'As the operator who is asked: take it; 409 when they are not, or no longer',
        decline: 'As the operator who is asked: the next one is asked; nothing when they are not',
      }[answer],
      params: params('conversation'),
      body: body({ operator: Type.Optional(reference) }),
      async handle({ asker, params, body: { operator } }) {
        const acting = await actingOperator(baton, asker, operator)
        const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
        return move(baton, asker, id, { type: `${answer}_offer`, operator: acting.id, cause: causeOf(asker) })
      },
    })
  }
  for (const type of ['lock', 'unlock', 'close'] as const) {
    route(app, {
      method: 'POST',
      url: `/conversations/:conversation/${type}`,
      policy: 'operator',
      tag: 'Control',
      summary: {
        lock: 'Ignore what the contact writes',
        unlock: 'Listen again',
        close: 'End it; the next message opens a new one',
      }[type],
      params: params('conversation'),
      async handle({ asker, params }) {
        const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
        return move(baton, asker, id, { type, by: moverOf(asker), cause: causeOf(asker) })
      },
    })
  }
  route(app, {
    method: 'POST',
    url: '/conversations/:conversation/snooze',
    policy: 'operator',
    tag: 'Control',
    summary: 'Put aside what an operator holds until a time, a year ahead at most; null takes it up again',
    params: params('conversation'),
    body: body({ until: timeOrNull, operator: Type.Optional(reference) }),
    async handle({ asker, params, body: { until, operator } }) {
      // Judged by the rights of whoever it is done for (api.md §1).
      const acting = operator === undefined ? null : await actingOperator(baton, asker, operator)
      const by = acting === null ? moverOf(asker) : { operator: acting.id, role: acting.role }
      const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
      const moment = until === null ? null : timeIn(until, 'until')
      return move(baton, asker, id, { type: 'snooze', until: moment, by, cause: causeOf(asker) })
    },
  })
  route(app, {
    method: 'POST',
    url: '/conversations/:conversation/interactions',
    policy: 'operator',
    tag: 'Control',
    summary: 'Run an interaction now, whoever holds the conversation',
    params: params('conversation'),
    body: body({ interaction: reference, wait: seconds(120) }),
    async handle({ asker, params, body: { interaction, wait = defaultWait }, request }) {
      const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
      const answered = await baton.line.run(
        asker.workspace,
        id,
        { type: 'start_interaction', interaction, by: moverOf(asker), cause: causeOf(asker) },
        onceOf(baton, asker, `interaction ${id}`, request, { interaction }),
      )
      const change = await committedOf(baton, asker.workspace, answered)
      const turns = answered.kind === 'repeated' ? answered.turns : (change?.turns ?? [])
      const { messages, conversation } = await answerOf(baton, asker.workspace, id, turns, wait)
      return { messages, conversation }
    },
  })
}

function messageRoute(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'POST',
    url: '/conversations/:conversation/messages',
    policy: 'operator',
    tag: 'Control',
    summary: 'As an operator: a reply (which takes over what nobody owns) or an internal note',
    params: params('conversation'),
    body: body({
      operator: Type.Optional(reference),
      text: longText,
      note: Type.Optional(Type.Boolean()),
      mentions: Type.Optional(Type.Array(reference, { maxItems: mostMentions })),
      clientMessageId: Type.Optional(clientMessageId),
    }),
    answers: created,
    async handle({ asker, params, body: said, reply }) {
      const mentions = await mentionedIn(baton, asker.workspace, said)
      const acting = await actingOperator(baton, asker, said.operator)
      const { id } = (await theConversation(baton, asker.workspace, params.conversation)).conversation
      const { event } = await sayAsOperator(baton, asker, id, acting.id, { ...said, mentions })
      return reply.code(201).send(event)
    },
  })
}

/** Whom one note can be for. */
const mostMentions = 20

/** [U-13] Only a note can be for somebody, and only for those who are there to read it. */
async function mentionedIn(
  baton: Baton,
  workspace: Workspace,
  { note = false, mentions = [] }: { note?: boolean; mentions?: string[] },
): Promise<OperatorId[]> {
  if (mentions.length > 0 && !note) throw invalid('mentions', 'note_only', 'Only an internal note can be for somebody.')
  const found = await Promise.all(mentions.map((one, index) => operatorIn(baton, workspace, one, `mentions[${index}]`)))
  const gone = found.find(({ enabled }) => !enabled)
  if (gone !== undefined) throw invalid('mentions', 'operator_disabled', `${gone.name} is disabled.`)
  return [...new Set(found.map(({ id }) => id))]
}

export type OperatorSaying = { text?: string; note?: boolean; mentions?: OperatorId[]; clientMessageId?: string }
/** What comes with the words, and the fingerprint of the whole. */
export type Attached = { part: Part; hash: string }

/** One message of an operator, once. `isTaken`: this call wrote it, not an earlier one with the same key. */
export async function sayAsOperator(
  baton: Baton,
  asker: Member,
  id: ConversationId,
  operator: ReturnType<typeof asId<'operator'>>,
  said: OperatorSaying,
  attached: Attached | null = null,
): Promise<{ event: EventView; isTaken: boolean }> {
  const { text, note = false, mentions = [], clientMessageId: key } = said
  const isForSomebody = mentions.length > 0
  const hash = attached?.hash ?? hashOfBody({ text, note, ...(isForSomebody && { mentions }) })
  const idempotency = once(baton, `operator ${id} ${operator}`, key, hash)
  const named = key === undefined ? {} : { clientMessageId: key }
  const command: Command = {
    type: 'operator_says',
    operator,
    text: text ?? null,
    parts: [...(text === undefined ? [] : [{ type: 'text' as const, text }]), ...(attached ? [attached.part] : [])],
    isNote: note,
    ...(isForSomebody && { mentions }),
    ...named,
    cause: causeOf(asker),
  }
  const answered = await baton.line.run(asker.workspace, id, command, idempotency)
  const change = await committedOf(baton, asker.workspace, answered)
  // What waited for the takeover may have spoken after it: the operator's own message is the one of no turn.
  const own = change?.events.find(({ event, turn }) => event.type === 'message' && turn === null)
  const seq = answered.kind === 'repeated' ? answered.seq : own?.event.seq
  const [event] = await baton.store.conversations.events(asker.workspace.id, id, (seq ?? 1) - 1, 1)
  if (event === undefined) throw new Problem(404, { code: 'not_found', detail: 'This message was erased.' })
  return { event: viewOfEvent(event), isTaken: answered.kind === 'committed' }
}

/** [O-11] A call that starts an interaction is done once, with what it does, however often it comes under the same key. */
function onceOf(baton: Baton, asker: Member, what: string, request: FastifyRequest, wishes: object) {
  return once(baton, `${nameOf(asker)} ${what}`, keyOf(request), hashOfBody(wishes))
}

async function move(baton: Baton, asker: Member, id: ConversationId, command: Command, idempotency?: Idempotency) {
  const answered = await baton.line.run(asker.workspace, id, command, idempotency)
  if (command.type === 'claim' && answered.kind === 'refused') baton.metrics.claimRefused()
  await committedOf(baton, asker.workspace, answered)
  return { conversation: await conversationNow(baton, asker.workspace, id) }
}

async function committedOf({ store }: Baton, workspace: Workspace, answered: Answered) {
  if (answered.kind === 'refused') throw problemOf(answered.refusal, await store.operators.roster(workspace.id))
  return answered.kind === 'committed' ? answered.committed.change : null
}

async function inBody(baton: Baton, workspace: Workspace, id: string) {
  const record = await baton.store.conversations.find(workspace.id, asId(id))
  if (record === null) throw invalid('conversation', 'unknown_conversation', `There is no conversation "${id}".`)
  return record
}

/** [HO-19] [HO-21] In a call what does not exist, or is not in the account, is refused; nothing changes. */
async function checkOperatorState(baton: Baton, workspace: Workspace, settings: OperatorStateSettings): Promise<void> {
  if (!workspace.packages.includes(packageOfRouting)) {
    const errors = Object.keys(settings)
      .filter((name) => name !== 'mode')
      .map((path) => ({
        path,
        code: 'package_missing',
        message: `The setting "${path}" needs the package ${packageOfRouting}.`,
      }))
    if (errors.length > 0) throw new Problem(422, { code: 'package_missing', detail: errors[0]?.message ?? '', errors })
  }
  const [problem] = checkSettings(settings)
  if (problem !== undefined) throw invalid(problem.path, problem.code, problem.message)
  if (settings.operatorsGroup !== undefined) await groupIn(baton, workspace, settings.operatorsGroup, 'operatorsGroup')
  if (settings.operator !== undefined) await operatorIn(baton, workspace, settings.operator, 'operator')
}
