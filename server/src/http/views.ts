import { allVariables, type ConversationRecord, viewOfHolder } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import {
  type ConversationSummary,
  type ConversationView,
  collectedIn,
  holderFields,
  languageIn,
  nameOfContact,
  type OperatorView,
  offeredUntilOf,
  snoozedUntilIn,
} from '@baton/core/protocol'
import type { Seat, Team } from '@baton/core/routing'
import { type Instant, toRfc3339 } from '@baton/core/time'
import type { Operator, Store, Workspace } from '../store/store.ts'

/** What the API shows of the things it keeps, with names as they are now. */
export function operatorView(operator: Operator | Seat, team: Team): OperatorView {
  const { id, name, email, role, capacity, status, load, enabled, unresponsive = false } = operator
  return {
    id,
    name,
    email,
    groups: operator.groups.map((group) => team.groupRef(group)),
    role,
    capacity,
    status,
    load,
    enabled,
    ...(unresponsive && { unresponsive: true as const }),
  }
}

export function summaryOf(record: ConversationRecord, botName: string, team: Team, now: Instant): ConversationSummary {
  const { conversation } = record
  const names = namesFrom(team)
  const { holder } = conversation
  const takenOverAt = holder.state === 'taken_over' ? toRfc3339(holder.takenOverAt) : ''
  const fields = holderFields(viewOfHolder(holder, names), takenOverAt)
  const name = conversation.variables.user_name
  return {
    id: conversation.id,
    bot: conversation.bot,
    botName,
    channel: conversation.channel,
    contact: conversation.contact,
    contactName: nameOfContact(conversation.contact, name),
    status: conversation.status,
    ...fields,
    offeredUntil: offeredUntilOf(holder),
    snoozedUntil: snoozedUntilIn(holder, now),
    epoch: conversation.epoch,
    lastSeq: conversation.lastSeq,
    lastActivityAt: toRfc3339(conversation.lastActivityAt),
    lastLine:
      conversation.lastLine === null ? null : { ...conversation.lastLine, at: toRfc3339(conversation.lastLine.at) },
    tags: conversation.tags,
    locked: conversation.locked,
    asked: conversation.asked ?? null,
    language: languageIn(conversation.variables),
    collected: collectedIn(conversation.variables),
  }
}

export function conversationView(
  record: ConversationRecord,
  botName: string,
  workspace: Workspace,
  team: Team,
  now: Instant,
): ConversationView {
  const { conversation, flow } = record
  const surroundings = { botName, locale: workspace.locale, names: namesFrom(team) }
  return {
    ...summaryOf(record, botName, team, now),
    variables: allVariables(conversation, flow.outcome, surroundings),
    openedAt: toRfc3339(conversation.openedAt),
    previous: conversation.previous,
  }
}

export function namesFrom(team: Team) {
  return {
    operator: (id: string) => team.operatorRef(asId(id)).name,
    group: (id: string) => team.groupRef(asId(id)).name,
  }
}

/** Views of conversations as of now, with the names that people and bots have now. */
export async function viewer(store: Store, workspace: Workspace, now: Instant) {
  const [team, names] = await Promise.all([store.operators.roster(workspace.id), store.bots.names(workspace.id)])
  const botName = ({ conversation }: ConversationRecord) => names.get(conversation.bot) ?? 'former bot'
  return {
    summary: (record: ConversationRecord) => summaryOf(record, botName(record), team, now),
    full: (record: ConversationRecord) => conversationView(record, botName(record), workspace, team, now),
  }
}
