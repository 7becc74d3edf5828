/** What there is before anybody acts: workspaces with a team, a bot that is live, and keys. */
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { asId } from '@baton/core/ids'
import type { Routing } from '@baton/core/routing'
import { after } from '@baton/core/time'
import { group as groupName } from '../lab/script.ts'
import { newSecret } from '../server/src/chance.ts'
import type { Baton } from '../server/src/http/baton.ts'
import { hashOfSecret } from '../server/src/secrets.ts'
import type { Colleague, Place } from './actor.ts'
import { botOf, emailOf } from './bot.ts'
import type { Plan } from './plan.ts'

const day = 24 * 3_600_000
const by = { actor: 'simulator', request: null }

/** [RO-30] [RO-31] Requests are offered in turn; everything about it ends within a run. */
const askingInTurn: Routing = {
  automatic: true,
  pick: 'round_robin',
  offer: { seconds: 2, coolDownSeconds: 1, rounds: 5 },
  deadlines: { wrapUp: { afterSeconds: 2 } },
}

/** Writes a workspace over a node that is running. */
export async function setUp(baton: Baton, name: string, { operators, capacity, climate }: Plan): Promise<Place> {
  const { store, newId, clock } = baton
  const id = newId('workspace')
  await store.workspaces.add({ id, name, packages: ['pro_team'], locale: 'en', timeZone: 'UTC' }, by)
  const key = `bk_${newSecret()}`
  const row = { id: newId('key'), workspace: id, name: 'first', role: 'admin' as const }
  await store.access.addKey(hashOfSecret(key), { ...row, createdAt: clock.now(), lastUsedAt: null }, by)
  const group = { id: newId('group'), name: groupName }
  await store.groups.add(id, group, by)
  if (climate === 'asking') await store.routings.set(id, group.id, askingInTurn, by)
  const team: Colleague[] = []
  for (let number = 0; number < operators; number += 1) {
    const colleague = { id: newId('operator'), name: `Operator ${number} of ${name}` }
    const rest = { email: emailOf(name, number), role: 'operator' as const, groups: [group.id], capacity }
    await store.operators.add(id, { ...colleague, ...rest }, by)
    if (climate === 'asking') await store.operators.setApiStatus(id, colleague.id, 'online', null)
    team.push({ ...colleague, session: await signIn(baton, id, colleague.id) })
  }
  return { name, id, key, bot: await publishBot(baton, id, name), group: group.id, operators: team }
}

async function signIn({ store, clock }: Baton, workspace: string, operator: string): Promise<string> {
  const session = newSecret()
  const expiresAt = after(clock.now(), day)
  const row = { workspace: asId<'workspace'>(workspace), operator: asId<'operator'>(operator), generation: 0 }
  await store.access.addSession(hashOfSecret(session), { ...row, expiresAt })
  return session
}

async function publishBot({ store, newId }: Baton, workspace: string, name: string): Promise<string> {
  const draft = botOf(name, 1)
  const added = await store.bots.add(asId(workspace), { id: newId('bot'), name: draft.name, draft }, by)
  if (!added.ok) throw new Error('the bot is there already')
  const { id, version } = added.value
  const document = withPayloads(draft as unknown as BotDocument, catalogue)
  await store.bots.publish(asId(workspace), id, version, document, by)
  return id
}
