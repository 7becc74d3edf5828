/** What SQLite does by itself with the least that a turn writes. */
import { join } from 'node:path'
import Database from 'better-sqlite3'

export function openBare(into: string): Database.Database {
  const database = new Database(join(into, 'bare.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(`create table if not exists conversations (id integer primary key, last_seq integer, body text);
    create table if not exists events (position integer primary key autoincrement, conversation integer, seq integer, data text);
    create unique index if not exists events_of_conversation on events (conversation, seq)`)
  return database
}

/** What a turn writes at the very least: two events and the record. */
export function turnOf(database: Database.Database): (number: number) => void {
  const event = database.prepare('insert into events (conversation, seq, data) values (?, ?, ?)')
  const record = database.prepare(
    'insert into conversations values (?, ?, ?) on conflict (id) do update set last_seq = excluded.last_seq, body = excluded.body',
  )
  const data = JSON.stringify({ text: 'x'.repeat(200) })
  return (number) => {
    const conversation = number % 64
    event.run(conversation, number * 2, data)
    event.run(conversation, number * 2 + 1, data)
    record.run(conversation, number, data)
  }
}
