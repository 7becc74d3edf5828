import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import type { ReadMark } from '@baton/core/protocol'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { type ReadMarkRow, readMarkOf, readMarksOf } from '../read-marks.ts'
import type { ReadMarks, ReadWish } from '../store.ts'
import type { Committer } from './committer.ts'

type Parts = { database: Database; committer: Committer; now: () => Instant }

export class SqliteReadMarks implements ReadMarks {
  readonly #parts: Parts
  readonly #of: Statement<[string, string, string], ReadMarkRow>
  readonly #latest: Statement<[string, string, number], ReadMarkRow>
  readonly #set: Statement<[Record<string, unknown>], Omit<ReadMarkRow, 'conversation'>>

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#of = database.prepare(
      `select c.id as conversation, coalesce(m.up_to, c.read_floor) as up_to, coalesce(m.is_marked, 0) as is_marked,
         coalesce(m.revision, 0) as revision
       from conversations c left join read_marks m on m.operator = ? and m.conversation = c.id
       where c.workspace = ? and c.id in (select value from json_each(?)) and coalesce(m.up_to, c.read_floor) is not null`,
    )
    this.#latest = database.prepare(
      `select conversation, up_to, is_marked, revision from read_marks where workspace = ? and operator = ?
       order by changed_at desc, conversation limit ?`,
    )
    this.#set = database.prepare(
      `insert into read_marks as m (workspace, operator, conversation, up_to, is_marked, revision, changed_at)
       select workspace, $operator, id,
         case when $isMarked then max(0, min($upTo, last_seq - 1)) else max(min($upTo, last_seq), coalesce(read_floor, 0)) end,
         $isMarked, 1, $now
       from conversations where workspace = $workspace and id = $conversation
       on conflict (operator, conversation) do update
         set up_to = excluded.up_to, is_marked = excluded.is_marked, revision = m.revision + 1, changed_at = excluded.changed_at
         where case when excluded.is_marked then m.is_marked = 0 or excluded.up_to <> m.up_to else excluded.up_to > m.up_to end
       returning up_to, is_marked, revision`,
    )
  }

  async of(
    workspace: WorkspaceId,
    operator: OperatorId,
    conversations: readonly ConversationId[],
  ): Promise<Map<ConversationId, ReadMark>> {
    return readMarksOf(this.#of.all(operator, workspace, JSON.stringify(conversations)))
  }

  async latest(workspace: WorkspaceId, operator: OperatorId, limit: number): Promise<Map<ConversationId, ReadMark>> {
    return readMarksOf(this.#latest.all(workspace, operator, limit))
  }

  set(workspace: WorkspaceId, operator: OperatorId, conversation: ConversationId, { upTo, isMarked }: ReadWish) {
    const now = this.#parts.now()
    return this.#parts.committer.do(() => {
      const wish = { workspace, operator, conversation, upTo, isMarked: isMarked ? 1 : 0, now }
      const changed = this.#set.get(wish)
      if (changed !== undefined) return { mark: readMarkOf(changed), isChanged: true }
      const [kept] = this.#of.all(operator, workspace, JSON.stringify([conversation]))
      return kept === undefined ? null : { mark: readMarkOf(kept), isChanged: false }
    })
  }
}
