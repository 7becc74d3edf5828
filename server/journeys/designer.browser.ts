import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must, startTest, type TestBaton } from '../src/testing.ts'
import { complaintsOf, focused, openBrowser, openDesk, tabTo, violationsOf } from './windows.ts'

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

type Draft = {
  version: number
  live: number | null
  document: { behaviors: { interactions: { name: string; actions: { type: string; text?: string }[] }[] }[] }
}
type Named = { items: { id: string; name: string }[] }

async function openDesigner(desk: Page, bot: string): Promise<void> {
  await desk.goto(`${baton.origin}/setup/designer/${bot}`)
  await desk.getByRole('button', { name: 'Publish' }).waitFor()
}

async function botNamed(name: string): Promise<string> {
  const found = must(await baton.get<Named>('/bots')).items.find((bot) => bot.name === name)
  if (found === undefined) throw new Error(`There is no bot ${name}`)
  return found.id
}

const draftOf = async (bot: string) => must(await baton.get<Draft>(`/bots/${bot}`))
const interactionsIn = ({ document }: Draft) => document.behaviors[0]?.interactions ?? []

const node = (desk: Page, name: string) => desk.getByRole('group', { name: new RegExp(`^${name}: `) })
const inspector = (desk: Page) => desk.getByRole('region', { name: 'Edit', exact: true })
const saved = (desk: Page) => desk.locator('[data-saving="saved"]').waitFor()

/** Picks an action in the list that opens; the list of the node's own actions comes last. */
async function addAction(desk: Page, title: string): Promise<void> {
  await inspector(desk).getByRole('button', { name: 'Add an action', exact: true }).last().click()
  await desk.getByRole('textbox', { name: 'Find an action' }).fill(title)
  await desk
    .getByRole('option', { name: new RegExp(`^${title}`) })
    .first()
    .click()
}

async function choose(desk: Page, field: string, option: string | RegExp): Promise<void> {
  await inspector(desk).getByRole('combobox', { name: field, exact: true }).click()
  await desk.getByRole('option', { name: option }).click()
}

