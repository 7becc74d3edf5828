/** What every store must do for conversations that are put aside, or left alone, whichever database is behind it. A part of the contract suite. */
import { fold } from '@baton/core/conversation'
import { asId, type BotId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import type { ListFilter, Workspace } from './store.ts'
import { addOperator, admin, begin, by, committedOf, openAt, saying, target, welcomingBot } from './testing.ts'

const minute = 60_000

export function snoozeContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  let opened: Opened
  let line: ConversationLine
  let workspace: Workspace
  let bot: BotId
  let ana: OperatorId
  let ben: OperatorId

  const says = async (contact: string): Promise<ConversationId> => {
    const { id } = committedOf(await line.say(workspace, target(bot, contact), saying('hi')))
    // Each has its own place in the lists.
    clock.advance(1)
    return id
  }
  const snooze = async (id: ConversationId, minutes: number | null) => {
    const until = minutes === null ? null : instant(clock.now() + minutes * minute)
    committedOf(await line.run(workspace, id, { type: 'snooze', until, by: admin, cause: 'api' }))
  }
  const owned = async (contact: string, operator: OperatorId, minutes: number | null = null) => {
    const id = await says(contact)
    await line.run(workspace, id, { type: 'claim', operator, cause: 'api' })
    if (minutes !== null) await snooze(id, minutes)
    return id
  }
  const list = async (filter: Omit<ListFilter, 'limit'>, limit = 100) =>
    (await opened.store.conversations.list(workspace.id, { limit, ...filter })).items.map((one) => one.conversation.id)
  const count = () => opened.store.conversations.count(workspace.id, ana)

  beforeEach(async () => {
    ;({ opened, line, workspace, bot } = await begin(open, clock, welcomingBot))
    ;[ana, ben] = [await addOperator(opened.store, workspace.id), await addOperator(opened.store, workspace.id)]
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: snoozed conversations, and those that end by themselves`, () => {
    test('[U-02] snooze is kept: what is read is the fold of the log, also after a message and when the store is opened again', async () => {
      const id = await owned('carl', ana, 60)
      for (const next of [() => says('carl'), () => snooze(id, 5), () => snooze(id, null), async () => {}]) {
        const found = await opened.store.conversations.find(workspace.id, id)
        expect(found?.conversation).toEqual(fold(id, await opened.store.conversations.events(workspace.id, id, 0, 100)))
        await next()
      }
      await snooze(id, 30)
      await opened.store.close()
      opened = await openAt(open, clock)
      expect(await list({ snoozed: true })).toEqual([id])
    })

    test('[A-12] an announced end is kept, and put off at the moment of the end: one of them happens, never both', async () => {
      const deadlines = { idle: { afterSeconds: 600, outcome: 'hand_back' as const } }
      await opened.store.routings.set(workspace.id, null, { deadlines }, by)
      const ends = async (contact: string) => {
        const id = await owned(contact, ana)
        const read = async () => {
          const found = await opened.store.conversations.find(workspace.id, id)
          const events = await opened.store.conversations.events(workspace.id, id, 0, 100)
          expect(found?.conversation).toEqual(fold(id, events))
          return { conversation: found?.conversation, types: events.map(({ type }) => type) }
        }
        const { epoch = 0 } = (await read()).conversation ?? {}
        const due = (deadline: 'idle_warning' | 'idle') =>
          line.run(workspace, id, {
            type: 'meet_deadline',
            work: { id: newId('effect'), epoch },
            deadline,
            group: null,
            since: clock.now(),
          })
        return { due, read, putOff: () => line.run(workspace, id, { type: 'put_off_end' }) }
      }
      const all = [await ends('a'), await ends('b'), await ends('c'), await ends('d')]
      clock.advance(9 * minute)
      for (const { due, read } of all) {
        await due('idle_warning')
        expect((await read()).types.at(-1)).toBe('end_announced')
      }
      clock.advance(minute)
      for (const [index, { due, read, putOff }] of all.entries()) {
        const ended = () => due('idle')
        const order = index % 2 === 0 ? [putOff, ended, putOff] : [ended, putOff, putOff]
        const answers = await Promise.all(order.map((call) => call()))
        const { conversation, types } = await read()
        const isPutOff = conversation?.holder.state === 'taken_over'
        expect(types.filter((type) => type === 'end_put_off')).toHaveLength(isPutOff ? 1 : 0)
        expect(types.filter((type) => type === 'handed_over')).toHaveLength(isPutOff ? 0 : 1)
        expect(answers.at(-1)?.kind).toBe(isPutOff ? 'committed' : 'refused')
      }
    })

    test('[U-02] lists have the snoozed, or the others, or all; the clock alone brings one back', async () => {
      const [short, long] = [await owned('short', ana, 5), await owned('long', ana, 60)]
      const awake = await owned('awake', ana)
      const others = await owned('others', ben, 60)
      const free = await says('free')
      const lists = async () => ({
        mine: await list({ operator: ana, snoozed: false }),
        snoozed: await list({ operator: ana, snoozed: true }),
        allOfMine: await list({ operator: ana }),
        everybodys: await list({ snoozed: true, status: 'open' }),
        rest: await list({ snoozed: false, status: 'open' }),
        found: await list({ search: 'hi', snoozed: true }),
      })
      expect(await lists()).toEqual({
        mine: [awake],
        snoozed: [long, short],
        allOfMine: [awake, long, short],
        everybodys: [others, long, short],
        rest: [free, awake],
        found: [others, long, short],
      })
      expect(await count()).toMatchObject({ mine: 3, snoozed: 2, open: 5 })
      clock.advance(5 * minute)
      expect(await lists()).toMatchObject({ mine: [awake, short], snoozed: [long], everybodys: [others, long] })
      expect(await count()).toMatchObject({ mine: 3, snoozed: 1 })
    })

    test('[U-02] a list of the snoozed has pages', async () => {
      const ids: ConversationId[] = []
      for (const contact of ['a', 'b', 'c']) ids.unshift(await owned(contact, ana, 60))
      const first = await opened.store.conversations.list(workspace.id, { limit: 2, snoozed: true })
      if (first.next === null) throw new Error('there is no second page')
      expect(first.items.map(({ conversation }) => conversation.id)).toEqual(ids.slice(0, 2))
      expect(await list({ snoozed: true, cursor: first.next })).toEqual(ids.slice(2))
    })

    test('[U-02] [HO-8] a transfer and a closing take it out of the list', async () => {
      const [passed, ended] = [await owned('passed', ana, 60), await owned('ended', ana, 60)]
      const to = { operator: ben }
      await line.run(workspace, passed, { type: 'transfer', to, by: admin, cause: 'api' })
      await line.run(workspace, ended, { type: 'close', by: admin, cause: 'api' })
      expect(await list({ snoozed: true })).toEqual([])
      expect(await list({ operator: ben, snoozed: false })).toEqual([passed])
    })

    test('[U-02] only what one workspace has', async () => {
      await owned('carl', ana, 60)
      expect((await opened.store.conversations.list(asId('ws_other'), { limit: 9, snoozed: true })).items).toEqual([])
    })
  })
}
