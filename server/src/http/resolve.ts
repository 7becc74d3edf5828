import type { ConversationRecord } from '@baton/core/conversation'
import { asId, type BotId, type GroupId } from '@baton/core/ids'
import type { Member } from '../access.ts'
import { mayActAs } from '../access.ts'
import type { Bot, Group, Operator, Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { forbidden, invalid, notFound } from './problems.ts'

/** Where an id is asked for, a unique name serves too. What is named in the path is 404, what is named in the query or in the body 422. */
export async function theOperator({ store }: Baton, workspace: Workspace, named: string): Promise<Operator> {
  const operator = await store.operators.find(workspace.id, named)
  if (operator === null) throw notFound('operator')
  return operator
}

export async function theGroup({ store }: Baton, workspace: Workspace, named: string): Promise<Group> {
  const group = await store.groups.find(workspace.id, named)
  if (group === null) throw notFound('group')
  return group
}

export async function theBot({ store }: Baton, workspace: Workspace, named: string): Promise<Bot> {
  const bot = await store.bots.find(workspace.id, named)
  if (bot === null) throw notFound('bot')
  return bot
}

/** Where only the id is needed: the document is not read. */
export async function theBotId({ store }: Baton, workspace: Workspace, named: string): Promise<BotId> {
  const id = await store.bots.findId(workspace.id, named)
  if (id === null) throw notFound('bot')
  return id
}

export async function theConversation({ store }: Baton, workspace: Workspace, id: string): Promise<ConversationRecord> {
  const record = await store.conversations.find(workspace.id, asId(id))
  if (record === null) throw notFound('conversation')
  return record
}

export async function operatorIn(
  { store }: Baton,
  workspace: Workspace,
  named: string,
  path: string,
): Promise<Operator> {
  const operator = await store.operators.find(workspace.id, named)
  if (operator === null) throw invalid(path, 'unknown_operator', `There is no operator "${named}".`)
  return operator
}

export async function groupIn({ store }: Baton, workspace: Workspace, named: string, path: string): Promise<Group> {
  const group = await store.groups.find(workspace.id, named)
  if (group === null) throw invalid(path, 'unknown_group', `There is no group "${named}".`)
  return group
}

export async function botIn({ store }: Baton, workspace: Workspace, named: string, path: string): Promise<BotId> {
  const id = await store.bots.findId(workspace.id, named)
  if (id === null) throw invalid(path, 'unknown_bot', `There is no bot "${named}".`)
  return id
}

export async function groupsIn(
  baton: Baton,
  workspace: Workspace,
  named: readonly string[],
  path: string,
): Promise<GroupId[]> {
  const groups = await Promise.all(named.map((name, index) => groupIn(baton, workspace, name, `${path}[${index}]`)))
  return [...new Set(groups.map(({ id }) => id))]
}

/** The operator a call speaks for: the one it names, else the one whose session it is. */
export async function actingOperator(baton: Baton, asker: Member, named: string | undefined): Promise<Operator> {
  if (named === undefined && asker.kind === 'program')
    throw invalid('operator', 'required', 'A program says which operator it acts for.')
  const operator = await operatorIn(
    baton,
    asker.workspace,
    named ?? (asker.kind === 'operator' ? asker.operator : ''),
    'operator',
  )
  if (!mayActAs(asker, operator)) throw forbidden(`You may not act for ${operator.name}.`)
  return operator
}
