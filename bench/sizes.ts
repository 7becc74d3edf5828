/** What is kept of each turn, as PostgreSQL has it on disk: rows with their share of the indexes. */
import type { Client } from 'pg'
import type { Figure } from './figures.ts'

const measured = ['events', 'search', 'conversations', 'activity', 'contacts', 'idempotency_keys', 'audit']

type Size = { rows: number; own: number; indexes: number }

/** A figure for each table that has rows. `state` says when they were looked at: tables that are written to are wider. */
export async function sizeFigures(client: Client, state: string): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const table of measured) {
    const { rows: found } = await client.query<Size>(
      `select count(*)::float8 as rows, pg_table_size('${table}')::float8 as own, pg_indexes_size('${table}')::float8 as indexes
       from ${table} having count(*) > 0`,
    )
    for (const { rows, own, indexes } of found)
      figures.push({
        name: `stored for a row of ${table}, ${state}`,
        value: (own + indexes) / rows,
        unit: 'bytes',
        target: null,
        note: `${(indexes / rows).toFixed(0)} of them indexes; ${rows.toLocaleString('en')} rows`,
      })
  }
  return figures
}
