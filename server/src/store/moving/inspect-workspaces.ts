/** What there is in each workspace that people have set up or wait for: what `baton doctor` looks at beside the checks. */
import type { ChatState, Conversation } from '@baton/core/conversation'
import type { BotDocument, Flow } from '@baton/core/flow'
import {
  asId,
  type ContactId,
  type ConversationId,
  type EffectId,
  type GroupId,
  type OperatorId,
  type TurnId,
} from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import { awayAfterMsIn } from '../routings.ts'
import { type ConversationRow, endsWithConversation, recordOf } from '../rows.ts'
import { type OperatorRow, operatorOf } from '../seats.ts'
import type { Group, Operator, OutboxTopic, Workspace } from '../store.ts'
import { named, type Snapshot } from './snapshot.ts'
import { columnsOf, tableOf, type Value } from './tables.ts'

/** Everything of one workspace. */
export type WorkspaceFacts = {
  workspace: Workspace
  operators: Operator[]
  groups: Group[]
  liveBots: LiveBot[]
  requests: Request[]
  lostTurns: LostTurn[]
  strayWorks: StrayWork[]
  lostOffers: LostOffer[]
  /** Contacts whose erasure was begun. */
  erasing: ContactId[]
  stuck: StuckMessage[]
}

/** `document` is null where the version that is live is not there, or cannot be read. */
export type LiveBot = { id: string; name: string; version: number; document: BotDocument | null }

/** A conversation that waits for an operator; the group or operator it asks for may be gone. */
export type Request = {
  id: ConversationId
  contact: string
  group: string | null
  operator: OperatorId | null
  requestedAt: Instant
}

/** A turn that waits for work which no row stands for. */
export type LostTurn = {
  conversation: ConversationId
  contact: string
  effect: EffectId
  turn: TurnId
  epoch: number
  /** [HO-5] It may not go on anyway: who holds the conversation has changed since. */
  isOutdated: boolean
}

/** [RO-30] Somebody is asked alone, and nothing stands for the end of it: nobody else ever would be. */
export type LostOffer = {
  conversation: ConversationId
  contact: string
  operator: OperatorId
  group: GroupId | null
  at: Instant
  until: Instant
  epoch: number
}

/** Work of a conversation that is closed, or gone (no contact). */
export type StrayWork = {
  id: EffectId
  conversation: ConversationId
  contact: string | null
  turn: TurnId
  epoch: number
}

/** A message of the outbox that was given up, or that nobody has carried for long. */
export type StuckMessage = {
  position: number
  topic: OutboxTopic
  attempts: number
  createdAt: Instant
  isGivenUp: boolean
}

/** A conversation in which something is wrong. */
export type ConversationRowFacts = {
  id: ConversationId
  workspace: string
  bot: string
  channel: string
  contact: string
  status: string
  chatState: ChatState
  owner: OperatorId | null
  lastSeq: number
  lastActivityAt: Instant
  /** So many events are in its log; without gaps when the last one has the same number. */
  events: number
  lastEvent: number
}

/** Reads what there is at the moment of the snapshot; messages that are due since `overdueSince` or longer are stuck. */
export async function readWorkspaces(
  snapshot: Snapshot,
  { now, overdueSince }: { now: Instant; overdueSince: Instant },
): Promise<WorkspaceFacts[]> {
  const facts = await readNames(snapshot)
  const of = (workspace: Value) => facts.get(String(workspace))
  await readTeam(snapshot, of, now)
  await readBots(snapshot, of)
  await readRequests(snapshot, of)
  await readLostTurns(snapshot, of)
  await readStrayWorks(snapshot, of)
  await readLostOffers(snapshot, of)
  for (const { workspace, id } of await readErasures(snapshot)) of(workspace)?.erasing.push(id)
  await readStuck(snapshot, of, overdueSince)
  return [...facts.values()]
}

/** Contacts whose erasure was begun and has not ended. */
export async function readErasures(snapshot: Snapshot): Promise<{ workspace: string; id: ContactId }[]> {
  const rows = await each(snapshot, ['workspace', 'id'], 'select workspace, id from contacts where erasing = 1')
  return rows.map(({ workspace, id }) => ({ workspace: String(workspace), id: asId(String(id)) }))
}

/** These conversations, as far as they are there. */
export async function readConversationRows(
  snapshot: Snapshot,
  ids: readonly string[],
): Promise<ConversationRowFacts[]> {
  if (ids.length === 0) return []
  return conversationRows(snapshot, `where ${snapshot.dialect.isAmong('c.id', '$1')}`, [JSON.stringify(ids)])
}

/** All open conversations of the contact of this one, on its bot and channel; the one that moved last comes first. */
export async function readOpenTwins(
  snapshot: Snapshot,
  { workspace, bot, channel, contact }: ConversationRowFacts,
): Promise<ConversationRowFacts[]> {
  const where = `where c.status = 'open' and c.workspace = $1 and c.bot = $2 and c.channel = $3 and c.contact = $4
    order by c.last_activity_at desc, c.id desc`
  return conversationRows(snapshot, where, [workspace, bot, channel, contact])
}

