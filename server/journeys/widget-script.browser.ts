import { readFile } from 'node:fs/promises'
import { asId } from '@baton/core/ids'
import type { ConversationView, EventView } from '@baton/core/protocol'
import { after } from '@baton/core/time'
import { SignJWT } from 'jose'
import type { Frame, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { systemClock } from '../src/clock.ts'
import { eventsOf, must } from '../src/testing.ts'
import {
  type Chat,
  complaintsOf,
  focused,
  hasButton,
  launch,
  logOf,
  openChat,
  openDesk,
  openStage,
  say,
  violationsOf,
} from './windows.ts'

/** Goes ahead of the time by as much as a test says, in milliseconds. */
let ahead = 0
const clock = { ...systemClock, now: () => after(systemClock.now(), ahead) }
const { browser, baton } = await openStage({ clock })
baton.baton.limits.opensSession = async () => {}

const echo = () =>
  baton.bot([{ type: 'text', text: 'Welcome' }], {
    fallback: [{ type: 'text', text: 'Noted: {{ last_user_message }}' }],
  })

async function conversationOf(bot: { id: string }) {
  type List = { items: ConversationView[] }
  const { items } = must(await baton.get<List>(`/conversations?bot=${bot.id}`))
  return items
}

/** An operator who holds the only conversation of a bot and speaks in it. */
async function ownerOf(bot: { id: string }) {
  const ana = await baton.operator({ name: 'Ana', status: 'online' })
  const [conversation] = await conversationOf(bot)
  const call = async (name: string, body: object = {}) =>
    must(await baton.post(`/conversations/${conversation?.id}/${name}`, { operator: ana.id, ...body }))
  return { id: conversation?.id, call, says: (text: string) => call('messages', { text }) }
}

async function tokenFor(bot: { id: string }, sub: string, name: string): Promise<string> {
  const { secret } = must(await baton.post<{ secret: string }>(`/bots/${bot.id}/widget/identity-secret`))
  const exp = Math.floor(Date.now() / 1_000) + 600
  return new SignJWT({ exp, name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .sign(new TextEncoder().encode(secret))
}

/** The chat of a page that opens it by itself. */
async function chatIn(page: Page): Promise<Frame> {
  const find = () => page.frames().find((one) => one.url().includes('/widget/chat'))
  await expect.poll(() => find() !== undefined).toBe(true)
  return find() as Frame
}

test('[V-10] two tabs show the same over one socket; when the one that has it goes, the other goes on, and nothing is lost', async () => {
  const bot = await echo()
  const first = await openChat(browser, baton, bot)
  await logOf(first).getByText('Welcome').waitFor()
  const sockets: Page[] = []
  const page = await first.context.newPage()
  page.on('websocket', () => sockets.push(page))
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  const second: Chat = { page, frame: await launch(page), context: first.context }
  await logOf(second).getByText('Welcome').waitFor()
  await say(second, 'From the second tab')
  for (const chat of [first, second]) await logOf(chat).getByText('Noted: From the second tab').waitFor()
  const { call, says } = await ownerOf(bot)
  await call('claim')
  await says('Hello, both of you')
  for (const chat of [first, second]) await logOf(chat).getByText('Hello, both of you').waitFor()
  expect(sockets).toEqual([])

  // What is read in one tab is read in the other.
  await page.evaluate(
    "(() => { window.unread = []; Baton.on('unread', ({ count }) => unread.push(count)); Baton.close() })()",
  )
  await first.page.evaluate('Baton.close()')
  await says('Are you there?')
  await expect.poll(() => page.evaluate('unread.at(-1)')).toBe(1)
  await first.page.evaluate('Baton.open()')
  await expect.poll(() => page.evaluate('unread.at(-1)')).toBe(0)

  await first.page.close()
  await says('You alone now')
  // Out of sight, and therefore no part of what is asked for by role.
  await second.frame.getByText('You alone now').waitFor({ state: 'attached' })
  await expect.poll(() => sockets.length).toBe(1)
  await page.evaluate('Baton.open()')
  await say(second, 'Still here')
  await logOf(second).getByText('Still here').waitFor()
  for (const text of ['Hello, both of you', 'Are you there?', 'You alone now', 'Still here'])
    expect(await logOf(second).getByText(text).count()).toBe(1)
  await second.context.close()
})

test('[V-06] the page hears what happens, with no more than a name; a listener that throws or is taken off stops nobody', async () => {
  const bot = await echo()
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
  const page = await context.newPage()
  await page.addInitScript(`{
    window.heard = []
    window.Baton = [['setVariables', { plan: 'gold' }], ['nonsense'], null]
    const moments = ['ready', 'open', 'close', 'message', 'operator_requested', 'taken_over', 'handed_over', 'closed']
    for (const moment of moments) Baton.push(['on', moment, (detail) => heard.push([moment, detail])])
    Baton.push(['on', 'message', () => { throw new Error('the page’s own') }], ['open'])
  }`)
  const complaints = complaintsOf(page)
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  await page.waitForFunction("'open' in Baton && document.querySelector('baton-widget:not([hidden])')")
  const frame = await chatIn(page)
  await frame.getByText('Welcome').waitFor()
  const taken =
    "(() => { window.off = Baton.on('message', () => heard.push('never')); off(); Baton.say('Hello'); Baton('nonsense') })()"
  await page.evaluate(taken)
  await frame.getByText('Noted: Hello').waitFor()
  const { id, call, says } = await ownerOf(bot)
  await call('claim')
  await frame.getByText('Ana joined').waitFor()
  await says('Hi there')
  await frame.getByText('Hi there').waitFor()
  for (const end of ['handover', 'close']) must(await baton.post(`/conversations/${id}/${end}`))
  await frame.getByText('This conversation has ended.').waitFor()
  await page.evaluate('Baton.toggle()')
  await expect
    .poll(() => page.evaluate('heard'))
    .toEqual([
      ['ready', {}],
      ['open', {}],
      ['message', { from: 'chatbot' }],
      ['taken_over', { operator: { name: 'Ana' } }],
      ['message', { from: 'operator', operator: { name: 'Ana' } }],
      ['handed_over', {}],
      ['closed', {}],
      ['close', {}],
    ])
  const [conversation] = await conversationOf(bot)
  const { variables } = must(await baton.get<ConversationView>(`/conversations/${conversation?.id}`))
  expect(variables.plan).toBe('gold')
  expect([...new Set(complaints)]).toEqual(['the page’s own'])
  await context.close()
})

test('[V-13] who signs in on the site takes the talk along, is marked as verified at the desk, and is forgotten at the shutdown', async () => {
  const bot = await echo()
  const chat = await openChat(browser, baton, bot)
  const complaints = complaintsOf(chat.page)
  await logOf(chat).getByText('Welcome').waitFor()
  await say(chat, 'Where is my order?')
  await logOf(chat).getByText('Noted: Where is my order?').waitFor()
  const token = await tokenFor(bot, '42', 'Ana Ribeiro')
  await chat.page.evaluate(`Baton.identify({ token: '${token}' })`)
  await expect.poll(async () => (await conversationOf(bot)).map(({ contact }) => contact)).toEqual(['user:42'])
  await say(chat, 'Order 1234')
  await logOf(chat).getByText('Noted: Order 1234').waitFor()
  expect(await logOf(chat).getByText('Noted: Where is my order?').count()).toBe(1)

  const desk = await openDesk(browser, baton, await baton.operator({ role: 'admin', status: 'online' }))
  const [conversation] = await conversationOf(bot)
  await desk.goto(`${baton.origin}/inbox/${conversation?.id}`)
  await desk.getByText('Verified by the site').waitFor()
  await desk.getByText('The contact signed in on the site: verified from here on').waitFor()
  await desk.context().close()

  const kept = "Object.keys(localStorage).filter((name) => name.startsWith('baton:'))"
  expect(await chat.page.evaluate(kept)).not.toEqual([])
  await chat.page.evaluate('Baton.shutdown()')
  expect(await chat.page.evaluate(`[${kept}, document.querySelector('baton-widget'), 'Baton' in window]`)).toEqual([
    ...[[], null, false],
  ])
  await chat.page.reload({ waitUntil: 'load' })
  chat.frame = await launch(chat.page)
  await logOf(chat).getByText('Welcome').waitFor()
  expect(await logOf(chat).getByText('Order 1234').count()).toBe(0)
  // Before the chat was ever opened nothing is loaded but to forget.
  await chat.page.reload({ waitUntil: 'load' })
  await hasButton(chat.page)
  await chat.page.evaluate('Baton.shutdown()')
  expect(await chat.page.evaluate(kept)).toEqual([])

  // On another device, with the token in the snippet.
  const page = await chat.context.newPage()
  const given = token
  await page.route('**/demo?*', async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace('data-bot', `data-token="${given}" data-bot`)
    await route.fulfill({ response, body })
  })
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  const laptop: Chat = { page, frame: await launch(page), context: chat.context }
  await logOf(laptop).getByText('Noted: Order 1234').waitFor()
  // Refused: the page hears of it, and the contact is told what to do.
  must(await baton.delete(`/bots/${bot.id}/widget/identity-secret`))
  await page.reload({ waitUntil: 'load' })
  await page.evaluate("(() => { window.refused = 0; Baton.on('identity_refused', () => { refused += 1 }) })()")
  const frame = await launch(page)
  await frame.getByText('could not confirm who you are').waitFor()
  expect(await page.evaluate('refused')).toBe(1)
  expect(complaints).toEqual([])
  await chat.context.close()
})

test('[V-11] [A-08] the transcript is downloaded, the end is asked about once, and the rating reaches the desk', async () => {
  const bot = await echo()
  const chat = await openChat(browser, baton, bot)
  const complaints = complaintsOf(chat.page)
  const { frame, page } = chat
  await logOf(chat).getByText('Welcome').waitFor()
  await say(chat, 'Thanks, that is all')
  await logOf(chat).getByText('Noted: Thanks').waitFor()
  const more = frame.getByRole('button', { name: 'More' })
  await more.click()
  expect(await violationsOf(frame)).toEqual([])
  const download = page.waitForEvent('download')
  await frame.getByRole('button', { name: 'Download as text' }).click()
  const file = await (await download).path()
  expect(await readFile(file, 'utf8')).toContain('    Noted: Thanks, that is all\n')
  // Without a mail server nothing is promised.
  expect(await frame.getByRole('button', { name: 'Send by e-mail' }).count()).toBe(0)

  await more.click()
  await frame.getByRole('button', { name: 'End chat' }).click()
  await frame.getByText('End this chat?').waitFor()
  await frame.page().keyboard.press('Escape')
  expect(await frame.getByText('End this chat?').count()).toBe(0)
  await more.click()
  await frame.getByRole('button', { name: 'End chat' }).click()
  await frame.getByText('End this chat?').waitFor()
  await frame.getByRole('button', { name: 'End chat' }).click()
  await logOf(chat).getByText('This conversation has ended.').waitFor()

  await frame.getByRole('radio', { name: '4 of 5' }).check({ force: true })
  await frame.getByLabel('What was good, what was not? (optional)').fill('Quick')
  expect(await violationsOf(frame)).toEqual([])
  await frame.getByRole('group', { name: 'How was this chat?' }).waitFor()
  await frame.locator('.rating').getByRole('button', { name: 'Send' }).click()
  await frame.getByText('Thank you for your rating.').waitFor()
  const desk = await openDesk(browser, baton, await baton.operator({ role: 'admin', status: 'online' }))
  const [conversation] = await conversationOf(bot)
  await desk.goto(`${baton.origin}/inbox/${conversation?.id}`)
  await desk.getByText('The contact ended the chat').waitFor()
  await desk.getByText('The contact rated the conversation: 4 of 5. “Quick”').waitFor()
  expect(complaints).toEqual([])
  await desk.context().close()
  await chat.context.close()
})

test('[V-12] on a phone the keyboard hides no composer, and the way back leads to the page', async () => {
  const bot = await echo()
  const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await page.goto(`${baton.origin}/demo?bot=${bot.id}#prices`, { waitUntil: 'load' })
  await hasButton(page)
  await page.evaluate("history.replaceState({ mine: 1 }, '')")
  await page.evaluate('Baton.open()')
  const frame = await chatIn(page)
  const composer = frame.locator('.composer')
  await composer.waitFor()
  const bottom = async () => {
    const box = await composer.boundingBox()
    return (box?.y ?? 0) + (box?.height ?? 0)
  }
  expect(await bottom()).toBeGreaterThan(700)
  // A keyboard covers the page without making it smaller: only what can be seen of it is.
  await page.evaluate(`{
    Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => 420 })
    visualViewport.dispatchEvent(new Event('resize'))
  }`)
  await expect.poll(bottom).toBeLessThanOrEqual(420)
  await page.evaluate(`{ delete visualViewport.height; visualViewport.dispatchEvent(new Event('resize')) }`)
  await expect.poll(bottom).toBeGreaterThan(700)

  await page.goBack()
  await composer.waitFor({ state: 'hidden' })
  expect(await page.evaluate('[location.hash, history.state]')).toEqual(['#prices', { mine: 1 }])
  // Closed by its own button it leaves nothing behind to go back through.
  await page.evaluate('Baton.open()')
  await composer.waitFor()
  await frame.getByRole('button', { name: 'Close chat' }).tap()
  await composer.waitFor({ state: 'hidden' })
  await expect.poll(() => page.evaluate('history.state')).toEqual({ mine: 1 })
  await context.close()
})

test('[A-12] [A-02] before a chat ends by itself it says so once, and goes on with one button, or with what is written', async () => {
  const group = await baton.group()
  const [half, idle] = [300_000, { afterSeconds: 600, warnSeconds: 300, outcome: 'close' }]
  must(await baton.put(`/groups/${group.id}/routing`, { deadlines: { idle } }))
  await baton.operator({ name: 'Ana', status: 'online', groups: [group.id] })
  const bot = await echo()
  const chat = await openChat(browser, baton, bot)
  const { frame } = chat
  await logOf(chat).getByText('Welcome').waitFor()
  const [conversation] = await conversationOf(bot)
  if (conversation === undefined) throw new Error('the chat opened nothing')
  const path = `/conversations/${conversation.id}`
  must(await baton.put(`${path}/operator-state`, { mode: 'operator_takeover', operatorsGroup: group.id }))
  await logOf(chat).getByText('Ana joined').waitFor()
  const { line, store, newId } = baton.baton
  /** Half of the idle time later this row is due. */
  const due = async (deadline: 'idle_warning' | 'idle') => {
    ahead += half
    const found = (await store.workspaces.all()).find(({ name }) => name === 'Main')
    if (found === undefined) throw new Error('there is no workspace')
    const { epoch } = must(await baton.get<ConversationView>(path))
    const work = { id: newId('effect'), epoch }
    const row = { deadline, group: asId<'group'>(group.id), since: clock.now() }
    await line.run(found, asId(conversation.id), { type: 'meet_deadline', work, ...row })
  }
  await frame.evaluate(`(() => {
    window.announced = []
    const hear = ([{ target }]) => target.textContent && announced.push(target.textContent)
    for (const region of document.querySelectorAll('[role=status]'))
      new MutationObserver(hear).observe(region, { childList: true, characterData: true, subtree: true })
  })()`)
  const announced = () => frame.evaluate<string[]>('announced')
  const stay = frame.getByRole('button', { name: 'I am still here' })

  await due('idle_warning')
  await stay.waitFor()
  const warning = 'This chat with Ana ends unless you answer.'
  await frame.getByText(warning, { exact: true }).waitFor()
  const timer = frame.getByRole('timer')
  const first = await timer.textContent()
  await expect.poll(() => timer.textContent()).not.toBe(first)
  await expect.poll(announced).toEqual([`${warning} About 10 minutes are left.`])
  expect(await violationsOf(frame)).toEqual([])
  await stay.click()
  await stay.waitFor({ state: 'detached' })
  await focused(frame.getByRole('textbox', { name: 'Your message' }))
  await expect.poll(announced).toEqual([`${warning} About 10 minutes are left.`, 'The chat goes on.'])

  await due('idle_warning')
  await stay.waitFor()
  await frame.getByRole('textbox', { name: 'Your message' }).pressSequentially('Let me s')
  await stay.waitFor({ state: 'detached' })
  const { items } = must(await baton.get<{ items: EventView[] }>(`${path}/events?limit=500`))
  expect(eventsOf(items, 'end_put_off').map(({ actor }) => actor.kind)).toEqual(['contact', 'contact'])

  await due('idle_warning')
  await stay.waitFor()
  await due('idle')
  await logOf(chat).getByText('This conversation has ended.').waitFor()
  expect(await stay.count()).toBe(0)
  // What was said stays, also what was not sent.
  await logOf(chat).getByText('Welcome').waitFor()
  expect(await frame.getByRole('textbox').first().inputValue()).toBe('Let me s')
  await chat.context.close()
})
