/** The conversation as an operator sees it: who else is here, what is new, who held it when, and who the contact is. */
import type { ConversationView } from '@baton/core/protocol'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Chat, must } from '../src/testing.ts'
import { complaintsOf, focused, goTo, launch, leave, openChat, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const echo = () => baton.bot([{ type: 'text', text: 'Welcome' }])

/** A conversation with so many lines of its contact. */
async function talk(lines: number, said = 'line'): Promise<Chat> {
  const chat = await baton.chat(await echo())
  for (let line = 1; line <= lines; line += 1) must(await chat.says(`${said} ${line}`))
  return chat
}

async function open(desk: Page, id: string): Promise<void> {
  await goTo(desk, `/inbox/${id}`)
  await desk.getByRole('log').waitFor()
}

const log = (desk: Page) => desk.getByRole('log')
const here = (desk: Page) => desk.getByRole('list', { name: 'Also here' })

/** Where a line stands below the upper edge of the log, in pixels. */
const topOf = (desk: Page, text: string) =>
  desk.evaluate<number>(`(() => {
    const log = document.querySelector('[role=log]')
    const line = [...log.querySelectorAll('[data-seq]')].find((one) => one.innerText.includes(${JSON.stringify(text)}))
    return Math.round(line.getBoundingClientRect().top - log.getBoundingClientRect().top)
  })()`)

test('[U-07] who looks is shown quietly, who writes louder, who is away dimmed, who leaves is gone; nobody is shown themselves', async () => {
  const [ana, ben] = [await baton.operator({ name: 'Ana' }), await baton.operator({ name: 'Ben' })]
  const chat = await talk(1)
  const [desk, second, other] = [
    await openDesk(browser, baton, ana),
    await openDesk(browser, baton, ana),
    await openDesk(browser, baton, ben),
  ]
  await Promise.all([open(desk, chat.id), open(second, chat.id)])
  await other.getByRole('tab', { name: 'All' }).click()
  const row = other.locator(`a[href="/inbox/${chat.id}"]`)
  await row.getByText('Open with Ana').waitFor({ state: 'attached' })
  await open(other, chat.id)
  await here(other).getByText('Ana is viewing').waitFor()
  await here(desk).getByText('Ben is viewing').waitFor()
  expect(await here(desk).getByText('Ana').count()).toBe(0)

  const field = desk.getByRole('textbox', { name: /^Reply to/ })
  await field.click()
  await focused(field)
  await desk.keyboard.type('One moment')
  await here(other).getByText('Ana is writing').waitFor()
  await other.getByRole('status').getByText('Ana is writing').waitFor()
  await desk.keyboard.press('Enter')
  await here(other).getByText('Ana is viewing').waitFor()

  await second.close()
  await desk.evaluate(`(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })()`)
  await here(other).getByText('Ana is away').waitFor()
  await expect.poll(() => row.getByText('Open with Ana').count()).toBe(0)
  expect(await violationsOf(other)).toEqual([])
  await desk.close()
  await expect.poll(() => here(other).count()).toBe(0)
  await leave(other)
})

test('[U-11] it opens at what is new, keeps the line until one leaves, counts what comes, and never moves what is read', async () => {
  const ana = await baton.operator({ name: 'Ana Reads' })
  const chat = await talk(150)
  const desk = await openDesk(browser, baton, ana)
  await open(desk, chat.id)
  await log(desk).getByText('line 150', { exact: true }).waitFor()
  // Read up to here, then away while forty lines come.
  await isKept(ana, chat)
  await goTo(desk, '/profile')
  await desk.getByRole('heading', { name: 'Profile' }).first().waitFor()
  for (let line = 1; line <= 40; line += 1) must(await chat.says(`news ${line}`))
  await open(desk, chat.id)
  await log(desk).getByText('New', { exact: true }).waitFor()
  await expect.poll(() => topOf(desk, 'news 1')).toBeGreaterThan(0)
  expect(await topOf(desk, 'news 1')).toBeLessThan(160)

  // What of it comes only after the log was opened is counted already.
  await log(desk).getByText('news 40', { exact: true }).waitFor({ state: 'attached' })
  const pill = desk.getByRole('button', { name: /^(Latest|\d+ new messages?)$/ })
  await pill.waitFor()
  const missed = Number.parseInt((await pill.textContent()) ?? '', 10) || 0
  await desk.evaluate(watchShifts)
  const before = await topOf(desk, 'news 2')
  must(await chat.says('news 41'))
  await desk.getByRole('button', { name: new RegExp(`^${missed + 1} new messages?$`) }).waitFor()
  expect(await topOf(desk, 'news 2')).toBe(before)

  expect(await desk.evaluate<number>('window.shifts')).toBe(0)

  // Older lines come above, and what is read stays where it is.
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await desk.route('**/events?*', async (route) => {
    await held
    await route.continue()
  })
  const place = await log(desk).boundingBox()
  await desk.mouse.move((place?.x ?? 0) + 200, (place?.y ?? 0) + 200)
  const isLoading = () => log(desk).evaluate((element) => element.ariaBusy === 'true')
  for (let turn = 0; turn < 60 && !(await isLoading()); turn += 1) {
    await desk.mouse.wheel(0, -200)
    await desk.evaluate(atRest)
  }
  const oldest = await desk.evaluate<number>(oldestShown)
  await desk.evaluate(watchFirst)
  release()
  await expect.poll(() => desk.evaluate<number>(oldestShown)).toBeLessThan(oldest)
  await desk.evaluate(atRest)
  const tops = await desk.evaluate<number[]>('window.tops')
  expect(tops.length).toBeGreaterThan(3)
  expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(1)

  await pill.click()
  await expect.poll(() => desk.getByRole('button', { name: /new message|Latest/ }).count()).toBe(0)
  expect(await log(desk).getByText('New', { exact: true }).count()).toBe(1)
  // At the end it stays there, however fast they come.
  await Promise.all(Array.from({ length: 20 }, (_, line) => chat.says(`burst ${line}`)))
  await log(desk).getByText('burst 19', { exact: true }).waitFor()
  await desk.evaluate(atRest)
  expect(await desk.getByRole('button', { name: /new message|Latest/ }).count()).toBe(0)
  await leave(desk)
})

/** How far somebody has read is known to the server when all of it was. */
async function isKept(reader: { id: string }, chat: Chat): Promise<void> {
  const client = await baton.signIn(reader)
  const { lastSeq } = await chat.view()
  const upTo = async () => must(await client.get<ConversationView>(`/conversations/${chat.id}`)).read?.upTo
  await expect.poll(upTo).toBe(lastSeq)
}

test('[U-11] what is read on one device is read on the other; marked as unread it is news on both until one comes back', async () => {
  const ana = await baton.operator({ name: 'Ana Twice', status: 'online' })
  const chat = await talk(3)
  must(await chat.post('claim', { operator: ana.id }))
  const [desk, phone] = [await openDesk(browser, baton, ana), await openDesk(browser, baton, ana)]
  const rows = [desk, phone].map((device) => device.locator(`a[href="/inbox/${chat.id}"]`))
  const isNews = () => Promise.all(rows.map((row) => row.getAttribute('data-unread')))
  for (const device of [desk, phone]) await device.getByRole('tab', { name: /^Mine/ }).click()
  for (const row of rows) await row.waitFor()
  expect(await isNews()).toEqual(['true', 'true'])
  await rows[0]?.click()
  await log(desk).getByText('line 3', { exact: true }).waitFor()
  await expect.poll(isNews).toEqual(['false', 'false'])
  expect(await log(desk).getByText('New', { exact: true }).count()).toBe(0)

  await isKept(ana, chat)
  const line = log(desk).locator('[data-seq]').filter({ hasText: 'line 2' }).first()
  await line.click()
  await focused(line)
  await desk.keyboard.press('m')
  await expect.poll(isNews).toEqual(['true', 'true'])
  // Above that very message, and not read again while it stays open.
  await log(desk).locator('[data-first-unread] + [data-seq]').filter({ hasText: 'line 2' }).waitFor()
  await phone.reload()
  await phone.getByRole('tab', { name: /^Mine/ }).click()
  await rows[1]?.waitFor()
  expect(await isNews()).toEqual(['true', 'true'])

  await rows[1]?.click()
  await log(phone).getByText('New', { exact: true }).waitFor()
  await expect.poll(isNews).toEqual(['false', 'false'])
  for (const device of [desk, phone]) await leave(device)
})

/** How much of the log has moved without anybody moving it. */
const watchShifts = `(() => {
  window.shifts = 0
  new PerformanceObserver((list) => {
    const log = document.querySelector('[role=log]')
    for (const entry of list.getEntries())
      if (entry.sources.some(({ node }) => log.contains(node))) window.shifts += entry.value
  }).observe({ type: 'layout-shift' })
})()`
/** A wheel goes on turning for a while. */
const atRest = `(async () => {
  const log = document.querySelector('[role=log]')
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  for (let same = 0, before = -1; same < 3; same = before === log.scrollTop ? same + 1 : 0) {
    before = log.scrollTop
    await frame()
  }
})()`
const oldestShown = `Number(document.querySelector('[role=log] [data-seq]').dataset.seq)`
/** Where the first whole line that is seen stands in each frame from now on. */
const watchFirst = `(() => {
  const log = document.querySelector('[role=log]')
  const edge = log.getBoundingClientRect().top
  const line = [...log.querySelectorAll('[data-seq]')].find((one) => one.getBoundingClientRect().top >= edge)
  window.tops = []
  const look = () => {
    window.tops.push(line.getBoundingClientRect().top)
    requestAnimationFrame(look)
  }
  look()
})()`

test('[U-07] the strip says who held it when, by keyboard too, and leads there', async () => {
  const [ana, ben] = [await baton.operator({ name: 'Ana Holds' }), await baton.operator({ name: 'Ben Holds' })]
  const chat = await talk(1)
  must(await chat.post('claim', { operator: ana.id }))
  for (let line = 1; line <= 30; line += 1) must(await chat.says(`meanwhile ${line}`))
  must(await chat.post('transfer', { operator: ben.id }))
  const desk = await openDesk(browser, baton, ana)
  await open(desk, chat.id)
  const strip = desk.getByRole('list', { name: 'Who held the conversation' })
  await strip.getByRole('button', { name: /^Ben Holds, since/ }).waitFor()
  expect(await strip.getByRole('listitem').count()).toBe(3)
  const mine = strip.getByRole('button', { name: /^Ana Holds, .* to / })
  await mine.focus()
  await desk.keyboard.press('Enter')
  const line = log(desk).getByText('Ana Holds took over').first()
  await expect.poll(() => line.evaluate((element) => element.closest('[data-seq]')?.matches(':focus'))).toBe(true)
  await expect.poll(() => desk.getByRole('button', { name: 'Latest' }).count()).toBe(1)
  await leave(desk)
})

test('[U-14] where the workspace shows what is typed, the contact is told so and an operator sees it; nowhere else', async () => {
  const ana = await baton.operator({ name: 'Ana Sees' })
  const bot = await echo()
  must(await baton.put('/workspace', { typingPreview: true }))
  const chat = await openChat(browser, baton, bot)
  const field = chat.frame.getByRole('textbox', { name: 'Your message' })
  const told = chat.frame.getByText('The team sees what you type before you send it.')
  await field.fill('Before anybody came')
  const found = async () => (await baton.get<{ items: { id: string }[] }>(`/conversations?bot=${bot.id}`)).body.items[0]
  await expect.poll(found).toBeDefined()
  const id = (await found())?.id ?? ''
  const desk = await openDesk(browser, baton, ana)
  await open(desk, id)
  expect(await told.count()).toBe(0)
  must(await baton.post(`/conversations/${id}/claim`, { operator: ana.id }))
  await told.waitFor()
  await field.fill('My number is 12')
  const preview = log(desk).getByText('My number is 12')
  await preview.waitFor()
  await log(desk).getByText('Not sent yet').waitFor()
  await field.fill('')
  await expect.poll(() => preview.count()).toBe(0)
  expect(JSON.stringify((await baton.get(`/conversations/${id}/events?limit=100`)).body)).not.toContain('My number')
  must(await baton.put('/workspace', { typingPreview: false }))
  await chat.page.reload({ waitUntil: 'load' })
  const again = await launch(chat.page)
  await again.getByRole('textbox', { name: 'Your message' }).waitFor()
  expect(await again.getByText('The team sees what you type').count()).toBe(0)
  await chat.context.close()
  await leave(desk)
})

test('[FL-10] [U-04] the contact’s card is changed where it stands, at once, and goes back with the reason when it is refused', async () => {
  const ana = await baton.operator({ name: 'Ana Cards' })
  const chat = await talk(1)
  must(await chat.post('claim', { operator: ana.id }))
  const desk = await openDesk(browser, baton, ana)
  const complaints = complaintsOf(desk)
  await open(desk, chat.id)
  const card = desk.getByRole('region', { name: 'Contact' })
  await card.getByRole('button', { name: 'Change E-mail' }).click()
  const mail = card.getByRole('textbox', { name: 'Value of E-mail' })
  await focused(mail)
  await desk.keyboard.type('mira@shop.example')
  await desk.keyboard.press('Enter')
  const link = card.getByRole('link', { name: 'mira@shop.example' })
  expect(await link.getAttribute('href')).toBe('mailto:mira@shop.example')
  await card.getByRole('button', { name: 'Copy E-mail' }).waitFor()

  await desk.route('**/api/v1/conversations/*', (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 503, json: { status: 503, title: 'Not now', detail: 'The store is away.' } })
      : route.fallback(),
  )
  await card.getByRole('button', { name: 'Change Phone' }).click()
  const phone = card.getByRole('textbox', { name: 'Value of Phone' })
  await focused(phone)
  await desk.keyboard.type('+49 30 1234')
  await desk.keyboard.press('Enter')
  await card.getByRole('alert').getByText('The store is away.').waitFor()
  expect(await phone.inputValue()).toBe('+49 30 1234')
  const tag = desk.getByRole('textbox', { name: 'Add a tag' })
  await tag.fill('urgent')
  await tag.press('Enter')
  await expect.poll(() => desk.getByRole('alert').getByText('The store is away.').count()).toBe(2)
  expect([await tag.inputValue(), await desk.getByRole('button', { name: 'Remove tag urgent' }).count()]).toEqual([
    'urgent',
    0,
  ])
  await desk.unroute('**/api/v1/conversations/*')
  await tag.press('Enter')
  await desk.getByRole('button', { name: 'Remove tag urgent' }).waitFor()
  await phone.press('Enter')
  await card.getByRole('link', { name: '+49 30 1234' }).waitFor()

  await desk.getByRole('button', { name: 'Add a variable' }).click()
  const name = desk.getByRole('textbox', { name: 'Name of the variable' })
  await focused(name)
  await desk.keyboard.type('seats')
  await desk.getByRole('combobox', { name: 'Kind of seats' }).selectOption('number')
  const value = desk.getByRole('textbox', { name: 'Value of seats' })
  await value.fill('four')
  await value.press('Enter')
  await desk.getByText('Enter a number, such as 12.5.').waitFor()
  await value.fill('4')
  await value.press('Enter')
  await desk.getByRole('button', { name: 'Change seats: 4' }).click()
  expect((await chat.view()).variables).toMatchObject({ seats: 4, user_phone_number: '+49 30 1234' })
  await desk.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect.poll(() => desk.getByText('seats', { exact: true }).count()).toBe(0)
  await expect.poll(async () => (await chat.view()).variables.seats).toBeUndefined()
  expect(await violationsOf(desk)).toEqual([])
  expect(complaints).toEqual([])
  await leave(desk)
})

