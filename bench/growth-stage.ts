/** A store with so many events in it, and turns on it, each in another conversation, spread evenly over all that are stored. */
import { join } from 'node:path'
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { asId, type BotId, type ConversationId } from '@baton/core/ids'
import { after } from '@baton/core/time'
import Database from 'better-sqlite3'
import { withClient } from '../lab/databases.ts'
import { cryptographicChance, newId } from '../server/src/chance.ts'
import { systemClock } from '../server/src/clock.ts'
import { ConversationLine } from '../server/src/conversations/conversations.ts'
import { addWorkspace } from '../server/src/process.ts'
import { openPostgres } from '../server/src/store/postgres/postgres.ts'
import { openSqlite } from '../server/src/store/sqlite/sqlite.ts'
import type { Store, Workspace } from '../server/src/store/store.ts'
import { seedConversations } from './seed.ts'
import { seedPostgres } from './seed-postgres.ts'
import { repeater } from './turns.ts'

/** Filled, with nobody connected to it. */
export type Filled = { events: number; open(): Promise<Stage> }

export type Stage = {
  /** Runs so many, 50 at once; answers the milliseconds they took. */
  turns(count: number): Promise<number>
  /** Takes so many events that were said into the index for searching. */
  index(count: number): Promise<void>
  close(): Promise<void>
}

const atOnce = 50
/** One in so many turns opens a conversation. */
const openingEvery = 10
const day = 24 * 3_600_000
const by = { actor: 'bench', request: null }
const options = { newId, now: systemClock.now, onCommitted: () => {} }

type Model = { workspace: Workspace; bot: BotId; conversation: ConversationId }

export async function fillSqlite(directory: string, events: number): Promise<Filled> {
  const path = join(directory, `growth-${events}.db`)
  const model = await withStore(openSqlite({ path, ...options }), writeModel)
  // As `seedConversations` writes them: three events each.
  const conversations = Math.ceil(events / 3)
  const plan = { conversations, operators: ['op_1'], groups: ['grp_1'], bots: [model.bot] }
  seedConversations(path, model.conversation, plan)
  const database = new Database(path, { readonly: true })
  const contacts = database.prepare(seededContacts).pluck().all() as string[]
  database.close()
  return { events, open: async () => stageOn(openSqlite({ path, ...options }), model, contacts) }
}

/** `url`: of an empty database. */
export async function fillPostgres(url: string, events: number): Promise<Filled> {
  const model = await withStore(await openPostgres({ url, ...options }), writeModel)
  const contacts = await withClient(url, async (client) => {
    await seedPostgres(client, { workspace: model.workspace.id, bot: model.bot, events })
    const { rows } = await client.query<{ contact: string }>(seededContacts)
    return rows.map(({ contact }) => contact)
  })
  return { events, open: async () => stageOn(await openPostgres({ url, ...options }), model, contacts) }
}

const seededContacts = `select contact from conversations
  where status = 'open' and chat_state = 'chatbot_controlled' and channel = 'custom' order by random() limit 10000`

function stageOn(store: Store, { workspace, bot }: Model, contacts: readonly string[]): Stage {
  const line = lineOn(store)
  let number = 0
  const turn = () => {
    number += 1
    const contact = number % openingEvery === 0 ? `opening-${number}` : (contacts[number % contacts.length] ?? '')
    return sayOnce(line, { workspace, bot }, contact, `hello ${number}`)
  }
  return {
    async turns(count) {
      const begun = performance.now()
      for (let done = 0; done < count; done += atOnce) await Promise.all(Array.from({ length: atOnce }, turn))
      return performance.now() - begun
    },
    index: (count) => store.conversations.index(count),
    close: () => store.close(),
  }
}

/** One conversation, which all others are made from. */
async function writeModel(store: Store): Promise<Model> {
  const workspace = await addWorkspace(store, newId, 'Bench')
  const bot = newId('bot')
  await store.bots.add(workspace.id, { id: bot, name: repeater.name, draft: repeater }, by)
  await store.bots.publish(workspace.id, bot, 1, withPayloads(repeater as BotDocument, catalogue), by)
  const line = lineOn(store)
  await sayOnce(line, { workspace, bot }, 'model', 'hello')
  return { workspace, bot, conversation: await sayOnce(line, { workspace, bot }, 'model', 'hello again') }
}

async function sayOnce(
  line: ConversationLine,
  { workspace, bot }: Pick<Model, 'workspace' | 'bot'>,
  contact: string,
  text: string,
): Promise<ConversationId> {
  const to = { bot, channel: 'custom', contact: asId<'contact'>(contact) }
  const message = { text, payload: null, parts: [{ type: 'text' as const, text }] }
  const key = {
    scope: `contact ${bot} ${contact}`,
    key: text,
    hash: text,
    expiresAt: after(systemClock.now(), 7 * day),
  }
  const answered = await line.say(workspace, to, { message, variables: {}, tags: [] }, key)
  if (answered.kind !== 'committed') throw new Error(JSON.stringify(answered))
  return answered.committed.id
}

function lineOn(store: Store): ConversationLine {
  return new ConversationLine({ store, clock: systemClock, chance: cryptographicChance, newId })
}

async function withStore<Value>(store: Store, work: (store: Store) => Promise<Value>): Promise<Value> {
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
