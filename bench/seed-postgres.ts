/** Fills a PostgreSQL database in bulk, past the store: measurements need more than anybody wants to wait for. */
import type { Client } from 'pg'

export type SeedPlan = { workspace: string; bot: string; events: number }

/** Of each conversation. */
const eventsEach = 4
/** Every fourth is open, spread evenly. */
const openEvery = 4
const filled = ['conversations', 'activity', 'events', 'contacts', 'idempotency_keys', 'search']

/**
 * Conversations over a year, made from the one that is there, with everything that belongs to them: contacts, keys of
 * messages, words. Ids are as far apart as real ones, so nothing has an easy start. For a workspace with one conversation.
 */
export async function seedPostgres(client: Client, { workspace, bot, events }: SeedPlan): Promise<void> {
  const count = Math.ceil(events / eventsEach)
  const { rows } = await client.query('select id, body, flow from conversations where workspace = $1', [workspace])
  const [model] = rows
  const { rows: heads } = await client.query('select position from heads where workspace = $1', [workspace])
  const base = heads[0].position
  await client.query("set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '512MB'")
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = any($1::regclass[]) and not indisprimary`,
    [filled],
  )
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  await client.query(
    `create temporary table seeded as select n, 'conv_' || substr(md5(n::text), 1, 20) as id, 'contact-' || n as contact,
      (extract(epoch from now()) * 1000)::bigint - (n * 97::bigint % ${count}) * (365::bigint * 86400000 / ${count}) as at,
      case when n % ${openEvery} = 0 then 'open' else 'closed' end as status
      from generate_series(1, ${count}) n`,
  )
  await client.query(
    `insert into conversations (id, workspace, bot, channel, contact, status, chat_state, epoch, last_seq, opened_at,
      last_activity_at, locked, body, flow)
     select id, $1, $2, 'custom', contact, status, 'chatbot_controlled', 0, ${eventsEach}, at - 120000, at, 0, $3, $4 from seeded`,
    [workspace, bot, model.body, model.flow],
  )
  await client.query('insert into activity (conversation, workspace, at) select id, $1, at from seeded', [workspace])
  await client.query(
    `insert into events (workspace, position, conversation, seq, id, type, at, epoch, turn, actor, data)
     select $1, $2::bigint + (s.n - 1) * ${eventsEach} + e.place, s.id, e.place, 'evt_' || substr(md5(s.n || '-' || e.place), 1, 20),
      e.type, s.at, e.epoch, e.turn, e.actor, replace(e.data, 'model', s.contact)
     from seeded s cross join (select m.*, row_number() over (order by m.seq) as place from events m
       where m.workspace = $1 and m.conversation = $3 order by m.seq limit ${eventsEach}) e`,
    [workspace, base, model.id],
  )
  await client.query(
    "insert into contacts (workspace, id, variables) select $1, contact, '{}' from seeded on conflict do nothing",
    [workspace],
  )
  await client.query(
    `insert into idempotency_keys (workspace, scope, key, hash, conversation, seq, turns, expires_at)
     select $1, 'contact ' || $2 || ' ' || contact, md5(id), md5(contact) || md5(id), id, 2, '[]', at + 400 * 86400000::bigint from seeded`,
    [workspace, bot],
  )
  await client.query(
    `insert into search (workspace, position, conversation, words)
     select workspace, position, conversation, array_to_tsvector(array['hello', conversation, position::text]) from events
     where workspace = $1 on conflict do nothing`,
    [workspace],
  )
  await client.query(
    'update heads set position = (select max(position) from events where workspace = $1) where workspace = $1',
    [workspace],
  )
  await client.query(
    `insert into search_state select workspace, position from heads where workspace = $1
     on conflict (workspace) do update set position = excluded.position`,
    [workspace],
  )
  await client.query('drop table seeded')
  for (const { definition } of indexes) await client.query(definition)
  for (const table of filled) await client.query(`vacuum analyze ${table}`)
  await client.query('checkpoint')
}
