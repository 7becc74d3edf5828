import { endsWithConversation } from '../rows.ts'
import type { Statement } from './connections.ts'

/** Everything one commit of a workspace writes, as rows. Names are those of the columns. */
export type Writing = {
  changed: object[]
  opened: object[]
  logged: object[]
  loads: object[]
  /** Operators whose presence changes along with it. */
  noted: object[]
  cursors: object[]
  begun: object[]
  finished: object[]
  dropped: object[]
  keys: object[]
  contacts: object[]
  audit: object[]
  outbox: object[]
}

export function nothingWritten(): Writing {
  return {
    changed: [],
    opened: [],
    logged: [],
    loads: [],
    noted: [],
    cursors: [],
    begun: [],
    finished: [],
    dropped: [],
    keys: [],
    contacts: [],
    audit: [],
    outbox: [],
  }
}

/** What else the row of `heads` is told. */
export type HeadChange = {
  workspace: string
  /** The revision it was decided on, when that matters; null: whatever it is. */
  revision: number | null
  /** Whether the next pick must see it. */
  isNews: boolean
  events: number
  auditSeq: number | null
  auditHash: string | null
  now: number
}

const states =
  'status text, chat_state text, owner text, requested_operator text, "group" text, requested_at bigint, taken_over_at bigint, units int, offer_until bigint, offers_made int, snoozed_until bigint, epoch int, last_seq int, last_activity_at bigint, locked int, body text, flow text'
const stateNames =
  'status, chat_state, owner, requested_operator, "group", requested_at, taken_over_at, units, offer_until, offers_made, snoozed_until, epoch, last_seq, last_activity_at, locked, body, flow'

/**
 * One part of the statement per kind of row, in the order in which they stand in it; `?` is the parameter with its rows.
 * Rows that are there already are looked up by their keys, however little the planner knows of young tables: `n.one = 1`
 * holds for all, but is taken for a rare thing, and `is not distinct from` is no way into an index.
 */
const parts: Readonly<Record<keyof Writing, string>> = {
  changed: `update conversations c set (${stateNames}) = (${prefixed('n', stateNames)})
    from json_to_recordset(?) as n(id text, was_epoch int, was_seq int, one int, ${states}), head
    where n.one = 1 and c.workspace is not distinct from $1 and c.id = n.id and c.epoch = n.was_epoch and c.last_seq = n.was_seq returning c.id, c.last_activity_at`,
  opened: `insert into conversations (id, workspace, bot, channel, contact, previous, opened_at, ${stateNames})
    select n.id, $1, n.bot, n.channel, n.contact, n.previous, n.opened_at, ${prefixed('n', stateNames)}
    from json_to_recordset(?) as n(id text, bot text, channel text, contact text, previous text, opened_at bigint, ${states}), head
    where (select count(*) from changed) >= 0
    on conflict do nothing returning id, last_activity_at`,
  logged: `insert into events (workspace, position, conversation, seq, id, type, at, epoch, turn, actor, data)
    select $1, head.base + n.place, n.conversation, n.seq, n.id, n.type, n.at, n.epoch, n.turn, n.actor, n.data
    from json_to_recordset(?) as n(place int, conversation text, seq int, id text, type text, at bigint, epoch int, turn text, actor text, data text), head
    where n.conversation in (select id from changed union all select id from opened) returning 1`,
  loads: `update operators o set load = o.load + n.by, revision = head.revision,
      last_assigned_at = case when n.is_assigned = 1 then $2::bigint else o.last_assigned_at end,
      reserved = o.reserved + n.reserved, cools_until = coalesce(n.cools_until, o.cools_until),
      unresponsive = coalesce(n.unresponsive, o.unresponsive),
      wrap_ups = case when n.wrap_ups is null then o.wrap_ups else (
        select json_agg(w.until) from (
          select e.until::bigint from json_array_elements_text(o.wrap_ups::json) as e(until) where e.until::bigint > $2::bigint
          union all select e.until::bigint from json_array_elements_text(n.wrap_ups) as e(until)) as w(until))::text end
    from json_to_recordset(?) as n(operator text, by int, is_assigned int, reserved int, cools_until bigint, unresponsive int, wrap_ups json, one int), head
    where n.one = 1 and o.workspace is not distinct from $1 and o.id = n.operator returning 1`,
  noted: `select baton_note_presence($1, n.operator, 'unresponsive', $2)
    from json_to_recordset(?) as n(operator text), head where (select count(*) from loads) >= 0`,
  cursors: `insert into cursors (workspace, subject, operator, pass, revision) select $1, n.subject, n.operator, n.pass, head.revision
    from json_to_recordset(?) as n(subject text, operator text, pass int), head
    on conflict (workspace, subject) do update set operator = excluded.operator, pass = excluded.pass, revision = excluded.revision
    returning 1`,
  begun: `insert into works (id, workspace, conversation, turn, epoch, work, due_at)
    select n.id, $1, n.conversation, n.turn, n.epoch, n.work, n.due_at
    from json_to_recordset(?) as n(id text, conversation text, turn text, epoch int, work text, due_at bigint), head returning 1`,
  finished: `delete from works w using json_to_recordset(?) as n(id text, one int), head
    where n.one = 1 and w.workspace is not distinct from $1 and w.id = n.id returning 1`,
  dropped: `delete from works w using json_to_recordset(?) as n(conversation text, one int), head
    where n.one = 1 and w.workspace is not distinct from $1 and w.conversation = n.conversation and ${endsWithConversation} returning 1`,
  keys: `insert into idempotency_keys as k (workspace, scope, key, hash, conversation, seq, turns, expires_at)
    select $1, n.scope, n.key, n.hash, n.conversation, n.seq, n.turns, n.expires_at
    from json_to_recordset(?) as n(scope text, key text, hash text, conversation text, seq int, turns text, expires_at bigint), head
    on conflict (workspace, scope, key) do update set hash = excluded.hash, conversation = excluded.conversation, seq = excluded.seq,
      turns = excluded.turns, expires_at = excluded.expires_at where k.expires_at <= $2 returning 1`,
  contacts: `insert into contacts (workspace, id, variables) select $1, n.id, n.variables
    from json_to_recordset(?) as n(id text, variables text), head
    on conflict (workspace, id) do update set variables = excluded.variables where contacts.erasing = 0 returning 1`,
  audit: `insert into audit (workspace, seq, at, actor, action, object, before, after, epoch, request, hash)
    select $1, n.seq, n.at, n.actor, n.action, n.object, n.before, n.after, n.epoch, n.request, n.hash
    from json_to_recordset(?) as n(seq bigint, at bigint, actor text, action text, object text, before text, after text, epoch int, request text, hash text), head
    returning 1`,
  outbox: `insert into outbox (workspace, topic, payload, created_at, due_at) select $1, n.topic, n.payload, $2, $2
    from json_to_recordset(?) as n(place int, topic text, payload text), head order by n.place returning 1`,
}

