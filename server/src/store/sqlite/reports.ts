import { asId, type WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import { presenceSpanOf, type SpanRow } from '../presence-spans.ts'
import { type ReportedEventRow, type ReportedRow, readLogs, reportedEvents, type Walk } from '../report-pages.ts'
import type { Cursor, PresenceSpan, ReportedLog, ReportPeriod, Reports, WaitingGroup } from '../store.ts'

export class SqliteReports implements Reports {
  readonly #database: Database
  readonly #events: Statement<[string], ReportedEventRow>
  readonly #presence: Statement<[string, number, number], SpanRow>
  readonly #waiting: Statement<[string], { group: string | null; count: number; longest: number }>

  constructor(database: Database) {
    this.#database = database
    const { columns, where } = reportedEvents('instr')
    this.#events = database.prepare(`select ${columns} from events where conversation = ? and ${where} order by seq`)
    this.#presence = database.prepare(
      `select * from presence_spans where workspace = ? and (until_at is null or until_at > ?) and from_at < ?
       order by operator, from_at`,
    )
    this.#waiting = database.prepare(
      `select "group", count(*) as count, min(requested_at) as longest from conversations
       where workspace = ? and chat_state = 'operator_requested' and requested_at is not null group by "group"`,
    )
  }

  logs(workspace: WorkspaceId, period: ReportPeriod): AsyncIterable<ReportedLog[]> {
    const walk =
      (which: Which): Walk =>
      async (after, limit) =>
        this.#rows(workspace, period, which, after, limit)
    return readLogs({
      rowsAtOnce: 1_000,
      takenOver: walk('taken_over'),
      requested: walk('requested'),
      active: walk('active'),
      events: async (ids) => ids.flatMap((id) => this.#events.all(id)),
    })
  }

  async presence(workspace: WorkspaceId, from: Instant, until: Instant): Promise<PresenceSpan[]> {
    return this.#presence.all(workspace, from, until).map(presenceSpanOf)
  }

  async waiting(workspace: WorkspaceId): Promise<WaitingGroup[]> {
    return this.#waiting.all(workspace).map(({ group, count, longest }) => ({
      group: group === null ? null : asId(group),
      count,
      longestSince: instant(longest),
    }))
  }

  #rows(
    workspace: WorkspaceId,
    { from, until, bot, channel }: ReportPeriod,
    which: Which,
    after: Cursor | null,
    limit: number,
  ): ReportedRow[] {
    const { source, first } = walks[which]
    const conditions: [string, ...(string | number)[]][] = [
      ['workspace = ?', workspace],
      ['opened_at < ?', until],
      ...(bot === undefined ? [] : [['bot = ?', bot] satisfies [string, string]]),
      ...(channel === undefined ? [] : [['channel = ?', channel] satisfies [string, string]]),
      // One or the other: of two conditions on the same column SQLite would begin with the wider one.
      after === null || which !== 'active' ? [first, from] : ['last_activity_at >= ?', after.at],
      ...(after === null
        ? []
        : [['(last_activity_at, id) > (?, ?)', after.at, after.id] satisfies [string, number, string]]),
    ]
    const where = conditions.map(([condition]) => condition).join(' and ')
    const values = conditions.flatMap(([, ...values]) => values)
    return this.#database
      .prepare<unknown[], ReportedRow>(
        `select id, bot, channel, last_activity_at as at, last_seq from ${source} where ${where}
         order by last_activity_at, id limit ?`,
      )
      .all(...values, limit)
  }
}

type Which = 'taken_over' | 'requested' | 'active'

/** Requests are few and found by themselves: left to itself, SQLite would walk all that was ever said before the period. */
const walks: Record<Which, { source: string; first: string }> = {
  taken_over: { source: 'conversations', first: "last_activity_at < ? and chat_state = 'taken_over'" },
  requested: {
    source: 'conversations indexed by requested_conversations',
    first: "last_activity_at < ? and chat_state = 'operator_requested' and requested_at is not null",
  },
  active: { source: 'conversations', first: 'last_activity_at >= ?' },
}
