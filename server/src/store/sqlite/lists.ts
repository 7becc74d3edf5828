import type { ConversationRecord } from '@baton/core/conversation'
import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { behind, languageWithin, mostLabelled, tagWithin } from '../filters.ts'
import { type GlanceRow, glanceOf } from '../read-marks.ts'
import { type ConversationRow, recordOf } from '../rows.ts'
import type { ConversationCounts, Cursor, Glance, ListFilter, Page } from '../store.ts'
import { matchExpression, type Spread, type SqliteSearch } from './search.ts'

/** Lists of conversations: newest activity first, requests longest waiting first. Pages go on from the last row, never by counting. */
export class ConversationLists {
  readonly #database: Database
  readonly #search: SqliteSearch
  readonly #now: () => Instant
  readonly #statements = new Map<string, Statement>()
  readonly #requested: Statement<[string], { count: number }>
  readonly #mine: Statement<[number, string], { count: number; snoozed: number }>
  readonly #open: Statement<[string], { count: number }>
  readonly #waiting: Statement<[], { group: string | null; count: number }>

  constructor(database: Database, search: SqliteSearch, now: () => Instant) {
    this.#database = database
    this.#search = search
    this.#now = now
    this.#requested = database.prepare(
      "select count(*) as count from (select 1 from conversations where workspace = ? and chat_state = 'operator_requested' and requested_at is not null limit 1000)",
    )
    this.#mine = database.prepare(
      "select count(*) as count, count(*) filter (where snoozed_until > ?) as snoozed from conversations where chat_state = 'taken_over' and owner = ?",
    )
    this.#open = database.prepare(
      "select count(*) as count from (select 1 from conversations where workspace = ? and status = 'open' limit 1000)",
    )
    this.#waiting = database.prepare(
      `select g.name as "group", count(*) as count from conversations c left join groups g on g.id = c."group"
       where c.chat_state = 'operator_requested' and c.requested_at is not null group by g.name order by count(*) desc limit 200`,
    )
  }

  list(workspace: WorkspaceId, filter: ListFilter): Page<ConversationRecord> {
    const rows = this.#find<ConversationRow>(whole, workspace, filter)
    const items = rows.slice(0, filter.limit).map(recordOf)
    return { items, next: cursorAfter(rows, filter.limit, keyOf(filter)) }
  }

  glance(workspace: WorkspaceId, filter: ListFilter): { items: Glance[]; isMore: boolean } {
    const rows = this.#find<GlanceRow>(glanced, workspace, filter)
    return { items: rows.slice(0, filter.limit).map(glanceOf), isMore: rows.length > filter.limit }
  }

  /** One more than is asked for, if there is one. */
  #find<Row>({ columns, isGlance }: Reading, workspace: WorkspaceId, filter: ListFilter): Row[] {
    if (filter.search !== undefined) this.#search.catchUp()
    const isWaiting = filter.chatState === 'operator_requested'
    const key = keyOf(filter)
    const isFew = this.#few(workspace, filter)
    const isNarrow = this.#isNarrow(filter, isFew)
    const { where, values } = conditions(workspace, filter, { isNarrow, isFew }, this.#now())
    if (filter.cursor !== undefined) {
      where.push(isWaiting ? `(${key}, id) > (?, ?)` : `(${key}, id) < (?, ?)`)
      values.push(filter.cursor.at, filter.cursor.id)
    }
    const order = isWaiting ? 'asc' : 'desc'
    const place = filter.contact === undefined ? 'conversations' : 'conversations indexed by conversations_of_contact'
    // To be sorted, all of them would have to be found first.
    const sorted = isNarrow && isGlance ? '' : `order by ${key} ${order}, id ${order}`
    const sql = `select ${columns} from ${place} where ${where.join(' and ')} ${sorted} limit ?`
    return this.#prepare<Row>(sql).all(...values, filter.limit + 1)
  }

  several(workspace: WorkspaceId, ids: readonly ConversationId[]): ConversationRecord[] {
    const sql = 'select * from conversations where workspace = ? and id in (select value from json_each(?))'
    return this.#prepare<ConversationRow>(sql).all(workspace, JSON.stringify(ids)).map(recordOf)
  }

  count(workspace: WorkspaceId, operator: OperatorId | null): ConversationCounts {
    const mine = operator === null ? undefined : this.#mine.get(this.#now(), operator)
    return {
      requested: this.#requested.get(workspace)?.count ?? 0,
      mine: mine?.count ?? 0,
      snoozed: mine?.snoozed ?? 0,
      open: this.#open.get(workspace)?.count ?? 0,
    }
  }

  waiting(): { group: string | null; count: number }[] {
    return this.#waiting.all()
  }

  /** Whether what is asked for is few rows, better found by themselves and sorted then. */
  #isNarrow({ operator, contact }: ListFilter, isFew: Few): boolean {
    if (contact !== undefined) return false
    return operator !== undefined || isFew.tag || isFew.language || isFew.hits === 'few'
  }

  /** Whether so few have the tag, the language or the words that they are better found by themselves. */
  #few(workspace: WorkspaceId, { tag, language, search }: ListFilter): Few {
    const isFew = ({ sql, values }: Part) => {
      const text = `select count(*) as count from (${sql} limit ${mostLabelled + 1})`
      return (this.#database.prepare<unknown[], { count: number }>(text).get(...values)?.count ?? 0) <= mostLabelled
    }
    return {
      tag: tag !== undefined && isFew(conversationsTagged(workspace, tag)),
      language: language !== undefined && isFew(conversationsIn(workspace, language)),
      hits: search === undefined ? null : this.#search.spread(search),
    }
  }

  #prepare<Row>(sql: string): Statement<unknown[], Row> {
    const prepared = this.#statements.get(sql) ?? this.#database.prepare(sql)
    this.#statements.set(sql, prepared)
    // What is selected stands in the text.
    return prepared as Statement<unknown[], Row>
  }
}

