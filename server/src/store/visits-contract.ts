/** What every store must do for figures of bots, whichever database is behind it. A part of the contract suite. */
import { asId, type BotId, type WorkspaceId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import type { MissedMessage, VisitSum, Workspace } from './store.ts'
import { addBot, addWorkspace, admin, begin, by, committedOf, rowsOf, saying, target, welcomingBot } from './testing.ts'
import { beginOf, dayOf, daysOfVisits, mostMisses } from './visits.ts'

export function visitsContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  const today = dayOf(clock.now())
  let opened: Opened
  let line: ConversationLine
  let workspace: Workspace
  let bot: BotId

  const sum = (interaction: string, counts: Partial<VisitSum> = {}): VisitSum => ({
    bot,
    day: today,
    behavior: 'main',
    interaction,
    entered: 0,
    toOperators: 0,
    left: 0,
    ...counts,
  })
  const add = (sums: VisitSum[], misses: MissedMessage[] = [], to: WorkspaceId = workspace.id) =>
    opened.store.visits.add(to, sums, misses)
  const list = (fromDay = today) => opened.store.visits.list(workspace.id, bot, fromDay)
  const misses = (limit = 10, from = beginOf(today)) => opened.store.visits.misses(workspace.id, bot, from, limit)
  /** A conversation in which the contact has said something; `seq` is where that stands. */
  const said = async (contact: string, text: string): Promise<MissedMessage> => {
    const { id, change } = committedOf(await line.say(workspace, target(bot, contact), saying(text)))
    const seq = change.events.find(({ event }) => event.actor.kind === 'contact')?.event.seq ?? 0
    clock.advance(1)
    return { bot, conversation: id, seq, at: clock.now() }
  }
  const forget = (contact: string) => {
    const closing = line.proposer(workspace, { type: 'close', by: admin, cause: 'api' })
    return opened.store.contacts.forget(workspace.id, asId(contact), closing, async () => {}, by)
  }
  /** Also those whose conversation is gone, which no call shows. */
  const rowsOfMisses = () => rowsOf(opened, 'misses')

  beforeEach(async () => {
    ;({ opened, line, workspace, bot } = await begin(open, clock, welcomingBot))
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: visits`, () => {
    test('[FL-14] what is added adds up by interaction, over the days that are asked for', async () => {
      await add([sum('welcome', { entered: 3 }), sum('person', { entered: 2, toOperators: 1 })])
      await add([sum('welcome', { entered: 4, left: 1 }), sum('welcome', { entered: 10, day: today - 1 })])
      await add([sum('ask', { entered: 1, behavior: 'other' })])
      expect(await list()).toEqual([
        { behavior: 'main', interaction: 'person', entered: 2, toOperators: 1, left: 0 },
        { behavior: 'main', interaction: 'welcome', entered: 7, toOperators: 0, left: 1 },
        { behavior: 'other', interaction: 'ask', entered: 1, toOperators: 0, left: 0 },
      ])
      expect(await list(today - 1)).toContainEqual({
        behavior: 'main',
        interaction: 'welcome',
        entered: 17,
        toOperators: 0,
        left: 1,
      })
    })

    test('[I-38] a bot of another workspace has nothing of it', async () => {
      const other = await addWorkspace(opened.store)
      const itsBot = await addBot(opened.store, other.id, welcomingBot)
      await add([sum('welcome', { entered: 1 })], [await said('carl', 'hm')])
      expect(await opened.store.visits.list(other.id, itsBot, today)).toEqual([])
      expect(await opened.store.visits.list(other.id, bot, today)).toEqual([])
      expect(await opened.store.visits.misses(other.id, bot, beginOf(today), 10)).toEqual([])
    })

    test('[FL-14] many who add at once, in whatever order, lose nothing', async () => {
      const names = ['a', 'b', 'c', 'd', 'e']
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const sums = names.map((one) => sum(one, { entered: 1 }))
          return add(index % 2 === 0 ? sums : sums.toReversed())
        }),
      )
      expect((await list()).map(({ entered }) => entered)).toEqual([20, 20, 20, 20, 20])
    })

    test('[FL-14] names that a database cannot tell apart are added, too', async () => {
      const odd = ['\u0000', '\ufffd', 'ä"\\{},', '\ud800', "'"]
      await add(odd.map((one) => sum(one, { entered: 1 })))
      await add(odd.map((one) => sum(one, { entered: 1 })))
      const found = await list()
      expect(found.reduce((total, { entered }) => total + entered, 0)).toBe(2 * odd.length)
      expect(found).toContainEqual({ behavior: 'main', interaction: 'ä"\\{},', entered: 2, toOperators: 0, left: 0 })
    })

    test('[FL-14] days that nobody may ask for any more go when something is added', async () => {
      const oldest = today - daysOfVisits + 1
      await add([sum('old', { entered: 1, day: oldest - 1 }), sum('kept', { entered: 1, day: oldest })])
      await add([sum('welcome', { entered: 1 })])
      expect((await list(0)).map(({ interaction }) => interaction)).toEqual(['kept', 'welcome'])
    })
  })

  describe(`${name}: messages that were not understood`, () => {
    test('[FL-15] are listed with what they say, the latest first, each once', async () => {
      const [first, second] = [await said('carl', 'Do you ship to Mars?'), await said('dora', 'ähm 🙂')]
      await add([], [first])
      await add([], [second, first])
      const shown = ({ conversation, seq, at }: MissedMessage, text: string) => ({ conversation, seq, at, text })
      expect(await misses()).toEqual([shown(second, 'ähm 🙂'), shown(first, 'Do you ship to Mars?')])
      expect(await misses(1)).toEqual([shown(second, 'ähm 🙂')])
      expect(await misses(10, second.at)).toEqual([shown(second, 'ähm 🙂')])
    })

    test('[FL-15] the newest of a bot are kept', async () => {
      const real = await said('carl', 'hm')
      const later = (index: number) => ({ ...real, seq: 1_000 + index, at: instant(real.at + 1) })
      await add([], [real, ...Array.from({ length: mostMisses - 1 }, (_, index) => later(index))])
      expect(await misses()).toHaveLength(1)
      await add([], [later(mostMisses)])
      expect(await misses()).toEqual([])
      expect(await rowsOfMisses()).toHaveLength(mostMisses)
    })

    test('[I-46] [FL-15] go with their contact, and none come after', async () => {
      const [forgotten, kept] = [await said('carl', 'hm'), await said('dora', 'hm')]
      await add([], [forgotten, kept])
      await forget('carl')
      await add([], [forgotten, { ...forgotten, conversation: newId('conversation') }])
      expect(await rowsOfMisses()).toHaveLength(1)
      expect((await misses()).map(({ conversation }) => conversation)).toEqual([kept.conversation])
    })

    test('[I-46] [FL-15] none are left of a contact who is forgotten at the very time at which they are added', async () => {
      const missed: MissedMessage[] = []
      for (const contact of ['a', 'b', 'c', 'd', 'e', 'f']) missed.push(await said(contact, 'hm'))
      const ofAll = (seqs: number) =>
        missed.flatMap((one) => Array.from({ length: seqs }, (_, index) => ({ ...one, seq: one.seq + index })))
      const adding = [ofAll(1), ofAll(20), ofAll(2), ofAll(40)].map((some) => add([], some))
      await Promise.all([...adding, ...['f', 'c', 'a', 'e', 'b', 'd'].map(forget)])
      expect(await rowsOfMisses()).toEqual([])
    })
  })
}
