import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { must } from '../src/testing.ts'
import { addAction, type Draft, draftOf, inspector, interactionsIn, node, openDesigner, saved } from './designing.ts'
import { focused, goTo, leave, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const three = [
  {
    name: 'menu',
    actions: [
      { type: 'text', text: 'Menu' },
      { type: 'go_to', interaction: 'hours' },
    ],
  },
  { name: 'hours', keywords: ['hours'], actions: [{ type: 'text', text: 'Nine to five' }] },
]
const goingToMenu = [{ type: 'go_to', interaction: 'menu' }]

test('[A-08] [FL-8] arrow keys, a copy into another bot, a deletion with its jumps, and everything back', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const [one, other] = [await baton.bot(goingToMenu, { interactions: three }), await baton.bot([])]
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, one.id)
  await node(desk, 'welcome').focus()
  await desk.keyboard.press('ArrowRight')
  await desk.keyboard.press('Shift+ArrowRight')
  await inspector(desk).getByText('2 interactions selected').waitFor()
  await desk.keyboard.press('ControlOrMeta+c')
  await desk.getByText('2 copied').waitFor()
  await desk.keyboard.press('Delete')
  await desk.getByRole('dialog').getByText('1 jump from elsewhere leads there.').waitFor()
  await desk.getByRole('button', { name: 'Delete with the jumps' }).click()
  await expect
    .poll(async () => interactionsIn(await draftOf(baton, one.id)).map(({ name }) => name))
    .toEqual(['welcome'])
  expect(interactionsIn(await draftOf(baton, one.id))[0]?.actions).toEqual([])
  await desk.keyboard.press('ControlOrMeta+z')
  await node(desk, 'hours').waitFor()
  await saved(desk)
  expect(interactionsIn(await draftOf(baton, one.id))).toMatchObject([{ actions: goingToMenu }, ...three])

  await openDesigner(desk, other.id)
  await node(desk, 'welcome').focus()
  await desk.keyboard.press('ControlOrMeta+v')
  await desk.getByText('2 pasted').waitFor()
  await expect
    .poll(async () => interactionsIn(await draftOf(baton, other.id)))
    .toMatchObject([{ name: 'welcome' }, ...three])
  await leave(desk)
})

test('[FL-2] what cannot be published says why at its place, and a click leads there', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, bot.id)
  await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
  await addAction(desk, 'Go to')
  await desk.getByRole('button', { name: 'Publish' }).click()
  await desk.getByText('Not published: 1 error has to go first.').waitFor()
  await desk.getByRole('tab', { name: /main/ }).click()
  await desk
    .getByRole('region', { name: 'Problems' })
    .getByRole('button', { name: /say where to go/ })
    .click()
  const target = inspector(desk).getByRole('combobox', { name: 'Interaction', exact: true })
  await focused(target)
  expect(await inspector(desk).getByText('say where to go', { exact: false }).count()).toBe(1)
  await leave(desk)
})

test('[U-06] without a connection nothing is lost: it is kept, offered again, and saved', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, bot.id)
  await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
  await inspector(desk).locator('[data-head]').first().click()
  await desk.route('**/draft?*', (route) => route.abort())
  await inspector(desk).getByRole('textbox', { name: 'Text' }).fill('Written on a train')
  await desk.locator('[data-saving="failed"]').waitFor()
  await desk.getByText('Your changes are kept in this browser.', { exact: false }).waitFor()
  await desk.unroute('**/draft?*')
  await desk.goto(`${baton.origin}/`)
  await desk.getByRole('tab', { name: /Requested/ }).waitFor()
  expect(interactionsIn(await draftOf(baton, bot.id))[0]?.actions[0]?.text).toBe('Hello')

  await openDesigner(desk, bot.id)
  await desk.getByRole('dialog', { name: 'Changes that were not saved' }).waitFor()
  await desk.getByRole('button', { name: 'Continue with my changes' }).click()
  await saved(desk)
  await expect
    .poll(async () => interactionsIn(await draftOf(baton, bot.id))[0]?.actions[0]?.text)
    .toBe('Written on a train')
  await leave(desk)
})

