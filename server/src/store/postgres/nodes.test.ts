/** What holds when several processes share one database: each has a store of its own, as nodes do. */
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { asId, type ConversationId, type GroupId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import type { Routing } from '@baton/core/routing'
import { instant } from '@baton/core/time'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../lab/testing.ts'
import { cryptographicChance, newId } from '../../chance.ts'
import { handClock } from '../../clock.ts'
import { ConversationLine } from '../../conversations/conversations.ts'
import type { Workspace } from '../store.ts'
import { Connections, DatabaseRefused, everybody } from './connections.ts'
import { migratePostgres } from './migrate.ts'
import { openPostgres, type SharedStore } from './postgres.ts'

type Node = { store: SharedStore; line: ConversationLine; changed: (WorkspaceId | null)[] }

const by = { actor: 'test', request: null }
const admin = { operator: null, role: 'admin' as const }
const bot = asId<'bot'>('bot_acme')
const workspace: Workspace = {
  id: asId('ws_main'),
  name: 'Main',
  packages: ['pro_team'],
  locale: 'en',
  timeZone: 'UTC',
}
const handoff = { type: 'set_chat_operator_state', mode: 'operator_takeover', assignOperator: 'less_busy' }

function documentWith(text: string): BotDocument {
  const interactions = [
    { name: 'welcome', start: true, actions: [{ type: 'text', text }] },
    { name: 'person', keywords: ['person'], actions: [handoff, { type: 'text', text: 'Nobody is free' }] },
  ]
  return { name: 'Acme', startBehavior: 'main', behaviors: [{ name: 'main', interactions }] } as unknown as BotDocument
}

const headOfWorkspaces = 'select 1 from heads for update'

/** Takes something that others will want, if nothing is said the row that all commits of a workspace meet at, and sees who waits. */
async function holding(url: string, taking = headOfWorkspaces) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  await client.query(taking)
  const watcher = new pg.Client({ connectionString: url })
  await watcher.connect()
  const waiting = async () => {
    const { rows } = await watcher.query(
      "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
    return rows[0].count as number
  }
  return {
    untilWaiting: (count: number) => vi.waitUntil(async () => (await waiting()) >= count, { timeout: 20_000 }),
    letGo: () => client.query('commit'),
    takeBack: () => client.query('rollback'),
    query: (text: string) => watcher.query(text),
    async [Symbol.asyncDispose]() {
      await Promise.all([client.end(), watcher.end()])
    },
  }
}

describe('several nodes on one database', () => {
  const clock = handClock()
  let database: TestDatabase
  let nodes: Node[]

  const startNode = async (): Promise<Node> => {
    const changed: (WorkspaceId | null)[] = []
    const store = await openPostgres({
      url: database.url,
      newId,
      now: () => clock.now(),
      onCommitted: () => {},
      onChanged: (one) => {
        changed.push(one)
        line?.bots.forgetAll()
      },
      poolSize: 4,
    })
    const line = new ConversationLine({ store, clock, chance: cryptographicChance, newId })
    return { store, line, changed }
  }
  const node = (index: number): Node => {
    const found = nodes[index % nodes.length]
    if (found === undefined) throw new Error('no node')
    return found
  }
  const say = (index: number, contact: string, text: string | null, key?: string) =>
    node(index).line.say(
      workspace,
      { bot, channel: 'custom', contact: asId(contact) },
      {
        message: text === null ? null : { text, payload: null, parts: [{ type: 'text', text }] },
        variables: {},
        tags: [],
      },
      key === undefined
        ? undefined
        : { scope: contact, key, hash: `${text}`, expiresAt: instant(clock.now() + 1_000_000) },
    )
  const open = async (index: number, contact: string): Promise<ConversationId> => {
    const answer = await say(index, contact, null)
    if (answer.kind !== 'committed') throw new Error(`not opened: ${JSON.stringify(answer)}`)
    return answer.committed.id
  }
  const operators = async (count: number, capacity: number | null): Promise<OperatorId[]> => {
    const ids = Array.from({ length: count }, (_, index) => asId<'operator'>(`op_${index}`))
    for (const id of ids) {
      const fields = { id, name: id, email: `${id}@team.example`, role: 'operator' as const, groups: [], capacity }
      await node(0).store.operators.add(workspace.id, fields, by)
    }
    return ids
  }
  const publish = async (text: string, version: number) => {
    const { bots } = node(0).store
    const draft = documentWith(text) as unknown as Record<string, unknown>
    if (version === 1) await bots.add(workspace.id, { id: bot, name: 'Acme', draft }, by)
    else await bots.saveDraft(workspace.id, bot, 'Acme', draft, by)
    await bots.publish(workspace.id, bot, version, withPayloads(documentWith(text), catalogue), by)
  }
  /** [HO-34] On every node, and in the rows. */
  const expectLoadsToAgree = async () => {
    const { items } = await node(0).store.conversations.list(workspace.id, { limit: 100_000, chatState: 'taken_over' })
    const counted = new Map<string, number>()
    for (const { conversation } of items)
      if (conversation.holder.state === 'taken_over')
        counted.set(conversation.holder.owner, (counted.get(conversation.holder.owner) ?? 0) + 1)
    for (const { store } of nodes) {
      const team = await store.operators.team(workspace.id)
      for (const { id, load } of await store.operators.list(workspace.id)) {
        expect(load, `row of ${id}`).toBe(counted.get(id) ?? 0)
        expect(team.seat(id)?.load, `seat of ${id}`).toBe(counted.get(id) ?? 0)
      }
    }
    return counted
  }

  beforeEach(async () => {
    database = await testDatabase({ key: 'migrated', fill: migratePostgres })
    nodes = [await startNode(), await startNode(), await startNode()]
    await node(0).store.workspaces.add(workspace, by)
    await publish('Welcome', 1)
  })
  afterEach(async () => {
    for (const { store } of nodes) await store.close()
    await database.drop()
  })

  test('[D-04] [I-25] [F20] fifty equal first messages on three nodes: one conversation, one message, one turn', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => say(index, 'carl', 'hello', 'k1')))
    expect(answers.filter(({ kind }) => kind === 'committed').length).toBe(1)
    expect(answers.filter(({ kind }) => kind === 'repeated').length).toBe(49)
    const { items } = await node(1).store.conversations.list(workspace.id, { limit: 10 })
    expect(items.length).toBe(1)
    const [only] = items
    const events = await node(2).store.conversations.events(workspace.id, only?.conversation.id ?? asId(''), 0, 100)
    expect(events.filter(({ type, actor }) => type === 'message' && actor.kind === 'contact').length).toBe(1)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  })

  test('[I-25] first words of a contact on three nodes at once open one conversation', async () => {
    const words = [0, 1, 2].map((index) => `hello ${index}`)
    // Everybody has read, and nobody has written: the row that they all write first is taken.
    await using holder = await holding(database.url)
    const answers = words.map((text, index) => say(index, 'carl', text))
    await holder.untilWaiting(words.length)
    await holder.letGo()
    expect((await Promise.all(answers)).map(({ kind }) => kind)).toEqual(words.map(() => 'committed'))
    const { items } = await node(0).store.conversations.list(workspace.id, { limit: 1_000 })
    expect(items.map(({ conversation }) => conversation.contact)).toEqual(['carl'])
  })

  test('[I-46] [FL-15] of whoever is forgotten while another node notes what was not understood, nothing is left', async () => {
    const conversation = await open(0, 'carl')
    const missed = [1, 99].map((seq) => ({ bot, conversation, seq, at: clock.now() }))
    const close = node(1).line.proposer(workspace, { type: 'close', by: admin, cause: 'api' })
    // One of two is noted, the other one waits.
    await using holder = await holding(
      database.url,
      `insert into misses (workspace, bot, conversation, seq, at) values ('${workspace.id}', '${bot}', '${conversation}', 99, 0)`,
    )
    const adding = node(0).store.visits.add(workspace.id, [], missed)
    await holder.untilWaiting(1)
    const forgetting = node(1).store.contacts.forget(workspace.id, asId('carl'), close, async () => {}, by)
    await Promise.race([forgetting, holder.untilWaiting(2)])
    await holder.takeBack()
    await Promise.all([adding, forgetting])
    expect((await holder.query('select * from misses')).rows).toEqual([])
  })

  test('[D-04] [I-28] a hundred messages of one contact over three nodes stand gapless, in one common order', async () => {
    await open(0, 'carl')
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => say(index, 'carl', `m${index}`)))
    expect(answers.every(({ kind }) => kind === 'committed')).toBe(true)
    const { store } = node(1)
    const inbox = await store.conversations.inbox(workspace.id, 0, 10_000)
    expect(inbox.map(({ position }) => position)).toEqual(inbox.map((_, index) => index + 1))
    expect(inbox.map(({ event }) => event.seq)).toEqual(inbox.map((_, index) => index + 1))
    expect(await store.conversations.lastPosition(workspace.id)).toBe(inbox.length)
  })

  test('[HO-40] [R-03] [I-19] claims from all nodes at once have one winner per conversation', async () => {
    const team = await operators(6, null)
    const ids = await Promise.all(Array.from({ length: 20 }, (_, index) => open(index, `contact ${index}`)))
    const answers = await Promise.all(
      ids.flatMap((id) =>
        team.map((operator, index) => node(index).line.run(workspace, id, { type: 'claim', operator, cause: 'api' })),
      ),
    )
    expect(answers.filter(({ kind }) => kind === 'committed').length).toBe(ids.length)
    for (const answer of answers)
      if (answer.kind === 'refused') expect(answer.refusal).toMatchObject({ kind: 'owned', owner: expect.any(String) })
    await expectLoadsToAgree()
  })

  test('[R-04] [I-14] [HO-31] handoffs from all nodes at once: nobody over the limit, nobody told "nobody" while there is room, level within one', async () => {
    const team = await operators(50, 4)
    for (const id of team) await node(0).store.operators.setApiStatus(workspace.id, id, 'online', null)
    const contacts = Array.from({ length: 230 }, (_, index) => `contact ${index}`)
    await Promise.all(contacts.map((contact, index) => open(index, contact)))
    const half = contacts.slice(0, 120)
    await Promise.all(half.map((contact, index) => say(index, contact, 'person')))
    const loads = [...(await expectLoadsToAgree()).values()]
    expect(loads.reduce((sum, load) => sum + load, 0)).toBe(120)
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
    await Promise.all(contacts.slice(120).map((contact, index) => say(index, contact, 'person')))
    const full = [...(await expectLoadsToAgree()).values()]
    expect(full.reduce((sum, load) => sum + load, 0)).toBe(200)
    expect(Math.max(...full)).toBe(4)
    expect(await node(2).store.audit.verify(workspace.id)).toBeNull()
  })

  test('[HO-34] [I-15] [HO-46] takeovers, transfers, closings and a disabled operator, from all nodes at once', async () => {
    const team = await operators(5, 3)
    const [ana] = team as [OperatorId]
    const ids = await Promise.all(Array.from({ length: 30 }, (_, index) => open(index, `contact ${index}`)))
    const commands = ids.flatMap((id, index) => {
      const who = team[index % 5] ?? ana
      const { line } = node(index)
      return [
        line.run(workspace, id, { type: 'claim', operator: who, cause: 'api' }),
        node(index + 1).line.run(workspace, id, {
          type: 'transfer',
          to: { operator: team[(index + 1) % 5] ?? ana },
          by: admin,
          cause: 'api',
        }),
        index % 3 === 0
          ? node(index + 2).line.run(workspace, id, { type: 'close', by: admin, cause: 'api' })
          : say(index, `contact ${index}`, 'person'),
      ]
    })
    const lose = node(1).line.proposer(workspace, { type: 'lose_operator', operator: ana, by: admin, cause: 'api' })
    await Promise.all([...commands, node(1).store.operators.retire(workspace.id, ana, 'disable', lose, by)])
    const counted = await expectLoadsToAgree()
    expect(counted.get(ana) ?? 0).toBe(0)
    expect(await node(2).store.audit.verify(workspace.id)).toBeNull()
  })

  test('[R-11] a node that decided on what has moved on since writes nothing of it, and decides again', async () => {
    const [ana, ben] = (await operators(2, null)) as [OperatorId, OperatorId]
    const id = await open(0, 'carl')
    let asked = 0
    const slow = node(0).store.conversations.change({ workspace: workspace.id, conversation: id }, (found) => {
      asked += 1
      const [seat] = [found.team.seat(ana)]
      return { ok: false, refusal: { kind: 'seen', load: seat?.load, holder: found.record?.conversation.holder.state } }
    })
    expect(await slow).toMatchObject({ refusal: { kind: 'seen', holder: 'chatbot_controlled' } })
    expect(asked).toBe(1)
    await node(1).line.run(workspace, id, { type: 'claim', operator: ben, cause: 'api' })
    expect(await node(0).line.run(workspace, id, { type: 'claim', operator: ana, cause: 'api' })).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'owned', owner: ben },
    })
  })

  test('[F6] two nodes that write into one conversation at once both write all of it, each in the order it was said', async () => {
    const id = await open(0, 'carl')
    const answers = await Promise.all([
      ...Array.from({ length: 30 }, (_, index) => say(0, 'carl', `a${index}`)),
      ...Array.from({ length: 30 }, (_, index) => say(1, 'carl', `b${index}`)),
    ])
    expect(answers.every(({ kind }) => kind === 'committed')).toBe(true)
    const events = await node(2).store.conversations.events(workspace.id, id, 0, 10_000)
    const said = events.flatMap((event) =>
      event.type === 'message' && event.actor.kind === 'contact' ? [String(event.data.text)] : [],
    )
    for (const letter of ['a', 'b']) {
      const ofOne = said.filter((text) => text.startsWith(letter))
      expect(ofOne).toEqual(Array.from({ length: 30 }, (_, index) => `${letter}${index}`))
    }
  })
  test('[FL-1] [S-07] what is published, renamed or revoked on one node is known to the others with the next commit or look', async () => {
    expect(await textsOf(1, 'carl')).toEqual(['Welcome'])
    await publish('Welcome back', 2)
    expect(await textsOf(1, 'dora')).toEqual(['Welcome back'])
    const key = { id: asId<'key'>('key_1'), workspace: workspace.id, name: 'k', role: 'admin' as const }
    await node(0).store.access.addKey('hash', { ...key, createdAt: clock.now(), lastUsedAt: null }, by)
    expect(await node(1).store.access.findKey('hash')).toMatchObject({ id: key.id })
    await node(0).store.access.revokeKey(workspace.id, key.id, by)
    await node(1).store.refresh()
    expect(await node(1).store.access.findKey('hash')).toBeNull()
    await node(0).store.workspaces.change(workspace.id, { packages: [] }, by)
    await node(1).store.refresh()
    expect((await node(1).store.workspaces.find(workspace.id))?.packages).toEqual([])
  })
  const textsOf = async (index: number, contact: string) => {
    const answer = await say(index, contact, null)
    if (answer.kind !== 'committed') throw new Error('not said')
    return answer.committed.change.events.flatMap(({ event }) => (event.type === 'message' ? [event.data.text] : []))
  }

  test('[RO-1] [RO-2] who is online is the same for all nodes at once: leases, choices, statuses, and their ends', async () => {
    const [ana] = (await operators(1, null)) as [OperatorId]
    const status = async () => {
      const seen = await Promise.all(nodes.map(({ store }) => store.operators.team(workspace.id)))
      const all = new Set(seen.map((team) => team.seat(ana)?.status))
      return [...all].join()
    }
    const until = (milliseconds: number) => instant(clock.now() + milliseconds)
    expect(await status()).toBe('offline')
    await node(1).store.operators.lease(workspace.id, ana, 'desk', until(45_000))
    expect(await status()).toBe('online')
    clock.advance(30_000)
    await node(1).store.operators.lease(workspace.id, ana, 'desk', until(45_000))
    clock.advance(30_000)
    expect(await status()).toBe('online')
    await node(2).store.operators.choose(workspace.id, ana, 'busy')
    expect(await status()).toBe('busy')
    await node(2).store.operators.lease(workspace.id, ana, 'desk', until(5_000))
    clock.advance(6_000)
    expect(await status()).toBe('offline')
    await node(0).store.operators.setApiStatus(workspace.id, ana, 'online', until(1_000))
    expect(await status()).toBe('online')
    clock.advance(1_000)
    expect(await status()).toBe('offline')
    await node(0).store.operators.lease(workspace.id, ana, 'phone', until(45_000))
    expect(await status()).toBe('busy')
    await node(1).store.operators.lease(workspace.id, ana, 'phone', until(0))
    expect(await status()).toBe('offline')
  })

  /** A group whose requests are assigned as `routing` says, with these operators online in it. */
  const staffed = async (routing: Routing, count: number) => {
    const group = { id: asId<'group'>('grp_support'), name: 'support' }
    const { store } = node(0)
    await store.groups.add(workspace.id, group, by)
    await store.routings.set(workspace.id, group.id, routing, by)
    const ids = await operators(count, null)
    for (const id of ids) {
      await store.operators.change(workspace.id, id, { groups: [group.id] }, by)
      await store.operators.setApiStatus(workspace.id, id, 'online', null)
    }
    return { group: group.id, ids }
  }
  const request = async (index: number, contact: string, group: GroupId) => {
    const id = await open(index, contact)
    await node(index).line.run(workspace, id, { type: 'transfer', to: { group }, by: admin, cause: 'api' })
    return id
  }
  const seatsOf = async (operator: OperatorId) => {
    const teams = await Promise.all(nodes.map(({ store }) => store.operators.team(workspace.id)))
    return teams.map((team) => team.seat(operator))
  }

  test('[RO-31] [RO-11] nodes that pick in turn at the same time never take the same turn', async () => {
    const { group, ids } = await staffed({ automatic: true, pick: 'round_robin' }, 5)
    const contacts = Array.from({ length: 20 }, (_, index) => `contact ${index}`)
    const requests = await Promise.all(contacts.map((contact, index) => request(index, contact, group)))
    // Everybody has read where the circle stands, and nobody has written: the row that they all write first is taken.
    await using holder = await holding(database.url)
    const answers = requests.map((id, index) => node(index).line.run(workspace, id, { type: 'assign_waiting' }))
    await holder.untilWaiting(nodes.length)
    await holder.letGo()
    expect((await Promise.all(answers)).map(({ kind }) => kind)).toEqual(requests.map(() => 'committed'))
    const counted = await expectLoadsToAgree()
    expect(ids.map((id) => counted.get(id))).toEqual(ids.map(() => 4))
    const inbox = await node(1).store.conversations.inbox(workspace.id, 0, 10_000)
    const owners = inbox.flatMap(({ event }) =>
      event.type === 'taken_over' && event.data.to.operator !== null ? [event.data.to.operator.id] : [],
    )
    // In the order of the log every round has everybody once.
    for (let round = 0; round < 4; round += 1) expect(new Set(owners.slice(5 * round, 5 * round + 5)).size).toBe(5)
    const cursors = await Promise.all(
      nodes.map(async ({ store }) => (await store.operators.team(workspace.id)).cursor(group)),
    )
    expect(new Set(cursors.map((cursor) => JSON.stringify(cursor))).size).toBe(1)
    expect(cursors[0]?.operator).toBe(owners.at(-1))
  })

  test('[RO-30] [RO-10] [RO-2] what one node does to an operator is so for all: an offer, its end, a wrap-up, a cool-down', async () => {
    const routing = { automatic: true, offer: { seconds: 20 }, deadlines: { wrapUp: { afterSeconds: 30 } } }
    const { group, ids } = await staffed(routing, 1)
    const [ana] = ids as [OperatorId]
    for (const seat of await seatsOf(ana)) expect(seat).toMatchObject({ reserved: 0 })
    const id = await request(0, 'carl', group)
    await node(1).line.run(workspace, id, { type: 'assign_waiting' })
    for (const seat of await seatsOf(ana)) expect(seat).toMatchObject({ load: 0, reserved: 1 })
    const since = clock.now()
    clock.advance(20_000)
    const work = { id: newId('effect'), epoch: 1 }
    await node(2).line.run(workspace, id, { type: 'meet_deadline', deadline: 'offer', group, since, work })
    const missed = { reserved: 0, unresponsive: true, status: 'away', coolsUntil: clock.now() + 60_000 }
    for (const seat of await seatsOf(ana)) expect(seat).toMatchObject(missed)
    await node(0).line.run(workspace, id, { type: 'claim', operator: ana, cause: 'desk' })
    for (const seat of await seatsOf(ana))
      expect(seat).toMatchObject({ load: 1, unresponsive: false, status: 'online' })
    await node(1).line.run(workspace, id, { type: 'close', by: admin, cause: 'api' })
    const freeAt = clock.now() + 30_000
    for (const seat of await seatsOf(ana)) expect(seat).toMatchObject({ load: 0, reserved: 1, freeAt })
    clock.advance(30_000)
    for (const seat of await seatsOf(ana)) expect(seat).toMatchObject({ load: 0, reserved: 0, freeAt: null })
  })

  test('[FL-5] [D-07] [I-35] work and messages are handed to one node at a time, those of a workspace in order, and lapse with it', async () => {
    const { outbox } = node(0).store
    for (const text of ['one', 'two', 'three']) await outbox.add(workspace.id, 'mail', { text })
    const claims = await Promise.all(nodes.map(({ store }) => store.outbox.claim(2, instant(clock.now() + 1_000))))
    const claimed = claims.flat().filter(({ topic }) => topic === 'mail')
    expect(claimed.map(({ payload }) => payload)).toEqual([{ text: 'one' }, { text: 'two' }])
    expect(await node(1).store.outbox.claim(2, instant(clock.now() + 1_000))).toEqual([])
    await outbox.done(claimed.map(({ position }) => position))
    expect((await node(1).store.outbox.claim(2, instant(clock.now() + 1_000))).length).toBe(1)
    clock.advance(1_000)
    expect((await node(2).store.outbox.claim(2, instant(clock.now() + 1_000))).length).toBe(1)
  })

  test('[FL-5] work that a node extends is taken by no other until that lapses', async () => {
    const id = await open(0, 'carl')
    await using beside = await holding(database.url)
    await beside.query(
      `insert into works (id, workspace, conversation, turn, epoch, work, due_at)
        values ('eff_one', '${workspace.id}', '${id}', 'turn_one', 0, '{"kind":"delay"}', 0)`,
    )
    const take = (index: number) => node(index).store.works.claim(10, new Set(), instant(clock.now() + 1_000))
    expect((await take(0)).map((work) => work.id)).toEqual(['eff_one'])
    await node(0).store.works.extend([asId('eff_one')], instant(clock.now() + 5_000))
    clock.advance(4_999)
    expect(await take(1)).toEqual([])
    clock.advance(1)
    expect((await take(2)).length).toBe(1)
  })

  test('[I-38] a commit is one statement that reads and one that writes, also where workspaces take turns', async () => {
    const { store, line } = node(0)
    const places = await Promise.all(
      ['one', 'two', 'three', 'four', 'five', 'six'].map(async (name) => {
        const place = { ...workspace, id: asId<'workspace'>(`ws_${name}`), name }
        const itsBot = asId<'bot'>(`bot_${name}`)
        await store.workspaces.add(place, by)
        const draft = documentWith(name) as unknown as Record<string, unknown>
        await store.bots.add(place.id, { id: itsBot, name, draft }, by)
        await store.bots.publish(place.id, itsBot, 1, withPayloads(documentWith(name), catalogue), by)
        return { place, bot: itsBot, name }
      }),
    )
    const open = (contact: string) =>
      Promise.all(
        places.map(async ({ place, bot, name }) => {
          const to = { bot, channel: 'custom', contact: asId<'contact'>(contact) }
          const answer = await line.say(place, to, { message: null, variables: {}, tags: [] })
          if (answer.kind !== 'committed') throw new Error('not said')
          expect(
            answer.committed.change.events.flatMap(({ event }) => (event.type === 'message' ? [event.data.text] : [])),
          ).toEqual([name])
          return answer.committed.id
        }),
      )
    await open('warming up')
    const asked = vi.spyOn(pg.Client.prototype, 'query')
    const contacts = Array.from({ length: 10 }, (_, index) => `contact ${index}`)
    const ids = []
    for (const contact of contacts) ids.push(await open(contact))
    const names = asked.mock.calls.map(([statement]: readonly unknown[]) => (statement as { name?: string }).name ?? '')
    asked.mockRestore()
    const count = (beginning: string) => names.filter((name) => name.startsWith(beginning)).length
    const commits = contacts.length * places.length
    expect(count('commit')).toBe(commits)
    // Where something had to be loaded first, its commit is read for once more.
    expect(count('read_batch')).toBeGreaterThanOrEqual(commits)
    expect(count('read_batch')).toBeLessThan(commits * 1.1)
    // Beside them, plans are made anew now and then.
    expect(names.length).toBeLessThan(2 * commits * 1.15)
    for (const [index, { place }] of places.entries()) {
      const { items } = await node(1).store.conversations.list(place.id, { limit: 100, status: 'open' })
      const found = items.map(({ conversation }) => conversation.id)
      expect(found).toEqual(expect.arrayContaining(ids.map((round) => round[index])))
      expect(items.length).toBe(contacts.length + 1)
    }
  })

  test('[S-05] what a node commits to is indexed at its next look, however many workspaces there are', async () => {
    const owner = new Connections({ url: database.url, size: 2, asOwner: true })
    await owner.rows(everybody, {
      text: `insert into heads (workspace) select 'ws_a' || lpad(number::text, 4, '0') from generate_series(1, 250) number`,
    })
    const behind = async () => {
      const [row] = await owner.rows<{ behind: number }>(everybody, {
        text: `select h.position - coalesce(s.position, 0) as behind from heads h
          left join search_state s on s.workspace = h.workspace where h.workspace = '${workspace.id}'`,
      })
      return row?.behind
    }
    const id = await open(0, 'carl')
    for (let number = 0; number < 5; number += 1) await say(0, 'carl', `word${number}`)
    const events = await node(0).store.conversations.events(workspace.id, id, 0, 100)
    expect(await behind()).toBe(events.length)
    // Too little for all of it: the rest is not forgotten.
    await node(0).store.conversations.index(2)
    expect(await behind()).toBe(events.length - 2)
    await node(0).store.conversations.index(1_000)
    expect(await behind()).toBe(0)
    // This node ends before it came to it; another finds it in a round over all.
    await say(0, 'carl', 'last words')
    const rounds: (number | undefined)[] = []
    for (let looks = 0; looks < 3; looks += 1) {
      await node(1).store.conversations.index(1_000)
      rounds.push(await behind())
    }
    expect(rounds.at(0)).toBeGreaterThan(0)
    expect(rounds.at(-1)).toBe(0)
    await say(0, 'carl', 'very last words')
    for (let looks = 0; looks < 3; looks += 1) await node(1).store.conversations.index(1_000)
    expect(await behind()).toBe(0)
    await owner.close()
  })

  test('[F31] nodes that start together on an empty database make one schema, and one first start', async () => {
    const fresh = await testDatabase()
    const stores = await Promise.all(
      Array.from({ length: 4 }, () =>
        openPostgres({ url: fresh.url, newId, now: () => clock.now(), onCommitted: () => {}, poolSize: 2 }),
      ),
    )
    let starts = 0
    const first = stores.map((store) =>
      store.alone('first start', async () => {
        if ((await store.workspaces.findByName('Main')) !== null) return
        starts += 1
        await store.workspaces.add(workspace, by)
      }),
    )
    await Promise.all(first)
    expect(starts).toBe(1)
    const secrets = await Promise.all(stores.map((store) => store.secret()))
    expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1)
    for (const store of stores) await store.close()
    await fresh.drop()
  })

  test('[F31] a step that fails leaves nothing of itself; a database of a newer release is refused with a sentence', async () => {
    const fresh = await testDatabase()
    const broken = { sql: 'create table half (id text); select 1 / 0', tables: {}, oldest: 1 }
    await expect(migratePostgres(fresh.url, [broken])).rejects.toThrow('division by zero')
    await migratePostgres(fresh.url)
    const owner = new Connections({ url: fresh.url, size: 2, asOwner: true })
    expect(await owner.rows(everybody, { text: "select to_regclass('half') as half" })).toEqual([{ half: null }])
    await owner.rows(everybody, { text: 'update baton_schema set version = 999, oldest = 999' })
    await owner.close()
    await expect(migratePostgres(fresh.url)).rejects.toThrow(DatabaseRefused)
    await fresh.drop()
  })

  test('[I-38] row-level security holds for every table, also for the owner, and for who asks for nothing', async () => {
    const other = { ...workspace, id: asId<'workspace'>('ws_other'), name: 'Other' }
    await node(0).store.workspaces.add(other, by)
    await open(0, 'carl')
    const owner = new Connections({ url: database.url, size: 2, asOwner: true })
    const tables = await owner.rows<{ name: string; forced: boolean }>(everybody, {
      text: `select relname as name, relrowsecurity and relforcerowsecurity as forced from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    })
    await owner.close()
    expect(
      tables
        .filter(({ forced }) => !forced)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['baton_schema', 'tidings'])
    const app = new Connections({ url: database.url, size: 2 })
    const count = async (scope: typeof workspace.id | typeof everybody, table: string) => {
      const [row] = await app.rows<{ count: number }>(scope, { text: `select count(*) as count from ${table}` })
      return row?.count
    }
    for (const table of ['conversations', 'events', 'bots', 'contacts', 'audit']) {
      expect(await count(everybody, table), table).toBeGreaterThan(0)
      expect(await count(asId(''), table), table).toBe(0)
    }
    expect(await count(other.id, 'conversations')).toBe(0)
    expect(await count(workspace.id, 'secrets')).toBe(0)
    for (const text of [
      `insert into groups (id, workspace, name) values ('g', 'ws_main', 'x')`,
      `update audit set actor = 'x'`,
      'delete from audit',
      'create table mine (id text)',
      'alter table events disable row level security',
    ])
      await expect(app.rows(other.id, { text }), text).rejects.toThrow(
        /row-level security|permission denied|must be owner/,
      )
    await app.close()
  })
})
