import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withClient } from '../databases.ts'
import { planCluster, secretKey } from '../nodes/cluster.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'
import { untilAnswered } from './knock.ts'

const targets = { back: 10_000 }

export const brokenMigration: Fault = {
  name: 'F31',
  title: 'A migration killed half-way, and two nodes that begin together',
  injected:
    'on an empty database the first node kills itself inside the migration; then all others start at the same time',
  holds: 'nothing of it is visible before, one node does it, all of them come up, the first start is made once',
  rounds: 3,
  run: runMigrations,
}

export const secretRotation: Fault = {
  name: 'F33',
  title: 'BATON_SECRET_KEY changed node by node under traffic',
  injected: 'each node in turn started again, first with `old,new`, when all are with `new,old`',
  holds: 'nobody is signed out, no token is refused',
  unshown: 'the last step, `new` alone, has to wait until the tokens of the old one have ended',
  rounds: 1,
  run: runRotation,
}

async function runMigrations(stage: Stage) {
  const { postgres, redis, nodes } = stage
  const findings = new Findings()
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    const directory = await mkdtemp(join(tmpdir(), 'baton-lab-'))
    const databaseUrl = await postgres.createDatabase()
    const apiKey = 'a key of the lab'.replaceAll(' ', '-')
    const cluster = await planCluster({ directory, count: nodes, databaseUrl, redis, apiKey })
    try {
      const [first, ...others] = cluster.members
      const isStarted = await first?.node
        .start({ orders: [{ do: 'kill', at: 'in migration', time: 1 }] })
        .catch(() => null)
      findings.expect(isStarted === null, 'the first node came through')
      findings.expect((await tablesIn(databaseUrl)) === 0, 'half of a migration is visible')
      await Promise.all(others.map(({ node }) => node.start()))
      await first?.node.start()
      for (const { node } of cluster.members)
        findings.measured(
          'ready',
          await untilAnswered(`${node.url}/readyz`, (status) => status === 200, 10_000),
          'ms',
          null,
        )
      const { workspaces, versions } = await madeIn(databaseUrl)
      findings.expect(workspaces === 1, `the first start made ${workspaces} workspaces`)
      findings.expect(versions === 1, `${versions} versions of the schema`)
    } finally {
      await cluster.remove()
      await postgres.dropDatabase(new URL(databaseUrl).pathname.slice(1))
      await rm(directory, { recursive: true, force: true })
    }
  }
  return findings.outcome()
}

function tablesIn(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query("select count(*) from pg_tables where schemaname = 'public'")
    return Number(rows[0]?.count)
  })
}

function madeIn(url: string): Promise<{ workspaces: number; versions: number }> {
  return withClient(url, async (client) => {
    const [workspaces, versions] = [
      await client.query('select count(*) from workspaces'),
      await client.query('select count(*) from baton_schema'),
    ]
    return { workspaces: Number(workspaces.rows[0]?.count), versions: Number(versions.rows[0]?.count) }
  })
}

async function runRotation(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage, { crowds: [{ contacts: 4, widgets: 6, desks: 2, programs: 1 }] })
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    const next = `another secret that the lab signs with ${left}`
    for (const secrets of [`${secretKey},${next}`, `${next},${secretKey}`]) {
      for (const { node } of rig.members) {
        await rig.answers(80)
        const from = performance.now()
        await node.stop()
        await node.start({ env: { BATON_SECRET_KEY: secrets } })
        findings.measured('clients served', await rig.everybodyServed(from), 'ms', targets.back)
      }
    }
  }
  const refused = rig.history.operations.filter(({ outcome }) => outcome.kind === 'refused' && outcome.status === 401)
  for (const { client, wish } of refused) findings.violations.push(`${client} was signed out (${wish.type})`)
  await findings.judge(rig)
  return findings.outcome()
}
