import { Connections, everybody } from '../postgres/connections.ts'

/** How many connections nodes, or other commands, have to the database now. */
export async function connectionsOf(url: string): Promise<number> {
  const owner = new Connections({ url, size: 2, asOwner: true })
  try {
    const [row] = await owner.rows<{ count: number }>(everybody, { text: counting })
    return row?.count ?? 0
  } finally {
    await owner.close()
  }
}

const counting = `select count(*) as count from pg_stat_activity
  where datname = current_database() and application_name = 'baton' and pid <> pg_backend_pid()`
