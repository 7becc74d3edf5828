/** Puts everything in a store before the checks, with no more of it in memory than one conversation or a handful of them. */
import { type AuditHead, type AuditRow, emptyChain } from '../audit-chain.ts'
import {
  chainGoesOn,
  chainIsComplete,
  type Fault,
  filesAreWhole,
  findingDoubles,
  loadsEqualARecount,
  seatsEqualARecount,
  staysInItsWorkspace,
} from './checks.ts'
import { inspectConversations } from './inspect-conversations.ts'
import type { Report } from './report.ts'
import { allOf, named, type Snapshot } from './snapshot.ts'
import { columnsOf, quoted, tableOf } from './tables.ts'

/** Checks all of a store as of the snapshot. The report has what was looked at and what is wrong. */
export async function inspect(snapshot: Snapshot, report: Report): Promise<void> {
  const damages = await snapshot.damages()
  report.add(
    'databaseIsWhole',
    1,
    damages.map((says) => ({ place: snapshot.place, says })),
  )
  await inspectConversations(snapshot, report)
  await findLeftovers(snapshot, report)
  await findDoubles(snapshot, report)
  await recount(snapshot, report)
  await followChains(snapshot, report)
  await findStrangers(snapshot, report)
  await measureFiles(snapshot, report)
}

/** So many events a full check looks at, for showing progress. */
export async function eventsIn(snapshot: Snapshot): Promise<number> {
  return countIn(snapshot, 'events')
}

async function findLeftovers(snapshot: Snapshot, report: Report): Promise<void> {
  report.add('nothingIsLeftOver', await countIn(snapshot, 'conversations'), [])
  for (const table of ['events', 'works']) {
    const statement = `select t.conversation, count(*) as rows_left from ${table} t left join conversations c on c.id = t.conversation
      where c.id is null group by t.conversation`
    for await (const page of named(snapshot, ['conversation', 'left'], statement))
      for (const { conversation, left } of page)
        report.add('nothingIsLeftOver', 0, [
          { place: String(conversation), says: `is not there, and ${left} ${table} of it are` },
        ])
  }
}

async function findDoubles(snapshot: Snapshot, report: Report): Promise<void> {
  const kinds = [
    {
      check: 'openOnce',
      from: "conversations where status = 'open'",
      key: ['workspace', 'bot', 'channel', 'contact'],
      place: 'id',
    },
    {
      check: 'keysOnce',
      from: 'idempotency_keys',
      key: [...(snapshot.kind === 'postgres' ? ['workspace'] : []), 'scope', 'key'],
      place: 'conversation',
    },
  ] as const
  for (const { check, from, key, place } of kinds) {
    const find = findingDoubles<readonly unknown[]>((row) => JSON.stringify(row.slice(1)), placeOf)
    const columns = key.join(', ')
    for await (const rows of snapshot.read(`select ${place} as place, ${columns} from ${from} order by ${columns}`))
      report.add(check, rows.length, find(rows))
  }
}

function placeOf([place, ...key]: readonly unknown[]): string {
  return `${place} (${key.slice(1).join(', ')})`
}

async function recount(snapshot: Snapshot, report: Report): Promise<void> {
  const statement = `select o.id, o.load, o.reserved, coalesce(n.owned, 0) as owned, coalesce(n.units, 0) + coalesce(a.units, 0) as units
    from operators o
    left join (select workspace, owner, count(*) as owned, sum(units) as units from conversations
      where status = 'open' and chat_state = 'taken_over' group by workspace, owner) n
    on n.workspace = o.workspace and n.owner = o.id
    left join (select workspace, requested_operator, sum(units) as units from conversations
      where status = 'open' and chat_state = 'operator_requested' and offer_until is not null group by workspace, requested_operator) a
    on a.workspace = o.workspace and a.requested_operator = o.id order by o.id`
  for await (const page of named(snapshot, ['operator', 'load', 'reserved', 'owned', 'units'], statement)) {
    const counted = page.map(({ operator, load, reserved, owned, units }) => ({
      operator: String(operator),
      load: Number(load),
      reserved: Number(reserved),
      owned: Number(owned),
      units: Number(units),
    }))
    report.add('loadsEqualARecount', page.length, loadsEqualARecount(counted))
    report.add('seatsEqualARecount', page.length, seatsEqualARecount(counted))
  }
}

async function followChains(snapshot: Snapshot, report: Report): Promise<void> {
  const columns = columnsOf(tableOf('audit'))
  for (const [workspace = null, , seq, hash] of await allOf(snapshot.rowsOf('heads'))) {
    let head: AuditHead = emptyChain
    let isWhole = true
    const statement = `select ${columns} from audit where workspace = $1 order by seq`
    for await (const page of named(snapshot, columns.split(', '), statement, [workspace])) {
      // After the first break nothing can be said.
      const found: { head: AuditHead; faults: Fault[] } = isWhole
        ? chainGoesOn(String(workspace), head, page as object[] as AuditRow[])
        : { head, faults: [] }
      report.add('chainHolds', page.length, found.faults)
      head = found.head
      isWhole &&= found.faults.length === 0
    }
    const said = { seq: Number(seq), hash: String(hash) }
    if (isWhole) report.add('chainHolds', 0, chainIsComplete(String(workspace), head, said))
  }
}

