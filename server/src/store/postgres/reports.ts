import { asId, type WorkspaceId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import { presenceSpanOf, type SpanRow } from '../presence-spans.ts'
import { type ReportedEventRow, type ReportedRow, readLogs, reportedEvents, type Walk } from '../report-pages.ts'
import type { Cursor, PresenceSpan, ReportedLog, ReportPeriod, Reports, WaitingGroup } from '../store.ts'
import type { Connections } from './connections.ts'

/** On the connections of lists: however much is reported, no commit waits for one. */
export class PostgresReports implements Reports {
  readonly #connections: Connections

  constructor(connections: Connections) {
    this.#connections = connections
  }

  logs(workspace: WorkspaceId, period: ReportPeriod): AsyncIterable<ReportedLog[]> {
    const walk =
      (which: string): Walk =>
      (after, limit) =>
        this.#rows(workspace, period, which, after, limit)
    return readLogs({
      // Row-level security lets PostgreSQL expect few rows: it sorts all that are left for every page, so pages are few.
      rowsAtOnce: 20_000,
      takenOver: walk("a.at < $2 and c.chat_state = 'taken_over'"),
      requested: walk("a.at < $2 and c.chat_state = 'operator_requested' and c.requested_at is not null"),
      active: walk('a.at >= $2'),
      events: (ids) => this.#connections.rows<ReportedEventRow>(workspace, readingLogs, [workspace, ids]),
    })
  }

  async presence(workspace: WorkspaceId, from: Instant, until: Instant): Promise<PresenceSpan[]> {
    const rows = await this.#connections.rows<SpanRow>(workspace, readingPresence, [workspace, from, until])
    return rows.map(presenceSpanOf)
  }

  async waiting(workspace: WorkspaceId): Promise<WaitingGroup[]> {
    const rows = await this.#connections.rows<{ group: string | null; count: number; longest: number }>(
      workspace,
      countingWaiting,
      [workspace],
    )
    return rows.map(({ group, count, longest }) => ({
      group: group === null ? null : asId(group),
      count,
      longestSince: instant(longest),
    }))
  }

  #rows(
    workspace: WorkspaceId,
    { from, until, bot, channel }: ReportPeriod,
    which: string,
    after: Cursor | null,
    limit: number,
  ): Promise<ReportedRow[]> {
    const values: unknown[] = [workspace, from, until]
    const where = [`a.workspace = $1 and c.workspace = $1 and c.opened_at < $3 and ${which}`]
    if (bot !== undefined) where.push(`c.bot = $${values.push(bot)}`)
    if (channel !== undefined) where.push(`c.channel = $${values.push(channel)}`)
    if (after !== null)
      where.push(`(a.at, a.conversation) > ($${values.push(after.at)}::bigint, $${values.push(after.id)})`)
    const text = `select c.id, c.bot, c.channel, a.at, c.last_seq from activity a join conversations c on c.id = a.conversation
      where ${where.join(' and ')} order by a.at, a.conversation limit $${values.push(limit)}`
    return this.#connections.rows<ReportedRow>(workspace, { text }, values)
  }
}

const { columns, where } = reportedEvents('strpos')
const readingLogs = {
  name: 'read_logs',
  text: `select ${columns} from events
    where workspace = $1 and conversation = any($2) and ${where} order by conversation, seq`,
}
const readingPresence = {
  name: 'read_presence',
  text: `select operator, status, cause, capacity, from_at, until_at from presence_spans
    where workspace = $1 and (until_at is null or until_at > $2) and from_at < $3 order by operator collate "C", from_at`,
}
const countingWaiting = {
  name: 'count_waiting_groups',
  text: `select "group", count(*) as count, min(requested_at) as longest from conversations
    where workspace = $1 and chat_state = 'operator_requested' and requested_at is not null group by "group"`,
}
