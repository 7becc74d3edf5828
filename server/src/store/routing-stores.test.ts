/** Two stores, one history: the same random commands against SQLite and PostgreSQL come to the same, also after a restart. */
import { catalogue } from '@baton/actions/catalogue'
import { seededChance } from '@baton/core/chance'
import type { Command } from '@baton/core/command'
import { type ConversationRecord, fold } from '@baton/core/conversation'
import { type BotDocument, withPayloads } from '@baton/core/flow'
import { asId, type ConversationId, type GroupId, type NewId, type OperatorId } from '@baton/core/ids'
import type { GroupPick, Routing } from '@baton/core/routing'
import { afterAll, describe, expect, test } from 'vitest'
import { handClock } from '../clock.ts'
import { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import { clearAway as clearPostgres, open as openPostgres } from './postgres/testing.ts'
import { clearAway as clearSqlite, open as openSqlite } from './sqlite/testing.ts'
import type { Workspace } from './store.ts'

afterAll(async () => {
  await clearSqlite()
  await clearPostgres()
})

const by = { actor: 'test', request: null }
const admin = { operator: null, role: 'admin' as const }
const botOf = (seed: number) => asId<'bot'>(`bot_${seed}`)
const monday = Date.parse('2026-03-02T08:00:00Z')
const document = {
  name: 'Acme',
  startBehavior: 'main',
  behaviors: [
    { name: 'main', interactions: [{ name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome' }] }] },
  ],
} as unknown as BotDocument
const channels = ['custom', 'heavy']
const picks: GroupPick[] = ['less_busy', 'round_robin', 'longest_idle', 'sticky', 'two_choices', 'random']

type Known = ConversationRecord['conversation']
/** Stores mint the ids of conversations themselves. */
const keyOf = ({ contact, channel, openedAt }: Known) => `${contact} ${channel} ${openedAt}`
const ageOf = ({ holder }: Known) => (holder.state === 'operator_requested' ? holder.requestedAt : 0)

/** One store under test. Ids are counted, so both hand out the same. */
async function side(open: Open, seed: number, picks: readonly GroupPick[]) {
  const bot = botOf(seed)
  const clock = handClock(monday)
  let count = 0
  const ids = ((kind: string) => `${kind}_${seed}_${++count}`) as unknown as NewId
  const workspace: Workspace = {
    id: asId<'workspace'>(`ws_${seed}`),
    name: `ws ${seed}`,
    packages: ['pro_team'],
    locale: 'en',
    timeZone: 'UTC',
  }
  const works = new Map<string, { id: string; conversation: ConversationId; at: number; epoch: number; work: object }>()
  let opened!: Opened
  let line!: ConversationLine
  const start = async () => {
    opened = await open({ now: () => clock.now(), onCommitted: () => {} })
    line = new ConversationLine({ store: opened.store, clock, chance: seededChance(seed), newId: ids })
  }
  await start()
  await opened.store.workspaces.add(workspace, by)
  const groups = ['one', 'two'].map((name) => ({ id: asId<'group'>(`grp_${seed}_${name}`), name: `${name} ${seed}` }))
  const asking: Routing = {
    automatic: true,
    pick: picks[0] ?? 'round_robin',
    offer: { seconds: 10, coolDownSeconds: 5, rounds: 50 },
    deadlines: { wrapUp: { afterSeconds: 15 } },
  }
  for (const group of groups) {
    await opened.store.groups.add(workspace.id, group, by)
    await opened.store.routings.set(workspace.id, group.id, asking, by)
  }
  const operators: OperatorId[] = []
  for (const [index, name] of ['ana', 'ben', 'cleo', 'dora'].entries()) {
    const id = asId<'operator'>(`op_${seed}_${name}`)
    await opened.store.operators.add(
      workspace.id,
      {
        id,
        name,
        email: `${name}.${seed}@team.example`,
        role: 'operator',
        groups: index % 2 === 0 ? [(groups[0] as { id: GroupId }).id] : groups.map((group) => group.id),
        capacity: index === 3 ? null : 3,
      },
      by,
    )
    await opened.store.operators.setApiStatus(workspace.id, id, 'online', null)
    operators.push(id)
  }
  await opened.store.bots.add(workspace.id, { id: bot, name: 'Acme', draft: document as never }, by)
  await opened.store.bots.publish(workspace.id, bot, 1, withPayloads(document, catalogue), by)

  const keep = (answer: Awaited<ReturnType<ConversationLine['run']>>) => {
    if (answer.kind !== 'committed') return answer.kind === 'refused' ? `refused ${answer.refusal.kind}` : answer.kind
    const { id, change } = answer.committed
    if (change.finished !== null) works.delete(change.finished)
    for (const one of change.works) {
      if (one.work.kind !== 'deadline') continue
      works.set(one.id, {
        id: one.id,
        conversation: id,
        epoch: one.epoch,
        work: one.work,
        at: clock.now() + one.work.milliseconds,
      })
    }
    if (change.record.conversation.status === 'closed')
      for (const [key, one] of works) if (one.conversation === id) works.delete(key)
    return change.events.map(({ event }) => event.type).join(' ')
  }
  const run = async (id: ConversationId, command: Command) => keep(await line.run(workspace, id, command))
  const open_ = async () =>
    (await opened.store.conversations.list(workspace.id, { limit: 500 })).items
      .map(({ conversation }) => conversation)
      .filter(({ status }) => status === 'open')
      .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  const drain = async () => {
    const told: string[] = []
    const requests = await open_()
    for (const { id } of requests
      .filter(({ holder }) => holder.state === 'operator_requested')
      .toSorted((one, other) => ageOf(one) - ageOf(other)))
      told.push(await run(id, { type: 'assign_waiting' }))
    return told
  }
  const pass = async (milliseconds: number) => {
    const until = clock.now() + milliseconds
    for (;;) {
      const next = [...works.values()].filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0]
      if (next === undefined) break
      works.delete(next.id)
      clock.advance(Math.max(0, next.at - clock.now()))
      const { deadline, group, since } = next.work as { deadline: never; group: GroupId | null; since: never }
      await run(next.conversation, {
        type: 'meet_deadline',
        work: { id: next.id as never, epoch: next.epoch },
        deadline,
        group,
        since,
      })
      await drain()
    }
    clock.advance(Math.max(0, until - clock.now()))
    await drain()
  }
  return {
    get store() {
      return opened.store
    },
    reopen: async () => {
      await opened.store.close()
      await start()
    },
    close: () => opened.store.close(),
    bot,
    picks,
    clock,
    line: () => line,
    workspace,
    groups,
    operators,
    run,
    keep,
    open: open_,
    drain,
    pass,
  }
}

type Side = Awaited<ReturnType<typeof side>>

async function step(one: Side, chance: ReturnType<typeof seededChance>): Promise<string> {
  const pickOne = <Item>(items: readonly Item[]): Item => items[chance.below(items.length)] as Item
  const open = await one.open()
  const seat = pickOne(one.operators)
  const group = pickOne(one.groups)
  const contact = `c${chance.below(8)}`
  const channel = pickOne(channels)
  const chosen = open.length === 0 ? null : open[chance.below(open.length)]
  const kind = chance.below(22)
  const amount = pickOne([500, 5_000, 20_000, 61_000])
  const routing = routingOf(chance, one.picks)
  const weight = 1 + chance.below(3)
  const store = one.store
  const status = pickOne(['online', 'away', 'busy', 'offline'] as const)
  const asked =
    chosen?.holder.state === 'operator_requested' && chosen.holder.operator !== null ? chosen.holder.operator : seat
  const on = (command: Command) => (chosen == null ? Promise.resolve('nothing') : one.run(chosen.id, command))
  if (kind <= 3 || chosen === null) {
    const message = { text: 'hello', payload: null, parts: [{ type: 'text' as const, text: 'hello' }] }
    const answer = await one
      .line()

      .say(one.workspace, { bot: one.bot, channel, contact: asId(contact) }, { message, variables: {}, tags: [] })
    const told = one.keep(answer)
    if (answer.kind !== 'committed' || kind === 3) return told
    return `${told} / ${await one.run(answer.committed.id, { type: 'transfer', to: { group: group.id }, by: admin, cause: 'api' })}`
  }
  if (kind <= 6) return on({ type: 'accept_offer', operator: asked, cause: 'desk' })
  if (kind <= 8) return on({ type: 'decline_offer', operator: asked, cause: 'desk' })
  if (kind === 9) return on({ type: 'claim', operator: seat, cause: 'desk' })
  if (kind === 10) return on({ type: 'hand_over', by: admin, cause: 'api' })
  if (kind <= 12) return on({ type: 'close', by: admin, cause: 'api' })
  if (kind === 13) return on({ type: 'transfer', to: { operator: seat }, by: admin, cause: 'api' })
  if (kind === 14) return on({ type: 'transfer', to: { group: group.id }, by: admin, cause: 'api' })
  if (kind === 15)
    return on({
      type: 'operator_says',
      operator: chosen?.holder.state === 'taken_over' ? chosen.holder.owner : seat,
      text: 'hi',
      parts: [{ type: 'text', text: 'hi' }],
      isNote: chance.below(3) === 0,
      cause: 'desk',
    } as Command)
  if (kind === 16 && weight > 1) return on({ type: 'accept_offer', operator: asked, cause: 'desk' })
  if (kind === 16)
    return store.routings.set(one.workspace.id, group.id, routing, by).then(() => `routing ${JSON.stringify(routing)}`)
  if (kind === 17)
    return store.routings
      .set(one.workspace.id, null, { holdIsFree: weight === 2, channelWeights: { heavy: weight } }, by)
      .then(() => `weight ${weight}`)
  if (kind === 18)
    return store.operators.setApiStatus(one.workspace.id, seat, status, null).then(() => `status ${status}`)
  if (kind === 19) {
    const command: Command = { type: 'lose_operator', operator: seat, by: admin, cause: 'api' }
    await store.operators.retire(one.workspace.id, seat, 'disable', one.line().proposer(one.workspace, command), by)
    await store.operators.enable(one.workspace.id, seat, by)
    return 'disabled'
  }
  await one.pass(amount)
  return 'passed'
}

function routingOf(chance: ReturnType<typeof seededChance>, picks: readonly GroupPick[]): Routing {
  const pick = picks[chance.below(picks.length)] as GroupPick
  const offer = [
    undefined,
    null,
    { seconds: 10, coolDownSeconds: 0, rounds: 50 },
    { seconds: 15, coolDownSeconds: 10, rounds: 50 },
    { seconds: 20, coolDownSeconds: 30 },
  ][chance.below(5)]
  const holdIsFree = chance.below(2) === 0
  const wrapUp = chance.below(2) === 0 ? { deadlines: { wrapUp: { afterSeconds: 15 } } } : {}
  const ramp = chance.below(3) === 0 ? { ramp: { everySeconds: 30 } } : {}
  return {
    automatic: chance.below(10) > 0,
    pick,
    holdIsFree,
    ...(offer !== undefined && { offer }),
    ...wrapUp,
    ...ramp,
  } as Routing
}

async function pictureOf(one: Side) {
  const { store, workspace } = one
  const team = await store.operators.team(workspace.id)
  const seats = [...team.seats()]
    .map((seat) => ({ ...seat, groups: seat.groups.toSorted() }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const { items } = await store.conversations.list(workspace.id, { limit: 500 })
  const counted = await Promise.all(one.operators.map((id) => store.operators.recount(workspace.id, id)))
  return {
    seats,
    counted,
    queue: (await store.routings.queue(workspace.id, 100))
      .map(({ id: _, ...queued }) => JSON.stringify(queued))
      .toSorted(),
    cursors: [null, ...one.groups.map(({ id }) => id)].map((id) => team.cursor(id)),
    records: items.map(({ conversation }) => conversation).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

const namelessOf = ({ records, ...others }: Awaited<ReturnType<typeof pictureOf>>) => ({
  ...others,
  records: records
    .map(({ id: _, previous, ...record }) => ({ ...record, hasPrevious: previous !== null }))
    .toSorted((a, b) => (keyOf(a as never) < keyOf(b as never) ? -1 : 1)),
})

async function checkOne(one: Side, note: string) {
  const { store, workspace } = one
  const { records, counted, seats } = await pictureOf(one)
  for (const conversation of records) {
    const log = await store.conversations.events(workspace.id, conversation.id, 0, 10_000)
    expect(fold(conversation.id, log), `${note}: fold`).toEqual(conversation)
  }
  for (const [index, row] of counted.entries()) {
    expect(row?.load, `${note}: load`).toBe(row?.owned)
    expect(row?.reserved, `${note}: reserved`).toBe((row?.units ?? 0) - (row?.owned ?? 0))
    const seat = seats.find(({ id }) => id === one.operators[index])
    expect(seat?.load, `${note}: load in memory`).toBe(row?.load)
    expect((seat?.reserved ?? 0) + (seat?.load ?? 0), `${note}: seats in memory`).toBeGreaterThanOrEqual(0)
  }
}

const steps = 80

describe('the same random steps', () => {
  test.each([11, 12, 13, 14])(
    '[RO-10] [RO-30] [RO-31] against both stores are the same in memory, on disk and after a restart: seed %i',
    async (seed) => {
      const [one, other] = [
        await side(openSqlite, seed, ['round_robin']),
        await side(openPostgres, seed, ['round_robin']),
      ]
      try {
        const chances = [seededChance(seed), seededChance(seed)] as const
        for (let count = 0; count < steps; count += 1) {
          const note = `seed ${seed}, step ${count}`
          for (const each of [one, other]) each.clock.advance(1)
          const told = await step(one, chances[0])
          expect(await step(other, chances[1]), note).toBe(told)
          expect(await other.drain(), note).toEqual(await one.drain())
          const [first, second] = [await pictureOf(one), await pictureOf(other)]
          expect(namelessOf(second), `${note} (${told})`).toEqual(namelessOf(first))
          await checkOne(one, note)
          if (count % 40 === 39) {
            await one.reopen()
            await other.reopen()
            expect((await pictureOf(one)).seats, `${note}: reopened SQLite`).toEqual(first.seats)
            expect((await pictureOf(other)).seats, `${note}: reopened PostgreSQL`).toEqual(first.seats)
          }
        }
        await checkOne(other, `seed ${seed}, end`)
        const logs = await other.store.conversations.inbox(other.workspace.id, 0, 10_000)
        expect(logs.filter(({ event }) => event.type === 'operator_offered').length).toBeGreaterThan(5)
      } finally {
        await one.close()
        await other.close()
      }
    },
  )

  test.each([
    ['SQLite', openSqlite, 21],
    ['PostgreSQL', openPostgres, 24],
  ] as const)(
    '[RO-10] [HO-34] by every order, on %s: seats in memory and on disk equal a recount',
    async (name, open, seed) => {
      const one = await side(open, seed, picks)
      const chance = seededChance(seed)
      try {
        for (let count = 0; count < 2 * steps; count += 1) {
          one.clock.advance(1)
          const note = `${name}, seed ${seed}, step ${count}: ${await step(one, chance)}`
          await one.drain()
          await checkOne(one, note)
          const before = (await pictureOf(one)).seats
          if (count % 20 !== 19) continue
          await one.reopen()
          expect((await pictureOf(one)).seats, `${note}: reopened`).toEqual(before)
        }
      } finally {
        await one.close()
      }
    },
  )
})
