/** Stores full of everything, and everything that a store shows; for the tests of moving. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalogue } from '@baton/actions/catalogue'
import { type Conversation, type ConversationEvent, evolve, open } from '@baton/core/conversation'
import { type BotDocument, restingFlow, withPayloads } from '@baton/core/flow'
import { asId, type ConversationId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { completeWidgetSettings } from '@baton/core/protocol'
import { type Instant, instant } from '@baton/core/time'
import Database from 'better-sqlite3'
import { testDatabase } from '../../../../lab/testing.ts'
import { cryptographicChance, newId } from '../../chance.ts'
import { handClock } from '../../clock.ts'
import { ConversationLine } from '../../conversations/conversations.ts'
import { hashOfContent } from '../../uploads.ts'
import { type OpenedStore, openStore } from '../open.ts'
import { migratePostgres } from '../postgres/migrate.ts'
import { changingColumns, namesOfChangingColumns } from '../rows.ts'
import type { Store, Workspace } from '../store.ts'
import type { StorePlace, Watching } from './move.ts'
import { type Batch, batchOf, type Moving, type StoreKind } from './stream.ts'
import { type Row, tableOf } from './tables.ts'

const by = { actor: 'test', request: 'req_1' }
export const noon = 1_800_000_000_000
const muchLater = instant(noon + 1_000_000_000)

/** A place where a store may be, and how to clear it away. */
export type TestPlace = { place: StorePlace; open(now?: () => Instant): Promise<OpenedStore>; remove(): Promise<void> }

