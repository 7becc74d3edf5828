import {
  type ConversationRow,
  derivedColumnsAmiss,
  type EventRow,
  endsWithConversation,
  eventOf,
  recordOf,
} from '../rows.ts'
import { type ConversationFacts, conversationChecks, type Logged, type Transition } from './checks.ts'
import { type Report, unitOf } from './report.ts'
import { named, type Snapshot } from './snapshot.ts'
import { quoted, tableOf } from './tables.ts'

/** So many events are in memory at once, or all of one conversation. */
const eventsAtOnce = 5_000

type Found = ConversationRow & { owner_enabled: number | null }

/** Puts all there is about each conversation before the checks, a handful of conversations after another. */
export async function inspectConversations(snapshot: Snapshot, report: Report): Promise<void> {
  const transitions = new Transitions(snapshot)
  try {
    for await (const page of conversationsOf(snapshot))
      for (const some of handfuls(page)) await inspectHandful(snapshot, some, transitions, report)
  } finally {
    await transitions.close()
  }
}

async function inspectHandful(
  snapshot: Snapshot,
  rows: readonly Found[],
  transitions: Transitions,
  report: Report,
): Promise<void> {
  const ids = JSON.stringify(rows.map(({ id }) => id))
  const logs = await logsOf(snapshot, ids, report)
  const works = await worksOf(snapshot, ids)
  for (const row of rows) {
    const log = logs.get(row.id) ?? []
    check(row, { log, transitions: await transitions.of(row.id), works: works.get(row.id) ?? 0 }, report)
    report.passed({ table: 'events', rows: log.length, bytes: 0 })
  }
}

function check(row: Found, rest: Pick<ConversationFacts, 'log' | 'transitions' | 'works'>, report: Report): void {
  const { workspace, owner_enabled } = row
  const owner = owner_enabled === null ? null : { isEnabled: owner_enabled === 1 }
  const record = attempt(() => recordOf(row), row.id, report)
  if (record === null) return
  const amiss = derivedColumnsAmiss(row, record)
  const says = `the record is not the fold of its log: ${amiss.join(', ')}`
  if (amiss.length > 0) report.add('recordIsTheFold', 0, [{ place: row.id, says }])
  const facts = { workspace, conversation: record.conversation, owner, ...rest }
  for (const [name, find] of Object.entries(conversationChecks)) {
    const check = name as keyof typeof conversationChecks
    report.add(check, unitOf(check) === 'events' ? rest.log.length : 1, find(facts))
  }
}

/** What cannot be read is a fault of its own; the rest is checked without it. */
function attempt<T>(read: () => T, place: string, report: Report): T | null {
  try {
    return read()
  } catch (error) {
    const says = `cannot be read: ${error instanceof Error ? error.message : error}`
    report.add('everythingCanBeRead', 0, [{ place, says }])
    return null
  }
}

function conversationsOf(snapshot: Snapshot): AsyncGenerator<Found[]> {
  const names = tableOf('conversations').columns.map(({ name }) => name)
  const columns = names.map((name) => `c.${quoted(name)}`).join(', ')
  const statement = `select ${columns}, o.enabled as owner_enabled from conversations c
    left join operators o on o.id = c.owner and o.workspace = c.workspace order by c.id`
  return named(snapshot, [...names, 'owner_enabled'], statement) as AsyncGenerator<object[]> as AsyncGenerator<Found[]>
}

/** Conversations that together have few events, or one that has many. */
function* handfuls(rows: readonly Found[]): Generator<Found[]> {
  let some: Found[] = []
  let events = 0
  for (const row of rows) {
    if (some.length > 0 && events + row.last_seq > eventsAtOnce) {
      yield some
      some = []
      events = 0
    }
    some.push(row)
    events += row.last_seq
  }
  if (some.length > 0) yield some
}

async function logsOf(snapshot: Snapshot, ids: string, report: Report): Promise<Map<string, Logged[]>> {
  const names = ['workspace', 'position', 'conversation', 'seq', 'id', 'type', 'at', 'epoch', 'actor', 'data'] as const
  const among = snapshot.dialect.isAmong('conversation', '$1')
  const statement = `select ${names.join(', ')} from events where ${among} order by conversation, seq`
  const logs = new Map<string, Logged[]>()
  for await (const page of named(snapshot, names, statement, [ids]) as AsyncGenerator<object[]>)
    for (const row of page as (EventRow & { workspace: string })[]) {
      const event = attempt(() => eventOf(row), `${row.conversation}, event ${row.seq}`, report)
      report.add('everythingCanBeRead', 1, [])
      if (event === null) continue
      const log = logs.get(row.conversation) ?? []
      logs.set(row.conversation, log)
      log.push({ workspace: row.workspace, position: row.position, event })
    }
  return logs
}

async function worksOf(snapshot: Snapshot, ids: string): Promise<Map<string, number>> {
  const among = snapshot.dialect.isAmong('conversation', '$1')
  const statement = `select conversation, count(*) as works from works where ${among} and work not like '{"kind":"deadline"%' and ${endsWithConversation} group by conversation`
  const works = new Map<string, number>()
  for await (const page of named(snapshot, ['conversation', 'works'], statement, [ids]))
    for (const row of page) works.set(String(row.conversation), Number(row.works))
  return works
}

/** What the audit log says about conversations, one after another, side by side with them. */
class Transitions {
  readonly #rows: AsyncGenerator<{ object: string; transition: Transition }>
  #next: { object: string; transition: Transition } | null = null

  constructor(snapshot: Snapshot) {
    this.#rows = transitionsOf(snapshot)
  }

  /** Must be asked in the order of ids; passes over what is about others in between. */
  async of(id: string): Promise<Transition[]> {
    const found: Transition[] = []
    for (;;) {
      this.#next ??= await this.#read()
      if (this.#next === null || this.#next.object > id) return found
      if (this.#next.object === id) found.push(this.#next.transition)
      this.#next = null
    }
  }

  async close(): Promise<void> {
    await this.#rows.return(undefined)
  }

  async #read() {
    const { value, done } = await this.#rows.next()
    return done === true ? null : value
  }
}

async function* transitionsOf(snapshot: Snapshot) {
  const names = ['object', 'workspace', 'action', 'epoch', 'before', 'after'] as const
  // Only of conversations: a group or an operator has an id of another kind.
  const statement = `select ${names.join(', ')} from audit
    where action in ('operator_requested', 'taken_over', 'transferred', 'handed_over', 'closed')
    order by ${snapshot.dialect.inBytes('object')}, workspace, seq`
  for await (const page of named(snapshot, names, statement))
    for (const { object, workspace, action, epoch, before, after } of page) {
      const transition: Transition = {
        workspace: String(workspace),
        action: String(action),
        epoch: epoch === null ? null : Number(epoch),
        before: parsed(before),
        after: parsed(after),
      }
      yield { object: String(object), transition }
    }
}

/** What is no JSON is like nothing that could be expected. */
function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}
