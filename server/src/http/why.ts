import { type ConversationEvent, ownerOf } from '@baton/core/conversation'
import { standingInWords, standingOf, verdictThen, verdictWords } from '@baton/core/handoff'
import type { ConversationId } from '@baton/core/ids'
import { toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { placeView } from '../conversations/queue-places.ts'
import type { Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { actingOperator, operatorIn, theConversation } from './resolve.ts'
import { route } from './route.ts'
import { body, params, reference } from './schemas.ts'

/** The log is looked through from its end, in steps, so far and no further. */
const eventsAtOnce = 500
const mostSteps = 20

/** [RO-50] [RO-23] Why a conversation is, or is not, somebody's; and where a request stands. */
export function whyRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/conversations/:conversation/why',
    policy: 'operator',
    tag: 'Control',
    summary: 'Why somebody (in the desk: oneself) has, had or did not get this conversation',
    params: params('conversation'),
    query: body({ operator: Type.Optional(reference) }),
    async handle({ asker, params, query: { operator } }) {
      const { conversation } = await theConversation(baton, asker.workspace, params.conversation)
      const { id } =
        operator === undefined
          ? await actingOperator(baton, asker, undefined)
          : await operatorIn(baton, asker.workspace, operator, 'operator')
      const team = await baton.store.operators.team(asker.workspace.id)
      const seat = team.seat(id)
      if (seat === undefined) throw new Error(`${id} is not in the team`)
      const { lastOwner, channel } = conversation
      const moment = {
        team,
        now: baton.clock.now(),
        units: team.unitsOf(channel),
        ...(lastOwner !== undefined && { lastOwner }),
      }
      const now = standingOf(conversation, seat, moment)
      const event = await lastDecision(baton, asker.workspace, conversation.id, conversation.lastSeq)
      const decided = event === null ? null : verdictThen([event], id)
      const owner = ownerOf(conversation.holder)
      return {
        operator: team.operatorRef(id),
        chatState: conversation.holder.state,
        owner: owner === null ? null : team.operatorRef(owner),
        now: { ...now, text: standingInWords(seat.name, now) },
        decided:
          decided === null || event === null
            ? null
            : {
                ...decided,
                at: toRfc3339(event.at),
                picked: decided.picked === null ? null : team.operatorRef(decided.picked),
                text: decided.verdict === null ? null : `${seat.name} ${verdictWords[decided.verdict]}.`,
              },
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/conversations/:conversation/place',
    policy: 'operator',
    tag: 'Control',
    summary: 'Where a request stands in the queue, and how long that took lately; null: it does not wait',
    params: params('conversation'),
    async handle({ asker, params }) {
      const { conversation } = await theConversation(baton, asker.workspace, params.conversation)
      const place = await baton.places.of(asker.workspace.id, conversation.id)
      return { place: place === null ? null : placeView(place) }
    },
  })
  route(app, {
    method: 'GET',
    url: '/coverage',
    policy: 'operator',
    tag: 'Figures',
    summary: 'Of which groups, and of everybody (null), somebody who is online has room, and since when',
    async handle({ asker }) {
      const [team, known] = await Promise.all([
        baton.store.operators.roster(asker.workspace.id),
        baton.store.routings.coverage(asker.workspace.id),
      ])
      return {
        items: known.map(({ group, isCovered, since }) => ({
          group: group === null ? null : team.groupRef(group),
          isCovered,
          since: toRfc3339(since),
        })),
      }
    },
  })
}

/** The latest event that carries a decision. */
async function lastDecision(
  { store }: Baton,
  { id }: Workspace,
  conversation: ConversationId,
  lastSeq: number,
): Promise<ConversationEvent | null> {
  for (let step = 1; step <= mostSteps; step += 1) {
    const after = Math.max(0, lastSeq - step * eventsAtOnce)
    const events = await store.conversations.events(id, conversation, after, eventsAtOnce)
    const found = events.findLast(({ data }) => 'decision' in data && data.decision !== undefined)
    if (found !== undefined) return found
    if (after === 0) return null
  }
  return null
}
