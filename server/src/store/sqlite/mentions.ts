import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Database, Statement } from 'better-sqlite3'
import { idWithin, type MentionRow, mentionOf } from '../filters.ts'
import type { Mention, Mentions, ReadMention } from '../store.ts'
import type { Committer } from './committer.ts'

export class SqliteMentions implements Mentions {
  readonly #committer: Committer
  readonly #list: Statement<[string, string, string, number], MentionRow>
  readonly #read: Statement

  constructor({ database, committer }: { database: Database; committer: Committer }) {
    this.#committer = committer
    this.#list = database.prepare(
      `select e.conversation, e.seq, e.at, e.actor, e.data, coalesce(r.seq, 0) as read_to from events e
       left join mention_reads r on r.operator = ? and r.conversation = e.conversation
       where e.workspace = ? and e.type = 'message' and instr(e.data, '"mentions":[') > 0 and instr(e.data, ?) > 0
       order by e.position desc limit ?`,
    )
    this.#read = database.prepare(
      `insert into mention_reads (workspace, operator, conversation, seq)
       select $workspace, $operator, id, min($seq, last_seq) from conversations where workspace = $workspace and id = $conversation
       on conflict (operator, conversation) do update set seq = max(seq, excluded.seq)`,
    )
  }

  async list(workspace: WorkspaceId, operator: OperatorId, limit: number): Promise<Mention[]> {
    const rows = this.#list.all(operator, workspace, idWithin(operator), limit)
    return rows.flatMap((row) => mentionOf(row, operator) ?? [])
  }

  read(workspace: WorkspaceId, operator: OperatorId, places: readonly ReadMention[]): Promise<void> {
    return this.#committer.do(() => {
      for (const { conversation, seq } of places) this.#read.run({ workspace, operator, conversation, seq })
    })
  }
}
