import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import { idWithin, type MentionRow, mentionOf } from '../filters.ts'
import type { Mention, Mentions, ReadMention } from '../store.ts'
import type { Connections } from './connections.ts'

/** Beside the lanes: nobody's commit waits for somebody's reading. */
export class PostgresMentions implements Mentions {
  readonly #connections: Connections

  constructor({ connections }: { connections: Connections }) {
    this.#connections = connections
  }

  async list(workspace: WorkspaceId, operator: OperatorId, limit: number): Promise<Mention[]> {
    const rows = await this.#connections.rows<MentionRow>(workspace, listingMentions, [
      workspace,
      operator,
      idWithin(operator),
      limit,
    ])
    return rows.flatMap((row) => mentionOf(row, operator) ?? [])
  }

  async read(workspace: WorkspaceId, operator: OperatorId, places: readonly ReadMention[]): Promise<void> {
    const furthest = new Map<string, number>()
    for (const { conversation, seq } of places)
      furthest.set(conversation, Math.max(seq, furthest.get(conversation) ?? 0))
    await this.#connections.rows(workspace, reading, [
      workspace,
      operator,
      [...furthest.keys()],
      [...furthest.values()],
    ])
  }
}

const listingMentions = {
  name: 'list_mentions',
  text: `select e.conversation, e.seq, e.at, e.actor, e.data, coalesce(r.seq, 0) as read_to from events e
    left join mention_reads r on r.workspace = $1 and r.operator = $2 and r.conversation = e.conversation
    where e.workspace = $1 and e.type = 'message' and strpos(e.data, '"mentions":[') > 0 and strpos(e.data, $3) > 0
    order by e.position desc limit $4`,
}
/** Whoever erases a conversation meanwhile waits for this, or it is not found here any more. */
const reading = {
  name: 'read_mentions',
  text: `insert into mention_reads as m (workspace, operator, conversation, seq)
    select $1, $2, c.id, least(n.seq, c.last_seq) from unnest($3::text[], $4::int[]) as n(conversation, seq)
    join conversations c on c.workspace = $1 and c.id = n.conversation order by c.id for key share of c
    on conflict (operator, conversation) do update set seq = greatest(m.seq, excluded.seq)`,
}
