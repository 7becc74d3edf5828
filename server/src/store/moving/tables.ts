/**
 * What moves from store to store, whichever kind it is: these tables, with these columns, their rows in the order of
 * their keys. Left out is what ends with a process or is made anew: leases, tickets, claims, and the index of words.
 */
import { partSize } from '../postgres/files.ts'

export type Value = string | number | null
/** The values of a row, in the order of the table's columns. */
export type Row = readonly Value[]

export type Column = { name: string; type: 'text' | 'integer'; mayBeNull: boolean }
export type Table = {
  name: TableName
  columns: readonly Column[]
  /** Columns that name a row; rows stand in their order, texts byte by byte. */
  key: readonly string[]
}

/** A question mark: may be null. The order is that of moving: what others are counted or checked against comes first. */
const described = {
  secrets: { columns: 'name text, value text', key: 'name' },
  workspaces: {
    columns: 'id text, name text, packages text, locale text, time_zone text, typing_preview integer',
    key: 'id',
  },
  // How far the log of a workspace has ever gone, and where its audit chain ends.
  heads: { columns: 'workspace text, position integer, audit_seq integer, audit_hash text', key: 'workspace' },
  operators: {
    columns:
      'id text, workspace text, name text, email text, role text, capacity integer?, enabled integer, load integer, last_assigned_at integer?, choice text, chosen_at integer?, api_status text?, api_until integer?, reserved integer, wrap_ups text, cools_until integer?, unresponsive integer, online_since integer?, offline_since integer?, password_hash text?, generation integer, language text?, picture text?',
    key: 'id',
  },
  // As it was written down; what was written ahead ends as it says.
  presence_spans: {
    columns:
      'workspace text, operator text, status text, cause text, capacity integer?, from_at integer, until_at integer?',
    key: 'workspace, operator, from_at',
  },
  groups: { columns: 'id text, workspace text, name text', key: 'id' },
  memberships: { columns: 'workspace text, operator text, group text', key: 'operator, group' },
  routings: { columns: 'workspace text, subject text, settings text', key: 'workspace, subject' },
  cursors: { columns: 'workspace text, subject text, operator text, pass integer', key: 'workspace, subject' },
  waits: {
    columns: 'workspace text, subject text, position integer, milliseconds integer, at integer',
    key: 'workspace, subject, at, position, milliseconds',
  },
  coverage: { columns: 'workspace text, subject text, is_covered integer, since integer', key: 'workspace, subject' },
  notification_settings: { columns: 'workspace text, subject text, settings text', key: 'workspace, subject' },
  push_subscriptions: {
    columns:
      'id text, workspace text, operator text, endpoint text, key text, secret text, signer text, created_at integer',
    key: 'id',
  },
  bots: {
    columns: 'id text, workspace text, name text, version integer, live integer?, draft text, allowed_sites text',
    key: 'id',
  },
  bot_versions: { columns: 'workspace text, bot text, version integer, document text', key: 'bot, version' },
  identity_secrets: {
    columns: 'workspace text, bot text, secret text, previous text?, rotated_at integer',
    key: 'bot',
  },
  widget_settings: { columns: 'workspace text, bot text, revision integer, settings text', key: 'bot' },
  visits: {
    columns:
      'workspace text, bot text, day integer, behavior text, interaction text, entered integer, to_operators integer, left_there integer',
    key: 'workspace, bot, day, behavior, interaction',
  },
  contacts: { columns: 'workspace text, id text, variables text, erasing integer', key: 'workspace, id' },
  conversations: {
    columns:
      'id text, workspace text, bot text, channel text, contact text, previous text?, status text, chat_state text, owner text?, requested_operator text?, group text?, requested_at integer?, taken_over_at integer?, units integer, offer_until integer?, offers_made integer, snoozed_until integer?, epoch integer, last_seq integer, opened_at integer, last_activity_at integer, locked integer, body text, flow text, read_floor integer?',
    key: 'id',
  },
  events: {
    columns:
      'workspace text, position integer, conversation text, seq integer, id text, type text, at integer, epoch integer, turn text?, actor text, data text',
    key: 'workspace, position',
  },
  // Those of the team have no operator.
  canned_replies: {
    columns: 'id text, workspace text, operator text?, shortcut text, shortcut_key text, title text, text text',
    key: 'id',
  },
  misses: {
    columns: 'workspace text, bot text, conversation text, seq integer, at integer',
    key: 'conversation, seq',
  },
  notifications: {
    columns:
      'id text, workspace text, conversation text, about text, operator text?, way text?, created_at integer, due_at integer?, attempts integer',
    key: 'id',
  },
  reply_drafts: {
    columns:
      'workspace text, operator text, conversation text, reply text, note text, written_at integer, saved_at integer',
    key: 'operator, conversation',
  },
  // Those of the team have no operator.
  filters: {
    columns: 'id text, workspace text, operator text?, name text, name_key text, query text',
    key: 'id',
  },
  mention_reads: {
    columns: 'workspace text, operator text, conversation text, seq integer',
    key: 'operator, conversation',
  },
  read_marks: {
    columns:
      'workspace text, operator text, conversation text, up_to integer, is_marked integer, revision integer, changed_at integer',
    key: 'operator, conversation',
  },
  idempotency_keys: {
    columns:
      'workspace text, scope text, key text, hash text, conversation text, seq integer?, turns text, expires_at integer',
    key: 'scope, key, workspace',
  },
  // Only of calls that have ended.
  answers: {
    columns: 'scope text, key text, hash text, status integer, body text, expires_at integer',
    key: 'scope, key',
  },
  works: {
    columns: 'id text, workspace text, conversation text, turn text, epoch integer, work text, due_at integer',
    key: 'id',
  },
  // In their order, without their positions: nobody keeps those.
  outbox: {
    columns: 'workspace text, topic text, payload text, created_at integer, attempts integer, due_at integer?',
    key: 'position',
  },
  audit: {
    columns:
      'workspace text, seq integer, at integer, actor text, action text, object text, before text?, after text?, epoch integer?, request text?, hash text',
    key: 'workspace, seq',
  },
  sessions: {
    columns: 'hash text, workspace text, operator text, generation integer, expires_at integer',
    key: 'hash',
  },
  links: {
    columns: 'hash text, workspace text, operator text?, kind text, expires_at integer, used integer',
    key: 'hash',
  },
  api_keys: {
    columns: 'id text, hash text, workspace text, name text, role text, created_at integer, last_used_at integer?',
    key: 'id',
  },
  // Contents in base64, `sizeOfPart` bytes each but the last. They come before the files they belong to: of what is
  // removed while it is read, nothing moves.
  file_parts: { columns: 'file text, part integer, content text', key: 'file, part' },
  files: {
    columns: 'id text, workspace text, conversation text?, contact text, name text, content_type text, size integer',
    key: 'id',
  },
} as const satisfies Record<string, { columns: string; key: string }>