function center(box: { x: number; y: number; width: number; height: number } | null) {
  if (box === null) throw new Error('It is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

test('[FL-12] [FL-1] [HO-10] a bot is built from nothing with the mouse, published, and hands a contact over', async () => {
  const [admin, group] = [await baton.operator({ role: 'admin' }), await baton.group()]
  const ana = await baton.operator({ name: 'Ana Builder', groups: [group.id], status: 'online' })
  const desk = await openDesk(browser, baton, admin)
  const complaints = complaintsOf(desk)
  await desk.getByRole('link', { name: 'Designer' }).click()
  await desk.getByRole('button', { name: 'New chatbot' }).first().click()
  await desk.getByRole('textbox', { name: 'Name of the chatbot' }).fill('Mouse bot')
  await desk.getByRole('button', { name: 'Begin' }).click()

  await node(desk, 'welcome').click()
  await addAction(desk, 'Text')
  await inspector(desk).getByRole('textbox', { name: 'Text' }).fill('Hello from the mouse.')
  await addAction(desk, 'Quick replies')
  await inspector(desk).getByRole('textbox', { name: 'Label' }).fill('Talk to a person')

  // A jump drawn from the reply to nothing makes the interaction that it leads to.
  const port = center(await node(desk, 'welcome').locator('[data-handleid="2"]').boundingBox())
  await desk.mouse.move(port.x, port.y)
  await desk.mouse.down()
  await desk.mouse.move(port.x + 60, port.y + 120, { steps: 5 })
  await desk.mouse.up()
  await node(desk, 'interaction').waitFor()
  const name = inspector(desk).getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('person')
  await name.press('Enter')
  await desk.getByRole('group', { name: /^welcome: .*leads to person/ }).waitFor()

  await addAction(desk, 'Set chat operator state')
  await choose(desk, 'State', 'Operator takeover')
  await choose(desk, 'Operators group', new RegExp(`^${group.name}.*1 of 1 online`))
  await choose(desk, 'Assign operator', 'Whoever has the fewest conversations')
  await inspector(desk).getByRole('switch', { name: 'Only online operators' }).click()
  await inspector(desk)
    .getByText(
      `The operator with the fewest conversations in “${group.name}” who is online takes the conversation over`,
      {
        exact: false,
      },
    )
    .waitFor()
  await inspector(desk).getByText('If nobody of them is online, nothing changes and the next action runs.').waitFor()
  await inspector(desk).getByRole('button', { name: 'Try it on the team now' }).click()
  await inspector(desk).getByText('Ana Builder would get the conversation now.').waitFor()
  // The problem panel says what is missing, and a click leads to the action.
  const problems = desk.getByRole('region', { name: 'Problems' })
  await problems.getByRole('button', { name: /when no operator is online the contact gets no answer/ }).click()
  await addAction(desk, 'Text')
  await inspector(desk).getByRole('textbox', { name: 'Text' }).fill('Nobody is in right now.')
  await problems.getByText('No problems').waitFor()
  await saved(desk)
  await desk.getByRole('button', { name: 'Publish' }).click()
  await desk.getByText('Version 1 is live').first().waitFor()

  const bot = await botNamed('Mouse bot')
  const chat = await baton.chat({ id: bot })
  expect(chat.first).toContain('Hello from the mouse.')
  await chat.says('Talk to a person')
  expect(await chat.view()).toMatchObject({ chatState: 'taken_over', operator: { id: ana.id } })
  expect(complaints).toEqual([])
  await desk.context().close()
})

test('[A-08] the same with the keyboard only: added, moved, undone, published', async () => {
  const [admin] = [await baton.operator({ role: 'admin' }), await baton.operator({ status: 'online' })]
  const desk = await openDesk(browser, baton, admin)
  const complaints = complaintsOf(desk)
  await tabTo(desk, /^Designer$/)
  await desk.keyboard.press('Enter')
  await desk.getByRole('button', { name: 'New chatbot' }).first().waitFor()
  await tabTo(desk, /^New chatbot$/)
  await desk.keyboard.press('Enter')
  await focused(desk.getByRole('textbox', { name: 'Name of the chatbot' }))
  await desk.keyboard.type('Keyboard bot')
  await desk.keyboard.press('Enter')

  await node(desk, 'welcome').waitFor()
  await tabTo(desk, /^welcome: /)
  await desk.keyboard.press('Enter')
  await tabTo(desk, /^Add an action$/)
  await desk.keyboard.press('Enter')
  // Pasted at once: what was marked before is not in the list any more, and the key that picks still picks.
  await desk.keyboard.insertText('operator state')
  await desk.getByRole('option', { name: /^Set chat operator state/ }).waitFor()
  await desk.keyboard.press('Enter')
  const state = inspector(desk).getByRole('combobox', { name: 'State', exact: true })
  await focused(state)
  await desk.keyboard.press('ArrowDown')
  await desk.getByRole('option', { name: 'Operator takeover' }).waitFor()
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Enter')
  await inspector(desk).getByText('picked by chance, takes the conversation over', { exact: false }).waitFor()

  await tabTo(desk, /^Add an action$/)
  await desk.keyboard.press('Enter')
  await desk.keyboard.type('says a text')
  await desk.getByRole('option', { name: /^Text/ }).waitFor()
  await desk.keyboard.press('Enter')
  const text = inspector(desk).getByRole('textbox', { name: 'Text', exact: true })
  await focused(text)
  await desk.keyboard.type('One moment.')
  await tabTo(desk, /^Text$/, 'Shift+Tab')
  await desk.keyboard.press('Alt+ArrowUp')
  await inspector(desk).getByText('Text is now number 1 of 2.').waitFor()
  await desk.keyboard.press('ControlOrMeta+z')
  const order = () => inspector(desk).locator('[data-head]').allInnerTexts()
  await expect.poll(order).toEqual([expect.stringContaining('Set chat'), expect.stringContaining('Text')])
  await desk.keyboard.press('ControlOrMeta+y')
  await expect.poll(order).toEqual([expect.stringContaining('Text'), expect.stringContaining('Set chat')])

  await desk.keyboard.press('Escape')
  await focused(node(desk, 'welcome'))
  await saved(desk)
  await tabTo(desk, /^Publish$/, 'Shift+Tab')
  await desk.keyboard.press('Enter')
  await desk.getByText('Version 1 is live').first().waitFor()
  const chat = await baton.chat({ id: await botNamed('Keyboard bot') })
  expect(chat.first).toEqual(['One moment.'])
  expect((await chat.view()).chatState).toBe('taken_over')
  expect(complaints).toEqual([])
  await desk.context().close()
})

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
  await expect.poll(async () => interactionsIn(await draftOf(one.id)).map(({ name }) => name)).toEqual(['welcome'])
  expect(interactionsIn(await draftOf(one.id))[0]?.actions).toEqual([])
  await desk.keyboard.press('ControlOrMeta+z')
  await node(desk, 'hours').waitFor()
  await saved(desk)
  expect(interactionsIn(await draftOf(one.id))).toMatchObject([{ actions: goingToMenu }, ...three])

  await openDesigner(desk, other.id)
  await node(desk, 'welcome').focus()
  await desk.keyboard.press('ControlOrMeta+v')
  await desk.getByText('2 pasted').waitFor()
  await expect.poll(async () => interactionsIn(await draftOf(other.id))).toMatchObject([{ name: 'welcome' }, ...three])
  await desk.context().close()
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
  await desk.context().close()
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
  expect(interactionsIn(await draftOf(bot.id))[0]?.actions[0]?.text).toBe('Hello')

  await openDesigner(desk, bot.id)
  await desk.getByRole('dialog', { name: 'Changes that were not saved' }).waitFor()
  await desk.getByRole('button', { name: 'Continue with my changes' }).click()
  await saved(desk)
  await expect.poll(async () => interactionsIn(await draftOf(bot.id))[0]?.actions[0]?.text).toBe('Written on a train')
  await desk.context().close()
})

