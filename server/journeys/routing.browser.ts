import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must, startTest, type TestBaton } from '../src/testing.ts'
import { complaintsOf, openBrowser, openDesk } from './windows.ts'

let browser: Browser
let baton: TestBaton

beforeAll(async () => {
  browser = await openBrowser()
  baton = await startTest({ config: { BATON_DESK_DIR: process.env.BATON_DESK_DIR ?? '' } })
})

afterAll(async () => {
  await browser.close()
  await baton[Symbol.asyncDispose]()
})

const always = '00:00–24:00'
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Goes on with the tab key until a control of this name has the focus. */
async function tabTo(desk: Page, name: string): Promise<void> {
  const mostSteps = 60
  for (let step = 0; step < mostSteps; step += 1) {
    await desk.keyboard.press('Tab')
    const focused = await desk.evaluate<string>(
      '(() => { const at = document.activeElement; return at.ariaLabel ?? at.labels?.[0]?.innerText ?? at.innerText ?? "" })()',
    )
    if (focused.trim() === name) return
  }
  throw new Error(`The tab key does not lead to ${name}`)
}

async function openRouting(desk: Page, group: { id: string }): Promise<void> {
  await desk.goto(`${baton.origin}/setup/groups/${group.id}`)
  await desk.getByRole('region', { name: 'Assign requests automatically' }).waitFor()
}

test('[RO-21] [RO-10] [RO-40] an administrator sets by keyboard how requests of a group find operators, and the next one does', async () => {
  const [admin, group] = [await baton.operator({ role: 'admin' }), await baton.group()]
  const desk = await openDesk(browser, baton, admin)
  const complaints = complaintsOf(desk)
  await openRouting(desk, group)
  await desk.getByText('the workspace’s settings count').waitFor()

  await tabTo(desk, 'Assign requests automatically')
  await desk.keyboard.press('Space')
  await tabTo(desk, 'Conversations at once')
  await desk.keyboard.type('2')
  await tabTo(desk, 'Only within opening hours')
  await desk.keyboard.press('Space')
  for (const day of weekdayNames) {
    await tabTo(desk, `Hours on ${day}`)
    await desk.keyboard.press('ControlOrMeta+a')
    await desk.keyboard.type('0-24')
  }
  await tabTo(desk, 'Save')
  await desk.keyboard.press('Enter')
  await desk.getByText('Saved', { exact: true }).waitFor()

  await desk.reload()
  await openRouting(desk, group)
  expect(await desk.getByRole('switch', { name: 'Assign requests automatically' }).isChecked()).toBe(true)
  expect(await desk.getByRole('textbox', { name: 'Conversations at once' }).inputValue()).toBe('2')
  for (const day of weekdayNames) expect(await desk.getByLabel(`Hours on ${day}`).inputValue()).toBe(always)
  await desk.getByText('A request goes to whoever has the fewest conversations').waitFor()

  const ana = await baton.operator({ groups: [group.id], status: 'online' })
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }])
  const chat = await baton.chat(bot)
  await expect.poll(async () => (await chat.view()).operator?.id).toBe(ana.id)
  expect(complaints).toEqual([])
  await desk.context().close()
})

test('[RO-22] [U-06] a refused field says why where it stands, what was typed stays, and a look elsewhere loses nothing', async () => {
  const [admin, group, other] = [await baton.operator({ role: 'admin' }), await baton.group(), await baton.group()]
  must(await baton.put(`/groups/${group.id}/routing`, { fallbacks: [{ group: other.id, afterSeconds: 60 }] }))
  const desk = await openDesk(browser, baton, admin)
  await openRouting(desk, group)
  await desk.getByRole('textbox', { name: 'Conversations at once' }).fill('4')
  // Somebody else deletes the group meanwhile.
  must(await baton.delete(`/groups/${other.id}`))
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('This group was deleted.', { exact: false }).waitFor()
  await desk.getByText('Not saved. What you typed is kept.', { exact: false }).waitFor()

  await desk.getByRole('link', { name: 'Operators' }).click()
  await desk.getByRole('heading', { name: 'Operators' }).waitFor()
  await desk.goBack()
  expect(await desk.getByRole('textbox', { name: 'Conversations at once' }).inputValue()).toBe('4')
  await desk.getByRole('button', { name: /^Remove: / }).click()
  await desk.context().setOffline(true)
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('Not saved. What you typed is kept. The server cannot be reached.', { exact: false }).waitFor()
  await desk.context().setOffline(false)
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('Saved', { exact: true }).waitFor()
  expect(must(await baton.get(`/groups/${group.id}/routing`))).toEqual({ limit: 4 })
  await desk.context().close()
})