export type TableName = keyof typeof described

export const tables: readonly Table[] = Object.entries(described).map(([name, { columns, key }]) => ({
  name: name as TableName,
  columns: columns.split(', ').map(columnOf),
  key: key.split(', '),
}))

const known = new Map<string, Table>(tables.map((table) => [table.name, table]))

export function tableOf(name: TableName): Table {
  const found = known.get(name)
  if (found === undefined) throw new Error(`there is no table ${name}`)
  return found
}

/** The table of that name; undefined when this release knows none. */
export function findTable(name: string): Table | undefined {
  return known.get(name)
}

/** Where the value of a column stands in the rows of a table. */
export function placeOf(name: TableName, column: string): number {
  const place = tableOf(name).columns.findIndex((one) => one.name === column)
  if (place === -1) throw new Error(`${name} has no column ${column}`)
  return place
}

/** Bytes of a file that make one part; PostgreSQL keeps contents in just such parts. */
export const sizeOfPart = partSize

/** The columns as statements name them. */
export function columnsOf({ columns }: Table): string {
  return columns.map(({ name }) => quoted(name)).join(', ')
}

/** `group` is a word of SQL. */
export function quoted(column: string): string {
  return column === 'group' ? '"group"' : column
}

/** What is wrong with a row that came from outside; null when it is one of the table. */
export function faultOfRow({ name, columns }: Table, row: unknown): string | null {
  if (!Array.isArray(row) || row.length !== columns.length) return `${name} has rows of ${columns.length} values`
  for (const [index, column] of columns.entries())
    if (!fits(column, row[index])) return `${name}.${column.name} is wrong`
  return null
}

function fits({ type, mayBeNull }: Column, value: unknown): boolean {
  if (value === null) return mayBeNull
  return type === 'text' ? typeof value === 'string' : Number.isSafeInteger(value)
}

function columnOf(text: string): Column {
  const [name = '', type = ''] = text.split(' ')
  return { name, type: type.startsWith('integer') ? 'integer' : 'text', mayBeNull: type.endsWith('?') }
}
