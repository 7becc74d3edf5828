import { asId, type BotId, type WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { InteractionVisits, MissedMessage, VisitSum, Visits } from '../store.ts'
import { daysOfVisits, firstDay, mostMisses, textIn, type VisitRow, visitsOf } from '../visits.ts'
import type { Connections } from './connections.ts'

/**
 * Beside the lanes: nobody's commit waits for figures. Nodes that add for the same bot at once take its rows in the order
 * of their keys.
 */
export class PostgresVisits implements Visits {
  readonly #connections: Connections
  readonly #now: () => Instant

  constructor({ connections, now }: { connections: Connections; now: () => Instant }) {
    this.#connections = connections
    this.#now = now
  }

  async add(workspace: WorkspaceId, sums: readonly VisitSum[], misses: readonly MissedMessage[]): Promise<void> {
    const oldest = firstDay(daysOfVisits, this.#now())
    await this.#connections.transaction(workspace, async (tx) => {
      if (sums.length > 0) {
        await tx.rows(adding, [workspace, ...columnsOfSums(sums)])
        await tx.rows(droppingDays, [workspace, botsOf(sums), oldest])
      }
      if (misses.length > 0) {
        await tx.rows(missing, [workspace, ...columnsOfMisses(misses)])
        for (const bot of botsOf(misses)) await tx.rows(droppingMisses, [workspace, bot])
      }
    })
  }

  async list(workspace: WorkspaceId, bot: BotId, fromDay: number): Promise<InteractionVisits[]> {
    const rows = await this.#connections.rows<VisitRow>(workspace, listing, [workspace, bot, fromDay])
    return rows.map(visitsOf)
  }

  async misses(workspace: WorkspaceId, bot: BotId, from: Instant, limit: number) {
    const asked = [workspace, bot, from, limit]
    const rows = await this.#connections.rows<MissRow>(workspace, listingMisses, asked)
    return rows.map(({ conversation, seq, at, data }) => ({
      conversation: asId<'conversation'>(conversation),
      seq,
      at: instant(at),
      text: textIn(data),
    }))
  }
}

type MissRow = { conversation: string; seq: number; at: number; data: string }

function botsOf(all: readonly { bot: BotId }[]): BotId[] {
  return [...new Set(all.map(({ bot }) => bot))].sort()
}

function columnsOfSums(sums: readonly VisitSum[]): unknown[] {
  return [
    sums.map(({ bot }) => bot),
    sums.map(({ day }) => day),
    sums.map(({ behavior }) => storable(behavior)),
    sums.map(({ interaction }) => storable(interaction)),
    sums.map(({ entered }) => entered),
    sums.map(({ toOperators }) => toOperators),
    sums.map(({ left }) => left),
  ]
}

function columnsOfMisses(misses: readonly MissedMessage[]): unknown[] {
  return [
    misses.map(({ bot }) => bot),
    misses.map(({ conversation }) => conversation),
    misses.map(({ seq }) => seq),
    misses.map(({ at }) => at),
  ]
}

/** Within a list no null character is put in place. */
function storable(name: string): string {
  return name.replaceAll('\u0000', '\ufffd')
}

/** Names that are the same once they are stored are one row. */
const adding = {
  name: 'add_visits',
  text: `insert into visits as v (workspace, bot, day, behavior, interaction, entered, to_operators, left_there)
    select $1, n.bot, n.day, n.behavior, n.interaction, sum(n.entered), sum(n.to_operators), sum(n.left_there)
    from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
      as n(bot, day, behavior, interaction, entered, to_operators, left_there)
    group by n.bot, n.day, n.behavior, n.interaction
    order by n.bot collate "C", n.day, n.behavior collate "C", n.interaction collate "C"
    on conflict (workspace, bot, day, behavior, interaction) do update set entered = v.entered + excluded.entered,
      to_operators = v.to_operators + excluded.to_operators, left_there = v.left_there + excluded.left_there`,
}
const droppingDays = {
  name: 'drop_visits',
  text: 'delete from visits where workspace = $1 and bot = any($2) and day < $3',
}
/** Whoever erases a conversation meanwhile waits for this, or it is not found here any more. */
const missing = {
  name: 'add_misses',
  text: `insert into misses (workspace, bot, conversation, seq, at) select $1, n.bot, c.id, n.seq, n.at
    from unnest($2::text[], $3::text[], $4::int[], $5::bigint[]) as n(bot, conversation, seq, at)
    join conversations c on c.workspace = $1 and c.id = n.conversation
    order by c.id, n.seq for key share of c
    on conflict (conversation, seq) do nothing`,
}
const droppingMisses = {
  name: 'drop_misses',
  text: `delete from misses where (conversation, seq) in (select conversation, seq from misses
    where workspace = $1 and bot = $2 order by at desc, conversation, seq desc offset ${mostMisses})`,
}
const listing = {
  name: 'list_visits',
  text: `select behavior, interaction, sum(entered)::bigint as entered, sum(to_operators)::bigint as to_operators, sum(left_there)::bigint as left_there
    from visits where workspace = $1 and bot = $2 and day >= $3 group by behavior, interaction
    order by behavior collate "C", interaction collate "C"`,
}
const listingMisses = {
  name: 'list_misses',
  text: `select m.conversation, m.seq, m.at, e.data from misses m
    join events e on e.workspace = m.workspace and e.conversation = m.conversation and e.seq = m.seq
    where m.workspace = $1 and m.bot = $2 and m.at >= $3 order by m.at desc, m.conversation collate "C", m.seq desc limit $4`,
}
