import type { ConversationRecord } from '@baton/core/conversation'
import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { behind, languageWithin, mostLabelled, tagWithin } from '../filters.ts'
import { type ConversationRow, recordOf } from '../rows.ts'
import type { ConversationCounts, Cursor, ListFilter, Page } from '../store.ts'
import { isStoreError } from './committer.ts'

/** Lists of conversations: newest activity first, requests longest waiting first. Pages go on from the last row, never by counting. */
export class ConversationLists {
  readonly #database: Database
  readonly #now: () => Instant
  readonly #statements = new Map<string, Statement<unknown[], ConversationRow>>()
  readonly #requested: Statement<[string], { count: number }>
  readonly #mine: Statement<[number, string], { count: number; snoozed: number }>
  readonly #open: Statement<[string], { count: number }>
  readonly #waiting: Statement<[], { group: string | null; count: number }>
  readonly #hits: Statement<[string, number], { count: number }>
  readonly #searchFrom: Statement<[], { position: number }>
  readonly #searchTo: Statement
  readonly #indexTail: Statement
  readonly #last: Statement<[], { position: number }>

  constructor(database: Database, now: () => Instant) {
    this.#database = database
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
    this.#hits = database.prepare('select count(*) as count from (select 1 from search where search match ? limit ?)')
    this.#searchFrom = database.prepare('select position from search_state')
    this.#searchTo = database.prepare('update search_state set position = ?')
    this.#indexTail = database.prepare(
      `insert into search (rowid, text)
       select position, case type when 'message' then data ->> '$.text' when 'variable_set' then data ->> '$.value' else data ->> '$.contact' end
       from events where position > ? and position <= ? and type in ('message', 'variable_set', 'conversation_opened')`,
    )
    this.#last = database.prepare('select coalesce(max(position), 0) as position from events')
  }

  list(workspace: WorkspaceId, filter: ListFilter): Page<ConversationRecord> {
    if (filter.search !== undefined) this.#catchUp()
    const isWaiting = filter.chatState === 'operator_requested'
    const key = isWaiting ? 'requested_at' : 'last_activity_at'
    const isFew = this.#few(workspace, filter)
    const { where, values } = conditions(
      workspace,
      filter,
      { isNarrow: this.#isNarrow(filter, isFew), isFew },
      this.#now(),
    )
    if (filter.cursor !== undefined) {
      where.push(isWaiting ? `(${key}, id) > (?, ?)` : `(${key}, id) < (?, ?)`)
      values.push(filter.cursor.at, filter.cursor.id)
    }
    const order = isWaiting ? 'asc' : 'desc'
    const place = filter.contact === undefined ? 'conversations' : 'conversations indexed by conversations_of_contact'
    const sql = `select * from ${place} where ${where.join(' and ')} order by ${key} ${order}, id ${order} limit ?`
    const rows = this.#prepare(sql).all(...values, filter.limit + 1)
    return { items: rows.slice(0, filter.limit).map(recordOf), next: cursorAfter(rows, filter.limit, key) }
  }

  several(workspace: WorkspaceId, ids: readonly ConversationId[]): ConversationRecord[] {
    const sql = 'select * from conversations where workspace = ? and id in (select value from json_each(?))'
    return this.#prepare(sql).all(workspace, JSON.stringify(ids)).map(recordOf)
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

  /** The text index follows the log, in the background and when somebody searches, so that sending costs nothing more. */
  indexTail(limit: number): void {
    const from = this.#searchFrom.get()?.position ?? 0
    const to = Math.min(this.#last.get()?.position ?? 0, from + limit)
    if (to <= from) return
    this.#database.transaction(() => {
      this.#indexTail.run(from, to)
      this.#searchTo.run(to)
    })()
  }

  /** A disk that takes no writes still answers searches, with what was indexed before. */
  #catchUp(): void {
    try {
      this.indexTail(Number.MAX_SAFE_INTEGER)
    } catch (error) {
      if (!isStoreError(error)) throw error
    }
  }

  /** Whether what is asked for is few rows, better found by themselves and sorted then. */
  #isNarrow({ operator, search, contact }: ListFilter, isFew: Few): boolean {
    if (contact !== undefined) return false
    if (operator !== undefined || isFew.tag || isFew.language) return true
    return search !== undefined && (this.#hits.get(matchExpression(search), mostHits + 1)?.count ?? 0) <= mostHits
  }

  /** Whether so few have the tag, or the language, that they are better found by themselves. */
  #few(workspace: WorkspaceId, { tag, language }: ListFilter): Few {
    const isFew = ({ sql, values }: Part) => {
      const text = `select count(*) as count from (${sql} limit ${mostLabelled + 1})`
      return (this.#database.prepare<unknown[], { count: number }>(text).get(...values)?.count ?? 0) <= mostLabelled
    }
    return {
      tag: tag !== undefined && isFew(conversationsTagged(workspace, tag)),
      language: language !== undefined && isFew(conversationsIn(workspace, language)),
    }
  }

  #prepare(sql: string): Statement<unknown[], ConversationRow> {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const prepared = this.#database.prepare<unknown[], ConversationRow>(sql)
    this.#statements.set(sql, prepared)
    return prepared
  }
}

/** A search with more hits than this is found sooner by walking the list. */
const mostHits = 2_000

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
    where.push(
      'id in (select conversation from events where position in (select rowid from search where search match ?))',
    )
    values.push(matchExpression(filter.search))
  }
  return { where, values }
}

/** Which of the labels asked for few have. */
type Few = { tag: boolean; language: boolean }
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

/** Every word as a prefix; quoted, so that nothing in it is an operator of the search language. */
function matchExpression(search: string): string {
  // The search language ends where a null byte stands.
  const words = search
    .replaceAll('\u0000', ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  return words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ') || '""'
}

function cursorAfter(rows: ConversationRow[], limit: number, key: 'requested_at' | 'last_activity_at'): Cursor | null {
  const last = rows[limit - 1]
  return rows.length > limit && last !== undefined ? { at: last[key] ?? 0, id: last.id } : null
}