/** Columns that name something by its id, and where that is kept. */
const references: readonly { table: string; place: string; column: string; to: string; only?: 'postgres' }[] = [
  { table: 'conversations', place: 'id', column: 'bot', to: 'bots' },
  { table: 'conversations', place: 'id', column: 'group', to: 'groups' },
  { table: 'conversations', place: 'id', column: 'owner', to: 'operators' },
  { table: 'conversations', place: 'id', column: 'requested_operator', to: 'operators' },
  { table: 'conversations', place: 'id', column: 'previous', to: 'conversations' },
  { table: 'visits', place: 'interaction', column: 'bot', to: 'bots' },
  { table: 'misses', place: 'conversation', column: 'bot', to: 'bots' },
  { table: 'misses', place: 'conversation', column: 'conversation', to: 'conversations' },
  { table: 'canned_replies', place: 'id', column: 'operator', to: 'operators' },
  { table: 'reply_drafts', place: 'conversation', column: 'operator', to: 'operators' },
  { table: 'reply_drafts', place: 'conversation', column: 'conversation', to: 'conversations' },
  { table: 'filters', place: 'id', column: 'operator', to: 'operators' },
  { table: 'mention_reads', place: 'conversation', column: 'operator', to: 'operators' },
  { table: 'mention_reads', place: 'conversation', column: 'conversation', to: 'conversations' },
  { table: 'read_marks', place: 'conversation', column: 'operator', to: 'operators' },
  { table: 'read_marks', place: 'conversation', column: 'conversation', to: 'conversations' },
  { table: 'works', place: 'id', column: 'conversation', to: 'conversations' },
  { table: 'push_subscriptions', place: 'id', column: 'operator', to: 'operators' },
  { table: 'notifications', place: 'id', column: 'operator', to: 'operators' },
  { table: 'notifications', place: 'id', column: 'conversation', to: 'conversations' },
  { table: 'files', place: 'id', column: 'conversation', to: 'conversations' },
  { table: 'memberships', place: 'operator', column: 'operator', to: 'operators' },
  { table: 'memberships', place: 'operator', column: 'group', to: 'groups' },
  { table: 'presence_spans', place: 'operator', column: 'operator', to: 'operators' },
  { table: 'cursors', place: 'subject', column: 'operator', to: 'operators' },
  { table: 'sessions', place: 'hash', column: 'operator', to: 'operators' },
  { table: 'links', place: 'hash', column: 'operator', to: 'operators' },
  { table: 'bot_versions', place: 'bot', column: 'bot', to: 'bots', only: 'postgres' },
  { table: 'idempotency_keys', place: 'key', column: 'conversation', to: 'conversations', only: 'postgres' },
]

/** [I-38] */
async function findStrangers(snapshot: Snapshot, report: Report): Promise<void> {
  for (const { table, place, column, to, only } of references) {
    if (only !== undefined && only !== snapshot.kind) continue
    const statement = `select t.${place} as place, t.workspace, r.workspace as other from ${table} t join ${to} r on r.id = t.${quoted(column)}
      where r.workspace <> t.workspace`
    report.add('staysInItsWorkspace', await countIn(snapshot, table), [])
    for await (const page of named(snapshot, ['place', 'workspace', 'other'], statement))
      report.add(
        'staysInItsWorkspace',
        0,
        staysInItsWorkspace(
          page.map(({ place, workspace, other }) => referenceOf(`${table} ${place}`, workspace, other)),
        ),
      )
  }
  const outbox = 'select position, workspace, payload from outbox order by position'
  for await (const page of named(snapshot, ['position', 'workspace', 'payload'], outbox)) {
    const found = page.map(({ position, workspace, payload }) => ({ position, workspace, id: conversationIn(payload) }))
    const owners = await workspacesOf(
      snapshot,
      found.flatMap(({ id }) => (id === null ? [] : [id])),
    )
    const looked = found.map(({ position, workspace, id }) =>
      referenceOf(`outbox ${position}`, workspace, id === null ? null : (owners.get(id) ?? null)),
    )
    report.add('staysInItsWorkspace', page.length, staysInItsWorkspace(looked))
  }
}

function referenceOf(place: string, workspace: unknown, other: unknown) {
  return { place, workspace: String(workspace), other: other === null ? null : String(other) }
}

function conversationIn(payload: unknown): string | null {
  try {
    const { conversation } = JSON.parse(String(payload))
    return typeof conversation === 'string' ? conversation : null
  } catch {
    return null
  }
}

async function workspacesOf(snapshot: Snapshot, ids: readonly string[]): Promise<Map<string, string>> {
  const statement = `select id, workspace from conversations where ${snapshot.dialect.isAmong('id', '$1')}`
  const rows = await allOf(snapshot.read(statement, [JSON.stringify(ids)]))
  return new Map(rows.map(([id, workspace]) => [String(id), String(workspace)]))
}

/** Of contacts who are being forgotten, contents go before the rows. */
async function measureFiles(snapshot: Snapshot, report: Report): Promise<void> {
  const statement = `select f.id, f.size from files f left join contacts c on c.workspace = f.workspace and c.id = f.contact
    where coalesce(c.erasing, 0) = 0 order by f.id`
  for await (const page of named(snapshot, ['id', 'size'], statement))
    for (const row of page) {
      const id = String(row.id)
      const found = await snapshot.sizeOf(id)
      if (found === null && (await snapshot.isGone(id))) continue
      report.add('filesAreWhole', 1, filesAreWhole([{ id, size: Number(row.size), found }]))
    }
}

async function countIn(snapshot: Snapshot, table: string): Promise<number> {
  const [row] = await allOf(snapshot.read(`select count(*) as count from ${table}`))
  return Number(row?.[0])
}
