/** Whatever is done in whatever order: nobody waits while somebody could take them, and the safety net has nothing to do. */
import { seededChance } from '@baton/core/chance'
import type { Command } from '@baton/core/command'
import { asId, type ConversationId, type GroupId, type OperatorId } from '@baton/core/ids'
import { isFull } from '@baton/core/routing'
import { expect, test } from 'vitest'
import { testStore } from '../../lab/testing.ts'
import { must, startTest } from '../src/testing.ts'

const seed = 20_261_122
/** With every commit on the disk of a server of its own a step costs more. */
const steps = testStore === 'postgres' ? 2_000 : 10_000
const countOfOperators = 8
const countOfContacts = 60
const looksEvery = 25
const by = { actor: 'test', request: null }
const program = { operator: null, role: 'admin' as const }

test('[RO-11] [RO-20] [RO-21] [RO-30] in random steps nobody waits while somebody could take them, nobody passes their limit, and the sweep finds nothing', async () => {
  await using test = await startTest()
  const { store, line, queue } = test.baton
  const [workspace] = await store.workspaces.all()
  if (workspace === undefined) throw new Error('no workspace')
  const [support, sales] = [await test.group('support'), await test.group('sales')]
  must(
    await test.put('/groups/support/routing', {
      automatic: true,
      limit: 3,
      fallbacks: [{ group: 'sales', afterSeconds: 86_400 }],
    }),
  )
  // Whoever is picked in sales is asked first; some answer, the others keep everybody waiting.
  const offer = { seconds: 3_600, coolDownSeconds: 0, rounds: 100 }
  must(await test.put('/groups/sales/routing', { automatic: true, pick: 'round_robin', offer }))
  const team = await Promise.all(
    Array.from({ length: countOfOperators }, (_, index) =>
      test.operator({ groups: [index % 2 === 0 ? support.id : sales.id], ...(index % 3 === 0 ? {} : { capacity: 2 }) }),
    ),
  )
  const bot = asId<'bot'>((await test.bot([])).id)
  const chance = seededChance(seed)
  const one = <Item>(items: readonly Item[]): Item => items[chance.below(items.length)] as Item
  const open = new Map<string, ConversationId>()

  const ask = async (contact: string): Promise<void> => {
    const saying = { message: null, variables: {}, tags: [] }
    const answer = await line.say(workspace, { bot, channel: 'custom', contact: asId(contact) }, saying)
    if (answer.kind === 'committed') open.set(contact, answer.committed.id)
    const id = open.get(contact)
    if (id === undefined) return
    const settings = { mode: 'request_operator' as const, operatorsGroup: one(['support', 'sales']) }
    await line.run(workspace, id, { type: 'set_operator_state', settings, by: program, cause: 'api' })
  }
  const run = async (command: Command): Promise<void> => {
    const id = open.get(one([...open.keys()]))
    if (id !== undefined) await line.run(workspace, id, command)
  }
  const answer = async (type: 'accept_offer' | 'decline_offer'): Promise<void> => {
    const offered = (await store.routings.queue(workspace.id, 100)).filter(({ offeredUntil }) => offeredUntil !== null)
    if (offered.length === 0) return
    const { id } = one(offered)
    const holder = (await store.conversations.find(workspace.id, id))?.conversation.holder
    if (holder?.state !== 'operator_requested' || holder.operator === null) return
    await line.run(workspace, id, { type, operator: holder.operator, cause: 'api' })
  }
  const anybody = () => asId<'operator'>(one(team).id)
  const kinds: (() => Promise<unknown>)[] = [
    () => ask(`contact ${chance.below(countOfContacts)}`),
    () => ask(`contact ${chance.below(countOfContacts)}`),
    () => run({ type: 'close', by: program, cause: 'api' }),
    () => answer('accept_offer'),
    () => answer('accept_offer'),
    () => answer('decline_offer'),
    () => run({ type: 'hand_over', by: program, cause: 'api' }),
    () => run({ type: 'transfer', to: { operator: anybody() }, by: program, cause: 'api' }),
    () => run({ type: 'transfer', to: { group: asId<'group'>(one([support, sales]).id) }, by: program, cause: 'api' }),
    () => run({ type: 'claim', operator: anybody(), cause: 'api' }),
    () => run({ type: 'label', variables: { chat_priority: chance.below(5) }, setTags: [], dropTags: [], by: program }),
    async () => {
      await store.operators.setApiStatus(workspace.id, anybody(), one(['online', 'online', 'away', 'offline']), null)
      test.baton.hub.presenceMoved(workspace.id)
    },
    async () => {
      await store.operators.change(workspace.id, anybody(), { capacity: one([null, 1, 2, 4]) }, by)
      test.baton.hub.presenceMoved(workspace.id)
    },
  ]

  /** Requests that wait although somebody of their group is online with room. */
  const forgotten = async (): Promise<string[]> => {
    const seats = [...(await store.operators.team(workspace.id)).seats()]
    const isFree = (group: GroupId | null) =>
      seats.some((seat) => seat.status === 'online' && seat.groups.some((id) => id === group) && !isFull(seat))
    const waiting = await store.routings.queue(workspace.id, 10_000)
    return waiting.filter(({ group, offeredUntil }) => offeredUntil === null && isFree(group)).map(({ id }) => id)
  }

  let given = 0
  for (let step = 0; step < steps; step += 1) {
    await one(kinds)()
    if (step % looksEvery !== 0) continue
    await queue.quiet()
    expect(await forgotten(), `after step ${step} of seed ${seed}`).toEqual([])
    await queue.sweep()
    expect(queue.found, `found by the sweep after step ${step} of seed ${seed}`).toBe(0)
    given += (await ownersOf(store, workspace.id)).length
  }
  expect(given).toBeGreaterThan(steps / looksEvery)
}, 600_000)

async function ownersOf(
  store: Awaited<ReturnType<typeof startTest>>['baton']['store'],
  workspace: Parameters<typeof store.operators.list>[0],
): Promise<OperatorId[]> {
  return (await store.operators.list(workspace)).flatMap(({ id, load }) => (load > 0 ? [id] : []))
}