type Of = (workspace: Value) => WorkspaceFacts | undefined

async function each<const Name extends string>(
  snapshot: Snapshot,
  names: readonly Name[],
  statement: string,
  values: readonly Value[] = [],
): Promise<Record<Name, Value>[]> {
  const all: Record<Name, Value>[] = []
  for await (const page of named(snapshot, names, statement, values)) all.push(...page)
  return all
}

async function readNames(snapshot: Snapshot): Promise<Map<string, WorkspaceFacts>> {
  const columns = ['id', 'name', 'packages', 'locale', 'time_zone'] as const
  const rows = await each(snapshot, columns, `select ${columns.join(', ')} from workspaces order by name, id`)
  return new Map(
    rows.map(({ id, name, packages, locale, time_zone }) => {
      const workspace: Workspace = {
        id: asId(String(id)),
        name: String(name),
        packages: JSON.parse(String(packages)),
        locale: String(locale),
        timeZone: String(time_zone),
      }
      const lists = {
        operators: [],
        groups: [],
        liveBots: [],
        requests: [],
        lostTurns: [],
        strayWorks: [],
        lostOffers: [],
      }
      return [workspace.id, { workspace, ...lists, erasing: [], stuck: [] }]
    }),
  )
}

async function readTeam(snapshot: Snapshot, of: Of, now: Instant): Promise<void> {
  const groups = await each(
    snapshot,
    ['id', 'workspace', 'name'],
    'select id, workspace, name from groups order by name',
  )
  for (const { id, workspace, name } of groups) of(workspace)?.groups.push({ id: asId(String(id)), name: String(name) })
  const memberships = new Map<Value, string[]>()
  const joined = 'select operator, "group" from memberships order by operator, "group"'
  for (const { operator, group } of await each(snapshot, ['operator', 'group'], joined))
    memberships.set(operator, [...(memberships.get(operator) ?? []), String(group)])
  const leases = new Map<Value, number>()
  const longest = 'select operator, max(expires_at) as expires_at from operator_leases group by operator'
  for (const { operator, until } of await each(snapshot, ['operator', 'until'], longest))
    leases.set(operator, Number(until))
  const spoken = 'select workspace, settings from routings where subject = workspace'
  const away = new Map<Value, number | null>()
  for (const { workspace, settings } of await each(snapshot, ['workspace', 'settings'], spoken))
    away.set(workspace, awayAfterMsIn(String(settings)))
  const table = tableOf('operators')
  const columns = table.columns.map(({ name }) => name)
  for (const row of await each(snapshot, columns, `select ${columnsOf(table)} from operators order by name, id`)) {
    const operator = row as object as OperatorRow
    const groups = memberships.get(operator.id) ?? []
    const leaseUntil = leases.get(operator.id) ?? null
    const awayAfterMs = away.get(operator.workspace) ?? null
    of(operator.workspace)?.operators.push(operatorOf(operator, { groups, leaseUntil, awayAfterMs, now }))
  }
}

async function readBots(snapshot: Snapshot, of: Of): Promise<void> {
  const statement = `select b.id, b.workspace, b.name, b.live, v.document from bots b
    left join bot_versions v on v.bot = b.id and v.version = b.live where b.live is not null order by b.name, b.id`
  const names = ['id', 'workspace', 'name', 'live', 'document'] as const
  for (const { id, workspace, name, live, document } of await each(snapshot, names, statement))
    of(workspace)?.liveBots.push({
      id: String(id),
      name: String(name),
      version: Number(live),
      document: parsed<BotDocument>(document),
    })
}

async function readRequests(snapshot: Snapshot, of: Of): Promise<void> {
  const statement = `select id, workspace, contact, "group", requested_operator, requested_at from conversations
    where chat_state = 'operator_requested' and status = 'open' and requested_at is not null order by requested_at, id`
  const names = ['id', 'workspace', 'contact', 'group', 'operator', 'requestedAt'] as const
  for (const { id, workspace, contact, group, operator, requestedAt } of await each(snapshot, names, statement))
    of(workspace)?.requests.push({
      id: asId(String(id)),
      contact: String(contact),
      group: group === null ? null : String(group),
      operator: operator === null ? null : asId(String(operator)),
      requestedAt: instant(Number(requestedAt)),
    })
}

