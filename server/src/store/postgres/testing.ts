/** How the contract suites open the shared store. */
import { type TestDatabase, testDatabase } from '../../../../lab/testing.ts'
import { newId } from '../../chance.ts'
import type { Open } from '../contract.ts'
import { Connections, everybody } from './connections.ts'
import { migratePostgres } from './migrate.ts'
import { openPostgres } from './postgres.ts'

const migrated = { key: 'migrated', fill: migratePostgres }
let database: TestDatabase | null = null

export const open: Open = async ({ now, onCommitted }) => {
  database ??= await testDatabase(migrated)
  const { url } = database
  const store = await openPostgres({ url, newId, now, onCommitted, poolSize: 5 })
  return {
    store,
    dump: () => dump(url),
    editAudit: async (how) => {
      const edits = {
        after: `update audit set after = '{}' where seq = (select max(seq) - 1 from audit)`,
        actor: `update audit set actor = 'nobody' where seq = 2`,
        remove: 'delete from audit where seq = 3',
      }
      await asOwner(url, (owner) => owner.rows(everybody, { text: edits[how] }))
    },
  }
}

export const clearAway = async () => {
  await database?.drop()
  database = null
}

async function asOwner<T>(url: string, work: (owner: Connections) => Promise<T>): Promise<T> {
  const owner = new Connections({ url, size: 2, asOwner: true })
  try {
    return await work(owner)
  } finally {
    await owner.close()
  }
}

/** Every value of every table. */
function dump(url: string): Promise<string> {
  return asOwner(url, async (owner) => {
    const tables = await owner.rows<{ name: string }>(everybody, {
      text: `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
    })
    const contents: string[] = []
    for (const { name } of tables) {
      const rows = await owner.rows<{ row: string }>(everybody, { text: `select t::text as row from "${name}" t` })
      contents.push(name, ...rows.map(({ row }) => row))
    }
    return contents.join('\n')
  })
}
