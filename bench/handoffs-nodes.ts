/** Fifty contacts ask for a person at the same moment on three nodes, and a hundred claims of one conversation on two. */
import { Agent } from 'undici'
import { bareHandoffs } from './bare-handoffs.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { type Context, type Figure, type Measurement, median } from './figures.ts'
import { asker } from './handoffs.ts'
import { apiKey, call } from './processes.ts'

const contacts = 50
const operators = 20
const capacity = 4
const claims = 100
const nodesThatClaim = 2
const rounds = 10
const races = 10
/** The first are of processes that have not seen the code yet. */
const cold = 2

export const handoffsNodes: Measurement = {
  name: 'handoffs-nodes',
  title: '50 handoffs at once on 3 nodes over 20 operators of 4 conversations each; 100 claims at once on 2 nodes',
  run,
}

/** Of what a message of a contact is answered with. */
type Answer = { conversation: { id: string; operator: { id: string } | null } }
type Round = { tookMs: number; conflicts: number; mostLoad: number }

async function run(context: Context): Promise<Figure[]> {
  const each = { bot: asker, operators, capacity }
  await using cluster = await startCluster(context, { nodes: 3, workspaces: 1, each })
  const bareUrl = await cluster.postgres.createDatabase()
  const callers = openCallers()
  try {
    const handoffs: Round[] = []
    const bare: number[] = []
    for (let round = 0; round < rounds + cold; round += 1) {
      handoffs.push(await handOff(cluster, callers, round))
      bare.push(await bareHandoffs(bareUrl, { contacts, operators, capacity }))
    }
    const won: Race[] = []
    for (let race = 0; race < races + cold; race += 1) won.push(await claimAtOnce(cluster, callers, race))
    return [...handoffFigures(handoffs.slice(cold), bare.slice(cold)), ...claimFigures(won)]
  } finally {
    await callers.close()
  }
}

function handoffFigures(handoffs: readonly Round[], bare: readonly number[]): Figure[] {
  const took = handoffs.map(({ tookMs }) => tookMs)
  const conflicts = handoffs.reduce((sum, round) => sum + round.conflicts, 0)
  return [
    {
      name: 'until the last of 50 is owned and answered, median',
      value: median(took),
      unit: 'ms',
      target: { most: 100 },
      limit: { name: 'bare: an advisory lock, read, write, 16 connections', value: median(bare), unit: 'ms' },
      note: `worst ${Math.max(...took).toFixed(0)} ms`,
    },
    { name: 'commits decided again for 50 handoffs', value: conflicts / handoffs.length, unit: '', target: null },
    {
      name: 'most conversations of one operator',
      value: Math.max(...handoffs.map(({ mostLoad }) => mostLoad)),
      unit: '',
      target: { most: capacity },
    },
  ]
}

/** Everybody is there first; then all ask at once, each on another node than the one before. */
async function handOff({ nodes, conflicts }: Cluster, { post, everybody }: Callers, round: number): Promise<Round> {
  const origin = (index: number) => nodes[index % nodes.length]?.url ?? ''
  const path = (index: number) => `/api/v1/bots/asker/contacts/r${round}-${index}/messages`
  await everybody(contacts, (index) => post<Answer>(origin(index), path(index), {}))
  const before = conflicts()
  const begun = performance.now()
  const answers = await everybody(contacts, (index) => post<Answer>(origin(index), path(index), { text: 'person' }))
  const tookMs = performance.now() - begun
  const again = conflicts() - before
  const { items } = await call<{ items: { load: number }[] }>(origin(0), 'GET', '/operators?limit=500')
  const loads = items.map(({ load }) => load)
  const isEverybodyOwned = answers.every(({ body }) => body.conversation.operator !== null)
  if (!isEverybodyOwned || loads.reduce((sum, load) => sum + load, 0) !== contacts)
    throw new Error('somebody was left without an operator')
  const ids = answers.map(({ body }) => body.conversation.id)
  await everybody(contacts, (index) => post(origin(index), `/api/v1/conversations/${ids[index]}/close`, {}))
  return { tookMs, conflicts: again, mostLoad: Math.max(...loads) }
}

type Race = { tookMs: number; owners: number }

function claimFigures(won: readonly Race[]): Figure[] {
  const took = won.slice(cold).map(({ tookMs }) => tookMs)
  return [
    {
      name: 'owners told of in a race of 100 claims, most',
      value: Math.max(...won.map(({ owners }) => owners)),
      unit: '',
      target: { between: [1, 1] },
      note: `${won.length} races`,
    },
    {
      name: 'until the last of 100 claims is answered, median',
      value: median(took),
      unit: 'ms',
      target: { most: 100 },
    },
  ]
}

async function claimAtOnce(cluster: Cluster, { post, everybody }: Callers, race: number): Promise<Race> {
  const nodes = cluster.nodes.slice(0, nodesThatClaim)
  const origin = (index: number) => nodes[index % nodes.length]?.url ?? ''
  const team = cluster.workspaces[0]?.operators ?? []
  const path = `/api/v1/bots/asker/contacts/claimed-${race}/messages`
  const { id } = (await post<Answer>(origin(0), path, {})).body.conversation
  const begun = performance.now()
  const answers = await everybody(claims, (index) =>
    post<Answer['conversation']>(origin(index), `/api/v1/conversations/${id}/claim`, {
      operator: team[index % team.length],
    }),
  )
  const tookMs = performance.now() - begun
  const owners = new Set(answers.filter(({ status }) => status < 300).map(({ body }) => body.operator?.id))
  await post(origin(0), `/api/v1/conversations/${id}/close`, {})
  return { tookMs, owners: owners.size }
}

type Callers = ReturnType<typeof openCallers>

/** Calls from here, on connections that are open already. */
function openCallers() {
  const agent = new Agent({ connections: contacts, pipelining: 1 })
  return {
    /** A refusal of a claim is an answer. */
    async post<Body>(origin: string, path: string, body: unknown): Promise<{ status: number; body: Body }> {
      const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
      const response = await agent.request({ origin, path, method: 'POST', headers, body: JSON.stringify(body) })
      const text = await response.body.text()
      if (response.statusCode >= 300 && response.statusCode !== 409)
        throw new Error(`${path}: ${response.statusCode} ${text}`)
      return { status: response.statusCode, body: JSON.parse(text) }
    },
    everybody: <Item>(count: number, work: (index: number) => Promise<Item>) =>
      Promise.all(Array.from({ length: count }, (_, index) => work(index))),
    close: () => agent.close(),
  }
}
