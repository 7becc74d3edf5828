/** What every store must do for notifications, whichever database is behind it. A part of the contract suite. */
import { asId, type BotId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { type NotificationSettings, usualRules, usualSettings } from '@baton/core/notifications'
import { type Instant, instant } from '@baton/core/time'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import { mostSubscriptions, rememberedFor } from './notifications.ts'
import type { NewDelivery, UndecidedRequest, Workspace } from './store.ts'
import { addOperator, addWorkspace, admin, begin, botThat, by, committedOf, rowsOf, saying, target } from './testing.ts'

const requestingBot = botThat({ type: 'set_chat_operator_state', mode: 'request_operator' })

export function notificationsContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  let opened: Opened
  let line: ConversationLine
  let workspace: Workspace
  let bot: BotId
  let ana: OperatorId

  const kept = () => opened.store.notifications
  const away = (milliseconds: number): Instant => instant(clock.now() + milliseconds)
  const undecided = (stage: 'first' | 'second' = 'first', until = clock.now()) =>
    kept().undecided(workspace.id, stage, { from: instant(0), until })
  const first = async (): Promise<UndecidedRequest> => {
    const [request] = await undecided()
    if (request === undefined) throw new Error('nothing is to decide')
    return request
  }
  /** A request that waits. */
  const asked = async (contact = 'carl'): Promise<ConversationId> =>
    committedOf(await line.say(workspace, target(bot, contact), saying('hi'))).id
  const wishes: NotificationSettings = { ...usualSettings, sound: 'bell', mail: { requests: true, mentions: true } }
  const browser = (id: string, operator = ana) => ({
    id,
    operator,
    endpoint: `https://push.example/${id}`,
    key: 'key',
    secret: 'secret',
    signer: 'signer',
    createdAt: clock.now(),
  })
  const mail = (epoch = 1): NewDelivery => ({
    about: { kind: 'request', epoch },
    operator: ana,
    way: { kind: 'mail' },
  })
  const push: NewDelivery = {
    about: { kind: 'mention', seq: 7 },
    operator: asId('op_ben'),
    way: { kind: 'push', subscription: 'push_1' },
  }
  const claim = (lasts = 60_000) => kept().claim(100, away(lasts))

  beforeEach(async () => {
    ;({ opened, line, workspace, bot } = await begin(open, clock, requestingBot))
    ana = await addOperator(opened.store, workspace.id)
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: what is wished of notifications`, () => {
    test('[U-13] is the usual until it is said, and kept by operator and by workspace', async () => {
      expect(await kept().settings(workspace.id, ana)).toEqual(usualSettings)
      expect(await kept().rules(workspace.id)).toEqual(usualRules)
      await kept().setSettings(workspace.id, ana, wishes)
      await kept().setRules(workspace.id, { ...usualRules, showsContent: true }, by)
      expect(await kept().settings(workspace.id, ana)).toEqual(wishes)
      expect([...(await kept().allSettings(workspace.id))]).toEqual([[ana, wishes]])
      expect(await kept().rules(workspace.id)).toEqual({ ...usualRules, showsContent: true })
      const [latest] = await opened.store.audit.list(workspace.id, null, 1)
      expect(latest).toMatchObject({ action: 'notification_rules_changed', before: usualRules })
    })

    test('[U-13] goes with the operator, and nobody else’s workspace says anything of it', async () => {
      const other = await addWorkspace(opened.store)
      await kept().setSettings(other.id, ana, wishes)
      expect(await kept().settings(workspace.id, ana)).toEqual(usualSettings)
      await kept().setSettings(workspace.id, ana, wishes)
      await kept().subscribe(workspace.id, browser('push_1'))
      await kept().see(workspace.id, ana, 'desk', clock.now())
      expect(await kept().concerned()).toEqual([workspace.id])
      const keep = line.proposer(workspace, { type: 'close', by: admin, cause: 'api' })
      await opened.store.operators.retire(workspace.id, ana, 'delete', keep, by)
      expect([...(await kept().allSettings(workspace.id)), ...(await kept().sights(workspace.id))]).toEqual([])
      expect(await kept().subscriptions(workspace.id, null)).toEqual([])
      expect(await kept().concerned()).toEqual([])
    })
  })

  describe(`${name}: browsers that take pushes`, () => {
    test('[U-13] are some for each operator, the oldest go first', async () => {
      for (let count = 0; count <= mostSubscriptions; count += 1) {
        await kept().subscribe(workspace.id, browser(`push_${count}`))
        clock.advance(1)
      }
      const ids = (await kept().subscriptions(workspace.id, ana)).map(({ id }) => id)
      expect(ids).toEqual(Array.from({ length: mostSubscriptions }, (_, index) => `push_${index + 1}`))
      expect(await kept().unsubscribe(workspace.id, ana, 'push_1')).toBe(true)
      expect(await kept().unsubscribe(workspace.id, ana, 'push_1')).toBe(false)
    })

    test('[U-13] belong to whoever signed in there last, of whichever workspace', async () => {
      const other = await addWorkspace(opened.store)
      const theirs = await addOperator(opened.store, other.id)
      await kept().subscribe(workspace.id, browser('push_1'))
      await kept().subscribe(other.id, browser('push_1', theirs))
      expect(await kept().subscriptions(workspace.id, null)).toEqual([])
      expect(await kept().subscriptions(other.id, theirs)).toEqual([browser('push_1', theirs)])
      expect(await kept().unsubscribe(workspace.id, ana, 'push_1')).toBe(false)
      // Nobody else’s operator can be given one.
      await kept().subscribe(other.id, browser('push_2'))
      expect(await kept().subscriptions(workspace.id, null)).toEqual([])
    })
  })

  test(`[U-13] ${name}: a browser that renews its subscription is the same browser, whoever says so twice`, async () => {
    const ids = async () => (await kept().subscriptions(workspace.id, null)).map(({ id }) => id)
    const renew = (old: string, id: string, operator = ana) => kept().renew(workspace.id, old, browser(id, operator))
    for (const id of ['push_1', 'push_2']) await kept().subscribe(workspace.id, browser(id))
    expect(await Promise.all([renew('push_1', 'push_3'), renew('push_1', 'push_3')])).toEqual([true, true])
    expect((await ids()).sort()).toEqual(['push_2', 'push_3'])
    const ben = await addOperator(opened.store, workspace.id)
    const other = await addWorkspace(opened.store)
    const theirs = await addOperator(opened.store, other.id)
    expect(await renew('push_2', 'push_4', ben)).toBe(false)
    expect(await kept().renew(other.id, 'push_2', browser('push_4', theirs))).toBe(false)
    expect(await renew('push_gone', 'push_4')).toBe(false)
    expect((await ids()).sort()).toEqual(['push_2', 'push_3'])
  })

  test(`[U-13] ${name}: an operator sees as long as one of their desks is seen, and what was is known`, async () => {
    const [later, now] = [away(45_000), clock.now()]
    await kept().see(workspace.id, ana, 'one', later)
    await kept().see(workspace.id, ana, 'other', later)
    await kept().see(workspace.id, ana, 'one', now)
    expect([...(await kept().sights(workspace.id))]).toEqual([[ana, later]])
    await kept().see(workspace.id, ana, 'other', now)
    expect([...(await kept().sights(workspace.id))]).toEqual([[ana, now]])
  })

  describe(`${name}: what is decided`, () => {
    test('[U-13] is found by the age of requests, and is decided once for each stage', async () => {
      const id = await asked()
      clock.advance(30_000)
      const other = await asked('dora')
      expect((await undecided('first', away(-30_000))).map(({ conversation }) => conversation)).toEqual([id])
      expect((await undecided('second')).map(({ conversation }) => conversation)).toEqual([id, other])
      const request = await first()
      expect(request).toMatchObject({ conversation: id, group: null, operator: null, offeredUntil: null })
      const answers = await Promise.all([1, 2, 3].map(() => kept().decide(workspace.id, request, 'first', [mail()])))
      expect(answers.filter(Boolean)).toHaveLength(1)
      expect(await claim()).toHaveLength(1)
      expect((await undecided()).map(({ conversation }) => conversation)).toEqual([other])
      expect(await undecided('second')).toHaveLength(2)
    })

    test('[U-13] is decided anew after another change of control, and not at all once somebody has it', async () => {
      const id = await asked()
      await kept().decide(workspace.id, await first(), 'first', [])
      expect(await undecided()).toEqual([])
      await line.run(workspace, id, { type: 'claim', operator: ana, cause: 'desk' })
      expect(await undecided('second')).toEqual([])
      const group = { id: newId('group'), name: 'Support' }
      await opened.store.groups.add(workspace.id, group, by)
      const to = { group: group.id }
      await line.run(workspace, id, { type: 'transfer', to, by: admin, cause: 'desk' })
      expect(await undecided()).toMatchObject([{ conversation: id, group: group.id }])
    })

    test('[I-38] is nobody else’s', async () => {
      await asked()
      const other = await addWorkspace(opened.store)
      expect(await kept().undecided(other.id, 'first', { from: instant(0), until: clock.now() })).toEqual([])
      expect(await kept().decide(other.id, await first(), 'first', [mail()])).toBe(false)
      expect(await claim()).toEqual([])
    })
  })

  describe(`${name}: what is to be sent`, () => {
    test('[U-13] is written once, however often it is planned, and sent once', async () => {
      const id = await asked()
      const due = away(30_000)
      await Promise.all([1, 2].map(() => kept().plan(workspace.id, id, [mail(), push], due)))
      expect(await kept().nextDueAt()).toBe(due)
      expect(await claim()).toEqual([])
      clock.advance(30_000)
      const claimed = await claim()
      expect(claimed).toHaveLength(2)
      expect(claimed).toContainEqual({
        id: `${id} mention 7 op_ben push push_1`,
        workspace: workspace.id,
        conversation: id,
        ...push,
        createdAt: away(-30_000),
        attempts: 0,
      })
      for (const { id: one } of claimed) await kept().done(one)
      clock.advance(90_000)
      await kept().plan(workspace.id, id, [mail(), push], clock.now())
      expect(await claim()).toEqual([])
      expect(await kept().nextDueAt()).toBeNull()
    })

    test('[U-13] is there again after a pause, or when whoever took it has ended', async () => {
      const id = await asked()
      await kept().plan(workspace.id, id, [mail()], clock.now())
      const [taken] = await claim(1_000)
      clock.advance(1_000)
      expect(await claim()).toEqual([taken])
      await kept().postpone(taken?.id ?? '', away(5_000))
      expect(await claim()).toEqual([])
      clock.advance(5_000)
      expect(await claim()).toEqual([{ ...taken, attempts: 1 }])
    })

    test('[S-31] goes with the contact, and is forgotten after a while', async () => {
      const [id, other] = [await asked(), await asked('dora')]
      for (const one of [id, other]) await kept().plan(workspace.id, one, [mail(), push], clock.now())
      const closing = line.proposer(workspace, { type: 'close', by: admin, cause: 'api' })
      await opened.store.contacts.forget(workspace.id, asId('carl'), closing, async () => {}, by)
      expect((await claim()).map(({ conversation }) => conversation)).toEqual([other, other])
      await kept().plan(workspace.id, id, [mail()], clock.now())
      expect((await rowsOf(opened, 'notifications')).filter((row) => row.includes(id))).toEqual([])
      clock.advance(rememberedFor)
      await kept().sweep()
      expect(await rowsOf(opened, 'notifications')).toEqual([])
    })
  })
}
