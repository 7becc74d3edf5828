/** Fifty contacts ask for a person at the same moment: message → flow → picked, owned, committed and answered. */
import { join } from 'node:path'
import { Agent } from 'undici'
import { type Context, type Figure, type Measurement, median } from './figures.ts'
import { apiKey, call, startBare, startServer } from './processes.ts'
import { publish } from './turns.ts'

const contacts = 50
const operators = 20
const rounds = 15

export const handoffs: Measurement = { name: 'handoffs', title: '50 handoffs at once over 20 operators', run }

type Answer = { conversation: { id: string; chatState: string; operator: { id: string } | null } }

async function run({ directory, options }: Context): Promise<Figure[]> {
  const server = await startServer(join(directory, 'handoffs'), options.get('profile'))
  const bare = await startBare('commit', join(directory, 'commits'))
  const agent = new Agent({ connections: contacts, pipelining: 1 })
  const post = async (origin: string, path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const response = await agent.request({ origin, path, method: 'POST', headers, body: JSON.stringify(body) })
    const text = await response.body.text()
    if (response.statusCode >= 300) throw new Error(`${path}: ${response.statusCode} ${text}`)
    return JSON.parse(text) as Answer
  }
  const everybody = <Item>(work: (index: number) => Promise<Item>) =>
    Promise.all(Array.from({ length: contacts }, (_, index) => work(index)))
  try {
    const group = await call<{ id: string }>(server.url, 'POST', '/groups', { name: 'support' })
    for (let index = 0; index < operators; index += 1) {
      const operator = { name: `Operator ${index}`, email: `o${index}@example.com`, groups: [group.id] }
      const { id } = await call<{ id: string }>(server.url, 'POST', '/operators', operator)
      await call(server.url, 'PUT', `/operators/${id}/status`, { status: 'online' })
    }
    const bot = await publish(server.url, asker)
    const took: number[] = []
    const bareTook: number[] = []
    let widest = 0
    for (let round = 0; round < rounds; round += 1) {
      const path = (index: number) => `/api/v1/bots/${bot}/contacts/r${round}-${index}/messages`
      await everybody((index) => post(server.url, path(index), {}))
      const begun = performance.now()
      const answers = await everybody((index) => post(server.url, path(index), { text: 'person please' }))
      took.push(performance.now() - begun)
      const { items } = await call<{ items: { load: number }[] }>(server.url, 'GET', '/operators?limit=500')
      const loads = items.map(({ load }) => load)
      const owners = Map.groupBy(answers, ({ conversation }) => conversation.operator?.id ?? 'nobody')
      const counts = [...owners.values()].map((owned) => owned.length)
      if (owners.has('nobody') || loads.reduce((sum, load) => sum + load, 0) !== contacts)
        throw new Error('somebody was left without an operator')
      widest = Math.max(widest, Math.max(...counts) - (owners.size < operators ? 0 : Math.min(...counts)))
      await everybody((index) => post(server.url, `/api/v1/conversations/${answers[index]?.conversation.id}/close`, {}))
      await everybody(() => post(bare.url, '/echo', { text: 'person please' }))
      const bareBegun = performance.now()
      await everybody(() => post(bare.url, '/commit', { text: 'person please' }))
      bareTook.push(performance.now() - bareBegun)
    }
    return [
      {
        name: 'all 50 owned and answered, median of rounds',
        value: median(took.slice(2)),
        unit: 'ms',
        target: { most: 100 },
        limit: { name: 'bare Fastify + SQLite, a commit per call', value: median(bareTook.slice(2)), unit: 'ms' },
        note: `worst ${Math.max(...took.slice(2)).toFixed(0)} ms, the very first (cold) ${took[0]?.toFixed(0)} ms`,
      },
      { name: 'difference between the busiest and the idlest', value: widest, unit: '', target: { most: 1 } },
    ]
  } finally {
    await agent.close()
    await server.stop()
    await bare.stop()
  }
}

export const asker = {
  name: 'asker',
  startBehavior: 'main',
  behaviors: [
    {
      name: 'main',
      interactions: [
        { name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome.' }] },
        {
          name: 'person',
          keywords: ['person'],
          actions: [
            { type: 'text', text: 'One moment.' },
            {
              type: 'set_chat_operator_state',
              mode: 'operator_takeover',
              operatorsGroup: 'support',
              assignOperator: 'less_busy',
              onlyOnlineOperators: true,
            },
          ],
        },
      ],
    },
  ],
}
