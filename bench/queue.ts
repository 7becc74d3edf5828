/** Somebody gets room while a thousand requests wait: from the call that makes it to the desk that shows who owns the next. */
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { inParallel } from './clients.ts'
import { type Context, type Figure, type Measurement, percentile } from './figures.ts'
import { apiKey, call, startServer } from './processes.ts'
import { publish } from './turns.ts'

const operators = 200
const waiting = 1_000
const oneByOne = 400

export const queue: Measurement = {
  name: 'queue',
  title: 'Room at an operator → the next request assigned; 1,000 wait, 200 operators',
  run,
}

type Spoken = { conversation: { id: string; chatState: string } }

async function run({ directory, options }: Context): Promise<Figure[]> {
  const server = await startServer(join(directory, 'queue'), options.get('profile'))
  try {
    const { id: group } = await call<{ id: string }>(server.url, 'POST', '/groups', { name: 'support' })
    await call(server.url, 'PUT', `/groups/${group}/routing`, { automatic: true, limit: 1 })
    await inParallel(operators, async (index) => {
      const operator = { name: `Operator ${index}`, email: `o${index}@example.com`, groups: [group] }
      const { id } = await call<{ id: string }>(server.url, 'POST', '/operators', operator)
      await call(server.url, 'PUT', `/operators/${id}/status`, { status: 'online' })
    })
    const bot = await publish(server.url, asker)
    const owned = await watchOwners(server.url)
    await inParallel(operators + waiting, (index) =>
      call<Spoken>(server.url, 'POST', `/bots/${bot}/contacts/c${index}/messages`, {}),
    )
    await owned.reach(operators)
    const taken = [...owned.conversations]
    const close = (id: string | undefined) => call(server.url, 'POST', `/conversations/${id}/close`)
    const took: number[] = []
    const acknowledged: number[] = []
    for (let index = 0; index < oneByOne; index += 1) {
      const next = owned.reach(operators + index + 1)
      const begunAt = performance.now()
      await close(taken.shift())
      acknowledged.push(performance.now() - begunAt)
      await next
      took.push(performance.now() - begunAt)
      const [last] = owned.conversations.slice(-1)
      if (last !== undefined) taken.push(last)
    }
    const burstAt = performance.now()
    const all = owned.reach(operators * 2 + oneByOne)
    await Promise.all(taken.splice(0, operators).map(close))
    await all
    const burst = performance.now() - burstAt
    const waits = await call<{ items: unknown[] }>(
      server.url,
      'GET',
      '/conversations?chatState=operator_requested&limit=500',
    )
    if (waits.items.length !== waiting - oneByOne - operators) throw new Error(`${waits.items.length} requests wait`)
    return [
      {
        name: 'p99, call that makes room sent → next owner seen',
        value: percentile(took, 0.99),
        unit: 'ms',
        target: { most: 100 },
        limit: { name: 'that call answered', value: percentile(acknowledged, 0.99), unit: 'ms' },
        note: `p50 ${percentile(took, 0.5).toFixed(1)} ms`,
      },
      { name: `${operators} of them at once, until the last`, value: burst, unit: 'ms', target: null },
    ]
  } finally {
    await server.stop()
  }
}

/** Conversations in the order in which they got an owner, as a desk is told. */
async function watchOwners(url: string) {
  const conversations: string[] = []
  const waiters = new Set<() => void>()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.on('message', (content) => {
      const frame = JSON.parse(String(content))
      if (frame.type === 'welcome') socket.send(JSON.stringify({ type: 'follow_inbox', after: null }))
      if (frame.type === 'inbox_caught_up') resolve()
      if (frame.type !== 'inbox' || frame.event.type !== 'taken_over') return
      conversations.push(frame.conversation.id)
      for (const look of waiters) look()
    })
  })
  return {
    conversations,
    /** Settles when so many have got one. */
    reach: (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (conversations.length < count) return
          waiters.delete(look)
          resolve()
        }
        waiters.add(look)
        look()
      }),
  }
}

const asker = {
  name: 'asker',
  startBehavior: 'main',
  behaviors: [
    {
      name: 'main',
      interactions: [
        {
          name: 'welcome',
          start: true,
          actions: [{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: 'support' }],
        },
      ],
    },
  ],
}
