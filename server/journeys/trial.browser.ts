import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { complaintsOf, goTo, leave, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const text = (said: string) => ({ type: 'text', text: said })
const interactions = [
  {
    name: 'person',
    keywords: ['person'],
    actions: [
      {
        type: 'set_chat_operator_state',
        mode: 'operator_takeover',
        assignOperator: 'less_busy',
        onlyOnlineOperators: true,
      },
      text('Nobody is in.'),
    ],
  },
  {
    name: 'price',
    keywords: ['price'],
    actions: [
      {
        type: 'http_request',
        method: 'GET',
        url: 'https://shop.example/price',
        map: [{ path: 'price', variable: 'price' }],
        on_success: [text('It costs {{ price }}.')],
      },
    ],
  },
]
const welcome = [
  text('Hello'),
  {
    type: 'quick_replies',
    replies: [{ label: 'Talk to a person', on_click: [{ type: 'go_to', interaction: 'person' }] }],
  },
]

async function openTrial(desk: Page, bot: string): Promise<void> {
  await goTo(desk, `/designer/${bot}`)
  await desk.getByRole('button', { name: 'Test chat' }).click()
}

const panel = (desk: Page) => desk.getByRole('region', { name: 'Test chat' })
const log = (desk: Page) => panel(desk).getByRole('log')
const node = (desk: Page, name: string) => desk.getByRole('group', { name: new RegExp(`^${name}: `) })

async function says(desk: Page, words: string): Promise<void> {
  await panel(desk).getByRole('textbox', { name: 'Write as the contact' }).fill(words)
  await desk.keyboard.press('Enter')
}

test('[FL-1] [HO-36] a draft is tried beside its picture: what ran lights up, the team is pretended, and why is shown', async () => {
  const admin = await baton.operator({ role: 'admin', name: 'Ada Trial' })
  await baton.operator({ name: 'Ana Trial' })
  const bot = await baton.bot(welcome, { interactions })
  const desk = await openDesk(browser, baton, admin)
  const complaints = complaintsOf(desk)
  await openTrial(desk, bot.id)
  await log(desk).getByText('Hello').waitFor()
  expect(await node(desk, 'welcome').getAttribute('data-ran')).toBe('last')

  await panel(desk).getByRole('combobox', { name: 'The team' }).selectOption('As if nobody were online')
  await log(desk).getByRole('button', { name: 'Talk to a person' }).click()
  await log(desk).getByText('Nobody is in.').waitFor()
  expect(await node(desk, 'person').getAttribute('data-ran')).toBe('last')
  await panel(desk).getByRole('button', { name: 'Why?' }).click()
  await desk.getByRole('dialog').getByText('Ana Trial').first().waitFor()
  await desk.getByRole('button', { name: 'Close', exact: true }).click()

  await says(desk, 'price')
  await panel(desk).getByRole('group', { name: 'A request waits for its answer' }).waitFor()
  await panel(desk).getByRole('textbox', { name: 'Answer' }).fill('{"price": 12}')
  await panel(desk).getByRole('button', { name: 'It worked' }).click()
  await log(desk).getByText('It costs 12.').waitFor()

  await panel(desk).getByRole('combobox', { name: 'The team' }).selectOption('As if everybody were online')
  await says(desk, 'person')
  await panel(desk).getByRole('status').getByText('holds the conversation').waitFor()
  await panel(desk).getByRole('button', { name: 'Hand over to the chatbot' }).click()
  await panel(desk).getByRole('status').getByText('The chatbot holds the conversation.').waitFor()
  await panel(desk).getByText('Variables', { exact: true }).click()
  await panel(desk).getByRole('rowheader', { name: 'price' }).waitFor()
  expect(complaints).toEqual([])
  await leave(desk)
})

test('[FL-2] a draft with an error says which one stops the trial, and leads to its place', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const { id } = (
    await baton.post<{ id: string }>('/bots', {
      name: 'Broken trial',
      startBehavior: 'main',
      behaviors: [
        {
          name: 'main',
          interactions: [{ name: 'welcome', start: true, actions: [{ type: 'go_to', interaction: 'nowhere' }] }],
        },
      ],
    })
  ).body
  const desk = await openDesk(browser, baton, admin)
  await openTrial(desk, id)
  const alert = panel(desk).getByRole('alert')
  await alert.getByText('1 error stops this draft from being tried.').waitFor()
  await alert.getByRole('button').click()
  await desk.getByRole('region', { name: 'Edit', exact: true }).getByRole('combobox', { name: 'Interaction' }).waitFor()
  await leave(desk)
})

test('[A-09] the test chat breaks no rule of WCAG that a machine can check, beside the canvas and narrow', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const bot = await baton.bot(welcome, { interactions })
  const desk = await openDesk(browser, baton, admin, { reducedMotion: 'reduce' })
  await openTrial(desk, bot.id)
  await log(desk).getByText('Hello').waitFor()
  await says(desk, 'price')
  await panel(desk).getByRole('group', { name: 'A request waits for its answer' }).waitFor()
  await panel(desk).getByText('Variables', { exact: true }).click()
  expect(await violationsOf(desk), 'beside the canvas').toEqual([])
  await desk.getByText('Outline', { exact: true }).click()
  expect(await violationsOf(desk), 'beside the outline').toEqual([])
  await desk.setViewportSize({ width: 400, height: 800 })
  expect(await violationsOf(desk), 'narrow').toEqual([])
  await leave(desk)
})
