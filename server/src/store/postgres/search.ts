import { asId, type ConversationId, type WorkspaceId } from '@baton/core/ids'
import { type EventRow, eventOf } from '../rows.ts'
import type { Finding } from '../store.ts'
import { searchedText, wordsOf } from '../words.ts'
import { eventColumns } from './columns.ts'
import { type Connections, everybody } from './connections.ts'

type TailRow = { position: number; conversation: string; type: string; data: string }

const atOnce = 1_000
/** So many workspaces of each kind does one step of indexing look at. */
const workspacesAtOnce = 100

/** The text index: words folded here (case, accents), so that it finds the same on every database. */
export class PostgresSearch {
  readonly #connections: Connections
  /** What this node has committed to since it last indexed it; the longest waiting first. */
  readonly #noted = new Set<WorkspaceId>()
  /** How far the round over all workspaces has come. */
  #swept = ''

  constructor(connections: Connections) {
    this.#connections = connections
  }

  /** Something was committed here that is not in the index yet. */
  note(workspace: WorkspaceId): void {
    this.#noted.add(workspace)
  }

  /**
   * Takes in so many events of each workspace that has news: those that this node commits to, and a few more, in turn, for
   * what a node did not come to before it ended. So what it costs to look does not grow with the number of workspaces.
   */
  async index(limit: number): Promise<void> {
    const noted = [...this.#noted].slice(0, workspacesAtOnce)
    // Before looking: what is committed from here on is noted anew.
    for (const workspace of noted) this.#noted.delete(workspace)
    try {
      const asked = [...noted, ...(await this.#sweep())]
      const behind = await this.#connections.rows<{ workspace: WorkspaceId }>(everybody, findingBehind, [asked])
      for (const { workspace } of behind) if (!(await this.follow(workspace, limit))) this.note(workspace)
    } catch (error) {
      for (const workspace of noted) this.note(workspace)
      throw error
    }
  }

  /** The next workspaces in their order, whatever has happened there; after the last comes the first. */
  async #sweep(): Promise<WorkspaceId[]> {
    const rows = await this.#connections.rows<{ workspace: WorkspaceId }>(everybody, sweeping, [
      this.#swept,
      workspacesAtOnce,
    ])
    this.#swept = rows.length < workspacesAtOnce ? '' : (rows.at(-1)?.workspace ?? '')
    return rows.map(({ workspace }) => workspace)
  }

  /**
   * Takes in so many events of a workspace that are not in the index yet, and answers whether that was all; several nodes
   * may do it at once.
   */
  async follow(workspace: WorkspaceId, limit: number): Promise<boolean> {
    for (let left = limit; left > 0; ) {
      const wanted = Math.min(left, atOnce)
      const taken = await this.#take(workspace, wanted)
      if (taken < wanted) return true
      left -= taken
    }
    return false
  }

  async findings(workspace: WorkspaceId, conversations: readonly ConversationId[], search: string): Promise<Finding[]> {
    const query = queryOf(search)
    if (query === null || conversations.length === 0) return []
    const rows = await this.#connections.rows<EventRow>(workspace, readingFindings, [workspace, conversations, query])
    return rows.map((row) => ({ conversation: asId(row.conversation), event: eventOf(row) }))
  }

  /** One step: whoever holds the row of the state reads on from it; who comes second finds it further on. */
  #take(workspace: WorkspaceId, limit: number): Promise<number> {
    return this.#connections.transaction(workspace, async (tx) => {
      await tx.rows(beginning, [workspace])
      const [state] = await tx.rows<{ position: number }>(holding, [workspace])
      const from = state?.position ?? 0
      const [head] = await tx.rows<{ position: number }>(readingHead, [workspace])
      const rows = await tx.rows<TailRow>(readingTail, [workspace, from, limit])
      // The end of the log may have been forgotten: then no event stands where the workspace is.
      const end = rows.length < limit ? (head?.position ?? from) : from
      const position = Math.max(end, rows.at(-1)?.position ?? from)
      if (position === from) return 0
      const entries = rows.flatMap(({ position, conversation, type, data }) => {
        const words = wordsOf(searchedText(type, JSON.parse(data)))
        return words.length === 0 ? [] : [{ position, conversation, words }]
      })
      if (entries.length > 0) await tx.rows(adding, [workspace, JSON.stringify(entries)])
      if (rows.some(({ type }) => type === 'tag_dropped')) await tx.rows(droppingTags, [workspace, from, position])
      await tx.rows(goingOn, [workspace, position])
      return rows.length
    })
  }
}

/** A query for the index: every word as the beginning of one; null when there is no word in it. */
export function queryOf(search: string): string | null {
  // What separates words within one piece of the search makes a phrase elsewhere; here each part must be there.
  const words = wordsOf(search)
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ')
}

const sweeping = {
  name: 'sweep_workspaces',
  text: 'select workspace from heads where workspace > $1 order by workspace limit $2',
}
/** Row by row, by key: however little the planner knows of young tables, it reads nothing but what was asked for. */
const findingBehind = {
  name: 'find_unindexed',
  text: `select h.workspace from (select distinct unnest($1::text[]) as workspace) n
    cross join lateral (select workspace, position from heads where workspace = n.workspace limit 1) h
    left join lateral (select position from search_state where workspace = n.workspace limit 1) s on true
    where h.position > coalesce(s.position, 0)`,
}
const beginning = {
  name: 'begin_index',
  text: 'insert into search_state (workspace, position) values ($1, 0) on conflict do nothing',
}
const holding = { name: 'hold_index', text: 'select position from search_state where workspace = $1 for update' }
const readingHead = { name: 'read_head_position', text: 'select position from heads where workspace = $1' }
const readingTail = {
  name: 'read_tail',
  text: `select position, conversation, type, data
    from events where workspace = $1 and position > $2 order by position limit $3`,
}
const readingFindings = {
  name: 'read_findings',
  text: `select ${eventColumns} from events where workspace = $1 and position = any(array(
      select distinct on (s.conversation) s.position from search s
      join events e on e.workspace = s.workspace and e.position = s.position
      where s.workspace = $1 and s.conversation = any($2) and s.words @@ $3::tsquery
      order by s.conversation, e.type = 'message' desc, s.position desc
    ))`,
}
const adding = {
  name: 'add_to_index',
  text: `insert into search (workspace, position, conversation, words)
    select $1, n.position, n.conversation, array_to_tsvector(n.words)
    from json_to_recordset($2::json) as n(position bigint, conversation text, words text[]) on conflict do nothing`,
}
/** A conversation is found by the tags that it has: of one that was dropped nothing stays. */
const droppingTags = {
  name: 'drop_tags_from_index',
  text: `delete from search i using events d, events s
    where d.workspace = $1 and d.position > $2 and d.position <= $3 and d.type = 'tag_dropped'
      and s.workspace = $1 and s.conversation = d.conversation and s.position < d.position
      and s.type = 'tag_set' and s.data = d.data and i.workspace = $1 and i.position = s.position`,
}
const goingOn = { name: 'go_on_index', text: 'update search_state set position = $2 where workspace = $1' }
