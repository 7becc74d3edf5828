import { allVariables, type ConversationRecord, viewOfHolder } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import {
  type ConversationSummary,
  type ConversationView,
  holderFields,
  nameOfContact,
  type OperatorView,
  offeredUntilOf,
} from '@baton/core/protocol'
import type { Seat, Team } from '@baton/core/routing'
import { toRfc3339 } from '@baton/core/time'
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

export function summaryOf(record: ConversationRecord, botName: string, team: Team): ConversationSummary {
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
    epoch: conversation.epoch,
    lastSeq: conversation.lastSeq,
    lastActivityAt: toRfc3339(conversation.lastActivityAt),
    lastLine:
      conversation.lastLine === null ? null : { ...conversation.lastLine, at: toRfc3339(conversation.lastLine.at) },
    tags: conversation.tags,
    locked: conversation.locked,
  }
}

export function conversationView(
  record: ConversationRecord,
  botName: string,
  workspace: Workspace,
  team: Team,
): ConversationView {
  const { conversation, flow } = record
  const surroundings = { botName, locale: workspace.locale, names: namesFrom(team) }
  return {
    ...summaryOf(record, botName, team),
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

/** Views of conversations, with the names of people and bots as they are now. */
export async function viewer(store: Store, workspace: Workspace) {
  const [team, names] = await Promise.all([store.operators.roster(workspace.id), store.bots.names(workspace.id)])
  const botName = ({ conversation }: ConversationRecord) => names.get(conversation.bot) ?? 'former bot'
  return {
    summary: (record: ConversationRecord) => summaryOf(record, botName(record), team),
    full: (record: ConversationRecord) => conversationView(record, botName(record), workspace, team),
  }
}
