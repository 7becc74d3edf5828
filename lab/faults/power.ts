import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { nameOf } from '../databases.ts'
import type { Rig } from '../rig.ts'
import { type PostgresServer, startPostgres } from '../servers.ts'
import { readStore, type StoreRead } from '../snapshot.ts'
import { type EmbeddedStage, type Fault, Findings, openRig, type Stage } from './fault.ts'

const answers = { least: 60, most: 300 }

export const powerCut: Fault = {
  name: 'F2',
  title: 'Power cut of PostgreSQL',
  injected:
    'every process of PostgreSQL stopped at a random instant, its data directory copied, another server started from the copy',
  holds: 'everything acknowledged before that instant is in the copy, which starts without repair',
  unshown:
    'what the kernel holds counts as written: a disk that lies about flushing, or a flush left out, would not show',
  rounds: 5,
  run: (stage) => runCuts(stage, (rig, directory) => copyOfPostgres(stage.postgres, rig, directory)),
}

export const powerCutEmbedded: Fault = {
  ...powerCut,
  name: 'F2-embedded',
  title: 'Power cut of the embedded database',
  injected: 'the node stopped at a random instant, its data directory copied, opened from the copy',
  run: ({ postgres: _, redis: __, ...stage }) => runCuts(stage, copyOfEmbedded),
}

type Copy = { read: StoreRead; startMs: number | null }

async function runCuts(stage: Stage | EmbeddedStage, copy: (rig: Rig, directory: string) => Promise<Copy>) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    const round = findings.round()
    await rig.answers(answers.least + rig.chance.below(answers.most - answers.least))
    const told = [...rig.history.operations]
    const directory = await mkdtemp(join(tmpdir(), 'baton-lab-copy-'))
    try {
      const { read, startMs } = await copy(rig, directory)
      if (startMs !== null) findings.measured('start from the copy', startMs, 'ms', null)
      findings.violations.push(...rig.judgeCopy(read, told).map((said) => `copy ${round}: ${said}`))
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }
  await findings.judge(rig)
  return findings.outcome()
}

async function copyOfPostgres(postgres: PostgresServer, rig: Rig, directory: string): Promise<Copy> {
  await postgres.snapshotTo(directory)
  const startedAt = performance.now()
  await using copy = await startPostgres({ directory })
  const startMs = performance.now() - startedAt
  const databaseUrl = copy.url(nameOf(rig.databaseUrl ?? ''))
  return { read: await readStore({ databaseUrl, dataDir: directory }), startMs }
}

async function copyOfEmbedded(rig: Rig, directory: string): Promise<Copy> {
  const { node } = rig.someMember()
  await node.pause()
  await cp(rig.dataDir, directory, { recursive: true })
  node.resume()
  // SQLite recovers when it is opened to be written to; who only reads would have to do without.
  new Database(join(directory, 'baton.db')).close()
  return { read: await readStore({ databaseUrl: null, dataDir: directory }), startMs: null }
}
