/** How the contract suites open the embedded store. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { vi } from 'vitest'
import { newId } from '../../chance.ts'
import type { Open } from '../contract.ts'
import { openSqlite } from './sqlite.ts'

let directory: string | null = null

export const open: Open = async ({ now, onCommitted }) => {
  directory ??= await mkdtemp(join(tmpdir(), 'baton-store-'))
  const path = join(directory, 'baton.db')
  const { store, database } = openWithDatabase(() => openSqlite({ path, newId, now, onCommitted }))
  return {
    store,
    dump: async () => dump(path),
    async editAudit(how) {
      const edits = {
        after: `update audit set after = '{}' where seq = (select max(seq) - 1 from audit)`,
        actor: `update audit set actor = 'nobody' where seq = 2`,
        remove: 'delete from audit where seq = 3',
      }
      const behind = new Database(path)
      behind.exec(edits[how])
      behind.close()
    },
    fill: () => void database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`),
    free: () => void database.pragma('max_page_count = 1073741823'),
  }
}

export const clearAway = async () => {
  if (directory !== null) await rm(directory, { recursive: true })
  directory = null
}

/** The store's own connection: limits of its size are per connection. */
function openWithDatabase<Store>(make: () => Store): { store: Store; database: Database.Database } {
  const spy = vi.spyOn(Database.prototype, 'pragma')
  try {
    const store = make()
    return { store, database: spy.mock.contexts[0] as Database.Database }
  } finally {
    spy.mockRestore()
  }
}

/** Every value of every table, those of the search index included, bytes as Latin letters. */
function dump(path: string): string {
  const database = new Database(path, { readonly: true })
  try {
    const tables = database
      .prepare<[], { name: string }>(
        `select name from sqlite_master where type = 'table' and sql not like 'create virtual%' order by name`,
      )
      .all()
    return tables
      .flatMap(({ name }) => [
        name,
        ...database
          .prepare<[], Record<string, unknown>>(`select * from "${name}"`)
          .all()
          .map((row) =>
            Object.values(row)
              .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
              .join(' | '),
          ),
      ])
      .join('\n')
  } finally {
    database.close()
  }
}
