import type { ConversationRecord } from '@baton/core/conversation'
import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import { type ConversationRow, recordOf } from '../rows.ts'
import type { Cursor, ListFilter, Page } from '../store.ts'
import { conversationColumns } from './columns.ts'
import type { Connections } from './connections.ts'
import { type PostgresSearch, queryOf } from './search.ts'

/** Lists of conversations: newest activity first, requests longest waiting first. Pages go on from the last row, never by counting. */
export class PostgresLists {
  readonly #connections: Connections
  readonly #search: PostgresSearch

  constructor(connections: Connections, search: PostgresSearch) {
    this.#connections = connections
    this.#search = search
  }

  async list(workspace: WorkspaceId, filter: ListFilter): Promise<Page<ConversationRecord>> {
    if (filter.search !== undefined) {
      if (queryOf(filter.search) === null) return { items: [], next: null }
      await this.#search.follow(workspace, Number.MAX_SAFE_INTEGER)
    }
    const { text, values, key } = selection(workspace, filter)
    const rows = await this.#connections.rows<ConversationRow>(workspace, { text }, values)
    return { items: rows.slice(0, filter.limit).map(recordOf), next: cursorAfter(rows, filter.limit, key) }
  }

  async count(
    workspace: WorkspaceId,
    operator: OperatorId | null,
  ): Promise<{ requested: number; mine: number; open: number }> {
    const [row] = await this.#connections.rows<{ requested: number; mine: number; open: number }>(workspace, counting, [
      workspace,
      operator,
    ])
    return row ?? { requested: 0, mine: 0, open: 0 }
  }
}

export const countingWaiting = {
  name: 'count_waiting',
  text: `select g.name as "group", count(*) as count from conversations c left join groups g on g.id = c."group"
    where c.chat_state = 'operator_requested' and c.requested_at is not null group by g.name order by count(*) desc limit 200`,
}

const counting = {
  name: 'count_conversations',
  text: `select
    (select count(*) from (select 1 from conversations where workspace = $1 and chat_state = 'operator_requested' and requested_at is not null limit 1000) c) as requested,
    (select count(*) from conversations where workspace = $1 and chat_state = 'taken_over' and owner = $2) as mine,
    (select count(*) from (select 1 from conversations where workspace = $1 and status = 'open' limit 1000) c) as open`,
}

const stateConditions = {
  chatbot_controlled: "c.chat_state = 'chatbot_controlled'",
  operator_requested: "c.chat_state = 'operator_requested' and c.requested_at is not null",
  taken_over: "c.chat_state = 'taken_over'",
} as const

type Key = 'requested_at' | 'last_activity_at'

/** Few rows are found first and sorted then; else the list is walked in its order until a page is full. */
function selection(workspace: WorkspaceId, filter: ListFilter): { text: string; values: unknown[]; key: Key } {
  const isWaiting = filter.chatState === 'operator_requested'
  const { operator, group, search, chatState } = filter
  const isNarrow = [operator, group, search].some((given) => given !== undefined) || chatState === 'taken_over'
  const isWalked = !isWaiting && !isNarrow
  const key = isWaiting ? 'requested_at' : 'last_activity_at'
  const [at, id] = isWalked ? ['a.at', 'a.conversation'] : [`c.${key}`, 'c.id']
  const { where, values } = conditions(workspace, filter)
  if (isWalked) where.push('a.workspace = $1')
  if (filter.cursor !== undefined)
    where.push(
      `(${at}, ${id}) ${isWaiting ? '>' : '<'} ($${values.push(filter.cursor.at)}::bigint, $${values.push(filter.cursor.id)})`,
    )
  const order = isWaiting ? 'asc' : 'desc'
  const from = isWalked ? 'activity a join conversations c on c.id = a.conversation' : 'conversations c'
  const text = `select ${selected} from ${from} where ${where.join(' and ')}
    order by ${at} ${order}, ${id} ${order} limit $${values.push(filter.limit + 1)}`
  return { text, values, key }
}

const selected = conversationColumns
  .split(', ')
  .map((column) => `c.${column}`)
  .join(', ')

/** [S-05] Columns come from this list, values go as parameters. */
function conditions(workspace: WorkspaceId, filter: ListFilter): { where: string[]; values: unknown[] } {
  const values: unknown[] = [workspace]
  const where = ['c.workspace = $1']
  const columns = { group: 'c."group"', bot: 'c.bot', channel: 'c.channel' } as const
  for (const [field, column] of Object.entries(columns)) {
    const value = filter[field as keyof typeof columns]
    if (value !== undefined) where.push(`${column} = $${values.push(value)}`)
  }
  // Literals, not parameters: only these let the planner use the indexes made for one state.
  if (filter.chatState !== undefined) where.push(stateConditions[filter.chatState])
  if (filter.status !== undefined) where.push(filter.status === 'open' ? "c.status = 'open'" : "c.status = 'closed'")
  if (filter.operator !== undefined)
    where.push("c.chat_state = 'taken_over'", `c.owner = $${values.push(filter.operator)}`)
  if (filter.search !== undefined)
    where.push(
      `c.id in (select s.conversation from search s where s.workspace = $1 and s.words @@ $${values.push(queryOf(filter.search) ?? '')}::tsquery)`,
    )
  return { where, values }
}

function cursorAfter(rows: ConversationRow[], limit: number, key: Key): Cursor | null {
  const last = rows[limit - 1]
  return rows.length > limit && last !== undefined ? { at: last[key] ?? 0, id: last.id } : null
}
