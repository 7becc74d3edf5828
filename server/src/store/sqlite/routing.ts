import { asId, type GroupId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { plainRouting, type Routing } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import {
  abilitiesOf,
  type CoverageRow,
  coverageOf,
  mostWaits,
  newsOfCoverage,
  patternOfAutomatic,
  priorityRange,
  type QueuedRow,
  queuedOf,
  type RoutingRow,
  type WaitRow,
  waitOf,
  worthOfPriority,
} from '../routings.ts'
import type { AuditOrigin, Coverage, OperatorAbilities, Queued, Routings, Wait } from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'
import type { Directory } from './directory.ts'
import type { SqliteOutbox } from './outbox.ts'

type Parts = {
  database: Database
  committer: Committer
  directory: Directory
  audit: SqliteAudit
  outbox: SqliteOutbox
  now: () => Instant
}

/** A group may have been deleted meanwhile: nothing of it is kept any more. */
const isSubject =
  '($subject = $workspace or exists (select 1 from groups where workspace = $workspace and id = $subject))'

export class SqliteRoutings implements Routings {
  readonly #parts: Parts
  readonly #find: Statement<[string, string], Pick<RoutingRow, 'settings'>>
  readonly #put: Statement
  readonly #automatic: Statement<[string], { workspace: string }>
  readonly #queue: Statement<[string, number], QueuedRow>
  readonly #ofOperators: Statement<[string], RoutingRow>
  readonly #noteWait: Statement
  readonly #dropWaits: Statement<[string, string, number]>
  readonly #waits: Statement<[string, string, number], WaitRow>
  readonly #coverage: Statement<[string], CoverageRow>
  readonly #coverageOf: Statement<[string, string], CoverageRow>
  readonly #putCoverage: Statement

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#find = database.prepare('select settings from routings where workspace = ? and subject = ?')
    this.#put = database.prepare(
      'insert into routings (workspace, subject, settings) values (?, ?, ?) on conflict (workspace, subject) do update set settings = excluded.settings',
    )
    this.#automatic = database.prepare('select distinct workspace from routings where settings like ?')
    this.#queue = database.prepare(
      `select id, channel, "group", requested_at, offer_until, offers_made from conversations
       where workspace = ? and chat_state = 'operator_requested' and requested_at is not null
       order by requested_at - ${worthOfPriority} * max(${priorityRange.least}, min(${priorityRange.most},
         case when instr(body, '"chat_priority":') = 0 or not json_valid(body) then 0
           when json_type(body, '$.variables.chat_priority') in ('integer', 'real') then json_extract(body, '$.variables.chat_priority')
           else 0 end)), id
       limit ?`,
    )
    this.#ofOperators = database.prepare(
      'select r.subject, r.settings from routings r join operators o on o.id = r.subject where r.workspace = ? order by r.subject',
    )
    this.#noteWait = database.prepare(
      `insert into waits (workspace, subject, position, milliseconds, at) select $workspace, $subject, $position, $milliseconds, $at
       where ${isSubject}`,
    )
    this.#dropWaits = database.prepare(
      `delete from waits where rowid in (select rowid from waits where workspace = ? and subject = ?
        order by at desc, rowid desc limit -1 offset ?)`,
    )
    this.#waits = database.prepare(
      `select subject, position, milliseconds, at from waits where workspace = ? and subject = ?
       order by at desc, position, milliseconds limit ?`,
    )
    this.#coverage = database.prepare(
      'select subject, is_covered, since from coverage where workspace = ? order by subject',
    )
    this.#coverageOf = database.prepare(
      'select subject, is_covered, since from coverage where workspace = ? and subject = ?',
    )
    this.#putCoverage = database.prepare(
      `insert into coverage (workspace, subject, is_covered, since) select $workspace, $subject, $isCovered, $since
       where ${isSubject}
       on conflict (workspace, subject) do update set is_covered = excluded.is_covered, since = excluded.since`,
    )
  }

  async of(workspace: WorkspaceId, group: GroupId | null): Promise<Routing> {
    return this.#read(workspace, group)
  }

  set(workspace: WorkspaceId, group: GroupId | null, routing: Routing, by: AuditOrigin): Promise<void> {
    const object = group ?? workspace
    return this.#parts.committer.do(() => {
      const before = this.#read(workspace, group)
      this.#put.run(workspace, object, JSON.stringify(routing))
      this.#parts.directory.reload()
      this.#parts.audit.append(workspace, { ...by, action: 'routing_changed', object, before, after: routing })
    })
  }

  async abilities(workspace: WorkspaceId, operator: OperatorId): Promise<OperatorAbilities> {
    return abilitiesOf(this.#find.get(workspace, operator)?.settings)
  }

  async allAbilities(workspace: WorkspaceId): Promise<Map<OperatorId, OperatorAbilities>> {
    const rows = this.#ofOperators.all(workspace)
    return new Map(rows.map(({ subject, settings }) => [asId<'operator'>(subject), abilitiesOf(settings)]))
  }

  setAbilities(
    workspace: WorkspaceId,
    operator: OperatorId,
    abilities: OperatorAbilities,
    by: AuditOrigin,
  ): Promise<void> {
    return this.#parts.committer.do(() => {
      const before = abilitiesOf(this.#find.get(workspace, operator)?.settings)
      this.#put.run(workspace, operator, JSON.stringify(abilities))
      this.#parts.directory.refresh(workspace, operator)
      this.#parts.audit.append(workspace, {
        ...by,
        action: 'abilities_changed',
        object: operator,
        before,
        after: abilities,
      })
    })
  }

  async automatic(): Promise<WorkspaceId[]> {
    return this.#automatic.all(patternOfAutomatic).map(({ workspace }) => asId<'workspace'>(workspace))
  }

  async queue(workspace: WorkspaceId, limit: number): Promise<Queued[]> {
    return this.#queue.all(workspace, limit).map(queuedOf)
  }

  noteWait(workspace: WorkspaceId, { group, position, milliseconds, at }: Wait): Promise<void> {
    const subject = group ?? workspace
    return this.#parts.committer.do(() => {
      this.#noteWait.run({ workspace, subject, position, milliseconds, at })
      this.#dropWaits.run(workspace, subject, mostWaits)
    })
  }

  async waits(workspace: WorkspaceId, group: GroupId | null, limit: number): Promise<Wait[]> {
    return this.#waits.all(workspace, group ?? workspace, limit).map((row) => waitOf(row, workspace))
  }

  async coverage(workspace: WorkspaceId): Promise<Coverage[]> {
    return this.#coverage.all(workspace).map((row) => coverageOf(row, workspace))
  }

  setCovered(workspace: WorkspaceId, group: GroupId | null, isCovered: boolean): Promise<boolean> {
    const subject = group ?? workspace
    return this.#parts.committer.do(() => {
      const known = this.#coverageOf.get(workspace, subject)
      if (known?.is_covered === Number(isCovered)) return false
      const since = this.#parts.now()
      const { changes } = this.#putCoverage.run({ workspace, subject, isCovered: Number(isCovered), since })
      if (changes === 0) return false
      if (known === undefined) return true
      const { audit, payload } = newsOfCoverage(workspace, { group, isCovered, since })
      this.#parts.audit.append(workspace, audit)
      this.#parts.outbox.append(workspace, 'coverage_changed', payload)
      return true
    })
  }

  #read(workspace: WorkspaceId, group: GroupId | null): Routing {
    const row = this.#find.get(workspace, group ?? workspace)
    return row === undefined ? plainRouting : JSON.parse(row.settings)
  }
}
