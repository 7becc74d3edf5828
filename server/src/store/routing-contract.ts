/** What every store must do for routing (RO-2 to RO-40), whichever database is behind it. A part of the contract suite. */
import { catalogue } from '@baton/actions/catalogue'
import type { CalendarSettings } from '@baton/core/calendar'
import { type Command, decide } from '@baton/core/command'
import { fold } from '@baton/core/conversation'
import { type BotDocument, compileBot, withPayloads } from '@baton/core/flow'
import { asId, type ConversationId, type GroupId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { refuse } from '@baton/core/result'
import type { Routing } from '@baton/core/routing'
import { instant } from '@baton/core/time'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cryptographicChance, newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import type { Workspace } from './store.ts'

const by = { actor: 'test', request: null }
const admin = { operator: null, role: 'admin' as const }
const bot = asId<'bot'>('bot_acme')
const second = 1_000
const minute = 60 * second
/** A Monday, eight in the morning. */
const monday = Date.parse('2026-03-02T08:00:00Z')
const document = {
  name: 'Acme',
  startBehavior: 'main',
  behaviors: [
    { name: 'main', interactions: [{ name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome' }] }] },
  ],
} as unknown as BotDocument
const compiled = compileBot(withPayloads(document, catalogue), 1, catalogue)

export function routingContract(name: string, open: Open, close: () => Promise<void>): void {
  let clock = handClock(monday)
  let opened: Opened
  let line: ConversationLine
  let workspace: WorkspaceId
  let group: GroupId

  const start = async () => {
    opened = await open({ now: () => clock.now(), onCommitted: () => {} })
    line = new ConversationLine({ store: opened.store, clock, chance: cryptographicChance, newId })
  }
  const reopen = async () => {
    await opened.store.close()
    await start()
  }
  const inMs = (milliseconds: number) => instant(clock.now() + milliseconds)
  const theWorkspace = (): Workspace => ({
    id: workspace,
    name: `ws ${workspace}`,
    packages: ['pro_team'],
    locale: 'en',
    timeZone: 'UTC',
  })
  const say = (contact: string) =>
    line.say(
      theWorkspace(),
      { bot, channel: 'custom', contact: asId(contact) },
      { message: { text: 'hello', payload: null, parts: [{ type: 'text', text: 'hello' }] }, variables: {}, tags: [] },
    )
  const opening = async (contact: string): Promise<ConversationId> => {
    const answer = await say(contact)
    if (answer.kind !== 'committed') throw new Error(`not opened: ${JSON.stringify(answer)}`)
    return answer.committed.id
  }
  const run = (id: ConversationId, command: Command) => line.run(theWorkspace(), id, command)
  const done = async (id: ConversationId, command: Command) => {
    const answer = await run(id, command)
    if (answer.kind !== 'committed') throw new Error(`not done: ${JSON.stringify(answer)}`)
  }
  /** A request for the group. */
  const asking = async (contact: string): Promise<ConversationId> => {
    const id = await opening(contact)
    await done(id, { type: 'transfer', to: { group }, by: admin, cause: 'api' })
    return id
  }
  /** Online by API, in the group. */
  const operator = async (named: string, capacity: number | null = null): Promise<OperatorId> => {
    const id = asId<'operator'>(`op_${named}`)
    const email = `${named}@team.example`
    const { operators } = opened.store
    await operators.add(workspace, { id, name: named, email, role: 'operator', groups: [group], capacity }, by)
    await operators.setApiStatus(workspace, id, 'online', null)
    return id
  }
  const set = (routing: Routing, of: GroupId | null = group) => opened.store.routings.set(workspace, of, routing, by)
  const offering: Routing = { automatic: true, offer: { seconds: 20, coolDownSeconds: 60, rounds: 3 } }
  const claim = (id: ConversationId, who: OperatorId) => run(id, { type: 'claim', operator: who, cause: 'desk' })
  const closeIt = (id: ConversationId) => done(id, { type: 'close', by: admin, cause: 'api' })
  const recordOf = async (id: ConversationId) => {
    const record = await opened.store.conversations.find(workspace, id)
    if (record === null) throw new Error('it is gone')
    return record.conversation
  }
  const holderOf = async (id: ConversationId) => (await recordOf(id)).holder
  const team = () => opened.store.operators.team(workspace)
  const seat = async (id: OperatorId) => (await team()).seat(id)
  const recount = (id: OperatorId) => opened.store.operators.recount(workspace, id)
  const offeredTo = async (id: ConversationId): Promise<OperatorId> => {
    const holder = await holderOf(id)
    if (holder.state !== 'operator_requested' || holder.offer === undefined || holder.operator === null)
      throw new Error('it is offered to nobody')
    return holder.operator
  }
  const missOffer = async (id: ConversationId) => {
    const { epoch, holder } = await recordOf(id)
    if (holder.state !== 'operator_requested' || holder.offer === undefined) throw new Error('there is no offer')
    clock.advance(holder.offer.until - clock.now())
    const work = { id: newId('effect'), epoch }
    await done(id, { type: 'meet_deadline', deadline: 'offer', group, since: holder.offer.at, work })
  }

  /** [HO-3] [HO-34] Records are the folds of their logs, and what is kept of operators is what counting says. */
  const expectAllToAgree = async () => {
    const { items } = await opened.store.conversations.list(workspace, { limit: 500 })
    for (const { conversation } of items) {
      const log = await opened.store.conversations.events(workspace, conversation.id, 0, 1_000)
      expect(fold(conversation.id, log)).toEqual(conversation)
    }
    for (const { id } of await opened.store.operators.list(workspace)) {
      const counted = await recount(id)
      expect(counted?.load, id).toBe(counted?.owned)
      expect(counted?.reserved, id).toBe((counted?.units ?? 0) - (counted?.owned ?? 0))
      const inMemory = await seat(id)
      expect(inMemory?.load, id).toBe(counted?.load)
    }
    expect(await opened.store.audit.verify(workspace)).toBeNull()
  }

  beforeEach(async () => {
    clock = handClock(monday)
    await start()
    workspace = newId('workspace')
    group = newId('group')
    const { store } = opened
    await store.workspaces.add(theWorkspace(), by)
    await store.groups.add(workspace, { id: group, name: 'support' }, by)
    await store.bots.add(
      workspace,
      { id: bot, name: 'Acme', draft: document as unknown as Record<string, unknown> },
      by,
    )
    await store.bots.publish(workspace, bot, 1, withPayloads(document, catalogue), by)
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: offers`, () => {
    test('[RO-30] [RO-10] an offer takes a seat, is read back as it was decided, and accepting makes it a load', async () => {
      await set(offering)
      const ana = await operator('ana', 1)
      const id = await asking('carl')
      const requestedAt = clock.now()
      clock.advance(second)
      await done(id, { type: 'assign_waiting' })
      const offer = { at: clock.now(), until: inMs(20 * second) }
      for (const look of ['here', 'after opening again']) {
        if (look !== 'here') await reopen()
        expect(await holderOf(id), look).toEqual({
          state: 'operator_requested',
          group,
          operator: ana,
          requestedAt,
          offer,
          offersMade: 1,
        })
        expect(await recount(ana), look).toEqual({ load: 0, reserved: 1, owned: 0, units: 1 })
        expect(await seat(ana), look).toMatchObject({ load: 0, reserved: 1 })
        await expectAllToAgree()
      }
      expect(await opened.store.routings.queue(workspace, 10)).toEqual([
        { id, channel: 'custom', group, requestedAt, offeredUntil: offer.until, offersMade: 1 },
      ])
      expect(await claim(await asking('dora'), ana)).toMatchObject({ refusal: { kind: 'operator_full' } })
      await done(id, { type: 'accept_offer', operator: ana, cause: 'desk' })
      expect(await recount(ana)).toEqual({ load: 1, reserved: 0, owned: 1, units: 1 })
      expect(await seat(ana)).toMatchObject({ load: 1, reserved: 0 })
      expect(await recordOf(id)).toMatchObject({ lastOwner: ana })
      await expectAllToAgree()
    })

    test('[RO-30] [RO-11] another who claims it meanwhile has it, and the seat of who was asked is free again', async () => {
      await set({ ...offering, pick: 'less_busy' })
      const [ana, ben] = [await operator('ana', 1), await operator('ben', 1)]
      const id = await asking('carl')
      await done(id, { type: 'assign_waiting' })
      const asked = await offeredTo(id)
      const other = asked === ana ? ben : ana
      expect((await claim(id, other)).kind).toBe('committed')
      expect(await seat(asked)).toMatchObject({ load: 0, reserved: 0 })
      expect(await seat(other)).toMatchObject({ load: 1, reserved: 0 })
      expect(await run(id, { type: 'accept_offer', operator: asked, cause: 'desk' })).toMatchObject({ kind: 'refused' })
      expect((await claim(await opening('dora'), asked)).kind).toBe('committed')
      await reopen()
      await expectAllToAgree()
    })

    test('[RO-30] whoever declines is left alone for a while, also by a process that starts then; the next is asked', async () => {
      await set(offering)
      const [ana, ben] = [await operator('ana'), await operator('ben')]
      const id = await asking('carl')
      await done(id, { type: 'assign_waiting' })
      const first = await offeredTo(id)
      await done(id, { type: 'decline_offer', operator: first, cause: 'desk' })
      const next = await offeredTo(id)
      expect(next).toBe(first === ana ? ben : ana)
      await reopen()
      expect(await seat(first)).toMatchObject({ reserved: 0, coolsUntil: inMs(60 * second), unresponsive: false })
      expect([...(await team()).coolingAt(clock.now())]).toEqual([first])
      await done(id, { type: 'decline_offer', operator: next, cause: 'desk' })
      // Both are left alone: it waits until the first of them may be asked again.
      expect(await holderOf(id)).toMatchObject({ operator: null, offersMade: 2 })
      expect((await team()).freeAfter(clock.now())).toBe(inMs(60 * second))
      expect(await opened.store.routings.queue(workspace, 10)).toMatchObject([{ offeredUntil: null, offersMade: 2 }])
      clock.advance(60 * second)
      await done(id, { type: 'assign_waiting' })
      expect(await holderOf(id)).toMatchObject({ offersMade: 3 })
      await expectAllToAgree()
    })

    test('[RO-2] [RO-4] a missed offer makes away, in the presence of all processes; what somebody chooses ends that', async () => {
      await set(offering)
      const ana = await operator('ana')
      const begun = clock.now()
      const id = await asking('carl')
      await done(id, { type: 'assign_waiting' })
      await missOffer(id)
      const missedAt = clock.now()
      expect(await seat(ana)).toMatchObject({ status: 'away', unresponsive: true, reserved: 0 })
      await reopen()
      expect(await seat(ana)).toMatchObject({ status: 'away', unresponsive: true })
      const { operators, reports } = opened.store
      expect(await operators.find(workspace, ana)).toMatchObject({ status: 'away', unresponsive: true })
      clock.advance(10 * second)
      await operators.choose(workspace, ana, 'online')
      await operators.setApiStatus(workspace, ana, 'online', null)
      expect(await seat(ana)).toMatchObject({ status: 'online', unresponsive: false })
      expect(await operators.find(workspace, ana)).toMatchObject({ unresponsive: false })
      expect(await reports.presence(workspace, instant(0), inMs(1))).toMatchObject([
        { status: 'online', cause: 'api', from: begun, until: missedAt },
        { status: 'away', cause: 'unresponsive', from: missedAt, until: clock.now() },
        { status: 'online', from: clock.now(), until: null },
      ])
      await expectAllToAgree()
    })

    test('[RO-2] so does what they do with a conversation, in the transaction that does it', async () => {
      await set(offering)
      const ana = await operator('ana')
      const id = await asking('carl')
      await done(id, { type: 'assign_waiting' })
      await missOffer(id)
      expect((await claim(id, ana)).kind).toBe('committed')
      expect(await seat(ana)).toMatchObject({ status: 'online', unresponsive: false, load: 1 })
      const spans = await opened.store.reports.presence(workspace, clock.now(), inMs(1))
      expect(spans).toMatchObject([{ status: 'online', until: null }])
      await expectAllToAgree()
    })

    test('[RO-11] [I-48] of a change that is not written nothing is left: no seat, no cool-down, no turn, here or there', async () => {
      await set({ ...offering, pick: 'round_robin' })
      const ana = await operator('ana')
      const id = await asking('carl')
      await done(id, { type: 'assign_waiting' })
      const before = await opened.dump()
      const seenBefore = { seat: { ...(await seat(ana)) }, cursor: (await team()).cursor(group) }
      const world = (found: Awaited<ReturnType<typeof team>>) => ({
        now: clock.now(),
        chance: cryptographicChance,
        newId,
        team: found,
        bot: { id: bot, name: 'Acme' },
        flow: { live: compiled, version: () => compiled, packages: new Set(['pro_team']) },
        locale: 'en',
      })
      const declining = { type: 'decline_offer' as const, operator: ana, cause: 'desk' as const }
      const broken = opened.store.conversations.change({ workspace, conversation: id }, (found) => {
        const decided = decide(id, found.record, declining, world(found.team))
        if (!decided.ok) return decided
        // The same events once more: the log refuses them after the seats were written.
        const { events } = decided.value
        return { ok: true as const, value: { ...decided.value, events: [...events, ...events] } }
      })
      await expect(broken).rejects.toThrow()
      const refused = await opened.store.conversations.change({ workspace, conversation: id }, (found) => {
        const decided = decide(
          id,
          found.record,
          { type: 'accept_offer', operator: asId('op_x'), cause: 'desk' },
          world(found.team),
        )
        return decided.ok ? decided : refuse(decided.refusal)
      })
      expect(refused.kind).toBe('refused')
      expect(await opened.dump()).toBe(before)
      expect({ seat: await seat(ana), cursor: (await team()).cursor(group) }).toEqual(seenBefore)
      await expectAllToAgree()
    })

    test('[HO-46] [RO-30] whoever is disabled or deleted is asked no more, and the request keeps its age', async () => {
      await set(offering)
      const [ana, ben] = [await operator('ana'), await operator('ben')]
      const ids = [await asking('carl'), await asking('dora')]
      const requestedAt = clock.now()
      clock.advance(second)
      for (const id of ids) await done(id, { type: 'assign_waiting' })
      for (const [who, how] of [
        [ana, 'disable'],
        [ben, 'delete'],
      ] as const) {
        const lose = line.proposer(theWorkspace(), { type: 'lose_operator', operator: who, by: admin, cause: 'api' })
        await opened.store.operators.retire(workspace, who, how, lose, by)
      }
      for (const id of ids) {
        const holder = await holderOf(id)
        expect(holder).toMatchObject({ state: 'operator_requested', operator: null, requestedAt })
        expect(holder).not.toHaveProperty('offer')
      }
      expect(await recount(ana)).toEqual({ load: 0, reserved: 0, owned: 0, units: 0 })
      expect(await recount(ben)).toBeNull()
      await expectAllToAgree()
    })
  })

  describe(`${name}: seats`, () => {
    test('[RO-10] after closing a seat stays taken, then not, by time alone and over a new start', async () => {
      await set({ deadlines: { wrapUp: { afterSeconds: 30 } } }, null)
      const ana = await operator('ana', 1)
      const id = await opening('carl')
      await claim(id, ana)
      await closeIt(id)
      const freeAt = inMs(30 * second)
      expect(await seat(ana)).toMatchObject({ load: 0, reserved: 1, freeAt })
      expect(await recount(ana)).toEqual({ load: 0, reserved: 0, owned: 0, units: 0 })
      await reopen()
      expect(await seat(ana)).toMatchObject({ load: 0, reserved: 1, freeAt })
      const other = await opening('dora')
      expect(await claim(other, ana)).toMatchObject({ refusal: { kind: 'operator_full' } })
      clock.advance(30 * second - 1)
      expect(await seat(ana)).toMatchObject({ reserved: 1, freeAt })
      clock.advance(1)
      expect(await seat(ana)).toMatchObject({ reserved: 0, freeAt: null })
      expect((await claim(other, ana)).kind).toBe('committed')
      await closeIt(other)
      expect(await seat(ana)).toMatchObject({ reserved: 1, freeAt: inMs(30 * second) })
      await expectAllToAgree()
    })

    test('[RO-10] several wrap-ups end one after another, each at its own time', async () => {
      await set({ deadlines: { wrapUp: { afterSeconds: 30 } } }, null)
      const ana = await operator('ana')
      const ids = [await opening('a'), await opening('b'), await opening('c')]
      for (const id of ids) await claim(id, ana)
      await Promise.all(ids.slice(0, 2).map(closeIt))
      clock.advance(10 * second)
      await closeIt(ids[2] ?? asId(''))
      expect(await seat(ana)).toMatchObject({ load: 0, reserved: 3, freeAt: inMs(20 * second) })
      clock.advance(20 * second)
      expect(await seat(ana)).toMatchObject({ reserved: 1, freeAt: inMs(10 * second) })
      await reopen()
      clock.advance(10 * second)
      expect(await seat(ana)).toMatchObject({ reserved: 0, freeAt: null })
    })

    test('[RO-10] [RO-11] a heavy channel takes as many seats as it weighs, of each who has it in turn', async () => {
      await set({ channelWeights: { custom: 3 } }, null)
      const [ana, ben] = [await operator('ana', 4), await operator('ben', 5)]
      const [first, second] = [await opening('carl'), await opening('dora')]
      await claim(first, ana)
      expect(await holderOf(first)).toMatchObject({ owner: ana, units: 3 })
      expect(await recount(ana)).toEqual({ load: 1, reserved: 2, owned: 1, units: 3 })
      expect(await claim(second, ana)).toMatchObject({ refusal: { kind: 'operator_full' } })
      await done(first, { type: 'transfer', to: { operator: ben }, by: admin, cause: 'api' })
      expect(await seat(ana)).toMatchObject({ load: 0, reserved: 0 })
      expect(await seat(ben)).toMatchObject({ load: 1, reserved: 2 })
      await reopen()
      await expectAllToAgree()
      await closeIt(first)
      expect(await recount(ben)).toEqual({ load: 0, reserved: 0, owned: 0, units: 0 })
    })

    test('[RO-10] waiting for the contact frees the seat where that is free; the next words of the contact take it again', async () => {
      await set({ holdIsFree: true }, null)
      const ana = await operator('ana', 1)
      const id = await opening('carl')
      await claim(id, ana)
      const words = { text: 'One moment', parts: [], isNote: false, cause: 'desk' as const }
      await done(id, { type: 'operator_says', operator: ana, ...words })
      expect(await holderOf(id)).toMatchObject({ owner: ana, onHold: true })
      expect(await recount(ana)).toEqual({ load: 1, reserved: -1, owned: 1, units: 0 })
      await reopen()
      expect(await seat(ana)).toMatchObject({ load: 1, reserved: -1 })
      expect((await claim(await opening('dora'), ana)).kind).toBe('committed')
      await say('carl')
      expect(await holderOf(id)).not.toHaveProperty('onHold')
      expect(await seat(ana)).toMatchObject({ load: 2, reserved: 0 })
      await expectAllToAgree()
    })

    test('[RO-40] outside their own hours an operator is off, by time alone; what was said of all can be read', async () => {
      const office = [{ from: '09:00', to: '17:00' }]
      const calendar: CalendarSettings = {
        name: 'Own',
        timeZone: 'UTC',
        weekly: { monday: office },
        exceptions: [],
        holidays: [],
      }
      const [ana, ben] = [await operator('ana'), await operator('ben')]
      const abilities = { skills: ['billing'], languages: ['de'], weight: 2, calendar }
      await opened.store.routings.setAbilities(workspace, ana, abilities, by)
      for (const look of ['here', 'after opening again']) {
        if (look !== 'here') await reopen()
        const opensAt = instant(monday + 60 * minute)
        expect(await seat(ana), look).toMatchObject({ isOff: true, freeAt: opensAt, weight: 2, skills: ['billing'] })
        expect((await team()).members(group), look).toMatchObject({ enabled: 2, open: 1 })
        expect((await team()).freeAfter(clock.now()), look).toBe(opensAt)
      }
      expect(await seat(ben)).toMatchObject({ isOff: false, freeAt: null })
      expect(await opened.store.routings.allAbilities(workspace)).toEqual(new Map([[ana, abilities]]))
      expect(await opened.store.routings.abilities(workspace, ben)).toMatchObject({ weight: 1, calendar: null })
      clock.advance(60 * minute)
      expect(await seat(ana)).toMatchObject({ isOff: false, freeAt: null })
      clock.advance(8 * 60 * minute)
      expect(await seat(ana)).toMatchObject({ isOff: true, freeAt: instant(monday + (7 * 24 + 1) * 60 * minute) })
    })

    test('[RO-2] whoever is away too long is offline, by time alone; what they choose ends that', async () => {
      await set({ deadlines: { away: { afterSeconds: 600 } } }, null)
      const ana = await operator('ana')
      const { operators, reports } = opened.store
      const status = async () => [
        (await seat(ana))?.status,
        (await opened.store.operators.find(workspace, ana))?.status,
      ]
      await operators.lease(workspace, ana, 'desk', inMs(60 * minute))
      await operators.choose(workspace, ana, 'away')
      const choseAt = clock.now()
      expect(await seat(ana)).toMatchObject({ status: 'away', offlineAt: inMs(10 * minute) })
      clock.advance(10 * minute - 1)
      await operators.lease(workspace, ana, 'desk', inMs(60 * minute))
      expect(await status()).toEqual(['away', 'away'])
      clock.advance(1)
      expect(await status()).toEqual(['offline', 'offline'])
      clock.advance(minute)
      expect(await seat(ana)).toMatchObject({ offlineAt: instant(choseAt + 10 * minute) })
      await operators.lease(workspace, ana, 'desk', inMs(60 * minute))
      expect(await status()).toEqual(['offline', 'offline'])
      expect(await reports.presence(workspace, choseAt, inMs(60 * minute))).toMatchObject([
        { status: 'away', from: choseAt, until: choseAt + 10 * minute },
      ])
      await operators.choose(workspace, ana, 'away')
      expect(await status()).toEqual(['away', 'away'])
      await operators.setApiStatus(workspace, ana, 'busy', inMs(minute))
      expect(await seat(ana)).toMatchObject({ status: 'busy', offlineAt: inMs(10 * minute) })
    })

    test('[RO-1] when somebody becomes offline, or became it, is known as far as it is written down', async () => {
      const ana = await operator('ana')
      const { operators } = opened.store
      expect(await seat(ana)).toMatchObject({ status: 'online', offlineAt: null })
      await operators.setApiStatus(workspace, ana, 'online', inMs(minute))
      expect(await seat(ana)).toMatchObject({ offlineAt: inMs(minute) })
      await operators.lease(workspace, ana, 'desk', inMs(2 * minute))
      expect(await seat(ana)).toMatchObject({ offlineAt: inMs(2 * minute) })
      const endsAt = inMs(2 * minute)
      clock.advance(5 * minute)
      await reopen()
      expect(await seat(ana)).toMatchObject({ status: 'offline', offlineAt: endsAt })
      await opened.store.operators.lease(workspace, ana, 'desk', inMs(2 * minute + second))
      clock.advance(second)
      await opened.store.operators.setApiStatus(workspace, ana, 'offline', inMs(minute))
      expect(await seat(ana)).toMatchObject({ status: 'offline', offlineAt: clock.now(), freeAt: inMs(minute) })
      clock.advance(minute)
      expect(await seat(ana)).toMatchObject({ status: 'online', offlineAt: inMs(minute), freeAt: null })
      const ben = asId<'operator'>('op_ben')
      const fields = { name: 'ben', email: 'ben@team.example', role: 'operator' as const, groups: [], capacity: null }
      await opened.store.operators.add(workspace, { id: ben, ...fields }, by)
      expect(await seat(ben)).toMatchObject({ status: 'offline', offlineAt: 0, onlineSince: null })
    })

    test('[RO-4] [RO-32] flapping makes nobody a newcomer, and keeps nobody one; a break of five minutes is one', async () => {
      const ana = asId<'operator'>('op_ana')
      const { operators } = opened.store
      const fields = { name: 'ana', email: 'ana@team.example', role: 'operator' as const, groups: [], capacity: null }
      await operators.add(workspace, { id: ana, ...fields }, by)
      const lease = () => opened.store.operators.lease(workspace, ana, 'desk', inMs(minute))
      const since = async () => (await seat(ana))?.onlineSince
      await lease()
      const cameAt = clock.now()
      expect(await since()).toBe(cameAt)
      for (let beat = 0; beat < 3; beat += 1) {
        clock.advance(20 * second)
        await lease()
      }
      expect(await since()).toBe(cameAt)
      clock.advance(5 * minute)
      await lease()
      expect(await since()).toBe(cameAt)
      clock.advance(second)
      await operators.lease(workspace, ana, 'desk', clock.now())
      clock.advance(5 * minute - 1)
      await lease()
      await reopen()
      expect(await since()).toBe(cameAt)
      clock.advance(second)
      await opened.store.operators.setApiStatus(workspace, ana, 'offline', null)
      clock.advance(5 * minute)
      await opened.store.operators.choose(workspace, ana, 'online')
      expect(await seat(ana)).toMatchObject({ status: 'offline' })
      await lease()
      expect(await since()).toBe(clock.now())
    })
  })

  describe(`${name}: turns, waits and coverage`, () => {
    test('[RO-31] in turn goes on where it stood, over new starts; nothing of a deleted group is kept', async () => {
      await set({ automatic: true, pick: 'round_robin' })
      const all = [await operator('ana'), await operator('ben'), await operator('cy')]
      const owners: (OperatorId | undefined)[] = []
      for (const contact of ['a', 'b', 'c', 'd', 'e', 'f']) {
        const id = await asking(contact)
        await done(id, { type: 'assign_waiting' })
        owners.push((await recordOf(id)).lastOwner)
        const before = (await team()).cursor(group)
        await reopen()
        expect((await team()).cursor(group)).toEqual(before)
      }
      expect(new Set(owners.slice(0, 3))).toEqual(new Set(all))
      expect(owners.slice(3)).toEqual(owners.slice(0, 3))
      const { routings } = opened.store
      await routings.noteWait(workspace, { group, position: 1, milliseconds: 1, at: clock.now() })
      await routings.setCovered(workspace, group, true)
      const lose = line.proposer(theWorkspace(), { type: 'lose_group', group, by: admin, cause: 'api' })
      await opened.store.groups.remove(workspace, group, lose, by)
      expect((await team()).cursor(group)).toBeNull()
      // Somebody who knew it still says so a moment later.
      await routings.noteWait(workspace, { group, position: 1, milliseconds: 1, at: clock.now() })
      expect(await routings.setCovered(workspace, group, false)).toBe(false)
      await reopen()
      expect((await team()).cursor(group)).toBeNull()
      expect(await opened.store.routings.waits(workspace, group, 10)).toEqual([])
      expect(await opened.store.routings.coverage(workspace)).toEqual([])
    })

    test('[RO-31] whoever decides on the first words of a contact who was here before is told who owned that last', async () => {
      const [ana, ben] = [await operator('ana'), await operator('ben')]
      const lastOwner = async (contact: string) => {
        let found: OperatorId | null | undefined
        const target = { workspace, bot, channel: 'custom', contact: asId<'contact'>(contact) }
        await opened.store.conversations.change(target, (one) => {
          found = one.lastOwner
          return refuse({ kind: 'no' as const })
        })
        return found
      }
      expect(await lastOwner('carl')).toBeNull()
      const first = await opening('carl')
      await claim(first, ana)
      await done(first, { type: 'transfer', to: { operator: ben }, by: admin, cause: 'api' })
      await closeIt(first)
      expect(await lastOwner('carl')).toBe(ben)
      const second = await opening('carl')
      expect(await recordOf(second)).toMatchObject({ previous: first, lastOwner: ben })
      await closeIt(second)
      await reopen()
      expect(await lastOwner('carl')).toBe(ben)
      await expectAllToAgree()
    })

    test('[RO-23] the latest waits of each queue are kept, the newest first', async () => {
      const { routings } = opened.store
      const wait = (number: number, of: GroupId | null) => ({
        group: of,
        position: 1 + (number % 3),
        milliseconds: number * second,
        at: instant(monday + number),
      })
      for (let number = 0; number < 210; number += 1) await routings.noteWait(workspace, wait(number, group))
      await routings.noteWait(workspace, wait(7, null))
      await reopen()
      const waits = await opened.store.routings.waits(workspace, group, 1_000)
      expect(waits).toEqual(Array.from({ length: 200 }, (_, index) => wait(209 - index, group)))
      expect(await opened.store.routings.waits(workspace, group, 2)).toEqual([wait(209, group), wait(208, group)])
      expect(await opened.store.routings.waits(workspace, null, 10)).toEqual([wait(7, null)])
    })

    test('[RO-3] coverage changes once, whoever says it; a change is one audit record and one message', async () => {
      const { routings, audit } = opened.store
      const say = (isCovered: boolean, of: GroupId | null = group) =>
        Promise.all(Array.from({ length: 5 }, () => routings.setCovered(workspace, of, isCovered)))
      const news = async () => {
        const records = await audit.list(workspace, null, 100)
        return records
          .filter(({ action }) => action.startsWith('coverage_'))
          .map(({ action, object }) => [action, object])
      }
      await say(true)
      await say(false, null)
      expect(await news()).toEqual([])
      clock.advance(minute)
      expect((await say(false)).filter(Boolean).length).toBe(1)
      expect((await say(false)).filter(Boolean).length).toBe(0)
      const lostAt = clock.now()
      clock.advance(minute)
      expect(await news()).toEqual([['coverage_lost', group]])
      expect((await say(true, null)).filter(Boolean).length).toBe(1)
      expect(await news()).toEqual([
        ['coverage_restored', workspace],
        ['coverage_lost', group],
      ])
      await reopen()
      const known = await opened.store.routings.coverage(workspace)
      expect(known.toSorted((one, other) => one.since - other.since)).toEqual([
        { group, isCovered: false, since: lostAt },
        { group: null, isCovered: true, since: clock.now() },
      ])
      const messages = await opened.store.outbox.claim(100, inMs(1))
      expect(messages.filter(({ topic }) => topic === 'coverage_changed').map(({ payload }) => payload)).toEqual([
        { group, isCovered: false, since: lostAt },
        { group: null, isCovered: true, since: clock.now() },
      ])
      expect(await opened.store.audit.verify(workspace)).toBeNull()
    })
  })
}
