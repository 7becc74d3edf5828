/** Faults that only somebody behind the store's back can make: what a doctor says of them, and what it puts right. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { asId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { type Instant, instant } from '@baton/core/time'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../lab/testing.ts'
import { cryptographicChance, newId } from '../../chance.ts'
import { type Clock, handClock, systemClock } from '../../clock.ts'
import { ConversationLine } from '../../conversations/conversations.ts'
import { checks } from '../../doctor/checks.ts'
import { type Diagnosis, diagnose } from '../../doctor/doctor.ts'
import { startTest } from '../../testing.ts'
import { openStore } from '../open.ts'
import { Connections, everybody } from '../postgres/connections.ts'
import { migratePostgres } from '../postgres/migrate.ts'
import type { Store, Workspace } from '../store.ts'
import { openMending } from './inspect-mending.ts'
import { type StorePlace, verifyStore } from './move.ts'
import type { StoreKind } from './stream.ts'
import { emptyPlace, watching, writing } from './testing.ts'

const by = { actor: 'test', request: null }
const main: Workspace = { id: asId('ws_main'), name: 'Main', packages: ['pro_team'], locale: 'en', timeZone: 'UTC' }
const other: Workspace = { ...main, id: asId('ws_other'), name: 'Other' }
const [support, sales, trial] = [
  { id: asId<'group'>('grp_support'), name: 'support' },
  { id: asId<'group'>('grp_sales'), name: 'sales' },
  { id: asId<'group'>('grp_trial'), name: 'trial' },
]
const admin = { operator: null, role: 'admin' as const }
const takeover = {
  type: 'set_chat_operator_state',
  mode: 'operator_takeover',
  operatorsGroup: 'support',
  onlyOnlineOperators: true,
}
const document = documentWith([takeover, { type: 'text', text: 'Nobody is in.' }])

function documentWith(actions: object[]): BotDocument {
  return {
    name: 'Acme',
    startBehavior: 'main',
    behaviors: [
      {
        name: 'main',
        interactions: [
          { name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome' }] },
          {
            name: 'slow',
            keywords: ['slow'],
            actions: [
              { type: 'delay', seconds: 3_600 },
              { type: 'text', text: 'Done' },
            ],
          },
          { name: 'person', keywords: ['person'], actions },
        ],
      },
    ],
  } as unknown as BotDocument
}

/** A workspace in which all is well, with somebody in every state, and another one. */
async function fill(store: Store): Promise<void> {
  const line = new ConversationLine({ store, clock: systemClock, chance: cryptographicChance, newId })
  for (const workspace of [main, other]) await store.workspaces.add(workspace, by)
  for (const group of [support, sales]) await store.groups.add(main.id, group, by)
  const operator = async (name: string, role: 'admin' | 'operator') => {
    const id = asId<'operator'>(`op_${name}`)
    const groups = [support.id, sales.id]
    const email = `${name}@team.example`
    await store.operators.add(main.id, { id, name, email, role, groups, capacity: null }, by)
    await store.operators.setApiStatus(main.id, id, 'online', null)
    return id
  }
  const ana = await operator('ana', 'admin')
  const ben = await operator('ben', 'operator')
  const cleo = await operator('cleo', 'operator')
  const bot = asId<'bot'>('bot_acme')
  await store.bots.add(main.id, { id: bot, name: 'Acme', draft: document as unknown as Record<string, unknown> }, by)
  await store.bots.publish(main.id, bot, 1, withPayloads(document, catalogue), by)
  const say = async (contact: string, text = 'hello'): Promise<ConversationId> => {
    const message = { text, payload: null, parts: [{ type: 'text' as const, text }] }
    const to = { bot, channel: 'custom', contact: asId<'contact'>(contact) }
    const answer = await line.say(main, to, { message, variables: {}, tags: [] })
    if (answer.kind !== 'committed') throw new Error(`not taken: ${JSON.stringify(answer)}`)
    return answer.committed.id
  }
  const run = async (conversation: ConversationId, command: Parameters<ConversationLine['run']>[2]) => {
    const answer = await line.run(main, conversation, command)
    if (answer.kind !== 'committed') throw new Error(`not done: ${JSON.stringify(answer)}`)
  }
  const claim = (conversation: ConversationId, who: OperatorId) =>
    run(conversation, { type: 'claim', operator: who, cause: 'desk' })
  const request = async (conversation: ConversationId, settings: object) =>
    run(conversation, {
      type: 'set_operator_state',
      settings: { mode: 'request_operator', ...settings },
      by: admin,
      cause: 'api',
    })
  await say('carl')
  await say('dora', 'slow')
  await request(await say('emil'), { operatorsGroup: 'support' })
  await request(await say('kim'), { operatorsGroup: 'support', assignOperator: 'specific', operator: cleo })
  await request(await say('lou'), { operatorsGroup: 'sales' })
  await claim(await say('gus'), ben)
  await claim(await say('hana'), ana)
  await store.groups.add(main.id, trial, by)
  await store.routings.set(main.id, trial.id, { automatic: true, offer: { seconds: 3_600 } }, by)
  for (const one of [ana, ben, cleo])
    await store.operators.change(main.id, one, { groups: [support.id, sales.id, trial.id] }, by)
  const offered = await say('mia')
  await request(offered, { operatorsGroup: 'trial', assignOperator: 'specific', operator: cleo })
  await run(offered, { type: 'assign_waiting' })
  await run(await say('jo'), { type: 'close', by: admin, cause: 'desk' })
  await say('hugo')
}

