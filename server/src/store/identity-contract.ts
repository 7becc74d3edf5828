/** What every store must do for contacts that a site vouches for, whichever database is behind it. A part of the contract suite. */
import { fold, verifiedContact } from '@baton/core/conversation'
import { asId, type BotId, type ContactId, type ConversationId } from '@baton/core/ids'
import { after } from '@baton/core/time'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import type { Workspace } from './store.ts'
import { addWorkspace, begin, by, committedOf, saying, welcomingBot } from './testing.ts'

const anonymous = asId<'contact'>('web_1')
const ana = verifiedContact('ana')

export function identityContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  let opened: Opened
  let line: ConversationLine
  let workspace: Workspace
  let bot: BotId

  const says = (contact: ContactId, clientMessageId: string, text = 'hi') => {
    const to = { bot, channel: 'web', contact }
    const said = saying(text, { clientMessageId })
    const expiresAt = after(clock.now(), 1_000_000)
    return line.say(workspace, to, said, { scope: `of ${contact}`, key: clientMessageId, hash: text, expiresAt })
  }
  const begins = async (contact: ContactId, clientMessageId = 'first', text = 'hi'): Promise<ConversationId> =>
    committedOf(await says(contact, clientMessageId, text)).id
  const adopt = (conversation: ConversationId, from = anonymous, to = ana) =>
    opened.store.contacts.adopt(
      workspace.id,
      { conversation, from, to, scopes: { from: `of ${from}`, to: `of ${to}` } },
      line.proposer(workspace, { type: 'identify', was: from, contact: to, variables: { user_name: 'Ana' } }),
    )
  const openOf = async (contact: ContactId) =>
    (await opened.store.conversations.findOfContact(workspace.id, bot, 'web', contact))?.conversation.id ?? null

  beforeEach(async () => {
    ;({ opened, line, workspace, bot } = await begin(open, clock, welcomingBot))
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: secrets of sites`, () => {
    test('[V-13] there is none until one is made; the one before it stays beside it, and both go together', async () => {
      const { identitySecrets } = opened.store
      expect(await identitySecrets.find(workspace.id, bot)).toBeNull()
      const first = { secret: 'first', previous: null, rotatedAt: clock.now() }
      expect(await identitySecrets.rotate(workspace.id, bot, 'first', by)).toEqual(first)
      clock.advance(5)
      const second = { secret: 'second', previous: 'first', rotatedAt: clock.now() }
      expect(await identitySecrets.rotate(workspace.id, bot, 'second', by)).toEqual(second)
      expect(await identitySecrets.find(workspace.id, bot)).toEqual(second)
      await identitySecrets.rotate(workspace.id, bot, 'third', by)
      expect(await identitySecrets.find(workspace.id, bot)).toMatchObject({ secret: 'third', previous: 'second' })
      expect(await identitySecrets.remove(workspace.id, bot, by)).toBe(true)
      expect(await identitySecrets.remove(workspace.id, bot, by)).toBe(false)
      expect(await identitySecrets.find(workspace.id, bot)).toBeNull()
    })

    test('[S-05] [I-38] the audit log knows of each change and of no secret; another workspace sees none', async () => {
      const other = await addWorkspace(opened.store)
      await opened.store.identitySecrets.rotate(workspace.id, bot, 'canary', by)
      expect(await opened.store.identitySecrets.find(other.id, bot)).toBeNull()
      expect(await opened.store.identitySecrets.remove(other.id, bot, by)).toBe(false)
      await opened.store.identitySecrets.remove(workspace.id, bot, by)
      const noted = await opened.store.audit.list(workspace.id, null, 2)
      expect(noted.map(({ action }) => action)).toEqual(['identity_secret_removed', 'identity_secret_rotated'])
      expect(JSON.stringify(noted)).not.toContain('canary')
    })
  })

  describe(`${name}: what goes over to a contact`, () => {
    test('[V-13] an open conversation, which is the fold of its log, and all that was sent in it', async () => {
      const id = await begins(anonymous, 'one', 'file_1')
      const file = { workspace: workspace.id, conversation: null, contact: anonymous, name: 'a', contentType: 'b' }
      for (const named of ['file_1', 'file_2']) await opened.store.files.add({ ...file, id: asId(named), size: 1 })
      expect(await adopt(id)).toBe(true)
      const found = await opened.store.conversations.find(workspace.id, id)
      expect(found?.conversation).toMatchObject({ contact: ana, variables: { user_name: 'Ana' } })
      const log = await opened.store.conversations.events(workspace.id, id, 0, 100)
      expect(found?.conversation).toEqual(fold(id, log))
      expect(await openOf(anonymous)).toBeNull()
      expect(await openOf(ana)).toBe(id)
      expect((await opened.store.files.find(asId('file_1')))?.contact).toBe(ana)
      expect((await opened.store.files.find(asId('file_2')))?.contact).toBe(anonymous)
      expect(await says(ana, 'one', 'file_1')).toMatchObject({ kind: 'repeated', conversation: id })
      expect(await says(ana, 'two')).toMatchObject({ kind: 'committed', committed: { id } })
      expect((await opened.store.contacts.find(workspace.id, ana))?.variables).toEqual({ user_name: 'Ana' })
      expect(await opened.store.contacts.find(workspace.id, anonymous)).toBeNull()
      expect(await begins(anonymous, 'three')).not.toBe(id)
    })

    test('[V-13] nothing, where the contact has something open, and where it is closed or another one’s', async () => {
      const begun = await begins(anonymous)
      const own = await begins(ana)
      expect(await adopt(begun)).toBe(false)
      expect([await openOf(anonymous), await openOf(ana)]).toEqual([begun, own])
      for (const id of [begun, own]) await line.run(workspace, id, { type: 'end_chat' })
      expect(await adopt(begun)).toBe(false)
      const next = await begins(anonymous, 'next')
      expect(await adopt(next, asId('web_2'))).toBe(false)
      expect(await openOf(anonymous)).toBe(next)
    })

    test('[V-13] one of two that are asked for at once', async () => {
      const both = [await begins(anonymous), await begins(asId('web_2'))] as const
      const answers = await Promise.all([adopt(both[0]), adopt(both[1], asId('web_2'))])
      expect(answers.filter(Boolean)).toHaveLength(1)
      expect(await openOf(ana)).toBe(both[answers.indexOf(true)])
    })

    test('[I-46] it goes with whoever it is when they are forgotten', async () => {
      const id = await begins(anonymous)
      await adopt(id)
      const end = line.proposer(workspace, { type: 'end_chat' })
      const forgotten = await opened.store.contacts.forget(workspace.id, ana, end, async () => {}, by)
      expect(forgotten.conversations).toEqual([id])
      expect(await opened.store.conversations.find(workspace.id, id)).toBeNull()
    })
  })
}
