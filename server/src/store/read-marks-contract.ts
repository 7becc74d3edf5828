/** What every store must do for how far operators have read. A part of the contract suite. */
import { asId, type BotId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import type { ListFilter, Workspace } from './store.ts'
import { addOperator, addWorkspace, admin, begin, by, committedOf, saying, target } from './testing.ts'

export function readMarksContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  let opened: Opened
  let line: ConversationLine
  let workspace: Workspace
  let bot: BotId
  let ana: OperatorId

  const operator = (of = workspace): Promise<OperatorId> => addOperator(opened.store, of.id)
  /** Its log ends where it says. */
  const conversation = async (contact: string, says = 6): Promise<{ id: ConversationId; lastSeq: number }> => {
    for (let count = 1; ; count += 1) {
      const { id, change } = committedOf(await line.say(workspace, target(bot, contact), saying(`${count} ☃`)))
      clock.advance(1_000)
      if (count >= says) return { id, lastSeq: change.record.conversation.lastSeq }
    }
  }
  const read = (where: ConversationId, upTo: number, who = ana, isMarked = false) =>
    opened.store.readMarks.set(workspace.id, who, where, { upTo, isMarked })
  const markOf = async (where: ConversationId, who = ana, from = workspace) =>
    (await opened.store.readMarks.of(from.id, who, [where])).get(where)

  beforeEach(async () => {
    ;({ opened, line, workspace, bot } = await begin(open, clock))
    ana = await operator()
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: how far somebody has read`, () => {
    test('[U-11] goes forward only, whoever asks late, twice or at once, and never beyond the log', async () => {
      const { id, lastSeq } = await conversation('carl')
      expect(await markOf(id)).toBeUndefined()
      expect(await read(id, 4)).toEqual({ mark: { upTo: 4, isMarked: false, revision: 1 }, isChanged: true })
      for (const again of [4, 2, 0])
        expect(await read(id, again)).toEqual({ mark: { upTo: 4, isMarked: false, revision: 1 }, isChanged: false })
      const answers = await Promise.all([5, lastSeq, 3, lastSeq, 5].map((upTo) => read(id, upTo)))
      expect(answers.map((answer) => answer?.mark.upTo)).toContain(lastSeq)
      expect(await markOf(id)).toMatchObject({ upTo: lastSeq, isMarked: false })
      expect(await read(id, 2_000_000_000)).toMatchObject({ mark: { upTo: lastSeq }, isChanged: false })
    })

    test('[U-11] goes back only for whoever wants it unread, until they read further than that', async () => {
      const { id, lastSeq } = await conversation('carl')
      await read(id, lastSeq)
      const marked = { upTo: 2, isMarked: true, revision: 2 }
      expect(await read(id, 2, ana, true)).toEqual({ mark: marked, isChanged: true })
      expect(await read(id, 2, ana, true)).toEqual({ mark: marked, isChanged: false })
      expect(await read(id, 1)).toEqual({ mark: marked, isChanged: false })
      expect(await read(id, 3)).toMatchObject({ mark: { upTo: 3, isMarked: false, revision: 3 } })
      // There is always something after it that is unread.
      expect(await read(id, 99, ana, true)).toMatchObject({ mark: { upTo: lastSeq - 1, isMarked: true } })
      expect(await read(id, lastSeq)).toMatchObject({ mark: { upTo: lastSeq, isMarked: false, revision: 5 } })
    })

    test('[I-40] [I-38] each operator has their own, the last changed first, and another workspace none', async () => {
      const [{ id: first }, { id: second }] = [await conversation('carl'), await conversation('dora')]
      const ben = await operator()
      await read(first, 3)
      clock.advance(1)
      await read(second, 2)
      clock.advance(1)
      await read(first, 1, ben)
      const { readMarks } = opened.store
      expect([...(await readMarks.latest(workspace.id, ana, 10)).keys()]).toEqual([second, first])
      expect([...(await readMarks.latest(workspace.id, ana, 1)).keys()]).toEqual([second])
      expect([await markOf(first, ben), await markOf(second, ben)]).toMatchObject([{ upTo: 1 }, undefined])
      const other = await addWorkspace(opened.store)
      const theirs = await operator(other)
      expect(await readMarks.set(other.id, theirs, first, { upTo: 1, isMarked: false })).toBeNull()
      expect(await read(newId('conversation'), 1)).toBeNull()
      expect([await markOf(first, ana, other), (await readMarks.latest(other.id, ana, 10)).size]).toEqual([
        undefined,
        0,
      ])
    })

    test('[I-46] goes with the contact and with the operator, also what is read at the very same time', async () => {
      const [{ id: forgotten }, { id: kept }] = [await conversation('carl'), await conversation('dora')]
      const ben = await operator()
      await Promise.all([read(kept, 3), read(kept, 3, ben)])
      const closing = line.proposer(workspace, { type: 'close', by: admin, cause: 'api' })
      await Promise.all([
        ...[1, 2, 3, 4].map((upTo) => read(forgotten, upTo)),
        opened.store.contacts.forget(workspace.id, asId('carl'), closing, async () => {}, by),
      ])
      expect(await read(forgotten, 5)).toBeNull()
      const lose = line.proposer(workspace, { type: 'lose_operator', operator: ben, by: admin, cause: 'api' })
      await opened.store.operators.retire(workspace.id, ben, 'delete', lose, by)
      const latest = async (who: OperatorId) => [...(await opened.store.readMarks.latest(workspace.id, who, 9)).keys()]
      expect([await latest(ana), await latest(ben)]).toEqual([[kept], []])
    })

    test('[U-15] a glance has those of the list, with what tells whether they are unread', async () => {
      const ids = [await conversation('carl', 1), await conversation('dora', 2), await conversation('emil', 1)]
      const glance = async (filter: Partial<ListFilter>) => {
        const { items, isMore } = await opened.store.conversations.glance(workspace.id, { limit: 2, ...filter })
        return { items: items.map(({ id }) => id), isMore }
      }
      const [carl, dora, emil] = ids.map(({ id }) => id)
      expect(await glance({ status: 'open' })).toEqual({ items: [emil, dora], isMore: true })
      expect(await glance({ contact: asId('carl') })).toEqual({ items: [carl], isMore: false })
      expect(await glance({ tag: 'none' })).toEqual({ items: [], isMore: false })
      const { items } = await opened.store.conversations.glance(workspace.id, { limit: 1, search: 'nothing-like-it' })
      expect(items).toEqual([])
      const [row] = (await opened.store.conversations.glance(workspace.id, { limit: 1, contact: asId('dora') })).items
      expect(row).toEqual({
        id: dora,
        status: 'open',
        operator: null,
        lastSeq: ids[1]?.lastSeq,
        lastLine: { by: 'contact' },
      })
    })
  })
}
