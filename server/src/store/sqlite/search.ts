import { asId, type ConversationId, type WorkspaceId } from '@baton/core/ids'
import type { Database, Statement } from 'better-sqlite3'
import { type EventRow, eventOf } from '../rows.ts'
import type { Finding } from '../store.ts'
import { isStoreError } from './committer.ts'

/** A search with more hits than this is found sooner by walking the list. */
export const mostHits = 2_000
/** Where at least one in so many events is hit, a walk through conversations and their logs soon finds a page of them. */
const eventsToHit = 100

/** How much of the log a search hits. */
export type Spread = 'few' | 'some' | 'many'

/** The text index: words folded by SQLite (case, accents), found by their beginnings. */
export class SqliteSearch {
  readonly #database: Database
  readonly #hits: Statement<[string, number], { count: number }>
  readonly #from: Statement<[], { position: number }>
  readonly #to: Statement
  readonly #indexTail: Statement
  readonly #dropTags: Statement
  readonly #last: Statement<[], { position: number }>
  readonly #findings: Statement<[{ workspace: string; conversations: string; match: string }], EventRow>

  constructor(database: Database) {
    this.#database = database
    this.#hits = database.prepare('select count(*) as count from (select 1 from search where search match ? limit ?)')
    this.#from = database.prepare('select position from search_state')
    this.#to = database.prepare('update search_state set position = ?')
    this.#indexTail = database.prepare(
      `insert into search (rowid, text)
       select position, case type when 'message' then data ->> '$.text' when 'variable_set' then data ->> '$.value' when 'tag_set' then data ->> '$.tag' else data ->> '$.contact' end
       from events where position > ? and position <= ? and type in ('message', 'variable_set', 'conversation_opened', 'tag_set')`,
    )
    // A conversation is found by the tags that it has: of one that was dropped nothing stays.
    this.#dropTags = database.prepare(
      `delete from search where rowid in (
         select s.position from events d join events s on s.conversation = d.conversation and s.position < d.position
         where d.position > ? and d.position <= ? and d.type = 'tag_dropped' and s.type = 'tag_set' and s.data = d.data)`,
    )
    this.#last = database.prepare('select coalesce(max(position), 0) as position from events')
    // The pluses keep SQLite from walking all hits: the logs of a page are short. Hits before the first of these are none of theirs.
    this.#findings = database.prepare(
      `select e.* from (
         select max(position) as position, max(position) filter (where type = 'message') as said from events
         where +workspace = $workspace and conversation in (select value from json_each($conversations))
           and +position in (
             select rowid from search where search match $match and rowid >= (
               select min(position) from events where conversation in (select value from json_each($conversations))))
         group by conversation
       ) f join events e on e.position = coalesce(f.said, f.position)`,
    )
  }

  /** Follows the log, in the background and when somebody searches, so that sending costs nothing more. */
  indexTail(limit: number): void {
    const from = this.#from.get()?.position ?? 0
    const to = Math.min(this.#last.get()?.position ?? 0, from + limit)
    if (to <= from) return
    this.#database.transaction(() => {
      this.#indexTail.run(from, to)
      this.#dropTags.run(from, to)
      this.#to.run(to)
    })()
  }

  /** A disk that takes no writes still answers searches, with what was indexed before. */
  catchUp(): void {
    try {
      this.indexTail(Number.MAX_SAFE_INTEGER)
    } catch (error) {
      if (!isStoreError(error)) throw error
    }
  }

  spread(search: string): Spread {
    const many = Math.max(mostHits, Math.floor((this.#last.get()?.position ?? 0) / eventsToHit))
    const count = this.#hits.get(matchExpression(search), many + 1)?.count ?? 0
    if (count <= mostHits) return 'few'
    return count > many ? 'many' : 'some'
  }

  findings(workspace: WorkspaceId, conversations: readonly ConversationId[], search: string): Finding[] {
    return this.#findings
      .all({ workspace, conversations: JSON.stringify(conversations), match: matchExpression(search) })
      .map((row) => ({ conversation: asId(row.conversation), event: eventOf(row) }))
  }
}

/** Every word as a prefix; quoted, so that nothing in it is an operator of the search language. */
export function matchExpression(search: string): string {
  // The search language ends where a null byte stands.
  const words = search
    .replaceAll('\u0000', ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  return words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ') || '""'
}
