import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import type { ReadMark } from '@baton/core/protocol'
import type { Instant } from '@baton/core/time'
import { type ReadMarkRow, readMarkOf, readMarksOf } from '../read-marks.ts'
import type { ReadMarks, ReadWish } from '../store.ts'
import type { Connections } from './connections.ts'

/** Beside the lanes: nobody's commit waits for somebody's reading. */
export class PostgresReadMarks implements ReadMarks {
  readonly #connections: Connections
  readonly #now: () => Instant

  constructor({ connections, now }: { connections: Connections; now: () => Instant }) {
    this.#connections = connections
    this.#now = now
  }

  async of(
    workspace: WorkspaceId,
    operator: OperatorId,
    conversations: readonly ConversationId[],
  ): Promise<Map<ConversationId, ReadMark>> {
    if (conversations.length === 0) return new Map()
    const rows = await this.#connections.rows<ReadMarkRow>(workspace, finding, [workspace, operator, conversations])
    return readMarksOf(rows)
  }

  async latest(workspace: WorkspaceId, operator: OperatorId, limit: number): Promise<Map<ConversationId, ReadMark>> {
    return readMarksOf(await this.#connections.rows<ReadMarkRow>(workspace, listing, [workspace, operator, limit]))
  }

  set(workspace: WorkspaceId, operator: OperatorId, conversation: ConversationId, { upTo, isMarked }: ReadWish) {
    const values = [workspace, operator, conversation, upTo, isMarked ? 1 : 0, this.#now()]
    return this.#connections.held(workspace, async (db) => {
      const [changed] = await db.rows<Omit<ReadMarkRow, 'conversation'>>(setting, values)
      if (changed !== undefined) return { mark: readMarkOf(changed), isChanged: true }
      const [kept] = await db.rows<ReadMarkRow>(finding, [workspace, operator, [conversation]])
      return kept === undefined ? null : { mark: readMarkOf(kept), isChanged: false }
    })
  }
}

const finding = {
  name: 'find_read_marks',
  text: `select c.id as conversation, coalesce(m.up_to, c.read_floor) as up_to, coalesce(m.is_marked, 0) as is_marked,
      coalesce(m.revision, 0) as revision
    from conversations c left join read_marks m on m.operator = $2 and m.conversation = c.id
    where c.workspace = $1 and c.id = any($3) and coalesce(m.up_to, c.read_floor) is not null`,
}
const listing = {
  name: 'list_read_marks',
  text: `select conversation, up_to, is_marked, revision from read_marks where workspace = $1 and operator = $2
    order by changed_at desc, conversation collate "C" limit $3`,
}
const setting = {
  name: 'set_read_mark',
  text: `insert into read_marks as m (workspace, operator, conversation, up_to, is_marked, revision, changed_at)
    select c.workspace, $2, c.id,
      case when $5::int = 1 then greatest(0, least($4::int, c.last_seq - 1))
        else greatest(least($4::int, c.last_seq), coalesce(c.read_floor, 0)) end,
      $5::int, 1, $6::bigint
    from conversations c where c.workspace = $1 and c.id = $3 for key share of c
    on conflict (operator, conversation) do update
      set up_to = excluded.up_to, is_marked = excluded.is_marked, revision = m.revision + 1, changed_at = excluded.changed_at
      where case when excluded.is_marked = 1 then m.is_marked = 0 or excluded.up_to <> m.up_to
        else excluded.up_to > m.up_to end
    returning up_to, is_marked, revision`,
}
