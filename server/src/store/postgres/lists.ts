import type { ConversationRecord } from '@baton/core/conversation'
import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import { beginningOf, behind, languageWithin, mostLabelled, tagWithin } from '../filters.ts'
import { type GlanceRow, glanceOf } from '../read-marks.ts'
import { type ConversationRow, recordOf } from '../rows.ts'
import type { ConversationCounts, Cursor, Glance, ListFilter, Page } from '../store.ts'
import { conversationColumns } from './columns.ts'
import type { Connections, Row } from './connections.ts'
import { type PostgresSearch, queryOf } from './search.ts'

/** Lists of conversations: newest activity first, requests longest waiting first. Pages go on from the last row, never by counting. */
export class PostgresLists {
  readonly #connections: Connections
  readonly #search: PostgresSearch
  readonly #now: () => Instant

  constructor(connections: Connections, search: PostgresSearch, now: () => Instant) {
    this.#connections = connections
    this.#search = search
    this.#now = now
  }

  async list(workspace: WorkspaceId, filter: ListFilter): Promise<Page<ConversationRecord>> {
    const rows = await this.#find<ConversationRow>(whole, workspace, filter)
    return { items: rows.slice(0, filter.limit).map(recordOf), next: cursorAfter(rows, filter.limit, keyOf(filter)) }
  }

  async glance(workspace: WorkspaceId, filter: ListFilter): Promise<{ items: Glance[]; isMore: boolean }> {
    const rows = await this.#find<GlanceRow>(glanced, workspace, filter)
    return { items: rows.slice(0, filter.limit).map(glanceOf), isMore: rows.length > filter.limit }
  }

  /** One more than is asked for, if there is one. */
  async #find<Found extends Row>(reading: Reading, workspace: WorkspaceId, filter: ListFilter): Promise<Found[]> {
    if (filter.search !== undefined) {
      if (queryOf(filter.search) === null) return []
      await this.#search.follow(workspace, Number.MAX_SAFE_INTEGER)
    }
    const { text, values } = selection(reading, workspace, filter, this.#now(), await this.#few(workspace, filter))
    return this.#connections.rows<Found>(workspace, { text }, values)
  }