async function readLostTurns(snapshot: Snapshot, of: Of): Promise<void> {
  const works = new Set((await each(snapshot, ['id'], 'select id from works')).map(({ id }) => id))
  const statement = `select id, workspace, contact, epoch, flow from conversations
    where status = 'open' and flow like '%"suspended":{%' order by id`
  for await (const page of named(snapshot, ['id', 'workspace', 'contact', 'epoch', 'flow'], statement))
    for (const { id, workspace, contact, epoch, flow } of page) {
      const turn = parsed<Flow>(flow)?.turn ?? null
      if (turn?.suspended == null || works.has(turn.suspended.effect)) continue
      of(workspace)?.lostTurns.push({
        conversation: asId(String(id)),
        contact: String(contact),
        effect: turn.suspended.effect,
        turn: turn.id,
        epoch: turn.epoch,
        isOutdated: turn.epoch !== Number(epoch),
      })
    }
}

async function readStrayWorks(snapshot: Snapshot, of: Of): Promise<void> {
  const statement = `select w.id, w.workspace, w.conversation, c.contact, w.turn, w.epoch from works w
    left join conversations c on c.id = w.conversation where c.id is null or (c.status = 'closed' and ${endsWithConversation}) order by w.conversation, w.id`
  const names = ['id', 'workspace', 'conversation', 'contact', 'turn', 'epoch'] as const
  for (const { id, workspace, conversation, contact, turn, epoch } of await each(snapshot, names, statement))
    of(workspace)?.strayWorks.push({
      id: asId(String(id)),
      conversation: asId(String(conversation)),
      contact: contact === null ? null : String(contact),
      turn: asId(String(turn)),
      epoch: Number(epoch),
    })
}

async function readLostOffers(snapshot: Snapshot, of: Of): Promise<void> {
  const deadlines = new Set<string>()
  const set = `select conversation, work from works where work like '{"kind":"deadline","deadline":"offer"%'`
  for (const { conversation, work } of await each(snapshot, ['conversation', 'work'], set)) {
    const since = parsed<{ since: number }>(work)?.since
    deadlines.add(`${conversation} ${since}`)
  }
  const table = tableOf('conversations')
  const columns = table.columns.map(({ name }) => name)
  const offered = `select ${columnsOf(table)} from conversations where chat_state = 'operator_requested' and status = 'open'
    and requested_at is not null and requested_operator is not null and offer_until is not null order by id`
  for (const row of await each(snapshot, columns, offered)) {
    const record = recordIn(row as object as ConversationRow)
    const { id, workspace, contact } = row as object as ConversationRow
    if (record?.holder.state !== 'operator_requested' || record.holder.offer === undefined) continue
    const { operator, group, offer } = record.holder
    if (operator === null || deadlines.has(`${id} ${offer.at}`)) continue
    of(workspace)?.lostOffers.push({
      conversation: record.id,
      contact,
      operator,
      group,
      at: offer.at,
      until: offer.until,
      epoch: record.epoch,
    })
  }
}

/** Null: it cannot be read, which is found on its own. */
function recordIn(row: ConversationRow): Conversation | null {
  try {
    return recordOf(row).conversation
  } catch {
    return null
  }
}

async function readStuck(snapshot: Snapshot, of: Of, overdueSince: Instant): Promise<void> {
  const statement = `select position, workspace, topic, attempts, created_at, due_at from outbox
    where due_at is null or due_at < $1 order by position`
  const names = ['position', 'workspace', 'topic', 'attempts', 'createdAt', 'dueAt'] as const
  for (const row of await each(snapshot, names, statement, [overdueSince]))
    of(row.workspace)?.stuck.push({
      position: Number(row.position),
      topic: String(row.topic) as OutboxTopic,
      attempts: Number(row.attempts),
      createdAt: instant(Number(row.createdAt)),
      isGivenUp: row.dueAt === null,
    })
}

async function conversationRows(
  snapshot: Snapshot,
  where: string,
  values: readonly Value[],
): Promise<ConversationRowFacts[]> {
  const names = ['id', 'workspace', 'bot', 'channel', 'contact', 'status', 'state', 'owner', 'seq', 'at'] as const
  const statement = `select c.id, c.workspace, c.bot, c.channel, c.contact, c.status, c.chat_state, c.owner, c.last_seq, c.last_activity_at,
    (select count(*) from events e where e.conversation = c.id) as events,
    (select max(seq) from events e where e.conversation = c.id) as last_event from conversations c ${where}`
  const rows = await each(snapshot, [...names, 'events', 'lastEvent'], statement, values)
  return rows.map((row) => ({
    id: asId(String(row.id)),
    workspace: String(row.workspace),
    bot: String(row.bot),
    channel: String(row.channel),
    contact: String(row.contact),
    status: String(row.status),
    chatState: String(row.state) as ChatState,
    owner: row.owner === null ? null : asId(String(row.owner)),
    lastSeq: Number(row.seq),
    lastActivityAt: instant(Number(row.at)),
    events: Number(row.events),
    lastEvent: Number(row.lastEvent ?? 0),
  }))
}

/** Null: it is none, or cannot be read. */
function parsed<Content>(text: Value): Content | null {
  try {
    return text === null ? null : JSON.parse(String(text))
  } catch {
    return null
  }
}
