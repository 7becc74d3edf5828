import type { ConversationRecord } from '@baton/core/conversation'
import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Database, Statement } from 'better-sqlite3'
import { type ConversationRow, recordOf } from '../rows.ts'
import type { Cursor, ListFilter, Page } from '../store.ts'
import { isStoreError } from './committer.ts'

/** Lists of conversations: newest activity first, requests longest waiting first. Pages go on from the last row, never by counting. */
export class ConversationLists {
  readonly #database: Database
  readonly #statements = new Map<string, Statement<unknown[], ConversationRow>>()
  readonly #requested: Statement<[string], { count: number }>
  readonly #mine: Statement<[string], { count: number }>
  readonly #open: Statement<[string], { count: number }>
  readonly #waiting: Statement<[], { group: string | null; count: number }>
  readonly #hits: Statement<[string, number], { count: number }>
  readonly #searchFrom: Statement<[], { position: number }>
  readonly #searchTo: Statement
  readonly #indexTail: Statement
  readonly #last: Statement<[], { position: number }>

  constructor(database: Database) {
    this.#database = database
    this.#requested = database.prepare(
      "select count(*) as count from (select 1 from conversations where workspace = ? and chat_state = 'operator_requested' and requested_at is not null limit 1000)",
    )
    this.#mine = database.prepare(
      "select count(*) as count from conversations where chat_state = 'taken_over' and owner = ?",
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
    const { where, values } = conditions(workspace, filter, this.#isNarrow(filter))
    if (filter.cursor !== undefined) {
      where.push(isWaiting ? `(${key}, id) > (?, ?)` : `(${key}, id) < (?, ?)`)
      values.push(filter.cursor.at, filter.cursor.id)
    }
    const order = isWaiting ? 'asc' : 'desc'
    const sql = `select * from conversations where ${where.join(' and ')} order by ${key} ${order}, id ${order} limit ?`
    const rows = this.#prepare(sql).all(...values, filter.limit + 1)
    return { items: rows.slice(0, filter.limit).map(recordOf), next: cursorAfter(rows, filter.limit, key) }
  }

  count(workspace: WorkspaceId, operator: OperatorId | null): { requested: number; mine: number; open: number } {
    return {
      requested: this.#requested.get(workspace)?.count ?? 0,
      mine: operator === null ? 0 : (this.#mine.get(operator)?.count ?? 0),
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
  #isNarrow({ operator, search }: ListFilter): boolean {
    if (search === undefined) return operator !== undefined
    return (this.#hits.get(matchExpression(search), mostHits + 1)?.count ?? 0) <= mostHits
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
  isNarrow: boolean,
): { where: string[]; values: (string | number)[] } {
  // The plus keeps SQLite from walking all of the workspace in the order of the list, in search of few rows.
  const where = [isNarrow ? '+workspace = ?' : 'workspace = ?']
  const values: (string | number)[] = [workspace]
  const columns = { group: '"group"', bot: 'bot', channel: 'channel' } as const
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
  if (filter.search !== undefined) {
    where.push(
      'id in (select conversation from events where position in (select rowid from search where search match ?))',
    )
    values.push(matchExpression(filter.search))
  }
  return { where, values }
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