/** Empty: a directory, or a database of its own. */
export async function emptyPlace(kind: StoreKind): Promise<TestPlace> {
  const directory = await mkdtemp(join(tmpdir(), 'baton-moving-'))
  const database = kind === 'postgres' ? await testDatabase({ key: 'migrated', fill: migratePostgres }) : null
  const databaseUrl = database?.url ?? null
  return {
    place: databaseUrl === null ? { kind: 'sqlite', directory } : { kind: 'postgres', url: databaseUrl },
    open: (now = () => muchLater) =>
      openStore({ databaseUrl, databasePool: 5, dataDir: directory }, { newId, now, onCommitted: () => {} }),
    async remove() {
      await database?.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Somebody edits the record of one contact of `manyConversations` behind the store's back. */
export function editRecord(directory: string, number: number): void {
  const database = new Database(join(directory, 'baton.db'))
  database.prepare('update conversations set locked = 1 where contact = ?').run(contactOf(number))
  database.close()
}

/** Keeps what is found; nobody watches. */
export function watching(): Watching & { faults: string[]; titles: string[] } {
  const faults: string[] = []
  const titles: string[] = []
  return {
    release: '0.0.0',
    now: () => noon,
    step: () => () => {},
    onFault({ place, says }, title) {
      faults.push(`${place}: ${says}`)
      titles.push(title)
    },
    faults,
    titles,
  }
}

const document = {
  name: 'Acme',
  startBehavior: 'main',
  behaviors: [
    {
      name: 'main',
      interactions: [
        { name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome 👋🏽 {{ first_name }}' }] },
        {
          name: 'slow',
          keywords: ['slow'],
          actions: [
            { type: 'delay', seconds: 5 },
            { type: 'text', text: 'Done' },
          ],
        },
        {
          name: 'person',
          keywords: ['person'],
          actions: [{ type: 'set_chat_operator_state', mode: 'operator_takeover', assignOperator: 'less_busy' }],
        },
        { name: 'ask', keywords: ['ask'], actions: [{ type: 'set_chat_operator_state', mode: 'request_operator' }] },
      ],
    },
  ],
} as unknown as BotDocument

export const oddTexts = [
  'plain',
  'emoji 👩‍👩‍👧‍👦 🏳️‍🌈 𝒜',
  'quotes " \\ \' {} [] , NULL "null" \\N',
  'lines\n\r\t\u0001\u001f\u007f\u0085\u2028\u2029',
  'null \u0000 inside',
  'العربية עברית ไทย 中文',
  'long '.repeat(2_000),
]

/** What was put into a store that only whoever put it there can name. */
export type Known = { contacts: string[]; sessions: string[]; links: string[]; keys: string[]; files: string[] }

/** Workspaces whose logs are mixed, with everything that a store can hold in every state it can be in. */
export async function fillStore({ store, uploads }: OpenedStore, clock = handClock(noon)): Promise<Known> {
  const line = new ConversationLine({ store, clock, chance: cryptographicChance, newId })
  const known: Known = { contacts: [], sessions: [], links: [], keys: [], files: [] }
  const workspaces: Workspace[] = ['Ä 🙂 "one" \\ {two}', 'second', 'third'].map((name, index) => ({
    id: asId(`ws_${index}`),
    name,
    packages: ['pro_team'],
    locale: 'de',
    timeZone: 'Europe/Berlin',
  }))
  for (const workspace of workspaces) await store.workspaces.add(workspace, by)
  const talks = await Promise.all(
    workspaces.map((workspace) => fillWorkspace(workspace, { store, line, clock, known })),
  )
  for (const [index, workspace] of workspaces.entries()) await fillFiles(workspace, index, { store, uploads }, known)
  // The log of all of them has a gap at its end, and one in the middle.
  for (const { forget } of talks) await forget()
  await store.conversations.index(10)
  return known
}

type Filling = { store: Store; line: ConversationLine; clock: ReturnType<typeof handClock>; known: Known }

async function fillWorkspace(workspace: Workspace, { store, line, clock, known }: Filling) {
  const { id } = workspace
  const named = (text: string) => `${text} of ${id}`
  const admin = { operator: null, role: 'admin' as const }
  const group = { id: asId<'group'>(`grp_${id}`), name: named('support') }
  await store.groups.add(id, group, by)
  await store.groups.add(id, { id: asId(`grp_empty_${id}`), name: named('empty') }, by)
  const operator = async (name: string, groups = [group.id]) => {
    const operator = asId<'operator'>(`op_${name}_${id}`)
    const email = `${name}@${id}.example`
    await store.operators.add(
      id,
      { id: operator, name: named(name), email, role: 'operator', groups, capacity: 50 },
      by,
    )
    return operator
  }
  const ana = await operator('ana')
  const ben = await operator('ben', [])
  const gone = await operator('gone')
  await store.operators.change(
    id,
    ana,
    { passwordHash: '$argon2id$v=19$x', language: 'de-AT', picture: 'data:image/png;base64,AA==', role: 'admin' },
    by,
  )
  await store.operators.setApiStatus(id, ana, 'online', null)
  await store.operators.choose(id, ben, 'busy')
  await store.operators.lease(id, ben, 'phone', instant(noon + 60_000))

  const bot = asId<'bot'>(`bot_${id}`)
  const draft = document as unknown as Record<string, unknown>
  await store.bots.add(id, { id: bot, name: named('Acme'), draft }, by)
  await store.bots.publish(id, bot, 1, withPayloads(document, catalogue), by)
  await store.bots.saveDraft(id, bot, named('Acme'), { ...draft, startBehavior: 'main' }, by)
  await store.bots.publish(id, bot, 2, withPayloads(document, catalogue), by)
  await store.bots.saveDraft(id, bot, named('Acme'), { ...draft, note: oddTexts }, by)
  await store.bots.allowSites(id, bot, ['https://shop.example'], by)
  await store.widgetSettings.set(id, bot, completeWidgetSettings({ theme: { title: named('Chat') } }), null, by)
  await store.identitySecrets.rotate(id, bot, named('first'), by)
  await store.identitySecrets.rotate(id, bot, named('second'), by)
  await store.bots.add(id, { id: asId(`bot_draft_${id}`), name: named('Draft'), draft }, by)
  line.settingsChanged(id)

  const say = async (contact: string, text: string | null, key?: string, channel = 'custom') => {
    const saying = {
      message: text === null ? null : { text, payload: null, parts: [{ type: 'text' as const, text }] },
      variables: {},
      tags: [],
      ...(key === undefined ? {} : { clientMessageId: key }),
    }
    const scope = `contact ${bot} ${contact}`
    const once =
      key === undefined ? undefined : { scope, key, hash: hashOfContent(Buffer.from(`${text}`)), expiresAt: muchLater }
    const answer = await line.say(workspace, { bot, channel, contact: asId(contact) }, saying, once)
    clock.advance(7)
    known.contacts.push(contact)
    if (answer.kind !== 'committed') throw new Error(`not taken: ${JSON.stringify(answer)}`)
    return answer.committed.id
  }
  const run = async (conversation: ConversationId, command: Parameters<ConversationLine['run']>[2]) => {
    const answer = await line.run(workspace, conversation, command)
    if (answer.kind === 'refused') throw new Error(`refused: ${JSON.stringify(answer.refusal)}`)
  }
  const claim = (conversation: ConversationId, who = ana) =>
    run(conversation, { type: 'claim', operator: who, cause: 'desk' })

  const talking = await say(named('carl 🙂'), 'hello', 'key 1')
  for (const [index, text] of oddTexts.entries()) await say(named('carl 🙂'), text, `key "🙂" ${index}`)
  await run(talking, {
    type: 'label',
    variables: { user_name: 'Carl ☃', order: { lines: [1, 2.5, null, true], text: oddTexts[3] ?? '' } },
    setTags: ['new', 'ähm'],
    dropTags: [],
    by: admin,
  })
  await say(named('carl 🙂'), 'on the web', undefined, 'web')
  const forgotten = named('to be forgotten')
  await say(forgotten, 'secret')
  const waiting = await say(named('dora'), 'slow')
  await say(named('dora'), 'still there?')
  await say(named('emil'), 'ask')
  const requested = await say(named('frida'), null)
  await run(requested, {
    type: 'set_operator_state',
    settings: { mode: 'request_operator', operatorsGroup: group.name },
    by: admin,
    cause: 'api',
  })
  const held = await say(named('gus'), 'person')
  await run(held, { type: 'lock', by: admin, cause: 'desk' })
  const transferred = await say(named('hana'), 'hi')
  await claim(transferred)
  await run(transferred, {
    type: 'operator_says',
    operator: ana,
    text: 'a note 📝',
    parts: [],
    isNote: true,
    cause: 'desk',
  })
  await run(transferred, {
    type: 'operator_says',
    operator: ana,
    text: 'hello',
    parts: [],
    isNote: false,
    cause: 'desk',
  })
  for (const [scope, title] of [
    [null, oddTexts[1]],
    [ana, oddTexts[2]],
  ] as const) {
    const reply = {
      id: asId<'cannedReply'>(`can_${id}_${scope}`),
      operator: scope,
      shortcut: 'Grüße',
      title: title ?? '',
    }
    await store.cannedReplies.add(id, { ...reply, text: 'Hello {{ first_name }}' }, by)
  }
  const wishes = { quietHours: null, sound: 'chime', push: 'full', mail: { requests: true, mentions: false } } as const
  await store.notifications.setSettings(id, ana, wishes)
  await store.notifications.setRules(id, { notifyAfterSeconds: 20, mailAfterSeconds: 60, showsContent: true }, by)
  const browser = { endpoint: 'https://push.example/1', key: 'key', secret: 'secret', signer: 'signer' }
  await store.notifications.subscribe(id, { id: `push_${id}`, operator: ana, createdAt: instant(noon), ...browser })
  const note = { about: { kind: 'mention', seq: 1 }, operator: ana, way: { kind: 'mail' } } as const
  await store.notifications.plan(id, transferred, [note], instant(noon))
  const written = {
    reply: oddTexts[1] ?? '',
    note: 'half a note',
    writtenAt: instant(noon),
    savedAt: instant(noon + 1),
  }
  await store.replyDrafts.save(id, ben, { conversation: transferred, ...written })
  for (const scope of [null, ana]) {
    const filter = { id: asId<'savedFilter'>(`flt_${id}_${scope}`), operator: scope, name: oddTexts[1] ?? '' }
    await store.savedFilters.add(id, { ...filter, query: { tag: oddTexts[2] ?? '', status: 'open' } }, by)
  }
  await store.mentions.read(id, ben, [{ conversation: transferred, seq: 2 }])
  await store.readMarks.set(id, ben, transferred, { upTo: 1, isMarked: true })
  await run(transferred, { type: 'transfer', to: { operator: ben }, by: admin, cause: 'desk' })
  await say(named('hana'), 'who are you?')
  await run(transferred, { type: 'snooze', until: instant(noon + 86_400_000), by: admin, cause: 'desk' })
  const given = await say(named('ines'), 'hi')
  await claim(given, gone)
  await run(given, { type: 'hand_over', by: admin, cause: 'desk' })
  const closed = await say(named('jo'), 'hi')
  await claim(closed, gone)
  await run(closed, { type: 'close', by: admin, cause: 'desk' })
  await say(named('jo'), 'again')
  const closedWaiting = await say(named('kim'), 'slow')
  await run(closedWaiting, { type: 'close', by: admin, cause: 'desk' })
  const lost = await say(named('lou'), 'hi')
  await claim(lost, gone)
  const lose = line.proposer(workspace, { type: 'lose_operator', operator: gone, by: admin, cause: 'api' })
  await store.operators.retire(id, gone, 'delete', lose, by)
  const disabled = await operator('disabled')
  await store.operators.retire(id, disabled, 'disable', lose, by)

  await fillRouting(workspace, { store, line, clock, known }, { say, run, operators: [ana, ben] })

  for (const name of ['first', 'second']) {
    const key = { id: asId<'key'>(`key_${name}_${id}`), workspace: id, name, role: 'admin' as const }
    await store.access.addKey(`key ${name} ${id}`, { ...key, createdAt: instant(noon), lastUsedAt: null }, by)
    known.keys.push(`key ${name} ${id}`)
  }
  await store.access.touchKey(asId(`key_first_${id}`), instant(noon + 5))
  await store.access.revokeKey(id, asId(`key_second_${id}`), by)
  const ends = instant(noon + 2_000_000_000)
  await store.access.addSession(`session ${id}`, { operator: ana, workspace: id, generation: 0, expiresAt: ends })
  await store.access.addLink(`link ${id}`, { operator: null, workspace: id, kind: 'setup', expiresAt: ends })
  await store.access.addLink(`spent ${id}`, { operator: ana, workspace: id, kind: 'reset', expiresAt: ends })
  await store.access.spendLink(`spent ${id}`)
  await store.access.addTicket(`ticket ${id}`, { kind: 'operator', session: `session ${id}` }, ends)
  known.sessions.push(`session ${id}`)
  known.links.push(`link ${id}`, `spent ${id}`)
  await store.access.reserveAnswer(`key ${id}`, 'done', 'hash', ends)
  await store.access.saveAnswer(
    `key ${id}`,
    'done',
    { hash: 'hash', status: 201, body: JSON.stringify(oddTexts) },
    ends,
  )
  await store.access.reserveAnswer(`key ${id}`, 'under way', 'hash', ends)
  const counts = { day: Math.floor(noon / 86_400_000), behavior: 'main', entered: 3, toOperators: 2, left: 1 }
  const visits = ['welcome', 'ähm "🙂"'].map((interaction) => ({ bot, interaction, ...counts }))
  const missed = [talking, closed].map((conversation) => ({ bot, conversation, seq: 2, at: clock.now() }))
  await store.visits.add(id, visits, missed)
  await store.outbox.add(id, 'mail', { to: `ana@${id}.example`, text: oddTexts })
  const [first] = await store.outbox.claim(1, instant(clock.now() + 1))
  if (first !== undefined) await store.outbox.postpone(first.position, instant(clock.now() + 60_000))
  clock.advance(5)
  void waiting

  const close = line.proposer(workspace, { type: 'close', by: admin, cause: 'api' })
  return {
    async forget() {
      await store.contacts.forget(id, asId(forgotten), close, async () => {}, by)
      const interrupted = named('half forgotten')
      await say(interrupted, 'hi')
      const crash = async () => Promise.reject(new Error('a crash'))
      await store.contacts.forget(id, asId(interrupted), close, crash, by).catch(() => {})
      const last = named('the last one')
      await say(last, 'hi')
      await store.contacts.forget(id, asId(last), close, async () => {}, by)
    },
  }
}

type Talking = {
  say(contact: string, text: string | null, key?: string, channel?: string): Promise<ConversationId>
  run(conversation: ConversationId, command: Parameters<ConversationLine['run']>[2]): Promise<void>
  operators: OperatorId[]
}

/** Somebody is asked alone, somebody has missed that, one waits for the contact, one has just been closed. */
async function fillRouting(
  { id }: Workspace,
  { store, clock }: Filling,
  { say, run, operators }: Talking,
): Promise<void> {
  const { routings } = store
  const [ana = asId<'operator'>(''), ben = ana] = operators
  const admin = { operator: null, role: 'admin' as const }
  const group = { id: asId<'group'>(`grp_asked_${id}`), name: `asked of ${id}` }
  await store.groups.add(id, group, by)
  for (const operator of operators) await store.operators.change(id, operator, { groups: [group.id] }, by)
  await routings.set(id, null, { channelWeights: { heavy: 3 }, deadlines: { wrapUp: { afterSeconds: 60 } } }, by)
  const asking = { automatic: true, pick: 'round_robin', offer: { seconds: 20 }, holdIsFree: true } as const
  await routings.set(id, group.id, asking, by)
  await routings.setAbilities(id, ben, { skills: ['ä'], languages: ['de'], weight: 3, calendar: null }, by)
  await store.operators.setApiStatus(id, ben, 'online', null)
  const request = async (contact: string, channel?: string) => {
    const conversation = await say(`${contact} of ${id}`, 'hello', undefined, channel)
    await run(conversation, { type: 'transfer', to: { group: group.id }, by: admin, cause: 'api' })
    await run(conversation, { type: 'assign_waiting' })
    return conversation
  }
  const missed = await request('mia')
  const record = await store.conversations.find(id, missed)
  const holder = record?.conversation.holder
  if (holder?.state !== 'operator_requested' || holder.offer === undefined) throw new Error('nobody was asked')
  const { at, until } = holder.offer
  clock.advance(until - clock.now())
  const work = { id: newId('effect'), epoch: record?.conversation.epoch ?? 0 }
  await run(missed, { type: 'meet_deadline', deadline: 'offer', group: group.id, since: at, work })
  await request('noa', 'heavy')
  const held = await say(`olga of ${id}`, 'hello', undefined, 'heavy')
  await run(held, { type: 'transfer', to: { group: group.id }, by: admin, cause: 'api' })
  await run(held, { type: 'claim', operator: ana, cause: 'desk' })
  const words = { text: 'a moment', parts: [], isNote: false, cause: 'desk' as const }
  await run(held, { type: 'operator_says', operator: ana, ...words })
  const closed = await say(`pia of ${id}`, 'hello')
  await run(closed, { type: 'claim', operator: ana, cause: 'desk' })
  await run(closed, { type: 'close', by: admin, cause: 'desk' })
  for (const wait of [10, 20, 20])
    await routings.noteWait(id, { group: group.id, position: 1, milliseconds: wait, at: clock.now() })
  await routings.setCovered(id, group.id, true)
  await routings.setCovered(id, null, true)
  clock.advance(5)
  await routings.setCovered(id, group.id, false)
}

const sizes = [1, 512 * 1024 - 1, 512 * 1024, 512 * 1024 + 1, 1_300_000]

async function fillFiles(
  { id: workspace }: Workspace,
  index: number,
  { store, uploads }: Pick<OpenedStore, 'store' | 'uploads'>,
  known: Known,
): Promise<void> {
  // One workspace has many, one a few, one none.
  for (const [number, size] of sizes.slice(0, [5, 2, 0][index]).entries()) {
    const id = asId<'file'>(`file_${index}_${number}`)
    const content = Buffer.alloc(size, `${workspace} ${number} `)
    await uploads.save(id, content)
    const contact = asId<'contact'>(`carl 🙂 of ${workspace}`)
    const name = `ümlaut ${number}.txt`
    await store.files.add({ id, workspace, conversation: null, contact, name, contentType: 'text/plain', size })
    known.files.push(id)
  }
}

/** Everything that any call could show, but for who is connected just now and for positions. */
export async function everythingIn({ store, uploads }: OpenedStore, known: Known): Promise<Record<string, unknown>> {
  const workspaces = await store.workspaces.all()
  const shown: Record<string, unknown> = { workspaces }
  for (const { id } of workspaces) shown[id] = await everythingOf(store, id, known)
  // Taken for no time at all, so that whoever looks next finds it, too.
  const due = await store.outbox.claim(1_000, muchLater)
  shown.outbox = due.map(({ workspace, topic, payload, attempts }) => ({ workspace, topic, payload, attempts }))
  shown.pending = await store.outbox.pending()
  const works = await store.works.claim(1_000, new Set(), muchLater)
  shown.works = works.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  shown.unfinished = (await store.contacts.unfinished()).toSorted((one, other) => (one.id < other.id ? -1 : 1))
  shown.sessions = await Promise.all(known.sessions.map((hash) => store.access.findSession(hash)))
  shown.links = await Promise.all(known.links.map((hash) => store.access.findLink(hash)))
  shown.keys = await Promise.all(known.keys.map((hash) => store.access.findKey(hash)))
  shown.files = await Promise.all(
    known.files.map(async (id) => ({
      file: await store.files.find(asId(id)),
      content: await contentOf({ uploads }, id),
    })),
  )
  shown.answers = await Promise.all(
    workspaces.map(({ id }) => store.access.reserveAnswer(`key ${id}`, 'done', 'hash', muchLater)),
  )
  return JSON.parse(JSON.stringify(shown))
}

async function everythingOf(store: Store, workspace: WorkspaceId, known: Known): Promise<unknown> {
  const records = (await store.conversations.list(workspace, { limit: 500 })).items
  const bots = await store.bots.list(workspace)
  const operators = await store.operators.list(workspace)
  const groups = await store.groups.list(workspace)
  const team = await store.operators.team(workspace)
  const subjects = [null, ...groups.map(({ id }) => id)]
  const searched = ['hello', 'emoji', 'العربية', 'carl', 'snow', 'secret']
  return {
    operators,
    groups,
    seats: operators.map(({ id }) => team.seat(id)),
    recounts: await Promise.all(operators.map(({ id }) => store.operators.recount(workspace, id))),
    cursors: subjects.map((subject) => team.cursor(subject)),
    waits: await Promise.all(subjects.map((subject) => store.routings.waits(workspace, subject, 1_000))),
    coverage: await store.routings.coverage(workspace),
    queue: await store.routings.queue(workspace, 1_000),
    abilities: [...(await store.routings.allAbilities(workspace))],
    bots,
    widgetSettings: await Promise.all(bots.map(({ id }) => store.widgetSettings.find(workspace, id))),
    identitySecrets: await Promise.all(bots.map(({ id }) => store.identitySecrets.find(workspace, id))),
    visits: await Promise.all(bots.map(({ id }) => store.visits.list(workspace, id, 0))),
    cannedReplies: await Promise.all(
      [null, ...operators.map(({ id }) => id)].map((scope) => store.cannedReplies.list(workspace, scope)),
    ),
    notificationSettings: [...(await store.notifications.allSettings(workspace))],
    notificationRules: await store.notifications.rules(workspace),
    pushSubscriptions: await store.notifications.subscriptions(workspace, null),
    replyDrafts: await Promise.all(operators.map(({ id }) => store.replyDrafts.list(workspace, id))),
    savedFilters: await Promise.all(
      [null, ...operators.map(({ id }) => id)].map((scope) => store.savedFilters.list(workspace, scope)),
    ),
    mentions: await Promise.all(operators.map(({ id }) => store.mentions.list(workspace, id, 100))),
    readMarks: await Promise.all(
      operators.map(async ({ id }) => [...(await store.readMarks.latest(workspace, id, 100))]),
    ),
    misses: await Promise.all(bots.map(({ id }) => store.visits.misses(workspace, id, instant(0), 100))),
    versions: await Promise.all(bots.flatMap(({ id }) => [1, 2, 3].map((version) => store.bots.version(id, version)))),
    records,
    logs: await Promise.all(
      records.map(({ conversation }) => store.conversations.events(workspace, conversation.id, 0, 1_000)),
    ),
    inbox: (await store.conversations.inbox(workspace, 0, 10_000)).map(({ conversation, event }) => ({
      conversation,
      event,
    })),
    counts: await Promise.all(
      [null, ...operators.map(({ id }) => id)].map((id) => store.conversations.count(workspace, id)),
    ),
    found: await Promise.all(
      searched.map(async (search) =>
        (await store.conversations.list(workspace, { limit: 500, search })).items.map(
          ({ conversation }) => conversation.id,
        ),
      ),
    ),
    contacts: await Promise.all(known.contacts.map((contact) => store.contacts.find(workspace, asId(contact)))),
    keys: await store.access.keys(workspace),
    presence: await store.reports.presence(workspace, instant(0), muchLater),
    audit: await store.audit.list(workspace, null, 1_000),
    chainBreaksAt: await store.audit.verify(workspace),
  }
}

/** The fingerprint of a file's contents; null when they are gone. */
export async function contentOf({ uploads }: Pick<OpenedStore, 'uploads'>, id: string): Promise<string | null> {
  const content = await uploads.read(asId(id))
  if (content === null) return null
  const hash = createHash('sha256')
  for await (const part of content) hash.update(part)
  return hash.digest('hex')
}

/** Positions of the log of each workspace, and where it ends. */
export async function positionsIn({ store }: OpenedStore): Promise<Record<string, number[]>> {
  const positions: Record<string, number[]> = {}
  for (const { id } of await store.workspaces.all()) {
    const inbox = await store.conversations.inbox(id, 0, 10_000)
    positions[id] = [...inbox.map(({ position }) => position), await store.conversations.lastPosition(id)]
  }
  return positions
}

/** Goes on in a store that `fillStore` has filled: somebody new in each workspace asks for a person, and is found. */
export async function goOn({ store }: OpenedStore): Promise<void> {
  const line = new ConversationLine({ store, clock: handClock(muchLater), chance: cryptographicChance, newId })
  for (const workspace of await store.workspaces.all()) {
    const bot = asId<'bot'>(`bot_${workspace.id}`)
    for (const text of ['newcomer', 'person']) {
      const answer = await line.say(workspace, { bot, channel: 'custom', contact: asId('zoe') }, saying(text))
      if (answer.kind !== 'committed') throw new Error(`not taken: ${JSON.stringify(answer)}`)
    }
    const found = await store.conversations.list(workspace.id, { limit: 10, search: 'newcomer' })
    if (found.items.length !== 1) throw new Error('what was said is not found')
  }
}

/** Contacts of two workspaces write at once for as long as `work` takes; answers the events acknowledged before it began. */
export async function writing({ store }: OpenedStore, work: () => Promise<void>): Promise<string[]> {
  const line = new ConversationLine({ store, clock: handClock(muchLater), chance: cryptographicChance, newId })
  const workspaces: Workspace[] = ['busy', 'busier'].map((name) => ({
    id: asId(`ws_${name}`),
    name,
    packages: ['pro_team'],
    locale: 'en',
    timeZone: 'UTC',
  }))
  for (const { id, ...rest } of workspaces) {
    await store.workspaces.add({ id, ...rest }, by)
    const bot = asId<'bot'>(`bot_${id}`)
    await store.bots.add(id, { id: bot, name: 'Acme', draft: {} }, by)
    await store.bots.publish(id, bot, 1, withPayloads(document, catalogue), by)
    const operator = { id: asId<'operator'>(`op_${id}`), name: 'Ana', email: `ana@${id}.example`, capacity: null }
    await store.operators.add(id, { ...operator, role: 'operator', groups: [] }, by)
  }
  const acknowledged: string[] = []
  let isEnding = false
  const writers = workspaces.flatMap((workspace) =>
    Array.from({ length: 8 }, async (_, number) => {
      const to = { bot: asId<'bot'>(`bot_${workspace.id}`), channel: 'custom', contact: asId<'contact'>(`c${number}`) }
      for (let count = 0; !isEnding; count += 1) {
        const answer = await line.say(workspace, to, saying(count % 5 === 4 ? 'person' : `message ${count}`))
        if (answer.kind !== 'committed') throw new Error(`not taken: ${JSON.stringify(answer)}`)
        const { id, change } = answer.committed
        acknowledged.push(...change.events.map(({ event }) => event.id))
        const admin = { operator: null, role: 'admin' as const }
        if (count % 7 === 6) await line.run(workspace, id, { type: 'close', by: admin, cause: 'api' })
        await new Promise((resolve) => setImmediate(resolve))
      }
    }),
  )
  while (acknowledged.length < 200) await new Promise((resolve) => setImmediate(resolve))
  const before = [...acknowledged]
  try {
    await work()
    const after = acknowledged.length
    while (acknowledged.length < after + 50) await new Promise((resolve) => setImmediate(resolve))
  } finally {
    isEnding = true
    await Promise.all(writers)
  }
  return before
}

/** The events of each workspace in the order of its log. */
export async function logs({ store }: OpenedStore): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const { id } of await store.workspaces.all()) {
    const inbox = await store.conversations.inbox(id, 0, 1_000_000)
    found[id] = inbox.map(({ event }) => event.id)
  }
  return found
}

function saying(text: string) {
  return { message: { text, payload: null, parts: [{ type: 'text' as const, text }] }, variables: {}, tags: [] }
}

/** A store of conversations between contact and bot, as large as one likes, made without one. */
export function manyConversations(conversations: number, eventsOfEach: number): Moving {
  return {
    about: { release: '0.0.0', store: 'sqlite', takenAt: instant(noon), positions: 'store' },
    expected: conversations * (eventsOfEach + 2) + 3,
    batches: batchesOfMany(conversations, eventsOfEach),
  }
}

async function* batchesOfMany(conversations: number, eventsOfEach: number): AsyncGenerator<Batch> {
  const batch = (name: Parameters<typeof tableOf>[0], rows: Row[]) => batchOf(tableOf(name), rows)
  const last = conversations * eventsOfEach
  yield batch('workspaces', [['ws_many', 'many', '[]', 'en', 'UTC', 0]])
  yield batch('heads', [['ws_many', last, 0, '']])
  yield batch('bots', [['bot_many', 'ws_many', 'Many', 1, null, '{}', '[]']])
  const numbers = Array.from({ length: Math.ceil(conversations / 500) }, (_, index) => index * 500)
  const some = (from: number) => Array.from({ length: Math.min(500, conversations - from) }, (_, index) => from + index)
  for (const from of numbers)
    yield batch(
      'contacts',
      some(from).map((number) => ['ws_many', contactOf(number), '{}', 0]),
    )
  for (const from of numbers)
    yield batch(
      'conversations',
      some(from).map((number) => rowOf(number, eventsOfEach)),
    )
  for (const from of numbers)
    yield batch(
      'events',
      some(from).flatMap((number) =>
        eventsOf(number, eventsOfEach).map((event) => eventRow(number, event, eventsOfEach)),
      ),
    )
}

function contactOf(number: number): string {
  return `contact_${String(number).padStart(10, '0')}`
}

/** Ids are as random as those of a server are, and sorted as rows are. */
function idOf(number: number): ConversationId {
  return asId(
    `conv_${String(number).padStart(10, '0')}${createHash('md5').update(String(number)).digest('hex').slice(0, 10)}`,
  )
}

function eventsOf(number: number, count: number): ConversationEvent[] {
  return Array.from({ length: count }, (_, index): ConversationEvent => {
    const base = { seq: index + 1, id: asId<'event'>(`evt_${number}_${index}`), at: instant(noon + index), epoch: 0 }
    const contact = asId<'contact'>(contactOf(number))
    if (index === 0)
      return {
        ...base,
        type: 'conversation_opened',
        actor: { kind: 'contact', id: contact },
        data: { bot: asId('bot_many'), channel: 'custom', contact, previous: null, variables: {} },
      }
    const text = `message ${index} of ${number}: where is my order ${number * 7919}, and when will it come?`
    const data = { text, parts: [{ type: 'text' as const, text }], clientMessageId: `${number}-${index}` }
    const actor =
      index % 2 === 1
        ? { kind: 'contact' as const, id: contact }
        : { kind: 'chatbot' as const, id: asId<'bot'>('bot_many'), name: 'Many' }
    return { ...base, type: 'message', actor, data }
  })
}

function rowOf(number: number, events: number): Row {
  const [first, ...rest] = eventsOf(number, events)
  if (first === undefined) throw new Error('a conversation has an event')
  const conversation = rest.reduce<Conversation>(evolve, open(idOf(number), first))
  const changing = changingColumns({ conversation, flow: restingFlow })
  const place = namesOfChangingColumns.indexOf('last_activity_at')
  const head = [conversation.id, 'ws_many', 'bot_many', 'custom', contactOf(number), null]
  const readFloor = null
  return [...head, ...changing.slice(0, place), conversation.openedAt, ...changing.slice(place), readFloor]
}

function eventRow(number: number, { seq, id, type, at, epoch, actor, data }: ConversationEvent, of: number): Row {
  const turn = seq % 2 === 1 && seq > 1 ? `turn_${number}_${seq}` : null
  const texts = [JSON.stringify(actor), JSON.stringify(data)]
  return ['ws_many', number * of + seq, idOf(number), seq, id, type, at, epoch, turn, ...texts]
}
