/** What every store must do for canned replies and for texts not sent yet. A part of the contract suite. */
import { asId, type BotId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import type { CannedReply, Workspace } from './store.ts'
import { addOperator, addWorkspace, admin, begin, by, committedOf, saying, target } from './testing.ts'
import { mostCannedReplies, mostReplyDrafts } from './writing.ts'

const asEarly = instant(1)

export function writingContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  let opened: Opened
  let line: ConversationLine
  let workspace: Workspace
  let bot: BotId
  let ana: OperatorId

  const operator = (of = workspace): Promise<OperatorId> => addOperator(opened.store, of.id)
  const conversation = async (contact: string): Promise<ConversationId> =>
    committedOf(await line.say(workspace, target(bot, contact), saying('hi'))).id
  const reply = (shortcut: string, of: OperatorId | null = null): CannedReply => ({
    id: newId('cannedReply'),
    operator: of,
    shortcut,
    title: `Title of ${shortcut}`,
    text: 'Hello {{ first_name }} "quoted" ☃',
  })
  const add = (one: CannedReply, to = workspace) => opened.store.cannedReplies.add(to.id, one, by)
  const shortcuts = async (of: OperatorId | null, from = workspace) =>
    (await opened.store.cannedReplies.list(from.id, of)).map(({ shortcut }) => shortcut)
  const save = (where: ConversationId, words: { reply?: string; note?: string }, who = ana, from = workspace) => {
    const at = clock.now()
    const draft = { conversation: where, reply: '', note: '', ...words, writtenAt: at, savedAt: at }
    return opened.store.replyDrafts.save(from.id, who, draft)
  }
  const drafts = async (who = ana, from = workspace) =>
    (await opened.store.replyDrafts.list(from.id, who)).map(({ conversation, reply, note }) => [
      conversation,
      reply,
      note,
    ])

  beforeEach(async () => {
    ;({ opened, line, workspace, bot } = await begin(open, clock))
    ana = await operator()
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: canned replies`, () => {
    test('[U-09] those of the team and those of each operator are apart, by shortcut', async () => {
      const ben = await operator()
      const [own, team] = [reply('thanks', ana), reply('Thanks')]
      for (const one of [team, reply('bye'), own]) expect(await add(one)).toEqual({ ok: true, value: one })
      expect(await opened.store.cannedReplies.list(workspace.id, ana)).toEqual([own])
      expect(await shortcuts(null)).toEqual(['bye', 'Thanks'])
      expect(await shortcuts(ben)).toEqual([])
    })

    test('[U-09] a shortcut is one of its kind in its scope, in whatever case', async () => {
      const [first, second] = [reply('Grüße'), reply('bye')]
      await add(first)
      await add(second)
      expect(await add(reply('GRÜSSE'))).toMatchObject({ ok: true })
      const taken = { ok: false, refusal: { kind: 'shortcut_taken' } }
      expect(await add(reply('grüßE'))).toMatchObject(taken)
      const change = (shortcut: string) =>
        opened.store.cannedReplies.change(workspace.id, null, second.id, { shortcut }, by)
      expect(await change('GRÜßE')).toMatchObject(taken)
      expect(await change('BYE')).toMatchObject({ ok: true, value: { ...second, shortcut: 'BYE' } })
      expect(await Promise.all(['x', 'X'].map((shortcut) => add(reply(shortcut))))).toMatchObject([{ ok: true }, taken])
    })

    test('[U-09] is changed and deleted within its scope only, and the audit log knows', async () => {
      const own = reply('thanks', ana)
      await add(own)
      const { cannedReplies } = opened.store
      const unknown = { ok: false, refusal: { kind: 'unknown_reply' } }
      expect(await cannedReplies.change(workspace.id, null, own.id, { text: 'x' }, by)).toEqual(unknown)
      expect(await cannedReplies.remove(workspace.id, null, own.id, by)).toBe(false)
      expect(await cannedReplies.change(workspace.id, ana, own.id, { text: 'Bye' }, by)).toMatchObject({ ok: true })
      expect(await cannedReplies.list(workspace.id, ana)).toEqual([{ ...own, text: 'Bye' }])
      expect(await cannedReplies.remove(workspace.id, ana, own.id, by)).toBe(true)
      expect(await cannedReplies.remove(workspace.id, ana, own.id, by)).toBe(false)
      const actions = (await opened.store.audit.list(workspace.id, null, 3)).map(({ action }) => action)
      expect(actions).toEqual(['canned_reply_deleted', 'canned_reply_changed', 'canned_reply_added'])
    })

    test('[I-38] another workspace has nothing of them', async () => {
      const one = reply('bye')
      await add(one)
      const other = await addWorkspace(opened.store)
      expect(await shortcuts(null, other)).toEqual([])
      expect(await add(reply('bye'), other)).toMatchObject({ ok: true })
      expect(await opened.store.cannedReplies.remove(other.id, null, one.id, by)).toBe(false)
      expect(await shortcuts(null)).toEqual(['bye'])
    })

    test('[U-09] there is an end to them', async () => {
      for (let index = 0; index < mostCannedReplies; index += 1) await add(reply(`n${index}`, ana))
      const refusal = { kind: 'too_many', limit: mostCannedReplies }
      expect(await add(reply('one-more', ana))).toEqual({ ok: false, refusal })
      expect(await add(reply('one-more'))).toMatchObject({ ok: true })
    })
  })

  describe(`${name}: texts not sent yet`, () => {
    test('[U-06] the last one saved wins, whenever it was written; the last saved stands first', async () => {
      const [first, second] = [await conversation('carl'), await conversation('dora')]
      expect(await save(first, { reply: 'one', note: 'two ☃' })).toBe(true)
      clock.advance(1)
      await save(second, { note: 'three' })
      clock.advance(1)
      const at = clock.now()
      const late = { conversation: first, reply: 'later', note: '', writtenAt: asEarly, savedAt: at }
      await opened.store.replyDrafts.save(workspace.id, ana, late)
      expect(await opened.store.replyDrafts.list(workspace.id, ana)).toMatchObject([
        late,
        { conversation: second, reply: '', note: 'three' },
      ])
    })

    test('[U-06] without any text nothing is kept', async () => {
      const where = await conversation('carl')
      await save(where, { reply: 'one' })
      expect(await save(where, {})).toBe(true)
      expect(await drafts()).toEqual([])
    })

    test('[I-40] [I-38] nobody else has them: no other operator, no other workspace', async () => {
      const where = await conversation('carl')
      await save(where, { reply: 'mine' })
      const other = await addWorkspace(opened.store)
      const theirs = await operator(other)
      expect(await save(where, { reply: 'not theirs' }, theirs, other)).toBe(false)
      expect(await save(newId('conversation'), { reply: 'nowhere' })).toBe(false)
      expect(await drafts(await operator())).toEqual([])
      expect(await drafts(ana, other)).toEqual([])
      expect(await drafts()).toEqual([[where, 'mine', '']])
    })

    test('[I-46] go with the contact, also those saved at the very same time', async () => {
      const [forgotten, kept] = [await conversation('carl'), await conversation('dora')]
      await save(forgotten, { reply: 'CANARY of carl' })
      await save(kept, { reply: 'to dora' })
      const closing = line.proposer(workspace, { type: 'close', by: admin, cause: 'api' })
      const saving = Array.from({ length: 6 }, (_, index) => save(forgotten, { note: `CANARY ${index}` }))
      await Promise.all([
        ...saving,
        opened.store.contacts.forget(workspace.id, asId('carl'), closing, async () => {}, by),
      ])
      expect(await save(forgotten, { note: 'CANARY after' })).toBe(false)
      expect(await opened.dump()).not.toContain('CANARY')
      expect(await drafts()).toEqual([[kept, 'to dora', '']])
    })

    test('[U-06] go with the operator, as do their own canned replies', async () => {
      const where = await conversation('carl')
      await save(where, { reply: 'CANARY text' })
      await add({ ...reply('own', ana), text: 'CANARY reply' })
      await add(reply('team'))
      const lose = line.proposer(workspace, { type: 'lose_operator', operator: ana, by: admin, cause: 'api' })
      await opened.store.operators.retire(workspace.id, ana, 'delete', lose, by)
      expect(await opened.dump()).not.toContain('CANARY')
      expect(await shortcuts(null)).toEqual(['team'])
    })

    test('[U-06] the newest of an operator are kept', async () => {
      const oldest = await conversation('oldest')
      await save(oldest, { reply: 'oldest' })
      for (let index = 0; index < mostReplyDrafts; index += 1) {
        clock.advance(1)
        await save(await conversation(`c${index}`), { reply: 'x' })
      }
      const found = await drafts()
      expect(found.length).toBe(mostReplyDrafts)
      expect(found.map(([where]) => where)).not.toContain(oldest)
    })
  })
}
