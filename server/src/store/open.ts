import { join } from 'node:path'
import type { Config } from '../config.ts'
import { diskUploads, type Uploads } from '../uploads.ts'
import { openPostgres, type SharedStore } from './postgres/postgres.ts'
import { openSqlite } from './sqlite/sqlite.ts'
import type { Store, StoreOptions } from './store.ts'

export type OpenedStore = {
  store: Store
  uploads: Uploads
  /** Null for the embedded database, which one process has for itself. */
  shared: SharedStore | null
}

type Where = Pick<Config, 'databaseUrl' | 'databasePool' | 'dataDir'>

/** Opens what the configuration names: PostgreSQL for several nodes, else the embedded database in the data directory. */
export async function openStore(
  { databaseUrl, databasePool, dataDir }: Where,
  options: StoreOptions,
  path = join(dataDir, 'baton.db'),
): Promise<OpenedStore> {
  if (databaseUrl === null)
    return { store: openSqlite({ path, ...options }), uploads: diskUploads(join(dataDir, 'uploads')), shared: null }
  const shared = await openPostgres({ url: databaseUrl, poolSize: databasePool, ...options })
  return { store: shared, uploads: shared.uploads, shared }
}
