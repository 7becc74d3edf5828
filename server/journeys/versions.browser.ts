import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { botDocument, must } from '../src/testing.ts'
import { goTo, leave, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const saying = (said: string, name: string) => botDocument([{ type: 'text', text: said }], { name })

/** Version 1 said one thing, version 2 another; nothing answers what is not understood. */
async function twoVersions(name: string): Promise<string> {
  const { id } = must(await baton.post<{ id: string }>('/bots', saying('Hello one', name)))
  must(await baton.post(`/bots/${id}/publish`))
  must(await baton.put(`/bots/${id}/draft`, saying('Hello two', name)))
  must(await baton.post(`/bots/${id}/publish`))
  return id
}

async function openFromMenu(desk: Page, bot: string, item: string): Promise<void> {
  await goTo(desk, `/designer/${bot}`)
  await desk.getByRole('button', { name: 'More', exact: true }).first().click()
  await desk.getByRole('menuitem', { name: item }).click()
}

const dialog = (desk: Page) => desk.getByRole('dialog')
const saved = (desk: Page) => desk.locator('[data-saving="saved"]').waitFor()
const draftOf = async (bot: string) =>
  JSON.stringify(must(await baton.get<{ document: unknown }>(`/bots/${bot}`)).document)

test('[FL-1] an earlier version is compared in words and text, and becomes the draft again until it is undone', async () => {
  const bot = await twoVersions('Two versions')
  const desk = await openDesk(browser, baton, await baton.operator({ role: 'admin' }))
  await openFromMenu(desk, bot, 'Versions')
  await dialog(desk)
    .getByRole('button', { name: /^Version 2 · live/ })
    .waitFor()
  await dialog(desk).getByText('There is no difference.').waitFor()
  await dialog(desk)
    .getByRole('button', { name: /^Version 1/ })
    .click()
  await dialog(desk).getByRole('listitem').filter({ hasText: 'Hello one → Hello two (Text)' }).first().waitFor()
  await dialog(desk).getByText('As text').click()
  expect(await dialog(desk).getByRole('region', { name: 'As text' }).textContent()).toMatch(/^- +text: Hello one$/m)
  await dialog(desk).getByRole('button', { name: 'Restore version 1 as the draft' }).click()
  await expect.poll(() => draftOf(bot)).toContain('Hello one')
  await desk.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => draftOf(bot)).toContain('Hello two')
  await saved(desk)
  await leave(desk)
})

test('[FL-2] a bot begins with a template, which has no errors', async () => {
  const desk = await openDesk(browser, baton, await baton.operator({ role: 'admin' }))
  await goTo(desk, '/designer')
  await desk.getByRole('button', { name: 'New chatbot' }).first().click()
  await dialog(desk).getByRole('radio', { name: 'Lead capture' }).click()
  await dialog(desk).getByRole('button', { name: 'Begin' }).click()
  await desk.getByRole('group', { name: /^questions: / }).waitFor()
  expect(new URL(desk.url()).pathname).toMatch(/^\/designer\/bot_/)
  await desk.getByText('No problems').waitFor()
  await leave(desk)
})

test('[FL-3] [FL-15] words that only a fallback answered become a keyword', async () => {
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }], {
    interactions: [{ name: 'parcel', keywords: ['parcel'], actions: [{ type: 'text', text: 'On its way' }] }],
    fallback: [{ type: 'text', text: 'Sorry?' }],
  })
  await (await baton.chat(bot)).says('shipment')
  const desk = await openDesk(browser, baton, await baton.operator({ role: 'admin' }))
  await openFromMenu(desk, bot.id, 'What it did not understand')
  await dialog(desk).getByRole('combobox', { name: 'Leads to' }).selectOption('parcel')
  await dialog(desk).getByRole('button', { name: 'Add' }).click()
  await expect.poll(() => draftOf(bot.id)).toContain('["parcel","shipment"]')
  await saved(desk)
  must(await baton.post(`/bots/${bot.id}/publish`))
  expect(await (await baton.chat(bot)).hears('shipment')).toEqual(['On its way'])
  await leave(desk)
})

test('[FL-14] what became of contacts stands on the canvas, in the outline and in the form, until it is hidden', async () => {
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }], {
    interactions: [
      {
        name: 'person',
        keywords: ['person'],
        actions: [{ type: 'set_chat_operator_state', mode: 'request_operator' }],
      },
      { name: 'nobody came', actions: [] },
    ],
  })
  await (await baton.chat(bot)).says('person')
  await baton.chat(bot)
  const desk = await openDesk(browser, baton, await baton.operator({ role: 'admin' }))
  await goTo(desk, `/designer/${bot.id}`)
  const person = desk.getByRole('group', { name: /^person: .*, 1 entered · 1 to operators · 0 left/ })
  await person.waitFor()
  await desk.getByRole('group', { name: /^welcome: .*, 2 entered · 0 to operators · 0 left/ }).waitFor()
  expect(await desk.getByRole('group', { name: /^nobody came: .*entered/ }).count()).toBe(0)
  await person.click()
  await desk.getByText('1 entered · 1 to operators · 0 left in the last 30 days').click()
  await desk.getByText('An interaction that is renamed starts anew.').waitFor()
  await desk.getByText('Outline', { exact: true }).click()
  const outline = desk.getByRole('list', { name: 'Outline of main' })
  await outline.getByRole('button', { name: '1 entered · 1 to operators · 0 left' }).waitFor()
  const toggle = desk.getByRole('button', { name: 'Show figures' })
  expect(await toggle.getAttribute('aria-pressed')).toBe('true')
  await toggle.click()
  await outline
    .getByRole('button', { name: / entered / })
    .first()
    .waitFor({ state: 'detached' })
  await desk.reload()
  await outline.getByRole('button', { name: 'person' }).waitFor()
  expect(await outline.getByRole('button', { name: / entered / }).count()).toBe(0)
  await (await baton.chat(bot)).says('person')
  await toggle.click()
  await outline.getByRole('button', { name: '2 entered · 2 to operators · 0 left' }).waitFor()
  await leave(desk)
})

test('[A-09] versions, templates and what was not understood break no rule of WCAG that a machine can check', async () => {
  const bot = await twoVersions('Looked at')
  await (await baton.chat({ id: bot })).says('Never heard of it')
  const desk = await openDesk(browser, baton, await baton.operator({ role: 'admin' }), {
    reducedMotion: 'reduce',
  })
  await openFromMenu(desk, bot, 'Versions')
  await dialog(desk)
    .getByRole('button', { name: /^Version 1/ })
    .click()
  await dialog(desk).getByText('As text').click()
  await dialog(desk).getByRole('region', { name: 'As text' }).waitFor()
  expect(await violationsOf(desk), 'versions').toEqual([])
  await desk.keyboard.press('Escape')
  await dialog(desk).waitFor({ state: 'detached' })
  await openFromMenu(desk, bot, 'What it did not understand')
  await dialog(desk).getByText('Never heard of it').waitFor()
  expect(await violationsOf(desk), 'not understood').toEqual([])
  await desk.keyboard.press('Escape')
  await goTo(desk, '/designer')
  await desk.getByRole('button', { name: 'New chatbot' }).first().click()
  await dialog(desk).getByRole('radio', { name: 'Support desk' }).waitFor()
  expect(await violationsOf(desk), 'templates').toEqual([])
  await leave(desk)
})
