/** What every store must do for the settings of chats, whichever database is behind it. A part of the contract suite. */
import type { BotId } from '@baton/core/ids'
import { defaultWidgetSettings, type WidgetSettings } from '@baton/core/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../clock.ts'
import type { Open, Opened } from './contract.ts'
import type { Workspace } from './store.ts'
import { addBot, addWorkspace, by, openAt } from './testing.ts'

const titled = (title: string): WidgetSettings => ({
  ...defaultWidgetSettings,
  theme: { ...defaultWidgetSettings.theme, title },
})

export function widgetSettingsContract(name: string, open: Open, close: () => Promise<void>): void {
  const clock = handClock()
  let opened: Opened
  let workspace: Workspace
  let bot: BotId

  const find = () => opened.store.widgetSettings.find(workspace.id, bot)
  const set = (settings: WidgetSettings, seen: number | null = null) =>
    opened.store.widgetSettings.set(workspace.id, bot, settings, seen, by)

  beforeEach(async () => {
    opened = await openAt(open, clock)
    workspace = await addWorkspace(opened.store)
    bot = await addBot(opened.store, workspace.id)
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: settings of a chat`, () => {
    test('[A-09] of a bot for which nothing was set there are none; what is set is kept as it is', async () => {
      expect(await find()).toBeNull()
      const odd: WidgetSettings = {
        ...titled('Ünïcode 🙂 \' " \\'),
        texts: { ar: { title: 'اسألنا', labels: { user_email: 'البريد' } } },
        preChat: {
          isOn: true,
          when: 'before_operator',
          text: '',
          fields: [{ variable: 'topic', label: 'Topic', kind: 'choice', isRequired: true, choices: ['A', 'B'] }],
        },
      }
      expect(await set(odd)).toEqual({ ok: true, value: { settings: odd, revision: 1 } })
      expect(await find()).toEqual({ settings: odd, revision: 1 })
    })

    test('[O-11] whoever has read other settings than those that are there changes nothing', async () => {
      expect((await set(titled('one'), 0)).ok).toBe(true)
      const refusal = { ok: false, refusal: { kind: 'widget_settings_changed' } }
      expect(await set(titled('two'), 0)).toEqual(refusal)
      expect((await set(titled('three'), 1)).ok).toBe(true)
      expect(await set(titled('four'), 1)).toEqual(refusal)
      expect(await find()).toMatchObject({ settings: titled('three'), revision: 2 })
    })

    test('[O-11] of many who have read the same, one is first and the others are told', async () => {
      const titles = ['a', 'b', 'c', 'd', 'e', 'f']
      const answers = await Promise.all(titles.map((title) => set(titled(title), 0)))
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
      const first = titles[answers.findIndex(({ ok }) => ok)] ?? ''
      expect(await find()).toEqual({ settings: titled(first), revision: 1 })
    })

    test('[S-05] each change is in the audit log, with what was before', async () => {
      await set(titled('one'))
      await set(titled('two'))
      const found = await opened.store.audit.list(workspace.id, null, 10)
      const [latest, first] = found.filter(({ action }) => action === 'widget_settings_changed')
      expect(first).toMatchObject({ object: bot, before: null, after: titled('one') })
      expect(latest).toMatchObject({ object: bot, before: titled('one'), after: titled('two') })
    })

    test('[I-38] a bot of another workspace has nothing of it', async () => {
      const other = await addWorkspace(opened.store)
      const itsBot = await addBot(opened.store, other.id)
      await set(titled('ours'))
      expect(await opened.store.widgetSettings.find(other.id, itsBot)).toBeNull()
      expect(await opened.store.widgetSettings.find(other.id, bot)).toBeNull()
    })
  })
}
