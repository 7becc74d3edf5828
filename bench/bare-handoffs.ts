/**
 * The limit of handoffs that several processes make: a lock for the queue, then read who has least, then write it. The
 * bare way that keeps every limit, in four trips to PostgreSQL. Milliseconds until the last is done.
 */
import { Pool } from 'pg'

type Plan = { contacts: number; operators: number; capacity: number }

const connections = 16

export async function bareHandoffs(url: string, { contacts, operators, capacity }: Plan): Promise<number> {
  const pool = new Pool({ connectionString: url, max: connections })
  try {
    await pool.query(`create table if not exists bare_operators (id integer primary key, load integer not null);
      create table if not exists bare_owned (contact integer not null, operator integer not null);
      truncate bare_operators, bare_owned;
      insert into bare_operators select n, 0 from generate_series(1, ${operators}) n`)
    await Promise.all(Array.from({ length: connections }, () => pool.query('select pg_sleep(0.01)')))
    const begun = performance.now()
    await Promise.all(Array.from({ length: contacts }, (_, contact) => own(pool, contact, capacity)))
    return performance.now() - begun
  } finally {
    await pool.end()
  }
}

async function own(pool: Pool, contact: number, capacity: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin; select pg_advisory_xact_lock(1)')
    const { rows } = await client.query({
      name: 'choose',
      text: 'select id from bare_operators where load < $1 order by load, random() limit 1',
      values: [capacity],
    })
    await client.query({
      name: 'own',
      text: `with picked as (update bare_operators set load = load + 1 where id = $2 returning id)
        insert into bare_owned select $1, id from picked`,
      values: [contact, rows[0].id],
    })
    await client.query('commit')
  } finally {
    client.release()
  }
}
