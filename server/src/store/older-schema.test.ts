/** What a release before this one has written is brought up to date, in both databases. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fold } from '@baton/core/conversation'
import { restingFlow } from '@baton/core/flow'
import { asId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../lab/testing.ts'
import { newId } from '../chance.ts'
import { type OpenedStore, openStore } from './open.ts'
import { Connections, everybody } from './postgres/connections.ts'
import { migratePostgres } from './postgres/migrate.ts'
import * as postgresFoundation from './postgres/migrations/0001-foundation.ts'
import { foundation } from './sqlite/migrations/0001-foundation.ts'
import { lists } from './sqlite/migrations/0002-lists.ts'
import { tickets } from './sqlite/migrations/0003-tickets.ts'
import { reports } from './sqlite/migrations/0004-reports.ts'
import { routing } from './sqlite/migrations/0005-routing.ts'

const workspace = asId<'workspace'>('ws_main')
const [ana, ben] = [asId<'operator'>('op_ana'), asId<'operator'>('op_ben')]
const now = instant(1_800_000_000_000)

const byBot = { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null }
const held = (id: string) => ({ ...byBot, chatState: 'taken_over', operator: { id, name: id } })
const opening = { bot: 'bot_acme', channel: 'custom', contact: 'carl', previous: null, variables: {} }
const body = { variables: { note: '\u0000 "quoted"' }, lastUserMessage: '', lastLine: null }
/** Where the log of the first release ends, and its index for searching. */
const head = 100
const record = { workspace, bot: 'bot_acme', channel: 'custom', previous: null, opened_at: 1, last_activity_at: 1 }

/** Rows as the first release wrote them: one conversation that ana passed on to ben, one that ben gave back, one of the bot. */
const rows: [table: string, row: Record<string, string | number | null>][] = [
  ['workspaces', { id: workspace, name: 'Main', packages: '[]', locale: 'en', time_zone: 'UTC' }],
  ...[ana, ben].map((id): [string, Record<string, string | number>] => [
    'operators',
    { id, workspace, name: id, email: `${id}@team.example`, role: 'operator', enabled: 1, load: id === ben ? 1 : 0 },
  ]),
  ['presence_spans', { workspace, operator: ana, status: 'online', cause: 'connected', from_at: 5, until_at: 9 }],
  ...logged('conv_held', { status: 'taken_over', owner: ben, epoch: 2, position: 10 }, [
    ['taken_over', { from: byBot, to: held(ana) }, 1],
    ['transferred', { from: held(ana), to: held(ben) }, 2],
  ]),
  ...logged('conv_given', { status: 'chatbot_controlled', owner: null, epoch: 2, position: 20 }, [
    ['taken_over', { from: byBot, to: held(ben) }, 1],
    ['handed_over', { from: held(ben), to: byBot }, 2],
  ]),
  ...logged('conv_quiet', { status: 'chatbot_controlled', owner: null, epoch: 0, position: 30, tags: ['vip'] }, [
    ['tag_set', { tag: 'late' }, 0],
    ['tag_set', { tag: 'vip' }, 0],
    ['tag_dropped', { tag: 'late' }, 0],
  ]),
]

function logged(
  id: string,
  {
    tags = [],
    ...fields
  }: { status: string; owner: string | null; epoch: number; position: number; tags?: readonly string[] },
  changes: [type: string, data: object, epoch: number][],
): typeof rows {
  const { status, owner, epoch, position } = fields
  const contact = `contact of ${id}`
  const first: (typeof changes)[number] = ['conversation_opened', { ...opening, contact, variables: body.variables }, 0]
  const events = [first, ...changes].map(([type, data, epoch], index): (typeof rows)[number] => [
    'events',
    {
      workspace,
      position: position + index,
      conversation: id,
      seq: index + 1,
      id: `evt_${id}_${index}`,
      type,
      at: 1,
      epoch,
      turn: null,
      actor: JSON.stringify({ kind: 'system' }),
      data: JSON.stringify('from' in data ? { ...data, reason: null, cause: 'desk' } : data),
    },
  ])
  const holder = { chat_state: status, owner, taken_over_at: owner === null ? null : 1, epoch }
  const rest = { contact, status: 'open', last_seq: events.length, locked: 0, flow: JSON.stringify(restingFlow) }
  return [['conversations', { id, ...record, ...holder, ...rest, body: JSON.stringify({ ...body, tags }) }], ...events]
}

