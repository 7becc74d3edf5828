/** Sees every statement that the database carries out, and what each commit has written. */
import type { PresenceStatus } from '@baton/core/routing'
import pg from 'pg'
import { type EventRow, eventOf } from '../server/src/store/rows.ts'
import type { Commit, Sign } from './ledger.ts'
import type { Seen } from './postgres-pool.ts'
import type { PostgresServer, Rows, Session } from './postgres-server.ts'

export type Witnessed = {
  onCommit(commit: Commit): void
  onSign(workspace: string, sign: Sign): void
}

type Read = { position: number; audit: number; outbox: number; works: Set<string> }
type AuditRow = {
  seq: number
  action: string
  object: string
  before: string | null
  after: string | null
  epoch: number | null
}
type WorkRow = { id: string; turn: string; epoch: number; work: string }
type Row = {
  events: (EventRow & { turn: string | null })[] | null
  audit: AuditRow[] | null
  outbox: { position: number; topic: string; payload: string }[] | null
  works: WorkRow[] | null
}

const reading = {
  name: 'witness',
  text: `select
    (select json_agg(e order by e.position) from events e where e.workspace = $1 and e.position > $2) as events,
    (select json_agg(a order by a.seq) from audit a where a.workspace = $1 and a.seq > $3) as audit,
    (select json_agg(o order by o.position) from outbox o where o.workspace = $1 and o.position > $4) as outbox,
    (select json_agg(w order by w.id) from works w where w.workspace = $1) as works`,
}

export class Witness {
  readonly #server: PostgresServer
  readonly #session: Session
  readonly #told: Witnessed
  readonly #read = new Map<string, Read>()
  /** Erasures within the transaction that is open. */
  #erasing: string[] = []
  #erased: string[] = []
  /** Calls of other systems that were asked for. */
  calls = 0
  statements = 0

  constructor(server: PostgresServer, role: string, told: Witnessed) {
    this.#server = server
    this.#session = server.newSession(role)
    this.#session.scope = '*'
    this.#told = told
  }

  /** From now on looks at this workspace, from where its log stands. */
  follow(workspace: string): void {
    this.#read.set(workspace, { position: 0, audit: 0, outbox: 0, works: new Set() })
    this.#look(workspace)
  }

  saw({ asked: { name, text, values }, rows }: Seen): void {
    this.statements += 1
    if (rows === null) return
    this.#signed(name, values)
    if (name === 'mark_erasing') this.#erasing.push(String(values[1]))
    if (name === 'delete_contact') this.#erased.push(String(values[1]))
    // What a transaction began that was taken back, nobody else can see.
    if (text === 'begin') [this.#erasing, this.#erased] = [[], []]
    if (this.#server.isHeldFrom(this.#session)) return
    if (name === 'commit') this.#look(String(values[0]))
    else if (text === 'commit') for (const workspace of this.#read.keys()) this.#look(workspace, true)
  }

  /** A statement of one's own; with the rights of the owner when nothing else is said. */
  ask(text: string, values: readonly unknown[], as: { role?: string; scope?: string } = {}): Rows {
    return this.#server.run({ ...this.#session, ...as }, { name: '', text, values, readTypes: readType })
  }

  #look(workspace: string, isTransaction = false): void {
    const read = this.#read.get(workspace)
    if (read === undefined) return
    const values = [workspace, read.position, read.audit, read.outbox]
    const [row] = this.#server.run(this.#session, { ...reading, values, readTypes: readType }) as Row[]
    if (row === undefined) return
    const { events, audit, outbox, works } = withoutNulls(row)
    read.position = events.at(-1)?.position ?? read.position
    read.audit = audit.at(-1)?.seq ?? read.audit
    read.outbox = outbox.at(-1)?.position ?? read.outbox
    const begun = works.filter(({ id }) => !read.works.has(id))
    for (const { id } of begun) read.works.add(id)
    const commit: Commit = {
      workspace,
      entries: events.map((one) => ({ conversation: one.conversation, event: eventOf(one), turn: one.turn })),
      audit: audit.map(({ before, after, ...record }) => ({ ...record, before: parsed(before), after: parsed(after) })),
      told: outbox.filter(({ topic }) => topic === 'control_changed').map(({ payload }) => toldIn(payload)),
      begun: begun.map(({ work, ...one }) => ({ ...one, kind: JSON.parse(work).kind as string })),
      erasing: isTransaction ? this.#erasing.splice(0) : [],
      erased: isTransaction ? this.#erased.splice(0) : [],
    }
    this.calls += commit.begun.filter(({ kind }) => kind === 'http').length
    const isNews = [commit.entries, commit.audit, commit.begun, commit.erasing, commit.erased].some(
      ({ length }) => length > 0,
    )
    if (isNews) this.#told.onCommit(commit)
  }

  #signed(name: string, values: readonly unknown[]): void {
    const workspace = String(values[0])
    const operator = String(values[1])
    if (name === 'lease')
      this.#told.onSign(workspace, { operator, kind: 'lease', device: String(values[2]), until: Number(values[3]) })
    if (name === 'choose_status')
      this.#told.onSign(workspace, { operator, kind: 'choice', status: values[2] as PresenceStatus })
    if (name === 'set_api_status') {
      const until = values[3] === null ? null : Number(values[3])
      this.#told.onSign(workspace, { operator, kind: 'api', status: values[2] as PresenceStatus, until })
    }
  }
}

function withoutNulls({ events, audit, outbox, works }: Row) {
  return { events: events ?? [], audit: audit ?? [], outbox: outbox ?? [], works: works ?? [] }
}

function toldIn(payload: string) {
  const { event, conversation, type, epoch } = JSON.parse(payload)
  return { event, conversation, type, epoch }
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}

/** As nodes read values. */
export function readType(type: number): (text: string) => unknown {
  return type === int8 ? Number : (pg.types.getTypeParser(type) as (text: string) => unknown)
}

const int8 = 20
