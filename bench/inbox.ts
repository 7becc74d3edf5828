/** What the desk reads, with a million conversations stored: pages of every tab and filter, deep ones too, and one conversation. */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Agent } from 'undici'
import { foundation } from '../server/src/store/sqlite/migrations/0001-foundation.ts'
import { greeter } from './delivery.ts'
import { type Context, type Figure, type Measurement, percentile } from './figures.ts'
import { apiKey, call, startBare, startServer } from './processes.ts'
import { type Seeded, seedConversations } from './seed.ts'
import { publish } from './turns.ts'

const times = 200
const warmUp = 20

export const inbox: Measurement = { name: 'inbox', title: 'Inbox pages and conversations among 1,000,000', run }

async function run({ cache, directory, options, say }: Context): Promise<Figure[]> {
  const count = Number(options.get('conversations') ?? 1_000_000)
  const stored = await seeded(cache, count, say)
  const server = await startServer(stored.directory)
  const bare = await startBare('echo', directory)
  const agent = new Agent({ connections: 1, pipelining: 1 })
  const get = async (origin: string, path: string, body?: string) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const response = await agent.request({
      origin,
      path,
      method: body === undefined ? 'GET' : 'POST',
      headers,
      body: body ?? null,
    })
    const text = await response.body.text()
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${text}`)
    return text
  }
  try {
    const samples = readSamples(join(stored.directory, 'baton.db'))
    const [firstPage] = [await get(server.url, '/api/v1/conversations?limit=50')]
    const echoed = await timed((number) => get(bare.url, '/echo', number === 0 ? firstPage : firstPage))
    const limit = { name: 'bare echo of such a page', value: percentile(echoed, 0.99), unit: 'ms' }
    const figures: Figure[] = []
    const measure = async (name: string, path: (number: number) => string) => {
      const took = await timed((number) => get(server.url, `/api/v1${path(number)}`))
      figures.push({
        name,
        value: percentile(took, 0.99),
        unit: 'ms',
        target: { most: 10 },
        limit,
        note: `p50 ${percentile(took, 0.5).toFixed(2)} ms`,
      })
    }
    for (const [name, query] of filters(stored)) {
      await measure(name, () => `/conversations?${query}`)
      if (!query.includes('q='))
        await measure(`${name}, deep`, (number) => `/conversations?${query}&cursor=${samples.cursor(query, number)}`)
    }
    await measure('counts', () => '/conversations/counts')
    await measure('open: the conversation', (number) => `/conversations/${samples.id(number)}`)
    await measure('open: its events', (number) => `/conversations/${samples.id(number)}/events?limit=200`)
    return figures
  } finally {
    await agent.close()
    await server.stop()
    await bare.stop()
  }
}

function filters({ operators, groups, bots }: Seeded): [string, string][] {
  return [
    ['all', ''],
    ['open', 'status=open'],
    ['closed', 'status=closed'],
    ['requested', 'chatState=operator_requested'],
    ['requested, one group', `chatState=operator_requested&group=${groups[0]}`],
    ['requested, one channel', 'chatState=operator_requested&channel=web'],
    ['taken over', 'chatState=taken_over'],
    ['taken over, one group', `chatState=taken_over&group=${groups[0]}`],
    ['mine', `operator=${operators[0]}`],
    ['mine, one channel', `operator=${operators[0]}&channel=web`],
    ['with the bot, open', 'chatState=chatbot_controlled&status=open'],
    ['one group', `group=${groups[0]}`],
    ['one bot', `bot=${bots[0]}`],
    ['one bot, taken over', `bot=${bots[0]}&chatState=taken_over`],
    ['one channel', 'channel=web'],
    ['search, one hit', 'q=777777'],
    ['search, a tenth of all', 'q=voucher'],
  ]
}

async function timed(work: (number: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = []
  const begun = performance.now()
  // A filter that misses by far is not asked two hundred times.
  for (let number = 0; number < times + warmUp && performance.now() - begun < 8_000; number += 1) {
    const at = performance.now()
    await work(number)
    if (number >= warmUp || performance.now() - begun > 4_000) took.push(performance.now() - at)
  }
  return took
}

/** Real ids and places in the middle of lists, drawn from the file. */
function readSamples(path: string) {
  const database = new Database(path, { readonly: true })
  const rows = database
    .prepare(
      'select id, last_activity_at as activity, requested_at as requested from conversations where id >= ? limit 200',
    )
    .all('conv_7') as { id: string; activity: number; requested: number | null }[]
  const requested = database
    .prepare(
      "select id, requested_at as requested from conversations where chat_state = 'operator_requested' and id >= ? limit 200",
    )
    .all('conv_7') as { id: string; requested: number }[]
  database.close()
  return {
    id: (number: number) => rows[number % rows.length]?.id ?? '',
    cursor(query: string, number: number) {
      const isWaiting = query.includes('operator_requested')
      const row = isWaiting ? requested[number % requested.length] : rows[number % rows.length]
      const at = isWaiting ? requested[number % requested.length]?.requested : rows[number % rows.length]?.activity
      return Buffer.from(`${at} ${row?.id}`).toString('base64url')
    },
  }
}

/** The seeded directory is kept between runs, for this schema and size; only the newest one is. */
async function seeded(
  cache: string,
  count: number,
  say: (text: string) => void,
): Promise<Seeded & { directory: string }> {
  const mark = createHash('sha256').update(foundation).update(String(count)).digest('hex').slice(0, 12)
  const home = join(cache, 'inbox')
  const directory = join(home, mark)
  const note = join(directory, 'seeded.json')
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8'))
  rmSync(home, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const begun = performance.now()
  const server = await startServer(directory)
  const stored: Seeded & { directory: string } = {
    directory,
    conversations: count,
    operators: [],
    groups: [],
    bots: [],
  }
  for (let index = 0; index < 5; index += 1)
    stored.groups.push((await call<{ id: string }>(server.url, 'POST', '/groups', { name: `group ${index}` })).id)
  for (let index = 0; index < 50; index += 1) {
    const operator = { name: `Operator ${index}`, email: `o${index}@example.com`, groups: [stored.groups[index % 5]] }
    stored.operators.push((await call<{ id: string }>(server.url, 'POST', '/operators', operator)).id)
  }
  for (let index = 0; index < 4; index += 1)
    stored.bots.push(await publish(server.url, { ...greeter, name: `bot ${index}` }))
  const path = `/bots/${stored.bots[0]}/contacts/model/messages`
  const { conversation } = await call<{ conversation: { id: string } }>(server.url, 'POST', path, { text: 'hello' })
  await server.stop()
  seedConversations(join(directory, 'baton.db'), conversation.id, stored)
  writeFileSync(note, JSON.stringify(stored))
  say(
    `seeded ${count.toLocaleString('en')} conversations in ${Math.round((performance.now() - begun) / 1_000)} s, kept in ${directory}`,
  )
  return stored
}