  /** Whether so few have the tag, or the language, that they are better found by themselves. */
  async #few(workspace: WorkspaceId, { tag, language }: ListFilter): Promise<Few> {
    const isFew = async (sql: string, bounds: readonly unknown[]) => {
      const text = `select count(*)::int as count from (${sql} limit ${mostLabelled + 1}) f`
      const [row] = await this.#connections.rows<{ count: number }>(workspace, { text }, [workspace, ...bounds])
      return (row?.count ?? 0) <= mostLabelled
    }
    return {
      tag: tag !== undefined && (await isFew(conversationsTagged('$1', '$2'), [tagWithin(tag)])),
      language:
        language !== undefined &&
        (await isFew(conversationsIn('$1', ['$2', '$3', '$4', '$5']), languageBounds(language))),
    }
  }

  async several(workspace: WorkspaceId, ids: readonly ConversationId[]): Promise<ConversationRecord[]> {
    const rows = await this.#connections.rows<ConversationRow>(workspace, readingSeveral, [workspace, ids])
    return rows.map(recordOf)
  }

  async count(workspace: WorkspaceId, operator: OperatorId | null): Promise<ConversationCounts> {
    const values = [workspace, operator, this.#now()]
    const [row] = await this.#connections.rows<ConversationCounts>(workspace, counting, values)
    return row ?? { requested: 0, mine: 0, snoozed: 0, open: 0 }
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
    (select count(*) from conversations where workspace = $1 and chat_state = 'taken_over' and owner = $2 and snoozed_until > $3) as snoozed,
    (select count(*) from (select 1 from conversations where workspace = $1 and status = 'open' limit 1000) c) as open`,
}

const stateConditions = {
  chatbot_controlled: "c.chat_state = 'chatbot_controlled'",
  operator_requested: "c.chat_state = 'operator_requested' and c.requested_at is not null",
  taken_over: "c.chat_state = 'taken_over'",
} as const

type Key = 'requested_at' | 'last_activity_at'

function keyOf({ chatState }: ListFilter): Key {
  return chatState === 'operator_requested' ? 'requested_at' : 'last_activity_at'
}

/** Few rows are found first and sorted then; else the list is walked in its order until a page is full. */
function selection(
  { columns, isGlance }: Reading,
  workspace: WorkspaceId,
  filter: ListFilter,
  now: Instant,
  isFew: Few,
): { text: string; values: unknown[] } {
  const isWaiting = filter.chatState === 'operator_requested'
  const { operator, group, contact, search, chatState, snoozed } = filter
  const isNarrow =
    isFew.tag ||
    isFew.language ||
    [operator, group, contact, search].some((given) => given !== undefined) ||
    chatState === 'taken_over' ||
    snoozed === true
  const isWalked = !isWaiting && !isNarrow
  const [at, id] = isWalked ? ['a.at', 'a.conversation'] : [`c.${keyOf(filter)}`, 'c.id']
  const { where, values } = conditions(workspace, filter, now, isFew)
  if (isWalked) where.push('a.workspace = $1')
  if (filter.cursor !== undefined)
    where.push(
      `(${at}, ${id}) ${isWaiting ? '>' : '<'} ($${values.push(filter.cursor.at)}::bigint, $${values.push(filter.cursor.id)})`,
    )
  const order = isWaiting ? 'asc' : 'desc'
  const from = isWalked ? 'activity a join conversations c on c.id = a.conversation' : 'conversations c'
  // To be sorted, all of them would have to be found first.
  const sorted = isNarrow && isGlance ? '' : `order by ${at} ${order}, ${id} ${order}`
  const text = `select ${columns} from ${from} where ${where.join(' and ')} ${sorted} limit $${values.push(filter.limit + 1)}`
  return { text, values }
}

/** What is read of each row. `isGlance`: in no order where few are looked for. */
type Reading = { columns: string; isGlance: boolean }
const whole: Reading = {
  columns: conversationColumns
    .split(', ')
    .map((column) => `c.${column}`)
    .join(', '),
  isGlance: false,
}
const glanced: Reading = {
  columns: `c.id, c.status, c.owner, c.last_seq, (c.body::json #> '{lastLine,by}')::text as "by"`,
  isGlance: true,
}

const readingSeveral = {
  name: 'read_conversations',
  text: `select ${conversationColumns} from conversations where workspace = $1 and id = any($2)`,
}

/** Which of the labels asked for few have. */
type Few = { tag: boolean; language: boolean }

/** Where a tag was ever set: the record says whether it still is. */
function conversationsTagged(workspace: string, tag: string): string {
  return `select e.conversation from events e where e.workspace = ${workspace} and e.type = 'tag_set' and left(e.data, 300) = ${tag}`
}

/** Where a language, or one of a region, was ever told: the record says which it is. */
function conversationsIn(workspace: string, [from, to, told, behindTold]: readonly string[]): string {
  return `select e.conversation from events e where e.workspace = ${workspace} and e.type = 'conversation_opened'
      and locale_told(e.data) collate "C" >= ${from} and locale_told(e.data) collate "C" < ${to}
    union all select e.conversation from events e where e.workspace = ${workspace} and e.type = 'variable_set'
      and left(e.data, 21) = '{"variable":"locale",' and left(e.data, 64) collate "C" >= ${told}
      and left(e.data, 64) collate "C" < ${behindTold}`
}

function languageBounds(language: string): string[] {
  const [opening, told] = [beginningOf(language), languageWithin(language)]
  return [opening, behind(opening), told, behind(told)]
}

/** [S-05] Columns come from this list, values go as parameters. */
function conditions(
  workspace: WorkspaceId,
  filter: ListFilter,
  now: Instant,
  isFew: Few,
): { where: string[]; values: unknown[] } {
  const values: unknown[] = [workspace]
  const where = ['c.workspace = $1']
  const columns = { group: 'c."group"', bot: 'c.bot', channel: 'c.channel', contact: 'c.contact' } as const
  for (const [field, column] of Object.entries(columns)) {
    const value = filter[field as keyof typeof columns]
    if (value !== undefined) where.push(`${column} = $${values.push(value)}`)
  }
  // Literals, not parameters: only these let the planner use the indexes made for one state.
  if (filter.chatState !== undefined) where.push(stateConditions[filter.chatState])
  if (filter.status !== undefined) where.push(filter.status === 'open' ? "c.status = 'open'" : "c.status = 'closed'")
  if (filter.operator !== undefined)
    where.push("c.chat_state = 'taken_over'", `c.owner = $${values.push(filter.operator)}`)
  // Said apart, because the index is made for what has any time at all.
  if (filter.snoozed === true)
    where.push('c.snoozed_until is not null', `c.snoozed_until > $${values.push(now)}::bigint`)
  if (filter.snoozed === false) where.push(`coalesce(c.snoozed_until, 0) <= $${values.push(now)}::bigint`)
  const { tag, language } = filter
  if (tag !== undefined) {
    if (isFew.tag) where.push(`c.id in (${conversationsTagged('$1', `$${values.push(tagWithin(tag))}`)})`)
    const said = values.push(JSON.stringify(tag))
    where.push(`exists (select 1 from json_array_elements(c.body::json -> 'tags') t where t.value::text = $${said})`)
  }
  if (language !== undefined) {
    const bounds = isFew.language ? languageBounds(language).map((bound) => `$${values.push(bound)}`) : []
    if (isFew.language) where.push(`c.id in (${conversationsIn('$1', bounds)})`)
    const said = values.push(JSON.stringify(language))
    where.push(
      `(locale_told(c.body) = $${said} or locale_told(c.body) like $${values.push(`${beginningOf(language)}-%`)})`,
    )
  }
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