test('[RO-22] other groups are put in order by keyboard, and the focus goes along', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const [group, one, two, three] = [await baton.group(), await baton.group(), await baton.group(), await baton.group()]
  const fallbacks = [one, two, three].map(({ id }) => ({ group: id, afterSeconds: 60 }))
  must(await baton.put(`/groups/${group.id}/routing`, { fallbacks }))
  const desk = await openDesk(browser, baton, admin)
  await openRouting(desk, group)
  const up = desk.getByRole('button', { name: `Move up: ${three.name}` })
  await up.focus()
  for (const position of [2, 1]) {
    await desk.keyboard.press('Enter')
    await desk.getByText(`${three.name} is now number ${position} of 3.`).waitFor()
    expect(await up.evaluate((button) => button === document.activeElement)).toBe(true)
  }
  await desk.keyboard.press('Enter')
  await tabTo(desk, 'Save')
  await desk.keyboard.press('Enter')
  await desk.getByText('Saved', { exact: true }).waitFor()
  const saved = must(await baton.get<{ fallbacks: { group: string }[] }>(`/groups/${group.id}/routing`))
  expect(saved.fallbacks.map((fallback) => fallback.group)).toEqual([three.id, one.id, two.id])
  await desk.context().close()
})

test('[RO-31] an operator gets skills and a weight, and a group can require what somebody has', async () => {
  const [admin, group] = [await baton.operator({ role: 'admin' }), await baton.group()]
  const ana = await baton.operator({ name: 'Ana' })
  const desk = await openDesk(browser, baton, admin)
  await desk.goto(`${baton.origin}/setup/operators`)
  await desk.getByRole('button', { name: 'Actions: Ana' }).click()
  await desk.getByRole('menuitem', { name: 'Edit operator' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Skills' }).fill('billing')
  await dialog.getByRole('textbox', { name: 'Weight' }).fill('2')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(must(await baton.get(`/operators/${ana.id}/abilities`))).toEqual({
    skills: ['billing'],
    languages: [],
    weight: 2,
  })

  await openRouting(desk, group)
  const required = desk.getByRole('region', { name: 'Required' })
  await required.getByRole('combobox', { name: 'Skills' }).click()
  await desk.getByRole('option', { name: 'billing' }).click()
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('Saved', { exact: true }).waitFor()
  expect(must(await baton.get(`/groups/${group.id}/routing`))).toEqual({ required: { skills: ['billing'] } })
  await desk.context().close()
})

test('[RO-21] who is no administrator reads the settings and changes none', async () => {
  const [reader, group] = [await baton.operator({ role: 'operator' }), await baton.group()]
  must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, limit: 2 }))
  const desk = await openDesk(browser, baton, reader)
  await openRouting(desk, group)
  await desk.getByRole('region', { name: 'Assign requests automatically' }).getByText('On', { exact: true }).waitFor()
  expect(await desk.getByRole('switch').count()).toBe(0)
  expect(await desk.getByRole('textbox', { name: 'Conversations at once' }).isEditable()).toBe(false)
  expect(await desk.getByRole('button', { name: /Save|Add|Use the workspace/ }).count()).toBe(0)
  await desk.context().close()
})
