import { asId, type WorkspaceId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { searchContract } from '../search-contract.ts'
import { ConversationLists } from './lists.ts'
import { migrate } from './migrate.ts'
import { mostHits, type Spread, SqliteSearch } from './search.ts'
import { clearAway, open } from './testing.ts'

searchContract('SQLite', open, clearAway)

describe('however many hits a search has', () => {
  const workspace: WorkspaceId = asId('ws')

  /** Conversations that say *order*, so many times each, among so many events in which nobody says anything. */
  function filled(names: readonly string[], times: number, silent: number): Database.Database {
    const database = new Database(':memory:')
    migrate(database)
    const open = database.prepare(
      `insert into conversations (id, workspace, bot, channel, contact, status, chat_state, epoch, last_seq, opened_at,
         last_activity_at, locked, body, flow)
       values ($name, 'ws', 'bot', 'custom', $name, 'open', 'chatbot_controlled', 0, 1, 1, $at, 0, '{}', '{}')`,
    )
    const write = database.prepare(
      `insert into events (position, workspace, conversation, seq, id, type, at, epoch, actor, data)
       values (?, 'ws', ?, ?, '', ?, 1, 0, '{}', ?)`,
    )
    let position = 0
    for (const [index, name] of names.entries()) {
      open.run({ name, at: index })
      for (let seq = 1; seq <= times; seq += 1) write.run(++position, name, seq, 'message', '{"text":"My order"}')
      write.run(++position, name, times + 1, 'variable_set', '{"variable":"said","value":"order"}')
    }
    open.run({ name: 'z', at: names.length })
    write.run(position + silent, 'z', 1, 'message', '{"text":"Hello"}')
    return database
  }

  test.each<{ spread: Spread; times: number; silent: number }>([
    { spread: 'few', times: 3, silent: 1 },
    { spread: 'some', times: mostHits / 2, silent: 1_000 * mostHits },
    { spread: 'many', times: mostHits / 2, silent: 1 },
  ])('[S-05] $spread: the same conversations in the same order, each found in its newest message', (wanted) => {
    const database = filled(['a', 'b', 'c'], wanted.times, wanted.silent)
    const search = new SqliteSearch(database)
    const lists = new ConversationLists(database, search, () => instant(1))
    const { items } = lists.list(workspace, { limit: 2, search: 'ord' })
    const ids = items.map(({ conversation }) => conversation.id)
    expect(search.spread('ord')).toBe(wanted.spread)
    expect(ids).toEqual(['c', 'b'])
    const found = search.findings(workspace, ids, 'ord')
    expect(found.map(({ conversation, event }) => [conversation, event.type, event.seq])).toEqual([
      ['b', 'message', wanted.times],
      ['c', 'message', wanted.times],
    ])
    database.close()
  })
})
