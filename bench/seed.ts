/** Fills a database in bulk, past the store: measurements need more than anybody wants to wait for. */
import Database from 'better-sqlite3'

/** Operators who are online. */
export function seedOperators(path: string, workspace: string, count: number): void {
  const database = new Database(path)
  const insert = database.prepare(
    `insert into operators (id, workspace, name, email, role, capacity, enabled, api_status)
     values (?, ?, ?, ?, 'operator', null, 1, 'online')`,
  )
  database.transaction(() => {
    for (let index = 0; index < count; index += 1)
      insert.run(`op_seed${index}`, workspace, `Operator ${index}`, `seed${index}@example.com`)
  })()
  database.close()
}

export type Seeded = { conversations: number; operators: string[]; groups: string[]; bots: string[] }

const eventsEach = 3
const words = [
  'invoice',
  'delivery',
  'refund',
  'password',
  'bicycle',
  'warranty',
  'address',
  'opening',
  'repair',
  'voucher',
]

/**
 * A million conversations over a year, made from one that the server wrote itself (`model`): 72 % closed, 23 % with the
 * bot, 3 % requested, 2 % taken over; spread evenly, so that no filter has an easy start.
 */
export function seedConversations(
  path: string,
  model: string,
  { conversations, operators, groups, bots }: Seeded,
): void {
  const database = new Database(path)
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -512000')
  const row = database.prepare('select * from conversations where id = ?').get(model) as Record<
    string,
    string | number | null
  >
  const events = database
    .prepare('select * from events where conversation = ? order by seq limit ?')
    .all(model, eventsEach) as Record<string, string | number | null>[]
  const indexes = database
    .prepare(
      "select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in ('conversations', 'events')",
    )
    .all() as { name: string; sql: string }[]
  for (const { name } of indexes) database.exec(`drop index ${name}`)
  const insert = database.prepare(
    `insert into conversations values (${Object.keys(row)
      .map((name) => `@${name}`)
      .join(', ')})`,
  )
  const columns = Object.keys(events[0] ?? {}).filter((name) => name !== 'position')
  const insertEvent = database.prepare(
    `insert into events (${columns.join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  const random = lehmer(7)
  const ids = Array.from({ length: conversations }, () => `conv_${text(random, 20)}`).sort()
  const now = Date.now()
  const year = 365 * 24 * 3_600_000
  database.exec('begin')
  for (const [index, id] of ids.entries()) {
    const at = now - Math.floor(random() * year)
    const share = random()
    const isTakenOver = share < 0.02
    const isRequested = share >= 0.02 && share < 0.05
    const isOpen = share < 0.28
    const holds = isTakenOver || isRequested
    insert.run({
      ...row,
      id,
      bot: bots[index % bots.length] ?? '',
      channel: random() < 0.3 ? 'web' : 'custom',
      contact: `contact-${index}`,
      status: isOpen ? 'open' : 'closed',
      chat_state: isTakenOver ? 'taken_over' : isRequested ? 'operator_requested' : 'chatbot_controlled',
      owner: isTakenOver ? (operators[index % operators.length] ?? null) : null,
      requested_operator: null,
      group: holds ? (groups[index % groups.length] ?? null) : null,
      requested_at: holds ? at - 60_000 : null,
      taken_over_at: isTakenOver ? at - 30_000 : null,
      epoch: holds ? 1 : 0,
      last_seq: eventsEach,
      opened_at: at - 120_000,
      last_activity_at: at,
    })
    for (const event of events) {
      const said = `hello number ${index}, about the ${words[index % words.length]}`
      const data =
        event.type === 'message' ? JSON.stringify({ text: said, parts: [{ type: 'text', text: said }] }) : event.data
      insertEvent.run({ ...event, conversation: id, id: `evt_${index}_${event.seq}`, at, data })
    }
  }
  database.exec('commit')
  for (const { sql } of indexes) database.exec(sql)
  database.exec(`insert into search (rowid, text) select position, data ->> '$.text' from events where type = 'message';
    update search_state set position = (select max(position) from events);
    update operators set load = (select count(*) from conversations where owner = operators.id and chat_state = 'taken_over')`)
  database.pragma('journal_mode = WAL')
  database.close()
}

function lehmer(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function text(random: () => number, length: number): string {
  let made = ''
  for (let index = 0; index < length; index += 1) made += '0123456789abcdefghjkmnpqrstvwxyz'[Math.floor(random() * 32)]
  return made
}