/** Nothing is waited for longer than a round of the event loop. */
const impatient: Clock = { now: systemClock.now, after: (_, callback) => systemClock.after(0, callback) }

type Patient = {
  place: StorePlace
  /** Somebody edits the database behind the store's back. */
  edit(sql: string): Promise<void>
  store(): Promise<Store>
  diagnose(isRepairing: boolean, workspace?: string | null, at?: Instant): Promise<Diagnosis>
  remove(): Promise<void>
}

let room: string
let filled: string

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'baton-doctor-'))
  filled = await mkdtemp(join(room, 'filled-'))
  const { store } = await open({ kind: 'sqlite', directory: filled })
  await fill(store)
  await store.close()
})
afterAll(() => rm(room, { recursive: true }))

function open(place: StorePlace) {
  const where =
    place.kind === 'sqlite'
      ? { databaseUrl: null, databasePool: 4, dataDir: place.directory }
      : { databaseUrl: place.url, databasePool: 4, dataDir: '' }
  return openStore(where, { newId, now: systemClock.now, onCommitted: () => {} })
}

async function patient(kind: StoreKind): Promise<Patient> {
  return kind === 'sqlite' ? sqlitePatient() : postgresPatient()
}

async function sqlitePatient(): Promise<Patient> {
  const directory = await mkdtemp(join(room, 'store-'))
  await cp(filled, directory, { recursive: true })
  return patientAt({ kind: 'sqlite', directory }, async () => {})
}

async function postgresPatient(): Promise<Patient> {
  const database = await testDatabase({
    key: 'doctor',
    async fill(url) {
      await migratePostgres(url)
      const { store } = await open({ kind: 'postgres', url })
      await fill(store)
      await store.close()
    },
  })
  return patientAt({ kind: 'postgres', url: database.url }, database.drop)
}

function patientAt(place: StorePlace, remove: () => Promise<void>): Patient {
  return {
    place,
    remove,
    async edit(sql) {
      if (place.kind === 'sqlite') {
        const database = new Database(join(place.directory, 'baton.db'))
        database.exec(sql)
        database.close()
        return
      }
      const owner = new Connections({ url: place.url, size: 2, asOwner: true })
      await owner.rows(everybody, { text: sql })
      await owner.close()
    },
    store: async () => (await open(place)).store,
    async diagnose(isRepairing, workspace = null, at) {
      const clock = at === undefined ? impatient : handClock(at)
      const found = await diagnose({ place, clock, step: () => () => {} }, { workspace, isRepairing })
      if (found === null) throw new Error('there is no such workspace')
      return found
    },
  }
}

const idOf = (contact: string) => `(select id from conversations where contact = '${contact}')`
const work = `'turn_x', 0, '{"kind":"delay","milliseconds":1}', 1`
const lostDelays = `delete from works where work like '{"kind":"delay"%'`
const careless = JSON.stringify(documentWith([takeover]))

type Plant = [finding: string, edit: string, after: { left: string[]; says?: RegExp }]

