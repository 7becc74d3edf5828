/** Less-busy pick and claim through the store, among few and many operators; and that nobody is favoured. */
import { join } from 'node:path'
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { asId, type ConversationId } from '@baton/core/ids'
import { cryptographicChance, newId } from '../server/src/chance.ts'
import { systemClock } from '../server/src/clock.ts'
import { ConversationLine } from '../server/src/conversations/conversations.ts'
import { addWorkspace } from '../server/src/process.ts'
import { openSqlite } from '../server/src/store/sqlite/sqlite.ts'
import { greeter } from './delivery.ts'
import { type Context, type Figure, type Measurement, median } from './figures.ts'
import { seedOperators } from './seed.ts'

const sizes = [10, 1_000, 100_000]
const conversations = 200
const rounds = 5
const trials = 20_000

export const picks: Measurement = {
  name: 'picks',
  title: 'Less-busy pick and claim among 10, 1,000 and 100,000 operators',
  run,
}

const by = { actor: 'bench', request: null }
const takeover = {
  type: 'set_operator_state' as const,
  settings: { mode: 'operator_takeover' as const, assignOperator: 'less_busy' as const, onlyOnlineOperators: true },
  by: { operator: null, role: 'admin' as const },
  cause: 'api' as const,
}
const handBack = { type: 'hand_over' as const, by: { operator: null, role: 'admin' as const }, cause: 'api' as const }

async function run({ directory, say }: Context): Promise<Figure[]> {
  const stages = []
  for (const size of sizes) stages.push(await prepare(directory, size))
  // In turns, so that noise falls on all sizes alike.
  const took = sizes.map((): number[] => [])
  for (let round = 0; round < rounds; round += 1)
    for (const [index, stage] of stages.entries()) took[index]?.push(...(await stage.pickAll()))
  const medians = took.map((sample) => median(sample) * 1_000)
  for (const [index, size] of sizes.entries())
    say(`${size.toLocaleString('en')} operators: ${medians[index]?.toFixed(0)} µs`)
  const ratio = await stages[0]?.freedLastRatio()
  for (const stage of stages) await stage.close()
  const [few = 1, , many = 0] = medians
  return [
    {
      name: 'time of a pick, 100,000 operators against 10',
      value: many / few,
      unit: '×',
      target: { most: 3 },
      limit: { name: 'among 10', value: few, unit: 'µs' },
    },
    {
      name: 'picks of whoever was freed last, against a fair share',
      value: ratio ?? 0,
      unit: '×',
      target: { between: [0.9, 1.1] },
      note: `${trials.toLocaleString('en')} picks among 10`,
    },
  ]
}

async function prepare(directory: string, size: number) {
  const path = join(directory, `picks-${size}.db`)
  const now = () => systemClock.now()
  const store = openSqlite({ path, newId, now, onCommitted: () => {} })
  const workspace = await addWorkspace(store, newId, 'Bench')
  const bot = newId('bot')
  await store.bots.add(workspace.id, { id: bot, name: greeter.name, draft: greeter }, by)
  await store.bots.publish(workspace.id, bot, 1, withPayloads(greeter as BotDocument, catalogue), by)
  seedOperators(path, workspace.id, size)
  const line = new ConversationLine({ store, clock: systemClock, chance: cryptographicChance, newId })
  const ids: ConversationId[] = []
  for (let index = 0; index < conversations; index += 1) {
    const to = { bot, channel: 'custom', contact: asId<'contact'>(`c${index}`) }
    const answered = await line.say(workspace, to, { message: null, variables: {}, tags: [] })
    if (answered.kind === 'committed') ids.push(answered.committed.id)
  }
  const change = async (id: ConversationId, command: typeof takeover | typeof handBack) => {
    const answered = await line.run(workspace, id, command)
    if (answered.kind !== 'committed') throw new Error(JSON.stringify(answered))
    return answered.committed.change
  }
  return {
    /** Milliseconds of each; all of a round share a commit, so the disk weighs little. */
    async pickAll(): Promise<number[]> {
      const begun = performance.now()
      await Promise.all(ids.map((id) => change(id, takeover)))
      const each = (performance.now() - begun) / ids.length
      await Promise.all(ids.map((id) => change(id, handBack)))
      return [each]
    },
    async freedLastRatio(): Promise<number> {
      let again = 0
      const { size } = await store.operators.team(workspace.id)
      let freed: string | null = null
      for (let trial = 0; trial < trials; trial += 1) {
        const id = ids[trial % ids.length] ?? asId<'conversation'>('')
        const taken = await change(id, takeover)
        const { picked } = taken.result?.decision ?? { picked: null }
        if (picked !== null && picked === freed) again += 1
        freed = picked
        await change(id, handBack)
      }
      return (again / trials) * size
    },
    close: () => store.close(),
  }
}