/** What is read of each row. `isGlance`: in no order where few are looked for. */
type Reading = { columns: string; isGlance: boolean }
const whole: Reading = { columns: '*', isGlance: false }
const glanced: Reading = { columns: "id, status, owner, last_seq, body -> '$.lastLine.by' as by", isGlance: true }

function keyOf({ chatState }: ListFilter): 'requested_at' | 'last_activity_at' {
  return chatState === 'operator_requested' ? 'requested_at' : 'last_activity_at'
}

const stateConditions = {
  chatbot_controlled: "chat_state = 'chatbot_controlled'",
  operator_requested: "chat_state = 'operator_requested' and requested_at is not null",
  taken_over: "chat_state = 'taken_over'",
} as const

/** [S-05] Columns come from this list, values go as parameters. */
function conditions(
  workspace: WorkspaceId,
  filter: ListFilter,
  { isNarrow, isFew }: { isNarrow: boolean; isFew: Few },
  now: Instant,
): { where: string[]; values: (string | number)[] } {
  // The plus keeps SQLite from walking all of the workspace in the order of the list, in search of few rows.
  const where = [isNarrow ? '+workspace = ?' : 'workspace = ?']
  const values: (string | number)[] = [workspace]
  const columns = { group: '"group"', bot: 'bot', channel: 'channel', contact: 'contact' } as const
  for (const [field, column] of Object.entries(columns)) {
    const value = filter[field as keyof typeof columns]
    if (value === undefined) continue
    where.push(`${column} = ?`)
    values.push(value)
  }
  // Literals, not parameters: only these let SQLite use the indexes made for one state.
  if (filter.chatState !== undefined) where.push(stateConditions[filter.chatState])
  if (filter.status !== undefined) where.push(filter.status === 'open' ? "status = 'open'" : "status = 'closed'")
  if (filter.operator !== undefined) {
    where.push("chat_state = 'taken_over'", 'owner = ?')
    values.push(filter.operator)
  }
  if (filter.snoozed !== undefined) {
    // Said apart, because the index is made for what has any time at all.
    where.push(filter.snoozed ? 'snoozed_until is not null and snoozed_until > ?' : 'coalesce(snoozed_until, 0) <= ?')
    values.push(now)
  }
  const { tag, language } = filter
  const among = ({ sql, values: parameters }: Part) => {
    where.push(`id in (${sql})`)
    values.push(...parameters)
  }
  if (tag !== undefined) {
    if (isFew.tag) among(conversationsTagged(workspace, tag))
    where.push("exists (select 1 from json_each(body, '$.tags') where value = ?)")
    values.push(tag)
  }
  if (language !== undefined) {
    if (isFew.language) among(conversationsIn(workspace, language))
    where.push(`(${localeNow} = ? or ${localeNow} like ?)`)
    values.push(language, `${language}-%`)
  }
  if (filter.search !== undefined) {
    const hits = 'select rowid from search where search match ?'
    where.push(
      isFew.hits === 'many'
        ? `exists (select 1 from events e where e.conversation = conversations.id and +e.position in (${hits}))`
        : `id in (select conversation from events where position in (${hits}))`,
    )
    values.push(matchExpression(filter.search))
  }
  return { where, values }
}

/** Which of what is asked for few have; of words: how many do. */
type Few = { tag: boolean; language: boolean; hits: Spread | null }
type Part = { sql: string; values: string[] }

const localeNow = "body ->> '$.variables.locale'"

/** Where a tag was ever set: the record says whether it still is. */
function conversationsTagged(workspace: WorkspaceId, tag: string): Part {
  const sql = "select conversation from events where workspace = ? and type = 'tag_set' and substr(data, 1, 300) = ?"
  return { sql, values: [workspace, tagWithin(tag)] }
}

/** Where a language, or one of a region, was ever told: the record says which it is. */
function conversationsIn(workspace: WorkspaceId, language: string): Part {
  const opening = "substr(data ->> '$.variables.locale', 1, 35)"
  const told = languageWithin(language)
  const sql = `select conversation from events where workspace = ? and type = 'conversation_opened'
      and ${opening} >= ? and ${opening} < ?
    union all select conversation from events where workspace = ? and type = 'variable_set'
      and substr(data, 1, 21) = '{"variable":"locale",' and substr(data, 1, 64) >= ? and substr(data, 1, 64) < ?`
  return { sql, values: [workspace, language, behind(language), workspace, told, behind(told)] }
}

function cursorAfter(rows: ConversationRow[], limit: number, key: 'requested_at' | 'last_activity_at'): Cursor | null {
  const last = rows[limit - 1]
  return rows.length > limit && last !== undefined ? { at: last[key] ?? 0, id: last.id } : null
}
