/** Workspaces with a bot, a team and a key, written into the store while no node runs: no call adds a workspace. */
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import type { WorkspaceId } from '@baton/core/ids'
import { newId } from '../server/src/chance.ts'
import { systemClock } from '../server/src/clock.ts'
import { addWorkspace } from '../server/src/process.ts'
import { hashOfSecret } from '../server/src/secrets.ts'
import { openPostgres } from '../server/src/store/postgres/postgres.ts'
import type { Store } from '../server/src/store/store.ts'
import { apiKey } from './processes.ts'

export type WorkspacePlan = {
  bot: object & { name: string }
  /** In one group, `support`; all online until somebody changes that. */
  operators: number
  /** How many conversations each may have. */
  capacity: number | null
}

export type Written = {
  id: WorkspaceId
  /** An administrator's. That of the first one is the bench's own. */
  apiKey: string
  operators: string[]
}

const by = { actor: 'bench', request: null }

/** For a new, empty database. */
export async function writeWorkspaces(databaseUrl: string, count: number, plan: WorkspacePlan): Promise<Written[]> {
  const store = await openPostgres({
    url: databaseUrl,
    poolSize: 2,
    newId,
    now: systemClock.now,
    onCommitted: () => {},
  })
  try {
    const written: Written[] = []
    for (let index = 0; index < count; index += 1) written.push(await writeWorkspace(store, index, plan))
    return written
  } finally {
    await store.close()
  }
}

async function writeWorkspace(store: Store, index: number, plan: WorkspacePlan): Promise<Written> {
  const { id } = await addWorkspace(store, newId, `Bench ${String(index).padStart(3, '0')}`)
  const secret = index === 0 ? apiKey : `${apiKey}-${index}`
  const key = { id: newId('key'), workspace: id, name: 'BATON_API_KEY', role: 'admin' as const }
  await store.access.addKey(hashOfSecret(secret), { ...key, createdAt: systemClock.now(), lastUsedAt: null }, by)
  const bot = newId('bot')
  await store.bots.add(id, { id: bot, name: plan.bot.name, draft: { ...plan.bot } }, by)
  await store.bots.publish(id, bot, 1, withPayloads(plan.bot as BotDocument, catalogue), by)
  const group = newId('group')
  await store.groups.add(id, { id: group, name: 'support' }, by)
  const operators: string[] = []
  for (let number = 0; number < plan.operators; number += 1) {
    const operator = { id: newId('operator'), name: `Operator ${number}`, email: `o${number}@example.com` }
    const { capacity } = plan
    await store.operators.add(id, { ...operator, role: 'operator', groups: [group], capacity }, by)
    await store.operators.setApiStatus(id, operator.id, 'online', null)
    operators.push(operator.id)
  }
  return { id, apiKey: secret, operators }
}
