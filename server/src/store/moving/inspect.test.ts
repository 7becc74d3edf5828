import { cp, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Connections, everybody } from '../postgres/connections.ts'
import { copy, verifyStore } from './move.ts'
import { emptyPlace, fillStore, type TestPlace, watching } from './testing.ts'

let filled: TestPlace
let shared: TestPlace
let room: string

beforeAll(async () => {
  filled = await emptyPlace('sqlite')
  const opened = await filled.open()
  await fillStore(opened)
  await opened.store.close()
  shared = await emptyPlace('postgres')
  await copy(filled.place, shared.place, watching())
  room = await mkdtemp(join(tmpdir(), 'baton-faults-'))
})
afterAll(async () => {
  await filled.remove()
  await shared.remove()
  await rm(room, { recursive: true })
})

/** Somebody edits a copy of the store behind its back; what a check of it says. */
async function faultsAfter(edit: string | ((directory: string) => Promise<void>)) {
  const directory = await mkdtemp(join(room, 'store-'))
  if (filled.place.kind !== 'sqlite') throw new Error('no directory')
  await cp(filled.place.directory, directory, { recursive: true })
  if (typeof edit === 'string') {
    const database = new Database(join(directory, 'baton.db'))
    database.exec(edit)
    database.close()
  } else await edit(directory)
  const watch = watching()
  await verifyStore({ kind: 'sqlite', directory }, watch)
  return watch
}

const taken =
  "(select id from conversations where chat_state = 'taken_over' and workspace = 'ws_1' order by id limit 1)"
const closed = "(select id from conversations where status = 'closed' and workspace = 'ws_1' order by id limit 1)"
const events = `events where conversation = ${taken}`

