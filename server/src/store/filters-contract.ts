/** What every store must do for filters by name, notes for somebody, and lists by tag and language. A part of the contract suite. */
import { asId, type BotId, type ConversationId, type OperatorId } from '@baton/core/ids'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { Open, Opened } from './contract.ts'
import { mostFilters } from './filters.ts'
import type { ListFilter, SavedFilter, Workspace } from './store.ts'
import { addOperator, admin, begin, by, committedOf, saying, target, welcomingBot } from './testing.ts'

export function filtersContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  let opened: Opened
  let line: ConversationLine
  let workspace: Workspace
  let bot: BotId
  let ana: OperatorId
  let ben: OperatorId

  const hire = (called: string) => addOperator(opened.store, workspace.id, { name: called, capacity: 5 })
  const filter = (called: string, operator: OperatorId | null = null, tag = 'vip'): SavedFilter => ({
    id: newId('savedFilter'),
    operator,
    name: called,
    query: { tag },
  })
  const talk = async (contact: string, { locale, tags = [] }: { locale?: string; tags?: string[] } = {}) => {
    const hello = saying('Hello', { variables: locale === undefined ? {} : { locale }, tags })
    const { id } = committedOf(await line.say(workspace, target(bot, contact), hello))
    clock.advance(1_000)
    return id
  }
  const label = (
    id: ConversationId,
    change: { variables?: Record<string, string>; setTags?: string[]; dropTags?: string[] },
  ) => line.run(workspace, id, { type: 'label', variables: {}, setTags: [], dropTags: [], by: admin, ...change })
  const listed = async (wanted: Partial<ListFilter>) => {
    const { items } = await opened.store.conversations.list(workspace.id, { limit: 50, ...wanted })
    return items.map(({ conversation }) => conversation.id)
  }
  const note = async (id: ConversationId, operator: OperatorId, text: string, mentions: OperatorId[]) => {
    const parts = [{ type: 'text' as const, text }]
    await line.run(workspace, id, {
      type: 'operator_says',
      operator,
      text,
      parts,
      isNote: true,
      mentions,
      cause: 'desk',
    })
  }
  const mentions = (operator: OperatorId, limit = 10) => opened.store.mentions.list(workspace.id, operator, limit)

  beforeEach(async () => {
    ;({ opened, line, workspace, bot } = await begin(open, clock, welcomingBot))
    ;[ana, ben] = [await hire('Ana'), await hire('Ben')]
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`filters: ${name}`, () => {
    test('[U-15] those of the team and of each operator are kept apart, by name, and no name twice', async () => {
      const { savedFilters } = opened.store
      const add = (one: SavedFilter) => savedFilters.add(workspace.id, one, by)
      const names = async (scope: OperatorId | null) =>
        (await savedFilters.list(workspace.id, scope)).map((one) => one.name)
      const mine = filter('Late', ana)
      await add(filter('VIPs'))
      await add(filter('Ärger'))
      expect((await add(mine)).ok).toBe(true)
      expect(await add(filter('vips'))).toEqual({ ok: false, refusal: { kind: 'name_taken', name: 'vips' } })
      expect((await add(filter('VIPs', ana))).ok).toBe(true)
      expect([await names(null), await names(ana), await names(ben)]).toEqual([['VIPs', 'Ärger'], ['Late', 'VIPs'], []])
      const change = { name: 'Later', query: { tag: 'x', q: 'null \\ "quoted"' } }
      expect(await savedFilters.change(workspace.id, ana, mine.id, change, by)).toEqual({
        ok: true,
        value: { ...mine, ...change },
      })
      expect(await savedFilters.change(workspace.id, ben, mine.id, change, by)).toMatchObject({ ok: false })
      expect(await savedFilters.change(workspace.id, ana, mine.id, { name: 'VIPs' }, by)).toMatchObject({ ok: false })
      expect(await savedFilters.remove(workspace.id, null, mine.id, by)).toBe(false)
      expect(await savedFilters.remove(workspace.id, ana, mine.id, by)).toBe(true)
      const actions = (await opened.store.audit.list(workspace.id, null, 10)).map(({ action }) => action)
      expect(actions.filter((action) => action.startsWith('filter_'))).toEqual([
        'filter_deleted',
        'filter_changed',
        'filter_added',
        'filter_added',
        'filter_added',
        'filter_added',
      ])
    })

    test('[U-15] there is an end to them, and they go with their operator', async () => {
      const { savedFilters, operators } = opened.store
      for (let count = 0; count < mostFilters; count += 1)
        await savedFilters.add(workspace.id, filter(`${count}`, ana), by)
      expect(await savedFilters.add(workspace.id, filter('more', ana), by)).toMatchObject({
        refusal: { kind: 'too_many' },
      })
      const decide = line.proposer(workspace, { type: 'lose_operator', operator: ana, by: admin, cause: 'api' })
      await operators.retire(workspace.id, ana, 'delete', decide, by)
      expect(await savedFilters.list(workspace.id, ana)).toEqual([])
    })

    test('[U-15] a list by tag has those that have it now', async () => {
      const [first, second] = [await talk('a', { tags: ['vip'] }), await talk('b')]
      await label(second, { setTags: ['vip', 'with "quotes" \\'] })
      await talk('c', { tags: ['vip too'] })
      expect((await listed({ tag: 'vip' })).sort()).toEqual([first, second].sort())
      expect(await listed({ tag: 'with "quotes" \\' })).toEqual([second])
      await label(first, { dropTags: ['vip'] })
      expect(await listed({ tag: 'vip', status: 'open' })).toEqual([second])
      expect(await listed({ tag: 'vi' })).toEqual([])
    })

    test('[U-15] a list by language has those who speak it now, wherever they are from', async () => {
      const [german, austrian, danish] = [
        await talk('a', { locale: 'de' }),
        await talk('b', { locale: 'de-AT' }),
        await talk('c', { locale: 'den' }),
      ]
      await talk('d')
      expect((await listed({ language: 'de' })).sort()).toEqual([german, austrian].sort())
      await label(german, { variables: { locale: 'fr' } })
      await label(danish, { variables: { locale: 'de-CH' } })
      expect((await listed({ language: 'de' })).sort()).toEqual([austrian, danish].sort())
      expect(await listed({ language: 'fr' })).toEqual([german])
      expect(await listed({ language: 'de-AT', tag: 'vip' })).toEqual([])
    })

    test('[U-13] a note is found by those it is for, and is read up to where they have read', async () => {
      const [first, second] = [await talk('a'), await talk('b')]
      await note(first, ana, 'For Ben', [ben])
      await note(first, ana, `Not for him: "mentions":["${ben}"]`, [ana])
      await note(second, ana, 'For both', [ana, ben])
      const seen = async (operator: OperatorId) => (await mentions(operator)).map(({ text, isRead }) => [text, isRead])
      expect(await seen(ben)).toEqual([
        ['For both', false],
        ['For Ben', false],
      ])
      const [latest] = await mentions(ben, 1)
      expect(latest).toMatchObject({ conversation: second, by: { kind: 'operator', id: ana, name: 'Ana' } })
      await opened.store.mentions.read(workspace.id, ben, [
        { conversation: first, seq: 2_000_000 },
        { conversation: asId('conv_gone'), seq: 1 },
      ])
      await opened.store.mentions.read(workspace.id, ben, [{ conversation: first, seq: 1 }])
      expect(await seen(ben)).toEqual([
        ['For both', false],
        ['For Ben', true],
      ])
      await note(first, ana, 'Again', [ben])
      expect((await seen(ben))[0]).toEqual(['Again', false])
    })

    test('[S-21] who is forgotten leaves no note and no mark that one was read', async () => {
      const id = await talk('a')
      await note(id, ana, 'For Ben', [ben])
      await opened.store.mentions.read(workspace.id, ben, [{ conversation: id, seq: 9 }])
      const decide = line.proposer(workspace, { type: 'close', by: admin, cause: 'api' })
      await opened.store.contacts.forget(workspace.id, asId('a'), decide, async () => {}, by)
      expect(await mentions(ben)).toEqual([])
      expect(await opened.store.conversations.several(workspace.id, [id])).toEqual([])
    })
  })
}
