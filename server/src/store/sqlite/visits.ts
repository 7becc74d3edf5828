import { asId, type BotId, type WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import type { InteractionVisits, MissedMessage, VisitSum, Visits } from '../store.ts'
import { daysOfVisits, firstDay, mostMisses, textIn, type VisitRow, visitsOf } from '../visits.ts'
import type { Committer } from './committer.ts'

type Parts = { database: Database; committer: Committer; now: () => Instant }

export class SqliteVisits implements Visits {
  readonly #parts: Parts
  readonly #add: Statement
  readonly #dropDays: Statement<[string, string, number]>
  readonly #miss: Statement
  readonly #dropMisses: Statement
  readonly #list: Statement<[string, string, number], VisitRow>
  readonly #misses: Statement<
    [string, string, number, number],
    { conversation: string; seq: number; at: number; data: string }
  >

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#add = database.prepare(
      `insert into visits (workspace, bot, day, behavior, interaction, entered, to_operators, left_there)
       values ($workspace, $bot, $day, $behavior, $interaction, $entered, $toOperators, $left)
       on conflict (workspace, bot, day, behavior, interaction) do update set entered = entered + excluded.entered,
         to_operators = to_operators + excluded.to_operators, left_there = left_there + excluded.left_there`,
    )
    this.#dropDays = database.prepare('delete from visits where workspace = ? and bot = ? and day < ?')
    this.#miss = database.prepare(
      `insert into misses (workspace, bot, conversation, seq, at) select $workspace, $bot, id, $seq, $at from conversations
       where workspace = $workspace and id = $conversation on conflict (conversation, seq) do nothing`,
    )
    this.#dropMisses = database.prepare(
      `delete from misses where (conversation, seq) in (select conversation, seq from misses
         where workspace = ? and bot = ? order by at desc, conversation, seq desc limit -1 offset ${mostMisses})`,
    )
    this.#list = database.prepare(
      `select behavior, interaction, sum(entered) as entered, sum(to_operators) as to_operators, sum(left_there) as left_there
       from visits where workspace = ? and bot = ? and day >= ? group by behavior, interaction order by behavior, interaction`,
    )
    this.#misses = database.prepare(
      `select m.conversation, m.seq, m.at, e.data from misses m
       join events e on e.conversation = m.conversation and e.seq = m.seq
       where m.workspace = ? and m.bot = ? and m.at >= ? order by m.at desc, m.conversation, m.seq desc limit ?`,
    )
  }

  add(workspace: WorkspaceId, sums: readonly VisitSum[], misses: readonly MissedMessage[]): Promise<void> {
    return this.#parts.committer.do(() => {
      for (const sum of sums) this.#add.run({ workspace, ...sum })
      for (const miss of misses) this.#miss.run({ workspace, ...miss })
      const oldest = firstDay(daysOfVisits, this.#parts.now())
      for (const bot of new Set(sums.map((sum) => sum.bot))) this.#dropDays.run(workspace, bot, oldest)
      for (const bot of new Set(misses.map((miss) => miss.bot))) this.#dropMisses.run(workspace, bot)
    })
  }

  async list(workspace: WorkspaceId, bot: BotId, fromDay: number): Promise<InteractionVisits[]> {
    return this.#list.all(workspace, bot, fromDay).map(visitsOf)
  }

  async misses(workspace: WorkspaceId, bot: BotId, from: Instant, limit: number) {
    return this.#misses.all(workspace, bot, from, limit).map(({ conversation, seq, at, data }) => ({
      conversation: asId<'conversation'>(conversation),
      seq,
      at: instant(at),
      text: textIn(data),
    }))
  }
}