test('[U-06] two people edit one draft: the second is asked, and neither version is lost', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const desk = await openDesk(browser, baton, admin)
  await openDesigner(desk, bot.id)
  await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
  await inspector(desk).locator('[data-head]').first().click()
  const before = await draftOf(bot.id)
  const theirs = structuredClone(before.document)
  const [welcome] = interactionsIn({ ...before, document: theirs })
  welcome?.actions.push({ type: 'text', text: 'Theirs' })
  must(await baton.put(`/bots/${bot.id}/draft`, theirs))
  await inspector(desk).getByRole('textbox', { name: 'Text' }).fill('Mine')
  await desk.getByRole('dialog', { name: 'Somebody else changed this draft' }).waitFor()
  const texts = async () => interactionsIn(await draftOf(bot.id))[0]?.actions.map(({ text }) => text)
  expect(await texts()).toEqual(['Hello', 'Theirs'])
  await desk.getByRole('button', { name: 'Keep mine and replace theirs' }).click()
  await expect.poll(texts).toEqual(['Mine'])
  await desk.keyboard.press('ControlOrMeta+z')
  await expect.poll(texts).toEqual(['Hello', 'Theirs'])
  await desk.context().close()
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
  await expect.poll(async () => interactionsIn(await draftOf(bot.id))[0]?.actions[0]?.text).toBe('And more')
  expect(await desk.getByRole('dialog').count()).toBe(0)
  await desk.context().close()
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
  expect((await draftOf(bot.id)).document).toMatchObject({ later: 1 })
})

test('who is no administrator looks and changes nothing', async () => {
  const reader = await baton.operator({ role: 'operator' })
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }])
  const desk = await openDesk(browser, baton, reader)
  await desk.goto(`${baton.origin}/setup/designer/${bot.id}`)
  await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
  await inspector(desk).locator('[data-head]').first().click()
  expect(await inspector(desk).getByRole('textbox', { name: 'Text' }).isEditable()).toBe(false)
  expect(await desk.getByRole('button', { name: /^(Publish|Undo|Add an action|Add an interaction)$/ }).count()).toBe(0)
  await desk.keyboard.press('Escape')
  await desk.keyboard.press('Delete')
  expect(await node(desk, 'welcome').count()).toBe(1)
  await desk.context().close()
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

describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  test('[A-09] the designer breaks no rule of WCAG that a machine can check: canvas, forms, outline, narrow', async () => {
    const admin = await baton.operator({ role: 'admin' })
    const name = `Everything ${colorScheme}`
    const bot = await baton.bot([{ type: 'text', text: 'Hello' }], { interactions: three })
    const document = { ...(await draftOf(bot.id)).document, name }
    const [welcome] = interactionsIn({ version: 1, live: null, document })
    if (welcome !== undefined) welcome.actions = everything
    must(await baton.put(`/bots/${bot.id}/draft`, document))
    const desk = await openDesk(browser, baton, admin, { colorScheme, reducedMotion: 'reduce' })
    await desk.goto(`${baton.origin}/setup/designer`, { waitUntil: 'networkidle' })
    expect(await violationsOf(desk), 'list').toEqual([])
    await openDesigner(desk, bot.id)
    await node(desk, 'welcome').waitFor()
    expect(await violationsOf(desk), 'nothing selected').toEqual([])
    await node(desk, 'welcome').dblclick({ position: { x: 60, y: 20 } })
    for (const [index, { type }] of everything.entries()) {
      await inspector(desk).locator('[data-head]').nth(index).click()
      expect(await violationsOf(desk), type).toEqual([])
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
    await desk.context().close()
  })
})
