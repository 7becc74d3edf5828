/** How both stores read many logs: some at a time, each conversation once, whatever moves meanwhile. */
import type { Actor, ConversationEvent } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { othersTurn } from '../others-turn.ts'
import type { EventRow } from './rows.ts'
import type { Cursor, ReportedLog } from './store.ts'

/** `data` is null where it would be the words of a message. */
export type ReportedEventRow = Pick<EventRow, 'conversation' | 'seq' | 'id' | 'type' | 'at' | 'epoch' | 'actor'> & {
  data: string | null
}

/**
 * What is read of events, and of which: nine of ten bytes of a log are what was said. Texts are looked at as they were
 * written; one written otherwise is read whole, which is slower and as right. `find` is what the database calls the
 * place of a text in another.
 */
export function reportedEvents(find: 'instr' | 'strpos'): { columns: string; where: string } {
  const isNote = `${find}(data, '"note":true') > 0`
  const bot = '{"kind":"chatbot"'
  return {
    columns: `conversation, seq, id, type, at, epoch, actor, case when type = 'message' and not ${isNote} then null else data end as data`,
    where: `not (type = 'message' and substr(actor, 1, ${bot.length}) = '${bot}')`,
  }
}

export type ReportedRow = { id: string; bot: string; channel: string; at: number; last_seq: number }

/** A page of conversations in the order of their last activity; one that is not full is the last. */
export type Walk = (after: Cursor | null, limit: number) => Promise<ReportedRow[]>

export type LogSource = {
  /** How many conversations a page has. */
  rowsAtOnce: number
  /** People had them before the period began, and nothing has happened in them since. */
  takenOver: Walk
  requested: Walk
  /** Something has happened in them since the period began. */
  active: Walk
  /** Their events, in the order of the ids and of the logs. */
  events(ids: readonly string[]): Promise<ReportedEventRow[]>
}

/** Of so many events a page of logs has at the most, unless one log alone is longer. */
const eventsAtOnce = 2_000

/**
 * A conversation that moves while this runs stands further on in the order of activity, and is met there again: it is
 * passed over. One that moves before it is met is met later. So each is read once.
 */
export async function* readLogs(source: LogSource): AsyncGenerator<ReportedLog[]> {
  const read = new Set<string>()
  for (const walk of [source.takenOver, source.requested, source.active])
    for await (const page of pagesOf(walk, source.rowsAtOnce)) {
      const fresh = page.filter(({ id }) => !read.has(id))
      for (const { id } of fresh) read.add(id)
      for (const some of portionsOf(fresh)) {
        yield logsOf(some, await source.events(some.map(({ id }) => id)))
        await othersTurn()
      }
    }
}

async function* pagesOf(walk: Walk, rowsAtOnce: number): AsyncGenerator<ReportedRow[]> {
  for (let after: Cursor | null = null; ; ) {
    const page = await walk(after, rowsAtOnce)
    yield page
    const last = page.at(-1)
    if (last === undefined || page.length < rowsAtOnce) return
    after = { at: last.at, id: last.id }
  }
}

function* portionsOf(rows: readonly ReportedRow[]): Generator<ReportedRow[]> {
  let portion: ReportedRow[] = []
  let events = 0
  for (const row of rows) {
    if (portion.length > 0 && events + row.last_seq > eventsAtOnce) {
      yield portion
      portion = []
      events = 0
    }
    portion.push(row)
    events += row.last_seq
  }
  if (portion.length > 0) yield portion
}

/** One that has been forgotten since has no log any more. */
function logsOf(rows: readonly ReportedRow[], events: readonly ReportedEventRow[]): ReportedLog[] {
  const logs = new Map<string, ReportedLog>(
    rows.map(({ id, bot, channel }) => [id, { conversation: asId(id), bot: asId(bot), channel, log: [] }]),
  )
  const actors = new Map<string, Actor>()
  for (const row of events) logs.get(row.conversation)?.log.push(eventOf(row, actors))
  return [...logs.values()].filter(({ log }) => log.length > 0)
}

/** Few act in a conversation, again and again: each is read once. */
function eventOf(row: ReportedEventRow, actors: Map<string, Actor>): ConversationEvent {
  const actor: Actor = actors.get(row.actor) ?? JSON.parse(row.actor)
  actors.set(row.actor, actor)
  const { type, seq, id, at, epoch } = row
  const data = row.data === null ? wordless : JSON.parse(row.data)
  return { type, data, seq, id, at, actor, epoch } as ConversationEvent
}

const wordless = { text: null, parts: [] }