test('[U-06] two people edit one draft: the second is asked, and neither version is lost', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, bot.id)
  await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
  await inspector(desk).locator('[data-head]').first().click()
  const before = await draftOf(baton, bot.id)
  const theirs = structuredClone(before.document)
  const [welcome] = interactionsIn({ ...before, document: theirs })
  welcome?.actions.push({ type: 'text', text: 'Theirs' })
  must(await baton.put(`/bots/${bot.id}/draft`, theirs))
  await inspector(desk).getByRole('textbox', { name: 'Text' }).fill('Mine')
  await desk.getByRole('dialog', { name: 'Somebody else changed this draft' }).waitFor()
  const texts = async () => interactionsIn(await draftOf(baton, bot.id))[0]?.actions.map(({ text }) => text)
  expect(await texts()).toEqual(['Hello', 'Theirs'])
  await desk.getByRole('button', { name: 'Keep mine and replace theirs' }).click()
  await expect.poll(texts).toEqual(['Mine'])
  await desk.keyboard.press('ControlOrMeta+z')
  await expect.poll(texts).toEqual(['Hello', 'Theirs'])
  await leave(desk)
})

test('[U-06] a save whose answer was lost is no conflict with oneself', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, bot.id)
  await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
  await inspector(desk).locator('[data-head]').first().click()
  let isLost = false
  await desk.route('**/draft?*', async (route) => {
    if (isLost) return route.continue()
    isLost = true
    await route.fetch()
    return route.abort()
  })
  const text = inspector(desk).getByRole('textbox', { name: 'Text' })
  await text.fill('Taken, though nobody heard')
  await desk.locator('[data-saving="failed"]').waitFor()
  await text.fill('And more')
  await saved(desk)
  await expect.poll(async () => interactionsIn(await draftOf(baton, bot.id))[0]?.actions[0]?.text).toBe('And more')
  expect(await desk.getByRole('dialog').count()).toBe(0)
  await leave(desk)
})

test('[FL-1] a draft that somebody changed meanwhile is neither replaced nor published unseen', async () => {
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const { draftTag, document } = must(await baton.get<Draft & { draftTag: string }>(`/bots/${bot.id}`))
  const path = `/bots/${bot.id}`
  expect((await baton.put(`${path}/draft?draftTag=${draftTag}`, { ...document, later: 1 })).status).toBe(200)
  const answers = [
    await baton.put(`${path}/draft?draftTag=${draftTag}`, document),
    await baton.post(`${path}/publish?draftTag=${draftTag}`, {}),
  ]
  for (const { status, body } of answers) expect([status, body]).toMatchObject([409, { code: 'draft_changed' }])
  expect((await draftOf(baton, bot.id)).document).toMatchObject({ later: 1 })
})

test('who is no administrator looks and changes nothing', async () => {
  const reader = await baton.operator({ role: 'operator' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const desk = await openDesk(browser, baton, reader)
  await goTo(desk, `/setup/designer/${bot.id}`)
  await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
  await inspector(desk).locator('[data-head]').first().click()
  expect(await inspector(desk).getByRole('textbox', { name: 'Text' }).isEditable()).toBe(false)
  expect(await desk.getByRole('button', { name: /^(Publish|Undo|Add an action|Add an interaction)$/ }).count()).toBe(0)
  await desk.keyboard.press('Escape')
  await desk.keyboard.press('Delete')
  expect(await node(desk, 'welcome').count()).toBe(1)
  await leave(desk)
})

const demo = await readFile(new URL('../../bots/demo.yaml', import.meta.url), 'utf8')

async function openSource(desk: Page, name: 'Import' | 'Export'): Promise<void> {
  await desk.getByRole('button', { name: 'More', exact: true }).first().click()
  await desk.getByRole('menuitem', { name }).click()
}

test('[FL-12] a document is imported: a mistake is named with its line, a good one replaces the draft, undo takes it back', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const before = (await draftOf(baton, bot.id)).document
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, bot.id)
  await openSource(desk, 'Import')
  const [text, replace] = [
    desk.getByRole('textbox', { name: 'Chatbot as YAML or JSON' }),
    desk.getByRole('button', { name: 'Replace the draft' }),
  ]
  await focused(text)
  await text.fill(demo.replace('startBehavior: main', 'startBehavior: "main'))
  await desk.getByText(/^Line \d+: /).waitFor()
  expect(await replace.isDisabled()).toBe(true)
  await text.fill('- a list\n')
  await desk.getByText('The document must be a JSON object with a name.').waitFor()
  expect(await replace.isDisabled()).toBe(true)
  await text.fill(demo)
  expect((await draftOf(baton, bot.id)).document).toEqual(before)
  await replace.click()
  await expect.poll(async () => (await draftOf(baton, bot.id)).document).toEqual(parse(demo))
  await desk.keyboard.press('ControlOrMeta+z')
  await expect.poll(async () => (await draftOf(baton, bot.id)).document).toEqual(before)

  // What is written well and means nothing comes in, and is named with its place.
  await openSource(desk, 'Import')
  await focused(text)
  await text.fill(demo.replace('interaction: hours', 'interaction: nowhere'))
  await replace.click()
  await desk.getByRole('button', { name: /main › menu.*nowhere/ }).waitFor()
  await leave(desk)
})