describe('a fault in a store is found, and its place named', () => {
  test.each<[string, string, RegExp]>([
    ['numbered without gaps', `delete from ${events} and seq = 2`, /^conv_\w+: event 3 stands where 2 should$/],
    [
      'numbered without gaps',
      `update events set position = 1000000 where conversation = ${taken} and seq = 1`,
      /event 2 stands before event 1/,
    ],
    [
      'numbered without gaps',
      `update conversations set last_seq = last_seq + 1 where id = ${taken}`,
      /the record ends at/,
    ],
    [
      'the fold of their logs',
      `update conversations set locked = 1 - locked where id = ${taken}`,
      /fold of its log: locked$/,
    ],
    [
      'the fold of their logs',
      `update events set data = json_set(data, '$.text', 'other') where type = 'message' and conversation = ${closed}`,
      /fold of its log: lastUserMessage, lastLine$|fold of its log: lastLine$/,
    ],
    [
      'the epoch goes up',
      `update events set epoch = epoch + 1 where conversation = ${taken} and seq = 2`,
      /event 2 has epoch 1/,
    ],
    [
      'begins where the last one ended',
      `update events set data = json_set(data, '$.from.chatState', 'taken_over') where type = 'taken_over' and conversation = ${taken}`,
      /changes what was not so before it$/,
    ],
    ['one audit record', `delete from audit where object = ${taken}`, /and the audit log do not say the same$/],
    ['one audit record', `delete from ${events} and type = 'taken_over'`, /transitions more than the log$/],
    [
      'the audit chain',
      `update audit set actor = 'nobody' where workspace = 'ws_1' and seq = 5`,
      /^ws_1: audit record 5 does not/,
    ],
    [
      'the audit chain',
      `delete from audit where workspace = 'ws_1' and seq = 7`,
      /^ws_1: audit record 7 does not follow/,
    ],
    ['owners are operators', `update operators set enabled = 0`, /its owner op_\w+ is disabled$/],
    ['owners are operators', `delete from operators`, /its owner op_\w+ is no operator of its workspace$/],
    [
      'closed conversations have no owner',
      `insert into works select 'w' || id, workspace, id, 't', 0, '{}', 1 from conversations where id = ${closed}`,
      /it is closed and waits for 1 works$/,
    ],
    [
      'closed conversations have no owner',
      `update conversations set status = 'closed' where id = ${taken}`,
      /it is closed and taken_over$/,
    ],
    [
      'workspace of their conversation',
      `update events set workspace = 'ws_2' where conversation = ${taken} and seq = 2`,
      /event 2 belongs to the workspace ws_2$/,
    ],
    [
      'without their conversation',
      `delete from conversations where id = ${taken}`,
      /is not there, and \d+ events of it are$/,
    ],
    [
      'one open conversation',
      `drop index open_conversations; update conversations set contact = 'carl', bot = 'b', channel = 'c' where workspace = 'ws_1'`,
      /^conv_\w+ \(b, c, carl\): stands twice: conv_/,
    ],
    [
      'keys against repetition',
      `create table keys as select * from idempotency_keys; drop table idempotency_keys; alter table keys rename to idempotency_keys;
       insert into idempotency_keys select * from idempotency_keys`,
      /stands twice/,
    ],
    [
      'loads equal',
      `update operators set load = load + 1 where id = 'op_ana_ws_1'`,
      /^op_ana_ws_1: the load is \d+, and \d+ open/,
    ],
    [
      'refers to another workspace',
      `update conversations set bot = 'bot_ws_2' where id = ${taken}`,
      /^conversations conv_\w+: belongs to the workspace ws_1 and refers to something of ws_2$/,
    ],
    [
      'refers to another workspace',
      `update outbox set workspace = 'ws_2' where workspace = 'ws_1'`,
      /^outbox \d+: belongs to/,
    ],
    [
      'refers to another workspace',
      `update memberships set workspace = 'ws_2' where workspace = 'ws_1'`,
      /^memberships op_/,
    ],
    [
      'can be read',
      `update events set data = '{' where conversation = ${taken} and seq = 2`,
      /^conv_\w+, event 2: cannot be read/,
    ],
    [
      'can be read',
      `update conversations set owner = null where id = ${taken}`,
      /cannot be read: conv_\w+: taken over by nobody$/,
    ],
  ])('[F32] %s: %s', async (title, edit, says) => {
    const { faults, titles } = await faultsAfter(edit)
    const found = faults.filter((_, index) => titles[index]?.includes(title))
    expect(found, faults.join('\n')).not.toEqual([])
    expect(found.join('\n')).toMatch(new RegExp(says, 'm'))
  })

  test('[S-26] contents of a file that are missing, or cut', async () => {
    const { faults } = await faultsAfter(async (directory) => {
      await rm(join(directory, 'uploads', 'file_0_1'))
      await truncate(join(directory, 'uploads', 'file_0_2'), 7)
    })
    expect(faults).toEqual(['file_0_1: its contents are not there', 'file_0_2: it has 7 bytes instead of 524288'])
  })

  test('[F2] a damaged page of the database', async () => {
    const { faults, titles } = await faultsAfter(async (directory) => {
      const path = join(directory, 'baton.db')
      const database = new Database(path)
      const root = database.prepare("select rootpage from sqlite_master where name = 'requests_of_group'").pluck().get()
      const size = Number(database.pragma('page_size', { simple: true }))
      database.close()
      const file = await open(path, 'r+')
      await file.write(Buffer.alloc(8), 0, 8, (Number(root) - 1) * size)
      await file.close()
    })
    expect(titles).toContain('the database is whole: its files, and what it keeps twice [F2]')
    expect(faults).not.toEqual([])
  })

  test('[F2] a file that is no database', async () => {
    const damaged = faultsAfter((directory) => writeFile(join(directory, 'baton.db'), 'something else'.repeat(1_000)))
    await expect(damaged).rejects.toThrow(/^The database in .* is damaged: file is not a database\.$/)
  })

  test('[F32] in PostgreSQL, too', async () => {
    if (shared.place.kind !== 'postgres') throw new Error('no database')
    const owner = new Connections({ url: shared.place.url, size: 2, asOwner: true })
    for (const text of [
      `delete from ${events} and seq = 2`,
      `delete from audit where workspace = 'ws_1' and seq = (select max(seq) from audit where workspace = 'ws_1')`,
      `update activity set at = at + 1 where workspace = 'ws_2'`,
      `update operators set load = load + 1 where id = 'op_ana_ws_1'`,
      `update idempotency_keys set workspace = 'ws_2' where workspace = 'ws_1'`,
      `delete from file_parts where file = 'file_0_1'`,
    ])
      await owner.rows(everybody, { text })
    await owner.close()
    const watch = watching()
    await verifyStore(shared.place, watch)
    for (const says of [
      /conv_\w+: event 3 stands where 2 should/,
      /ws_1: the audit log ends at record \d+, and should end at \d+/,
      /conv_\w+ does not stand in lists where it should/,
      /op_ana_ws_1: the load is/,
      /idempotency_keys .*: belongs to the workspace ws_2 and refers to something of ws_1/,
      /file_0_1: its contents are not there/,
    ])
      expect(watch.faults.join('\n')).toMatch(says)
  })
})
