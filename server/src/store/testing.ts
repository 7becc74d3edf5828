/** What the contract suites of the stores begin with: a workspace, its people, a bot that is live, something said. */
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { asId, type BotId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { cryptographicChance, newId } from '../chance.ts'
import type { Clock } from '../clock.ts'
import { type Answered, ConversationLine, type Saying } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import type { Committed, Store, Workspace } from './store.ts'

export const by = { actor: 'test', request: null }
export const admin = { operator: null, role: 'admin' as const }

/** Nothing it says stands in a log. */
export const silentBot = botThat()
export const welcomingBot = botThat({ type: 'text', text: 'Welcome' })

/** Does this when a conversation begins, and nothing after it. */
export function botThat(...actions: { type: string; [parameter: string]: unknown }[]): BotDocument {
  const behaviors = [{ name: 'main', interactions: [{ name: 'welcome', start: true, actions }] }]
  return { name: 'Acme', startBehavior: 'main', behaviors } as unknown as BotDocument
}

/** A store with one workspace, whose one bot is live, and the line to its conversations. */
export async function begin(
  open: Open,
  clock: Clock,
  document: BotDocument = silentBot,
): Promise<{ opened: Opened; line: ConversationLine; workspace: Workspace; bot: BotId }> {
  const opened = await openAt(open, clock)
  const { store } = opened
  const line = new ConversationLine({ store, clock, chance: cryptographicChance, newId })
  const workspace = await addWorkspace(store)
  return { opened, line, workspace, bot: await addBot(store, workspace.id, document) }
}

export function openAt(open: Open, clock: Clock): Promise<Opened> {
  return open({ now: () => clock.now(), onCommitted: () => {} })
}

export async function addWorkspace(store: Store): Promise<Workspace> {
  const id = newId('workspace')
  const workspace = { id, name: `ws ${id}`, packages: ['pro_team'], locale: 'en', timeZone: 'UTC' }
  await store.workspaces.add(workspace, by)
  return workspace
}

/** Published, once there is a document. */
export async function addBot(store: Store, workspace: WorkspaceId, document?: BotDocument): Promise<BotId> {
  const id = newId('bot')
  await store.bots.add(workspace, { id, name: 'Acme', draft: {} }, by)
  if (document !== undefined) await store.bots.publish(workspace, id, 1, withPayloads(document, catalogue), by)
  return id
}

export async function addOperator(
  store: Store,
  workspace: WorkspaceId,
  fields: { name?: string; capacity?: number } = {},
): Promise<OperatorId> {
  const id = newId('operator')
  const email = `${id}@team.example`
  const added = await store.operators.add(
    workspace,
    { id, name: id, email, role: 'operator', groups: [], capacity: null, ...fields },
    by,
  )
  if (!added.ok) throw new Error(`not added: ${JSON.stringify(added.refusal)}`)
  return id
}

/** What a contact says in their own words. */
export function saying(text: string, fields: Partial<Saying> = {}): Saying {
  return { message: { text, payload: null, parts: [{ type: 'text', text }] }, variables: {}, tags: [], ...fields }
}

/** By this name on the channel on which every suite talks. */
export function target(bot: BotId, contact: string) {
  return { bot, channel: 'custom', contact: asId<'contact'>(contact) }
}

/** What was committed, where a test is about what comes after it. */
export function committedOf(answer: Answered): Committed {
  if (answer.kind !== 'committed') throw new Error(`not done: ${JSON.stringify(answer)}`)
  return answer.committed
}

/** Everything that a table holds, also what no call shows. */
export async function rowsOf(opened: Opened, table: string): Promise<string[]> {
  const lines = (await opened.dump()).split('\n')
  const rest = lines.slice(lines.indexOf(table) + 1)
  const end = rest.findIndex((one) => /^[a-z_]+$/.test(one))
  return rest.slice(0, end)
}