const well = { left: [] }
const plants: Plant[] = [
  ['load_differs', `update operators set load = load + 3 where id = 'op_ben'`, well],
  ['seats_differ', `update operators set reserved = reserved + 3 where id = 'op_ben'`, well],
  ['seats_differ', `update operators set reserved = 0 where id = 'op_cleo'`, well],
  [
    'record_differs',
    `update conversations set units = 5 where contact = 'gus'; update operators set reserved = 4 where id = 'op_ben'`,
    well,
  ],
  ['record_differs', `update conversations set offer_until = null where contact = 'mia'`, well],
  ['offer_lost', `delete from works where work like '%"deadline":"offer"%'`, well],
  ['owner_disabled', `update operators set enabled = 0 where id = 'op_ben'`, well],
  ['owner_gone', `delete from operators where id = 'op_ben'; delete from memberships where operator = 'op_ben'`, well],
  [
    'owner_gone',
    `update operators set workspace = 'ws_other' where id = 'op_ben'; delete from memberships where operator = 'op_ben';
     delete from presence_spans where operator = 'op_ben'`,
    well,
  ],
  ['owner_missing', `update conversations set owner = null where contact = 'gus'`, well],
  ['record_unreadable', `update conversations set body = '{' where contact = 'carl'`, well],
  ['record_differs', `update conversations set locked = 1 where contact = 'carl'`, well],
  ['record_differs', `update conversations set last_seq = 1 where contact = 'carl'`, well],
  [
    'record_differs',
    `update conversations set chat_state = 'chatbot_controlled', owner = null, taken_over_at = null where contact = 'gus'`,
    well,
  ],
  [
    'record_differs',
    `update conversations set chat_state = 'taken_over', owner = 'op_nobody', taken_over_at = 1 where contact = 'carl'`,
    well,
  ],
  ['record_differs', `update conversations set status = 'closed' where contact = 'gus'`, well],
  ['record_differs', `update conversations set last_activity_at = 5 where contact = 'carl'`, well],
  [
    'open_twice',
    `drop index open_conversations; update events set data = replace(data, '"hugo"', '"carl"') where conversation = ${idOf('hugo')};
     update conversations set contact = 'carl' where contact = 'hugo'`,
    { left: [], says: /^It is open beside conv_\w+, of the same contact/ },
  ],
  [
    'request_for_gone_group',
    `delete from groups where id = 'grp_sales'; delete from memberships where "group" = 'grp_sales'`,
    well,
  ],
  ['request_for_gone_operator', `update operators set enabled = 0 where id = 'op_cleo'`, well],
  ['turn_lost', lostDelays, well],
  [
    'turn_lost',
    `${lostDelays}; update conversations set flow = replace(flow, '"epoch":0', '"epoch":7') where contact = 'dora'`,
    well,
  ],
  [
    'work_of_closed',
    `insert into works (id, workspace, conversation, turn, epoch, work, due_at)
     select 'eff_x', workspace, id, ${work} from conversations where contact = 'jo'`,
    well,
  ],
  [
    'work_of_gone',
    `insert into works (id, workspace, conversation, turn, epoch, work, due_at) values ('eff_x', 'ws_main', 'conv_gone', ${work})`,
    { left: [], says: /^It is not there, and 1 work of it is\.$/ },
  ],
  ['erasure_unfinished', `update contacts set erasing = 1 where id = 'carl'`, well],
  [
    'message_given_up',
    `update outbox set due_at = null, attempts = 8 where position = (select min(position) from outbox)`,
    { left: [], says: /after 8 tries\.$/ },
  ],
  [
    'group_empty',
    `delete from memberships where "group" = 'grp_sales'`,
    { left: ['group_empty'], says: /1 request waits/ },
  ],
  [
    'group_uncovered',
    `update operators set api_status = 'away'`,
    { left: ['group_uncovered', 'group_uncovered', 'group_uncovered'] },
  ],
  [
    'group_uncovered',
    `update operators set capacity = load where load > 0; update operators set enabled = 0 where id = 'op_cleo'`,
    { left: ['group_uncovered', 'group_uncovered', 'group_uncovered'], says: /2 operators online, all at the limit/ },
  ],
  ['limit_zero', `update operators set capacity = 0 where id = 'op_cleo'`, { left: ['limit_zero'] }],
  [
    'administrator_disabled',
    `update operators set enabled = 0 where id = 'op_ana'`,
    { left: ['administrator_disabled'], says: /^The only administrator is disabled\.$/ },
  ],
  [
    'nobody_branch_missing',
    `update bot_versions set document = '${careless}'`,
    { left: ['nobody_branch_missing'], says: /behaviors\[0\]\.interactions\[2\]\.actions\[0\]\.$/ },
  ],
  [
    'bot_names_nobody',
    `update groups set name = 'help' where id = 'grp_support'`,
    { left: ['bot_names_nobody'], says: /there is no group "support"/ },
  ],
  ['package_lapsed', `update workspaces set packages = '[]'`, { left: ['package_lapsed'], says: /operatorsGroup/ }],
  ['bot_unreadable', `delete from bot_versions`, { left: ['bot_unreadable'] }],
  [
    'audit_broken',
    `update audit set actor = 'nobody' where workspace = 'ws_main' and seq = 3`,
    { left: ['audit_broken'], says: /^Audit record 3 does not follow/ },
  ],
  [
    'log_damaged',
    `delete from events where conversation = ${idOf('carl')} and seq = 2`,
    { left: ['log_damaged'], says: /event 3 stands where 2 should/ },
  ],
  [
    'log_damaged',
    `delete from events where conversation = ${idOf('carl')} and seq = (select last_seq from conversations where contact = 'carl')`,
    { left: ['log_damaged', 'record_differs'] },
  ],
  [
    'left_over',
    `delete from conversations where contact = 'carl' and workspace = 'ws_main'; delete from works where conversation = 'x'`,
    { left: ['left_over'] },
  ],
  [
    'file_damaged',
    `insert into files (id, workspace, conversation, contact, name, content_type, size)
     values ('file_x', 'ws_main', null, 'carl', 'x', 'text/plain', 7)`,
    { left: ['file_damaged'] },
  ],
]