test('[U-15] other conversations of the contact open in place, with a way back, and any of them is had as a file', async () => {
  const ana = await baton.operator({ name: 'Ana Knows' })
  const chat = await talk(1, 'The first time')
  must(await chat.post('claim', { operator: ana.id }))
  must(await baton.patch(`/conversations/${chat.id}`, { setTags: ['billing'] }))
  must(await chat.post('close'))
  const { conversation } = must(await chat.says('The second time'))
  const desk = await openDesk(browser, baton, ana)
  await open(desk, conversation.id)
  const others = desk.getByRole('list', { name: 'Other conversations' })
  const first = others.getByRole('link')
  await expect.poll(() => first.textContent()).toMatch(/The first time 1[\s\S]*Held by Ana Knows[\s\S]*billing/)
  await first.click()
  await log(desk).getByText('The first time 1').waitFor()
  await desk.getByText(/^Another conversation with this contact, opened/).waitFor()
  await desk.getByRole('button', { name: 'Back', exact: true }).click()
  await log(desk).getByText('The second time').waitFor()
  await desk.getByRole('button', { name: 'More actions' }).click()
  const [file] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('menuitem', { name: 'As a page' }).click(),
  ])
  expect(file.suggestedFilename()).toBe(`${conversation.id}.html`)
  await leave(desk)
})