/** Rows of these must all be written as decided; of the others fewer may be left to do. */
const counted: readonly (keyof Writing)[] = [
  'changed',
  'opened',
  'logged',
  'loads',
  'noted',
  'cursors',
  'begun',
  'keys',
  'contacts',
  'audit',
]
const order = Object.keys(parts) as (keyof Writing)[]
const known = new Map<string, Statement>()

/**
 * One statement, and so one round trip and one commit, for everything that was decided: it takes the workspace's row
 * first, and writes nothing unless the revision and each conversation are as they were read. Where the revision is
 * another one, no part finds the row, nothing is written and `is_written` is false: that is what happens every day, and
 * no error for the server to log. Where only later something is not as it was, it takes all of itself back (code BT409).
 * Only the parts that have rows stand in it.
 */
export function commitStatement(writing: Writing, head: HeadChange): { statement: Statement; values: unknown[] } {
  const used = order.filter((part) => writing[part].length > 0 || part === 'changed' || part === 'opened')
  const values = [
    head.workspace,
    head.now,
    head.revision,
    head.isNews ? 1 : 0,
    head.events,
    head.auditSeq,
    head.auditHash,
    ...used.map((part) => JSON.stringify(writing[part])),
    ...counted.filter((part) => used.includes(part)).map((part) => writing[part].length),
  ]
  return { statement: statementFor(used), values }
}

function statementFor(used: readonly (keyof Writing)[]): Statement {
  const name = `commit ${used.map((part) => order.indexOf(part).toString(36)).join('')}`
  const found = known.get(name)
  if (found !== undefined) return found
  const first = 8
  const bodies = used.map((part, index) => `${part} as (${parts[part].replace('?', `$${first + index}::json`)})`)
  const checks = counted
    .filter((part) => used.includes(part))
    .map((part, index) => `(select count(*) from ${part}) = $${first + used.length + index}::bigint`)
  const text = `with head as (
      update heads set position = position + $5, revision = revision + $4, audit_seq = coalesce($6, audit_seq), audit_hash = coalesce($7, audit_hash)
      where workspace = $1 and ($3::bigint is null or revision = $3) returning position - $5 as base, revision
    ), ${bodies.join(',\n    ')}, active as (
      insert into activity as a (conversation, workspace, at)
      select id, $1, last_activity_at from changed union all select id, $1, last_activity_at from opened
      on conflict (conversation) do update set at = excluded.at where a.at <> excluded.at
    )
    select base, revision, case when base is null then false else baton_expect(${checks.join(' and ')} and $2::bigint is not null) end as is_written
    from (select (select base from head) as base, (select revision from head) as revision) h`
  const statement = { name, text }
  known.set(name, statement)
  return statement
}

function prefixed(alias: string, names: string): string {
  return names
    .split(', ')
    .map((column) => `${alias}.${column}`)
    .join(', ')
}
