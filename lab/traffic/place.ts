/** A workspace of the lab: its team, its bot and its keys, written into the store before any node starts. */
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { after, instant } from '@baton/core/time'
import { newId, newSecret } from '../../server/src/chance.ts'
import { hashOfSecret } from '../../server/src/secrets.ts'
import { openStore } from '../../server/src/store/open.ts'
import type { Store } from '../../server/src/store/store.ts'
import { botOf, group as groupName } from '../script.ts'

export type PlacePlan = { name: string; operators: number; capacity: number | null; online: number }

export type Place = {
  name: string
  id: string
  /** An administrator's. */
  key: string
  bot: string
  group: string
  operators: Colleague[]
}

/** An operator, with a session to sign in by. */
export type Colleague = { id: string; name: string; session: string }

export type StoreAddress = { databaseUrl: string | null; dataDir: string }

const day = 24 * 3_600_000
const by = { actor: 'lab', request: null }

/** For a new, empty store that nobody has open. `online`: so many of the team are set online, for good. */
export async function writePlaces(where: StoreAddress, plans: readonly PlacePlan[], slowUrl: string): Promise<Place[]> {
  const now = () => instant(Date.now())
  const { store } = await openStore({ ...where, databasePool: 2 }, { newId, now, onCommitted: () => {} })
  try {
    const places: Place[] = []
    for (const plan of plans) places.push(await writePlace(store, plan, slowUrl))
    return places
  } finally {
    await store.close()
  }
}

async function writePlace(store: Store, plan: PlacePlan, slowUrl: string): Promise<Place> {
  const id = newId('workspace')
  await store.workspaces.add({ id, name: plan.name, packages: ['pro_team'], locale: 'en', timeZone: 'UTC' }, by)
  const key = `bk_lab_${newSecret()}`
  const row = { id: newId('key'), workspace: id, name: 'BATON_API_KEY', role: 'admin' as const }
  await store.access.addKey(hashOfSecret(key), { ...row, createdAt: instant(Date.now()), lastUsedAt: null }, by)
  const group = { id: newId('group'), name: groupName }
  await store.groups.add(id, group, by)
  const draft = botOf(plan.name, slowUrl)
  const bot = { id: newId('bot'), name: draft.name, draft }
  const added = await store.bots.add(id, bot, by)
  if (!added.ok) throw new Error('the bot is there already')
  const document = withPayloads(draft as unknown as BotDocument, catalogue)
  await store.bots.publish(id, bot.id, added.value.version, document, by)
  const operators: Colleague[] = []
  for (let number = 0; number < plan.operators; number += 1) {
    const colleague = { id: newId('operator'), name: `Operator ${plan.name} ${number}` }
    const email = `o${number}@${plan.name}.example`
    const operator = { ...colleague, email, role: 'operator' as const, groups: [group.id], capacity: plan.capacity }
    await store.operators.add(id, operator, by)
    if (number < plan.online) await store.operators.setApiStatus(id, colleague.id, 'online', null)
    const session = newSecret()
    const expiresAt = after(instant(Date.now()), day)
    await store.access.addSession(hashOfSecret(session), {
      operator: colleague.id,
      workspace: id,
      generation: 0,
      expiresAt,
    })
    operators.push({ ...colleague, session })
  }
  return { name: plan.name, id, key, bot: bot.id, group: group.id, operators }
}
