import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { must } from '../src/testing.ts'
import { complaintsOf, goTo, leave, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

type Draft = { document: { behaviors: { interactions: { actions: { text?: string }[] }[] }[] } }

/** What the first action says, as it is stored. */
async function storedText(bot: { id: string }): Promise<string | undefined> {
  const { document } = must(await baton.get<Draft>(`/bots/${bot.id}`))
  return document.behaviors[0]?.interactions[0]?.actions[0]?.text
}

async function openDesigner(desk: Page, bot: { id: string }): Promise<void> {
  await goTo(desk, `/setup/designer/${bot.id}`)
  await desk.getByRole('group', { name: /^welcome: / }).waitFor()
}

const inspector = (desk: Page) => desk.getByRole('region', { name: 'Edit', exact: true })
const text = (desk: Page) => inspector(desk).getByRole('textbox', { name: 'Text', exact: true })
const publish = (desk: Page) => desk.getByRole('button', { name: 'Publish' })
const takeOver = (desk: Page) => desk.getByRole('button', { name: 'Take over editing' })
const saved = (desk: Page) => desk.locator('[data-saving="saved"]').waitFor()

async function openText(desk: Page): Promise<void> {
  await desk.getByRole('group', { name: /^welcome: / }).click()
  await inspector(desk).locator('[data-head]').first().click()
  await text(desk).waitFor()
}

async function two() {
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const [ana, ben] = [
    await baton.operator({ name: 'Ana First', role: 'admin' }),
    await baton.operator({ name: 'Ben Second', role: 'admin' }),
  ]
  const first = await openDesk(browser, baton, ana)
  await openDesigner(first, bot)
  await publish(first).waitFor()
  const second = await openDesk(browser, baton, ben)
  await openDesigner(second, bot)
  return { bot, first, second }
}

test('[FL-1] [U-06] one edits, the other looks on and takes over, and what was not saved comes back', async () => {
  const { bot, first, second } = await two()
  const complaints = [complaintsOf(first), complaintsOf(second)]
  await second.getByText(/^Ana First has been editing this chatbot since/).waitFor()
  expect(await publish(second).count()).toBe(0)
  await openText(first)
  await text(first).fill('Hello from Ana')
  await saved(first)
  // Whoever looks on sees it without doing anything.
  await second.getByRole('group', { name: /^welcome: / }).click()
  await second.getByText('Hello from Ana').first().waitFor()

  await first.context().setOffline(true)
  await text(first).fill('Nobody has this yet')
  await first.locator('[data-saving="failed"]').waitFor()
  await takeOver(second).click()
  await publish(second).waitFor()
  await openText(second)
  await text(second).fill('Hello from Ben')
  await saved(second)

  await first.context().setOffline(false)
  await first.getByText(/^Ben Second has been editing this chatbot since/).waitFor()
  await first.getByText('What you had not saved is kept in this browser', { exact: false }).waitFor()
  expect(await storedText(bot)).toBe('Hello from Ben')
  await takeOver(first).click()
  await first.getByRole('dialog').getByRole('button', { name: 'Continue with my changes' }).click()
  await expect.poll(() => storedText(bot)).toBe('Nobody has this yet')
  expect(complaints).toEqual([[], []])
  await leave(first)
  await leave(second)
})

test('[FL-1] whoever leaves lets the next one edit, and a program is stopped by nobody', async () => {
  const { bot, first, second } = await two()
  await takeOver(second).waitFor()
  await first.getByRole('button', { name: 'All chatbots' }).click()
  await first.getByRole('button', { name: 'New chatbot' }).first().waitFor()
  // Coming back to a window asks at once.
  await second.evaluate("window.dispatchEvent(new Event('focus'))")
  await publish(second).waitFor()
  expect(await takeOver(second).count()).toBe(0)
  const { document } = must(await baton.get<Draft>(`/bots/${bot.id}`))
  const save = (query: string) => baton.put(`/bots/${bot.id}/draft${query}`, document)
  expect((await save('')).status).toBe(200)
  expect(await save('?page=page-of-nobody')).toMatchObject({ status: 409, body: { code: 'draft_taken' } })
  await leave(first)
  await leave(second)
})

test('[A-09] looking on breaks no rule of WCAG that a machine can check', async () => {
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const admin = await baton.operator({ name: 'Ben Second', role: 'admin' })
  const page = { page: 'page-of-a-test' }
  must(await baton.put(`/bots/${bot.id}/draft/editor`, page))
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, bot)
  await takeOver(desk).waitFor()
  expect(await violationsOf(desk)).toEqual([])
  await desk.setViewportSize({ width: 320, height: 700 })
  await takeOver(desk).waitFor()
  expect(await violationsOf(desk)).toEqual([])
  await leave(desk)
})
