/** What the database says: the logs, read through the store as clients' calls are, and what an inspection of its rows finds. */
import { idsFrom, type WorkspaceId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import { inspect } from '../server/src/store/moving/inspect.ts'
import { readPostgres } from '../server/src/store/moving/postgres-snapshot.ts'
import { Report } from '../server/src/store/moving/report.ts'
import type { Snapshot as Rows } from '../server/src/store/moving/snapshot.ts'
import { readSqlite } from '../server/src/store/moving/sqlite-snapshot.ts'
import { openStore } from '../server/src/store/open.ts'
import type { Store } from '../server/src/store/store.ts'
import type { Snapshot } from './checkers/evidence.ts'
import type { StoreAddress } from './traffic/place.ts'

export type StoreRead = {
  /** By the workspace's name. */
  snapshots: Map<string, Snapshot>
  /** [I-15] [I-23] [I-24] [I-25] [I-32] [I-33] [I-36] [I-37] [I-38] What no store may keep. */
  faults: string[]
}

const pageSize = 5_000

/** An embedded database must not be in use; of PostgreSQL, nothing may be written meanwhile. */
export async function readStore(where: StoreAddress): Promise<StoreRead> {
  return { faults: await faultsIn(where), snapshots: await snapshotsOf(where) }
}

async function faultsIn({ databaseUrl, dataDir }: StoreAddress): Promise<string[]> {
  const faults: string[] = []
  const report = new Report(({ place, says }, title) => faults.push(`${title}: ${place}: ${says}`))
  const look = (rows: Rows) => inspect(rows, report)
  if (databaseUrl === null) await readSqlite(dataDir, look)
  else await readPostgres(databaseUrl, look)
  return faults
}

async function snapshotsOf(where: StoreAddress): Promise<Map<string, Snapshot>> {
  const newId = idsFrom(() => {
    throw new Error('a snapshot is only read')
  })
  const now = () => instant(Date.now())
  const { store } = await openStore({ ...where, databasePool: 2 }, { newId, now, onCommitted: () => {} })
  try {
    const snapshots = new Map<string, Snapshot>()
    for (const { id, name } of await store.workspaces.all())
      snapshots.set(name, await snapshotOf(store, id, where.databaseUrl !== null))
    return snapshots
  } finally {
    await store.close()
  }
}

async function snapshotOf(store: Store, id: WorkspaceId, isDense: boolean): Promise<Snapshot> {
  const operators = await store.operators.list(id)
  return {
    log: await logOf(store, id),
    operators: operators.map(({ id: operator, capacity }) => ({ id: operator, capacity })),
    isDense,
  }
}

async function logOf(store: Store, id: WorkspaceId): Promise<Snapshot['log']> {
  const log: Snapshot['log'] = []
  for (;;) {
    const page = await store.conversations.inbox(id, log.at(-1)?.position ?? 0, pageSize)
    if (page.length === 0) return log
    for (const item of page) log.push(item)
  }
}
