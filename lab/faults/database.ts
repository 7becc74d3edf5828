import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { withClient } from '../databases.ts'
import type { Member } from '../nodes/cluster.ts'
import type { Rig } from '../rig.ts'
import type { StopMode } from '../servers.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'
import { knock } from './knock.ts'

const answersBefore = 150
const targets = {
  restart: 5_000,
  livez: 1_000,
  release: 5_000,
  tries: 3,
  refusal: 6_000,
}

export const restartDatabase: Fault = {
  name: 'F3',
  title: 'PostgreSQL restarted, fast and immediate in turn',
  injected: 'the server is stopped, every node asked meanwhile, and started again',
  holds: 'meanwhile nodes live, are not ready, and refuse writes with 503 and Retry-After',
  rounds: 6,
  run: runRestarts,
}

export const exhaustedPool: Fault = {
  name: 'F5',
  title: 'Pools and connections exhausted by slow queries',
  injected:
    'in turn: a lock on the table of conversations held for 8 s, so that every read and write waits; all connections that PostgreSQL allows taken by `pg_sleep`',
  holds: 'liveness answers at once, nothing stays locked',
  rounds: 4,
  run: runExhaustion,
}

export const conflicts: Fault = {
  name: 'F6',
  title: 'Conflicts and deadlocks forced',
  injected:
    'twelve programs on every node move two conversations without pause, while others take rows in the wrong order until PostgreSQL finds the deadlock',
  holds: 'decided again until written; nobody is refused for it',
  rounds: 3,
  run: runConflicts,
}

const deep = { method: 'POST', timeoutMs: 10_000 }

async function runRestarts(stage: Stage) {
  const { postgres } = stage
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    await rig.answers(answersBefore)
    const mode: StopMode = findings.round() % 2 === 0 ? 'immediate' : 'fast'
    await postgres.stop(mode)
    for (const member of rig.members) await expectRefusal(rig, findings, member)
    await postgres.start()
    const upAt = performance.now()
    findings.measured('served after it is up', await rig.everybodyServed(upAt), 'ms', targets.restart)
  }
  await findings.judge(rig)
  return findings.outcome()
}

/** While the database is gone. */
async function expectRefusal(rig: Rig, findings: Findings, { node }: Member): Promise<void> {
  const [place] = rig.places
  const path = `${node.url}/api/v1/bots/${place?.bot}/contacts/late/messages`
  const written = await knock(path, { ...deep, key: place?.key ?? '', body: { text: 'say', wait: 0 } })
  const [alive, ready] = [await knock(`${node.url}/livez`), await knock(`${node.url}/readyz`, { timeoutMs: 6_000 })]
  findings.expect(written.status === 503, `${node.name}: a write without a database was answered ${written.status}`)
  findings.expect(written.headers.has('retry-after'), `${node.name}: no Retry-After with the refusal`)
  findings.expect(alive.status === 200, `${node.name}: not alive without a database (${alive.status})`)
  findings.expect(ready.status === 503, `${node.name}: ready without a database (${ready.status})`)
  findings.measured('refused within', written.tookMs, 'ms', targets.refusal)
}

async function runExhaustion(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  const url = rig.databaseUrl ?? ''
  for (let left = stage.rounds; left > 0; left -= 1) {
    await rig.answers(answersBefore)
    const hold = findings.round() % 2 === 1 ? holdTable : holdConnections
    const held = hold(url, 8_000)
    for (let looks = 0; looks < 6; looks += 1) {
      await wait(1_000)
      for (const { node } of rig.members) {
        const { status, tookMs } = await knock(`${node.url}/livez`)
        findings.expect(status === 200, `${node.name}: not alive while the pool is exhausted (${status})`)
        findings.measured('liveness answers within', tookMs, 'ms', targets.livez)
      }
    }
    await held
    findings.measured('served after release', await rig.everybodyServed(performance.now()), 'ms', targets.release)
  }
  await findings.judge(rig)
  return findings.outcome()
}

function holdTable(url: string, forMs: number): Promise<void> {
  return withClient(url, async (client) => {
    await client.query('begin')
    await client.query('lock table conversations in access exclusive mode')
    await wait(forMs)
    await client.query('rollback')
  })
}

/** As many as the server lets in, which is a few less than it has: those are kept for administrators. */
async function holdConnections(url: string, forMs: number): Promise<void> {
  const clients: Client[] = []
  const isIn = async () => {
    const client = new Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      clients.push(client)
      return true
    } catch {
      return false
    }
  }
  while (clients.length < 300 && (await isIn())) {
    const query = clients.at(-1)?.query('select pg_sleep($1)', [forMs / 1_000])
    query?.catch(() => {})
  }
  await wait(forMs)
  await Promise.all(clients.map((client) => client.end().catch(() => {})))
}

async function runConflicts(stage: Stage) {
  const findings = new Findings()
  const crowd = { contacts: 2, widgets: 0, desks: 0, programs: 12 }
  const places = [{ name: 'alpha', operators: 4, capacity: 3, online: 4 }]
  await using rig = await openRig(stage, { places, crowds: [crowd], words: ['say', 'person'], pauseMs: 2 })
  const workspace = rig.places[0]?.id ?? ''
  rig.traffic.start()
  let deadlocks = 0
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    const crossing = new AbortController()
    const crossed = crossRows(rig.databaseUrl ?? '', workspace, crossing.signal)
    await rig.answers(500, 120_000)
    crossing.abort()
    deadlocks += await crossed
  }
  const tallies = await Promise.all(rig.members.map(({ node }) => node.tally()))
  const sum = (point: 'before commit' | 'after commit') =>
    tallies.reduce((all, { reached }) => all + (reached[point] ?? 0), 0)
  findings.measured('tries for a commit, on average', sum('before commit') / sum('after commit'), '', targets.tries)
  const refused = rig.history.operations.filter(({ outcome }) => outcome.kind === 'unknown' && outcome.status === 503)
  findings.measured('refused for too much at once', refused.length, '', 0)
  findings.note(`${deadlocks} deadlocks ended the other side`)
  await findings.judge(rig)
  return findings.outcome()
}

/** Takes a conversation first and the row of its workspace then, which a commit takes the other way round. */
async function crossRows(url: string, workspace: string, signal: AbortSignal): Promise<number> {
  let deadlocks = 0
  while (!signal.aborted) {
    try {
      await withClient(url, async (client) => {
        await client.query("set deadlock_timeout = '50ms'")
        await client.query('begin')
        await client.query('select from conversations where workspace = $1 and status = $2 for update', [
          workspace,
          'open',
        ])
        await wait(30)
        await client.query('select from heads where workspace = $1 for update', [workspace])
        await client.query('rollback')
      })
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '40P01') deadlocks += 1
      else throw error
    }
    await wait(50)
  }
  return deadlocks
}
