/** What every store must do to tell where a search found its words. A part of the contract suite. */
import type { BotId, ConversationId } from '@baton/core/ids'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import type { Workspace } from './store.ts'
import { addWorkspace, admin, begin, committedOf, saying, target } from './testing.ts'
import { searchedText } from './words.ts'

export function searchContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  let opened: Opened
  let line: ConversationLine
  let workspace: Workspace
  let bot: BotId

  const say = async (contact: string, text: string, variables: Record<string, string> = {}) => {
    const { id } = committedOf(await line.say(workspace, target(bot, contact), saying(text, { variables })))
    clock.advance(1_000)
    return id
  }
  /** What the list answers, and where each was found. */
  const search = async (words: string) => {
    const { items } = await opened.store.conversations.list(workspace.id, { limit: 50, search: words })
    const ids = items.map(({ conversation }) => conversation.id)
    const findings = await opened.store.conversations.findings(workspace.id, ids, words)
    expect(findings.map(({ conversation }) => conversation).sort()).toEqual([...ids].sort())
    return new Map(
      findings.map(({ conversation, event }) => [
        conversation,
        `${event.type} ${event.seq}: ${searchedText(event.type, event.data)}`,
      ]),
    )
  }
  const found = async (words: string, id: ConversationId) => (await search(words)).get(id)?.replace(/ \d+:/, ':')

  beforeEach(async () => {
    ;({ opened, line, workspace, bot } = await begin(open, clock))
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: where a search found its words`, () => {
    test('[S-05] in the newest message that has all of them, each conversation once', async () => {
      const carl = await say('carl', 'The Fähre to Kraków is late')
      await say('carl', 'Is the fahre to KRAKOW still late?')
      await say('carl', 'Kraków, I mean')
      const dora = await say('dora', 'Another ferry: Fähre 7, kra…')
      expect(await found('fähre kra', carl)).toBe('message: Is the fahre to KRAKOW still late?')
      expect(await found('krakow', carl)).toBe('message: Kraków, I mean')
      expect([...(await search('FÄHRE')).keys()].sort()).toEqual([carl, dora].sort())
    })

    test('[S-05] else in a variable, or in the name a contact goes by; a message comes before them', async () => {
      const carl = await say('carl@acme.example', 'Hello', { user_name: 'Carl Jäger', order: 'AX-99' })
      expect(await found('jager', carl)).toBe('variable_set: Carl Jäger')
      expect(await found('ax-99', carl)).toBe('variable_set: AX-99')
      expect(await found('acme.example', carl)).toBe('conversation_opened: carl@acme.example')
      await say('carl@acme.example', 'Jäger is my name')
      await line.run(workspace, carl, {
        type: 'label',
        variables: { user_name: 'Carla Jäger' },
        setTags: [],
        dropTags: [],
        by: admin,
      })
      expect(await found('jager', carl)).toBe('message: Jäger is my name')
    })

    test('[S-05] else in a tag that the conversation has; of one that was dropped nothing is found', async () => {
      const [carl, dora] = [await say('carl', 'Hello'), await say('dora', 'Hello')]
      const label = (id: ConversationId, setTags: string[], dropTags: string[] = []) =>
        line.run(workspace, id, { type: 'label', variables: {}, setTags, dropTags, by: admin })
      await label(carl, ['Größe XL', 'vip'])
      await label(dora, ['vip', 'with "quotes" \\'])
      expect(await found('gro\u0308ß xl', carl)).toBe('tag_set: Größe XL')
      expect([...(await search('VI')).keys()].sort()).toEqual([carl, dora].sort())
      // Those that are dropped: after a search has seen them, and before any has.
      await label(carl, ['late'], ['vip'])
      await label(carl, [], ['late'])
      await label(dora, [], ['with "quotes" \\'])
      expect([...(await search('vip')).keys()]).toEqual([dora])
      for (const gone of ['late', 'quotes']) expect([...(await search(gone)).keys()], gone).toEqual([])
      await label(carl, ['vip'])
      expect([...(await search('vip')).keys()].sort()).toEqual([carl, dora].sort())
      await say('carl', 'Am I a VIP?')
      expect(await found('vip', carl)).toBe('message: Am I a VIP?')
    })

    test('[S-05] only in the conversations asked about', async () => {
      const [carl] = [await say('carl', 'My order'), await say('dora', 'No order')]
      expect((await search('order')).size).toBe(2)
      const found = await opened.store.conversations.findings(workspace.id, [carl], 'order')
      expect(found.map(({ conversation }) => conversation)).toEqual([carl])
      expect(await opened.store.conversations.findings(workspace.id, [], 'order')).toEqual([])
    })

    test('[I-38] nothing of another workspace, and nothing for what is no word', async () => {
      const carl = await say('carl', 'zanzibar')
      const other = await addWorkspace(opened.store)
      expect(await opened.store.conversations.findings(other.id, [carl], 'zanzibar')).toEqual([])
      for (const words of ['"', '🦆', '\u0000', '(', "' or 1=1 --"])
        expect(await opened.store.conversations.findings(workspace.id, [carl], words), words).toEqual([])
    })
  })
}