describe.each<StoreKind>(['sqlite', 'postgres'])('in a store in %s', (kind) => {
  test('[RO-52] where all is well nothing is found, and repairing writes nothing', async () => {
    const { diagnose, store, remove } = await patient(kind)
    const before = await auditOf(await store())
    expect(await diagnose(true)).toMatchObject({ repaired: [], left: [] })
    expect(await auditOf(await store())).toEqual(before)
    await remove()
  })

  test.each(plants)('[RO-52] %s is found, and put right where that needs nobody: %s', async (id, edit, after) => {
    const { place, edit: plant, diagnose, remove } = await patient(kind)
    await plant(edit)
    const looked = await diagnose(false)
    const found = looked.left.filter((finding) => finding.id === id)
    expect(looked.left.map((finding) => finding.id)).toContain(id)
    expect(found[0]?.says).toMatch(after.says ?? /\.$/)
    const first = await diagnose(true)
    const left = after.left.concat(kind === 'postgres' && id === 'left_over' ? ['database_damaged'] : []).toSorted()
    expect(first.left.map((finding) => finding.id).toSorted()).toEqual(left)
    expect(first.repaired.some((finding) => finding.id === id)).toBe(!after.left.includes(id))
    expect(first.left.filter(({ repair, refused }) => repair !== null || refused !== null)).toEqual([])
    const second = await diagnose(true)
    expect(second.repaired).toEqual([])
    expect(second.left.map((finding) => finding.id).toSorted()).toEqual(left)
    if (left.length === 0) {
      const watch = watching()
      await verifyStore(place, watch)
      expect(watch.faults).toEqual([])
    }
    await remove()
  })

  test('[RO-52] every repair stands in the audit log, without what people wrote', async () => {
    const { edit, diagnose, store: opened, remove } = await patient(kind)
    await edit(`update operators set load = 9 where id = 'op_ben'; update conversations set body = '{"tags":"secret"}' where contact = 'carl';
      update conversations set "group" = 'grp_x' where contact = 'emil'`)
    await diagnose(true)
    const store = await opened()
    const records = (await store.audit.list(main.id, null, 100)).filter(({ action }) => action === 'repaired')
    expect(records.map(({ actor, before, after }) => ({ actor, before, after })).toReversed()).toEqual(
      expect.arrayContaining([
        { actor: 'command line', before: { load: 9 }, after: { load: 1 } },
        {
          actor: 'command line',
          before: { chatState: 'operator_requested', operator: null },
          after: { chatState: 'operator_requested', operator: null, columns: ['group'] },
        },
        {
          actor: 'command line',
          before: { chatState: 'chatbot_controlled', operator: null },
          after: { chatState: 'chatbot_controlled', operator: null, columns: ['body'] },
        },
      ]),
    )
    expect(records.length).toBe(3)
    expect(await store.audit.verify(main.id)).toBeNull()
    await store.close()
    await remove()
  })

  test('[RO-52] [HO-46] what a disabled or deleted operator held is a request again, of the same age and group', async () => {
    const { edit, diagnose, store: opened, remove } = await patient(kind)
    await edit(`delete from operators where id = 'op_ben'`)
    const { repaired } = await diagnose(true)
    expect(repaired.map(({ id }) => id)).toEqual(['owner_gone'])
    const store = await opened()
    const [gus] = (await store.conversations.list(main.id, { limit: 50 })).items.filter(
      ({ conversation }) => conversation.contact === 'gus',
    )
    expect(gus?.conversation).toMatchObject({ status: 'open', epoch: 2, holder: { state: 'operator_requested' } })
    const log = await store.conversations.events(main.id, gus?.conversation.id ?? asId(''), 0, 100)
    expect(log.at(-1)).toMatchObject({ type: 'transferred', actor: { kind: 'system' }, data: { cause: 'timer' } })
    await store.close()
    await remove()
  })

  test('[RO-52] [FL-5] a bot whose work was lost goes on, and answers what came meanwhile', async () => {
    const { edit, diagnose, store: opened, remove } = await patient(kind)
    await edit(lostDelays)
    expect((await diagnose(true)).repaired.map(({ id }) => id)).toEqual(['turn_lost'])
    const store = await opened()
    const [dora] = (await store.conversations.list(main.id, { limit: 50 })).items.filter(
      ({ conversation }) => conversation.contact === 'dora',
    )
    expect(dora?.flow.turn).toBeNull()
    expect(dora?.conversation.lastLine?.text).toBe('Done')
    await store.close()
    await remove()
  })

  test('[RO-52] [D-01] a record is never folded from a log that has lost something', async () => {
    const { place, edit, remove } = await patient(kind)
    await edit(`delete from events where conversation = ${idOf('carl')} and seq > 1;
      update conversations set id = 'conv_carl' where contact = 'carl'; update events set conversation = 'conv_carl' where conversation not in (select id from conversations)`)
    const mending = openMending(place, { now: systemClock.now, by })
    await expect(mending.rebuild(main.id, asId('conv_carl'))).rejects.toThrow(
      /knows \d+ events, and the log has only 1$/,
    )
    await edit(
      `delete from events where conversation = 'conv_carl'; update conversations set last_seq = 0 where id = 'conv_carl'`,
    )
    await expect(mending.rebuild(main.id, asId('conv_carl'))).rejects.toThrow('its log cannot be folded: it is empty')
    expect(await mending.rebuild(main.id, asId('conv_nowhere'))).toBe(false)
    await mending.close()
    await remove()
  })

  test('[RO-52] what waits for more than a day is found, by the clock', async () => {
    const { diagnose, remove } = await patient(kind)
    const later = instant(systemClock.now() + 49 * 3_600_000)
    const { left } = await diagnose(false, null, later)
    expect(left.map(({ id }) => id)).toEqual([
      'request_waits_long',
      'request_waits_long',
      'request_waits_long',
      'request_waits_long',
      'message_overdue',
    ])
    expect(left[0]?.says).toMatch(/, for 4[89] hours\.$/)
    await remove()
  })

  test('[RO-52] one workspace may be looked at alone', async () => {
    const { edit, diagnose, remove } = await patient(kind)
    await edit(`update operators set load = 9 where id = 'op_ben'`)
    expect(await diagnose(true, 'Other')).toMatchObject({
      workspaces: [{ id: 'ws_other', name: 'Other' }],
      repaired: [],
      left: [],
    })
    expect((await diagnose(true, 'ws_main')).repaired.map(({ id }) => id)).toEqual(['load_differs'])
    await expect(diagnose(false, 'Nowhere')).rejects.toThrow('no such workspace')
    await remove()
  })

  test('[RO-52] many faults at once, in any order, are put right together', async () => {
    const { place, edit, diagnose, remove } = await patient(kind)
    const together = ['load_differs', 'owner_disabled', 'turn_lost', 'work_of_closed', 'work_of_gone']
    for (const id of together)
      await edit((plants.find(([one]) => one === id)?.[1] ?? '').replaceAll('eff_x', `eff_${id}`))
    await edit(
      `update conversations set chat_state = 'taken_over', owner = 'op_ana', taken_over_at = 1 where contact = 'lou'`,
    )
    const { repaired, left } = await diagnose(true)
    expect(left).toEqual([])
    expect(new Set(repaired.map(({ id }) => id))).toEqual(new Set([...together, 'record_differs', 'seats_differ']))
    const watch = watching()
    await verifyStore(place, watch)
    expect(watch.faults).toEqual([])
    await remove()
  })

  test('[RO-52] a fresh store with the demo has no findings', async () => {
    const { place, remove } = await emptyPlace(kind)
    const config = place.kind === 'postgres' ? { DATABASE_URL: place.url } : {}
    const databasePath = place.kind === 'sqlite' ? { databasePath: join(place.directory, 'baton.db') } : {}
    const data = { config: { ...config, BATON_DEMO: 'true' }, ...databasePath, drop: async () => {} }
    const baton = await startTest({ data })
    const chat = await baton.chat({ id: (await firstBot(baton)).id }, 'menu')
    expect((await chat.view()).status).toBe('open')
    await baton[Symbol.asyncDispose]()
    const found = await diagnose(
      { place, clock: systemClock, step: () => () => {} },
      { workspace: null, isRepairing: true },
    )
    expect(found).toMatchObject({ repaired: [], left: [] })
    await remove()
  })
})