test.each(['sqlite', 'postgres'] as const)(
  '[F31] [HO-3] [RO-10] [RO-31] what the release before wrote in %s has its seats and last owners, and is the fold of its log',
  async (kind) => {
    const older = kind === 'sqlite' ? await olderSqlite() : await olderPostgres()
    const { store } = await older.open()
    const ids = ['conv_held', 'conv_given', 'conv_quiet'].map((id) => asId<'conversation'>(id))
    const lastOwners = []
    for (const id of ids) {
      const found = await store.conversations.find(workspace, id)
      const log = await store.conversations.events(workspace, id, 0, 100)
      expect(found?.conversation).toEqual(fold(id, log))
      lastOwners.push(found?.conversation.lastOwner)
    }
    expect(lastOwners).toEqual([ben, ben, undefined])
    // [U-11] What was there before anybody's reading was kept is news to nobody.
    const marks = await store.readMarks.of(workspace, ana, ids)
    expect(ids.map((id) => marks.get(id))).toEqual([3, 3, 4].map((upTo) => ({ upTo, isMarked: false, revision: 0 })))
    expect(
      (await store.readMarks.set(workspace, ana, ids[0] ?? asId(''), { upTo: 1, isMarked: false }))?.mark.upTo,
    ).toBe(3)
    // [S-05] Tags that were set before searches looked at any are found, those that are gone are not.
    const search = async (words: string) => {
      const { items } = await store.conversations.list(workspace, { limit: 9, search: words })
      return items.map(({ conversation }) => conversation.id)
    }
    expect([await search('vip'), await search('late')]).toEqual([['conv_quiet'], []])
    expect(await store.operators.recount(workspace, ana)).toEqual({ load: 0, reserved: 0, owned: 0, units: 0 })
    expect(await store.operators.recount(workspace, ben)).toEqual({ load: 1, reserved: 0, owned: 1, units: 1 })
    const team = await store.operators.team(workspace)
    expect(team.seat(ana)).toMatchObject({ status: 'offline', unresponsive: false, onlineSince: 5, offlineAt: 0 })
    expect(team.seat(ben)).toMatchObject({ onlineSince: null, reserved: 0 })
    await store.close()
    await older.remove()
  },
)

type Older = { open(): Promise<OpenedStore>; remove(): Promise<void> }

async function olderSqlite(): Promise<Older> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-older-'))
  const database = new Database(join(dataDir, 'baton.db'))
  for (const sql of [foundation, lists, tickets, reports, routing]) database.exec(sql)
  database.pragma('user_version = 5')
  for (const [table, row] of rows) {
    const names = Object.keys(row)
    const marks = names.map(() => '?').join(', ')
    database.prepare(`insert into ${table} (${names.join(', ')}) values (${marks})`).run(Object.values(row))
  }
  database.prepare('update search_state set position = ?').run(head)
  database.close()
  return {
    open: () =>
      openStore({ databaseUrl: null, databasePool: 2, dataDir }, { newId, now: () => now, onCommitted: () => {} }),
    remove: () => rm(dataDir, { recursive: true }),
  }
}

async function olderPostgres(): Promise<Older> {
  const database = await testDatabase()
  const { url: databaseUrl } = database
  const { foundation: sql, tablesOfAll, tablesOfWorkspaces } = postgresFoundation
  const ofAll = Object.fromEntries(tablesOfAll.map((table) => [table, null]))
  await migratePostgres(databaseUrl, [{ sql, tables: { ...tablesOfWorkspaces, ...ofAll }, oldest: 1 }])
  const connections = new Connections({ url: databaseUrl, size: 2 })
  for (const table of ['heads', 'search_state'])
    await connections.rows(everybody, { text: `insert into ${table} (workspace, position) values ($1, $2)` }, [
      workspace,
      head,
    ])
  for (const [table, row] of rows) {
    const names = Object.keys(row)
    const marks = names.map((_, index) => `$${index + 1}`).join(', ')
    const text = `insert into ${table} (${names.join(', ')}) values (${marks})`
    await connections.rows(everybody, { text }, Object.values(row))
  }
  await connections.close()
  return {
    open: () =>
      openStore({ databaseUrl, databasePool: 2, dataDir: '' }, { newId, now: () => now, onCommitted: () => {} }),
    remove: () => database.drop(),
  }
}