test('[FL-12] a draft is exported as YAML and as JSON; what was exported and is imported is the same document', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const [one, other] = [await baton.bot([]), await baton.bot([])]
  const document = { ...parse(demo), name: 'Brown & Söhne: "Räder" #1' }
  must(await baton.put(`/bots/${one.id}/draft`, document))
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, one.id)
  await openSource(desk, 'Export')
  const texts: string[] = []
  for (const [form, read] of [
    ['YAML', parse],
    ['JSON', (text: string) => JSON.parse(text)],
  ] as const) {
    await desk.getByRole('dialog').getByText(form, { exact: true }).click()
    const downloading = desk.waitForEvent('download')
    await desk.getByRole('button', { name: 'Download' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe(`brown-sohne-rader-1.${form.toLowerCase()}`)
    const text = await readFile(await download.path(), 'utf8')
    expect(read(text)).toEqual(document)
    texts.push(text)
  }
  // Its name is one of the document's settings, and there is no second bot of that name.
  must(await baton.put(`/bots/${one.id}/draft`, { ...document, name: 'Another name' }))
  await openDesigner(desk, other.id)
  for (const text of texts) {
    await openSource(desk, 'Import')
    await focused(desk.getByRole('textbox', { name: 'Chatbot as YAML or JSON' }))
    await desk.getByRole('textbox', { name: 'Chatbot as YAML or JSON' }).fill(text)
    await desk.getByRole('button', { name: 'Replace the draft' }).click()
    await expect.poll(async () => (await draftOf(baton, other.id)).document).toEqual(document)
    await desk.keyboard.press('ControlOrMeta+z')
    await expect.poll(async () => interactionsIn(await draftOf(baton, other.id)).length).toBe(1)
  }
  await leave(desk)
})

const everything = [
  { type: 'text', text: 'Hello {{ user_name }}' },
  { type: 'quick_replies', replies: [{ label: 'Menu', on_click: goingToMenu }] },
  { type: 'set_chat_operator_state', mode: 'operator_takeover', onlyOnlineOperators: true },
  { type: 'http_request', method: 'GET', url: 'https://example.com', headers: { 'X-Name': 'a' }, body: { a: 1 } },
  { type: 'input', variable: 'x', expects: 'choice', choices: ['a', 'b'], on_give_up: goingToMenu },
  { type: 'gone', anything: true },
  { type: 'go_to', interaction: 'nowhere' },
]

test('[A-09] the designer breaks no rule of WCAG that a machine can check: canvas, forms, outline, narrow', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }], { interactions: three })
  const { document } = await draftOf(baton, bot.id)
  const [welcome] = interactionsIn({ version: 1, live: null, document })
  if (welcome !== undefined) welcome.actions = everything
  must(await baton.put(`/bots/${bot.id}/draft`, document))
  const desk = await openDesk(browser, baton, admin)
  await goTo(desk, '/setup/designer')
  expect(await violationsOf(desk), 'list').toEqual([])
  await openDesigner(desk, bot.id)
  await node(desk, 'welcome').waitFor()
  expect(await violationsOf(desk), 'nothing selected').toEqual([])
  await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
  for (const [index, { type }] of everything.entries()) {
    await inspector(desk).locator('[data-head]').nth(index).click()
    expect(await violationsOf(desk, "'[aria-label=Edit]'"), type).toEqual([])
    await inspector(desk).locator('[data-head]').nth(index).click()
  }
  await inspector(desk).getByRole('button', { name: 'Add an action', exact: true }).last().click()
  await desk.getByRole('option').first().waitFor()
  expect(await violationsOf(desk, "'[role=listbox]'"), 'list of actions').toEqual([])
  await desk.keyboard.press('Escape')
  await desk.getByText('Outline', { exact: true }).click()
  await desk.getByRole('list', { name: /^Outline of/ }).waitFor()
  expect(await violationsOf(desk), 'outline').toEqual([])
  await desk.setViewportSize({ width: 400, height: 800 })
  await desk.getByRole('radiogroup', { name: 'Pane' }).waitFor()
  expect(await violationsOf(desk), 'narrow').toEqual([])
  await leave(desk)
})