test('[RO-52] beside a node that works, nothing is changed that is right, and what is wrong is put right', async () => {
  const shared = await emptyPlace('postgres')
  const node = await shared.open(systemClock.now)
  const { edit, diagnose } = patientAt(shared.place, shared.remove)
  await writing(node, async () => {
    for (let round = 0; round < 3; round += 1) expect(await diagnose(true)).toMatchObject({ repaired: [], left: [] })
    expect(await auditOf(node.store, 'repaired')).toEqual([])
    await edit(`update operators set load = load + 5 where id = 'op_ws_busy'`)
    expect((await diagnose(true)).repaired.map(({ id }) => id)).toEqual(['load_differs'])
    const mending = openMending(shared.place, { now: systemClock.now, by })
    for (let round = 0; round < 40; round += 1) {
      await edit(`update operators set load = load + 5 where id = 'op_ws_busy'`)
      expect(await mending.recount(asId('ws_busy'), asId('op_ws_busy'))).toBe(true)
    }
    await mending.close()
  })
  const watch = watching()
  await verifyStore(shared.place, watch)
  expect(watch.faults).toEqual([])
  await node.store.close()
  await shared.remove()
})

test('[RO-52] [RO-11] a node that has seen a wrong load sees the right one after it was repaired', async () => {
  const { place, edit, diagnose, remove } = await patient('postgres')
  const { store } = await open(place)
  const loadSeen = async () => (await store.operators.team(main.id)).seat(asId('op_ben'))?.load
  await edit(`update operators set load = 9 where id = 'op_ben'`)
  expect(await loadSeen()).toBe(9)
  expect((await diagnose(true)).repaired.map(({ id }) => id)).toEqual(['load_differs'])
  expect(await loadSeen()).toBe(1)
  await store.close()
  await remove()
})

test('[RO-52] every check has a name of its own and says what it means', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  for (const { id, means } of checks) {
    expect(id).toMatch(/^[a-z_]+$/)
    expect(means).toMatch(/^[A-Z].*\.$/)
  }
})

async function auditOf(store: Store, action?: string): Promise<unknown[]> {
  const all = await Promise.all((await store.workspaces.all()).map(({ id }) => store.audit.list(id, null, 1_000)))
  if (action === undefined) await store.close()
  return all.flat().filter((record) => action === undefined || record.action === action)
}

async function firstBot(baton: Awaited<ReturnType<typeof startTest>>): Promise<{ id: string }> {
  const { items } = (await baton.get<{ items: { id: string }[] }>('/bots')).body
  const [first] = items
  if (first === undefined) throw new Error('the demo has no bot')
  return first
}
