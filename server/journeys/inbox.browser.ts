import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Chat, eventsOf, must } from '../src/testing.ts'
import { complaintsOf, focused, goTo, leave, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const asking = { type: 'set_chat_operator_state', mode: 'request_operator' }
const row = (desk: Page, name: string) => desk.locator('li[data-row]').filter({ hasText: name })
const picked = (desk: Page) => desk.locator('li[data-row] input:checked')
const tab = (desk: Page, name: RegExp) => desk.getByRole('tab', { name })
const undo = (desk: Page) => desk.getByRole('button', { name: /^Undo/ })

/** Contacts who wait, on a bot of their own; the first one has waited longest. */
async function waiting(names: readonly string[], more: { tags?: string[]; locale?: string } = {}): Promise<Chat[]> {
  const bot = await baton.bot([asking])
  const chats: Chat[] = []
  for (const user_name of names) {
    const variables = {
      user_name,
      order: `order of ${user_name}`,
      ...(more.locale !== undefined && { locale: more.locale }),
    }
    chats.push(await baton.chat(bot, { text: `Hello from ${user_name}`, variables, tags: more.tags ?? [] }))
  }
  return chats
}

async function claimed(chat: Chat | undefined, operator: { id: string }): Promise<void> {
  if (chat === undefined) throw new Error('no conversation')
  must(await chat.post('claim', { operator: operator.id }))
}

/** Whether a line of the log is within what is seen of it. */
function isInSight(line: Element): boolean {
  const within = (line.closest('[role="log"]') ?? line).getBoundingClientRect()
  const at = line.getBoundingClientRect()
  return at.top >= within.top && at.bottom <= within.bottom
}

async function closeAll(chats: readonly Chat[]): Promise<void> {
  for (const chat of chats) await chat.post('close', {})
}

test('[U-15] a request shows why it waits, its place, and what is known, in its row and above its log', async () => {
  const lea = await baton.operator({ name: 'Lea', role: 'supervisor', status: 'online' })
  const chats = await waiting(['Mira', 'Tom'], { locale: 'de-AT' })
  const desk = await openDesk(browser, baton, lea)
  const complaints = complaintsOf(desk)
  await row(desk, 'Tom').getByText('order of Tom').waitFor()
  await row(desk, 'Tom').getByText('Place 2 of 2').waitFor({ state: 'attached' })
  await row(desk, 'Tom').getByRole('link').click()
  const card = desk.getByRole('region', { name: 'Why they are waiting' })
  await card.getByText('The chatbot asked for an operator').waitFor()
  await card.getByText('Austrian German').waitFor()
  await card.getByText('order of Tom').waitFor()
  expect(await violationsOf(desk)).toEqual([])
  await claimed(chats[0], lea)
  await card.getByText('1 of 1').waitFor()
  expect(complaints).toEqual([])
  await leave(desk)
  await closeAll(chats)
})

test('[U-02] [U-04] [U-21] several are selected and tagged by keys alone; what was refused is told, retried, and undone', async () => {
  const ana = await baton.operator({ name: 'Ana', status: 'online' })
  const ben = await baton.operator({ name: 'Ben', status: 'online' })
  const chats = await waiting(['Kim', 'Lou', 'Max'])
  const desk = await openDesk(browser, baton, ana)
  await row(desk, 'Max').waitFor()
  await row(desk, 'Kim').getByRole('link').focus()
  await desk.keyboard.press('x')
  await desk.keyboard.press('Shift+J')
  await desk.keyboard.press('Shift+J')
  await expect.poll(() => picked(desk).count()).toBe(3)
  await desk.keyboard.press('Escape')
  await expect.poll(() => picked(desk).count()).toBe(0)
  await desk.keyboard.press('ControlOrMeta+a')
  await desk.getByRole('toolbar').getByText('3 selected').waitFor()

  // One of them goes to a colleague in the very moment.
  await claimed(chats[1], ben)
  await desk.getByRole('toolbar').getByRole('button', { name: 'Tag' }).click()
  const field = desk.getByRole('textbox', { name: 'Tag' })
  await focused(field)
  await desk.keyboard.type('urgent')
  await desk.keyboard.press('Enter')
  await undo(desk).waitFor()
  const tagsOf = async () => Promise.all(chats.map(async (chat) => (await chat.view()).tags.includes('urgent')))
  await expect.poll(async () => (await tagsOf()).filter(Boolean).length).toBeGreaterThanOrEqual(2)
  await undo(desk).click()
  await expect.poll(tagsOf).toEqual([false, false, false])
  await leave(desk)
  await closeAll(chats)
})

test('[U-04] [U-21] closing several shows at once and is undone; what could not be snoozed is told with why, and tried again', async () => {
  const ana = await baton.operator({ name: 'Ana C', status: 'online' })
  const ben = await baton.operator({ name: 'Ben C', status: 'online' })
  const chats = await waiting(['Nia', 'Oda', 'Pam'])
  const [nia, oda, pam] = chats
  await claimed(oda, ben)
  await claimed(pam, ana)
  const desk = await openDesk(browser, baton, ana)
  await tab(desk, /^All/).click()
  const pickAll = async () => {
    for (const name of ['Nia', 'Oda', 'Pam']) {
      await row(desk, name).hover()
      await row(desk, name).getByRole('checkbox').check()
    }
  }
  const bar = desk.getByRole('toolbar')
  await pickAll()
  await bar.getByRole('button', { name: 'Close' }).click()
  await row(desk, 'Nia').waitFor({ state: 'detached' })
  await undo(desk).click()
  await row(desk, 'Nia').waitFor()
  expect((await nia?.view())?.status).toBe('open')

  await pickAll()
  await bar.getByRole('button', { name: 'Snooze' }).click()
  await desk.getByRole('button', { name: /^Tomorrow morning/ }).click()
  const told = desk.getByRole('region', { name: 'Actions for the selected conversations' })
  await told.getByText('2 conversations were left as they are').waitFor()
  await told.getByText('Only what an operator holds can be snoozed.').waitFor()
  expect(await violationsOf(desk)).toEqual([])
  await claimed(nia, ana)
  await row(desk, 'Nia').getByText('You').waitFor()
  await told.getByRole('button', { name: 'Retry those' }).click()
  await told.getByText('1 conversation was left as it is').waitFor()
  await expect.poll(async () => (await nia?.view())?.snoozedUntil).not.toBeNull()
  await leave(desk)
  await closeAll(chats)
})

test('[U-15] a filter is put together, saved for the team, found in the palette, and opened by its link', async () => {
  const lea = await baton.operator({ name: 'Lea F', role: 'supervisor', status: 'online' })
  const chats = [...(await waiting(['Pia'], { tags: ['gold'] })), ...(await waiting(['Quin']))]
  const desk = await openDesk(browser, baton, lea)
  await row(desk, 'Quin').waitFor()
  await desk.getByRole('button', { name: 'Filter', exact: true }).click()
  await desk.getByRole('combobox', { name: 'Tag' }).selectOption('gold')
  await desk.keyboard.press('Escape')
  await row(desk, 'Quin').waitFor({ state: 'detached' })
  await row(desk, 'Pia').waitFor()
  await desk.getByRole('button', { name: 'Save this filter' }).click()
  const name = desk.getByRole('textbox', { name: 'Name' })
  await focused(name)
  await desk.keyboard.type('Golden')
  await desk.getByRole('checkbox', { name: 'Share it with the team' }).check()
  await desk.getByRole('button', { name: 'Save', exact: true }).click()
  const golden = desk.getByRole('button', { name: /^Golden/ })
  await golden.waitFor()
  expect(await golden.getAttribute('aria-pressed')).toBe('true')
  // It counts what fits as that changes, and says so.
  const counted = (words: string) =>
    desk.getByRole('button', { name: new RegExp(`^Golden Team ?, ${words}$`) }).waitFor()
  await counted('1 conversation, unread')
  for (const [change, words] of [
    ['setTags', '2 conversations, some unread'],
    ['dropTags', '1 conversation, unread'],
  ] as const) {
    must(await baton.patch(`/conversations/${chats[1]?.id}`, { [change]: ['gold'] }))
    await counted(words)
  }
  expect(await violationsOf(desk)).toEqual([])

  await golden.click()
  await row(desk, 'Quin').waitFor()
  await desk.keyboard.press('ControlOrMeta+k')
  await focused(desk.getByRole('combobox', { name: 'Commands' }))
  await desk.keyboard.type('golden')
  await desk.getByRole('option', { name: 'Go to filter: Golden' }).waitFor()
  await desk.keyboard.press('Enter')
  await row(desk, 'Quin').waitFor({ state: 'detached' })

  const [kept] = must(await baton.get<{ items: { id: string; name: string }[] }>('/filters')).items
  await desk.goto(`${baton.origin}/?filter=${kept?.id}`)
  await desk.getByRole('button', { name: 'Remove the filter Tag: gold' }).waitFor()
  await row(desk, 'Pia').waitFor()
  expect(await row(desk, 'Quin').count()).toBe(0)
  await leave(desk)
  await closeAll(chats)
})

test('[U-13] a colleague is named in a note by a few letters, finds it among the mentions, and reading it ends that', async () => {
  const [ana, zoe] = [
    await baton.operator({ name: 'Ana N', status: 'online' }),
    await baton.operator({ name: 'Zoë Brandt', status: 'online' }),
  ]
  const [chat] = await waiting(['Rita'])
  const [hers, zoes] = [await openDesk(browser, baton, ana), await openDesk(browser, baton, zoe)]
  await row(hers, 'Rita').getByRole('link').click()
  await hers.getByRole('textbox', { name: /^Reply to/ }).waitFor()
  await hers.keyboard.press('n')
  const note = hers.getByRole('textbox', { name: /^Internal note/ })
  await focused(note)
  await hers.keyboard.type('@zo')
  await hers.getByRole('option', { name: /Zoë Brandt/ }).waitFor()
  await hers.keyboard.press('Enter')
  await expect.poll(() => note.inputValue()).toBe('@Zoë Brandt ')
  await hers.getByText('Only Zoë Brandt sees it at once').waitFor()
  await hers.keyboard.type('can you look?')
  await hers.keyboard.press('Enter')
  const news = zoes.getByRole('button', { name: 'Mentions: 1 unread' })
  await news.waitFor()
  await news.click()
  const found = zoes.getByRole('link', { name: /Ana N, about Rita/ })
  await found.waitFor()
  // The notice that tells of it at once lies above the list, and is looked at where it belongs.
  expect(await violationsOf(zoes, `'[aria-label="Notes for you"]'`)).toEqual([])
  await found.click()
  await zoes.locator('[data-seq]:focus').filter({ hasText: 'can you look?' }).waitFor()
  await zoes.getByRole('button', { name: 'Back to the conversations' }).click()
  await zoes.getByRole('button', { name: 'Mentions', exact: true }).waitFor()
  const [event] = eventsOf((await chat?.events()) ?? [], 'message').filter(({ data }) => data.note)
  expect(event?.data.mentions).toEqual([zoe.id])
  for (const desk of [hers, zoes]) await leave(desk)
  await closeAll(chat === undefined ? [] : [chat])
})

test('a supervisor sees who holds what, reads along, whispers, and takes it, by keys', async () => {
  const lea = await baton.operator({ name: 'Lea T', role: 'supervisor', status: 'online' })
  const ana = await baton.operator({ name: 'Ana T', status: 'online' })
  const [chat] = await waiting(['Sven'])
  await claimed(chat, ana)
  const desk = await openDesk(browser, baton, lea)
  await goTo(desk, '/team')
  await desk.getByRole('link', { name: /^Sven/ }).waitFor()
  await desk.keyboard.press('j')
  await desk.getByText('Ana T holds this conversation', { exact: true }).waitFor()
  expect((await chat?.view())?.operator?.id).toBe(ana.id)
  expect(await violationsOf(desk)).toEqual([])
  await desk.keyboard.press('w')
  const note = desk.getByRole('textbox', { name: /^Internal note/ })
  await focused(note)
  await expect.poll(() => note.inputValue()).toBe('@Ana T ')
  await desk.getByText('Only Ana T sees it at once').waitFor()
  await desk.getByRole('button', { name: 'Take over from Ana T' }).click()
  await expect.poll(async () => (await chat?.view())?.operator?.id).toBe(lea.id)
  await leave(desk)
  await closeAll(chat === undefined ? [] : [chat])
})

test('[S-05] [A-04] a search shows where its words are, and opens there by keys, however far back it lies', async () => {
  const ana = await baton.operator({ name: 'Ana', status: 'online' })
  const chat = await baton.chat(await baton.bot([asking]), {
    text: '🦆 The Fähre to Kraków <b>was</b> late',
    variables: { user_name: 'Wanda' },
  })
  const more = Array.from({ length: 230 }, (_, index) =>
    chat.post('messages', { operator: ana.id, text: `n${index}`, note: true }),
  )
  for (const answer of await Promise.all(more)) must(answer)
  const desk = await openDesk(browser, baton, ana)
  const complaints = complaintsOf(desk)
  const found = row(desk, 'Wanda')
  const search = async (words: string, marked: string[]) => {
    await desk.getByRole('searchbox', { name: 'Search conversations' }).fill(words)
    await expect.poll(() => found.locator('mark').allTextContents()).toEqual(marked)
  }
  const openAt = async (words: string) => {
    const link = found.getByRole('link')
    await link.focus()
    await focused(link)
    await desk.keyboard.press('Enter')
    const line = desk.getByRole('log').locator('article').filter({ hasText: words })
    await focused(line)
    await expect.poll(() => line.evaluate(isInSight)).toBe(true)
  }
  await search('n120', ['n120'])
  await found.getByText('In a note:').waitFor({ state: 'attached' })
  await openAt('n120')
  await search('krak fahre', ['Fähre', 'Krak'])
  await found.getByText('<b>was</b>').waitFor()
  expect(await violationsOf(desk)).toEqual([])
  await openAt('Kraków')
  expect(complaints).toEqual([])
  await leave(desk)
  await closeAll([chat])
})

test('[U-20] of a long list only what is in sight is drawn, and keys reach its end', async () => {
  const ana = await baton.operator({ name: 'Ana L', status: 'online' })
  const chats = await waiting(['Template'])
  const { items } = must(
    await baton.get<{ items: { id: string; requestedAt: string }[] }>('/conversations?chatState=operator_requested'),
  )
  const [like] = items
  const many = Array.from({ length: 5_000 }, (_, index) => ({
    ...like,
    id: `conv_made_${String(index).padStart(4, '0')}`,
    contactName: `Contact ${index}`,
    requestedAt: new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString(),
  }))
  const desk = await openDesk(browser, baton, ana)
  await desk.route('**/api/v1/conversations?*', (route) => route.fulfill({ json: { items: many, nextCursor: null } }))
  await desk.goto(`${baton.origin}/`)
  const first = desk.locator('li[data-row="conv_made_0000"] a')
  await first.waitFor()
  expect(await desk.locator('li[data-row]').count()).toBeLessThan(60)
  await first.focus()
  await desk.keyboard.press('End')
  await focused(desk.getByRole('link', { name: /Contact 4999\b|Template/ }).last())
  expect(await desk.locator('li[data-row]').count()).toBeLessThan(80)
  await desk.keyboard.press('Home')
  await focused(first)
  await leave(desk)
  await closeAll(chats)
})
