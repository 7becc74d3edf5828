/**
 * The limits: what PostgreSQL does on this machine with the least that a turn writes (two events and the record), one
 * statement and one round trip per commit, over 16 connections. `node bare-postgres.ts KIND MILLISECONDS URL`
 */
import { type Client, Pool } from 'pg'

export type BareKind = keyof typeof kinds
export type BareResult = { turns: number; turnsPerSecond: number; commitsPerSecond: number }

/** `isShared`: every commit passes the same row, as those of a workspace do; else each connection has one of its own. */
const kinds = {
  single: { turnsInCommit: 1, isShared: false },
  'single, one row': { turnsInCommit: 1, isShared: true },
  batched: { turnsInCommit: 50, isShared: false },
  'batched, one row': { turnsInCommit: 50, isShared: true },
} as const

const connections = 16
const records = 800
const data = JSON.stringify({ text: 'x'.repeat(200) })

const schema = `
create table if not exists bare_heads (id integer primary key, position bigint not null) with (fillfactor = 50);
create table if not exists bare_records (id integer primary key, last_seq integer not null, body text not null) with (fillfactor = 80);
create table if not exists bare_events (record integer not null, seq integer not null, data text not null, primary key (record, seq));
insert into bare_heads select n, 0 from generate_series(0, ${connections - 1}) n on conflict do nothing;
insert into bare_records select n, 0, '' from generate_series(0, ${records - 1}) n on conflict do nothing`

const commit = {
  name: 'commit',
  text: `with head as (update bare_heads set position = position + 1 where id = $1 returning 1),
    changed as (update bare_records r set last_seq = r.last_seq + 2, body = $3 from head where r.id = any($2) returning r.id, r.last_seq)
    insert into bare_events select c.id, c.last_seq - n, $3 from changed c, generate_series(0, 1) n`,
}

const [, , kind = '', forMs = '', url = ''] = process.argv
const found = Object.entries(kinds).find(([name]) => name === kind)
if (found === undefined) throw new Error(`there is no "${kind}"`)
console.log(JSON.stringify(await measure(url, Number(forMs), found[1])))

type Kind = (typeof kinds)[BareKind]

async function measure(url: string, forMs: number, { turnsInCommit, isShared }: Kind): Promise<BareResult> {
  const pool = new Pool({ connectionString: url, max: connections })
  await pool.query(schema)
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  const begun = performance.now()
  let commits = 0
  const work = async (client: Pick<Client, 'query'>, index: number) => {
    // Nobody writes a record that another connection writes.
    const own = records / connections
    for (let turn = 0; performance.now() - begun < forMs; turn += turnsInCommit) {
      const ids = Array.from({ length: turnsInCommit }, (_, place) => index * own + ((turn + place) % own))
      await client.query({ ...commit, values: [isShared ? 0 : index, ids, data] })
      commits += 1
    }
  }
  await Promise.all(clients.map(work))
  const seconds = (performance.now() - begun) / 1_000
  for (const client of clients) client.release()
  await pool.end()
  const turns = commits * turnsInCommit
  return { turns, turnsPerSecond: turns / seconds, commitsPerSecond: commits / seconds }
}
