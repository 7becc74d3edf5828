import type { Frame, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { must } from '../src/testing.ts'
import {
  complaintsOf,
  focused,
  goTo,
  hasButton,
  launch,
  logOf,
  openChat,
  openDesk,
  openStage,
  violationsOf,
} from './windows.ts'

const { browser, baton } = await openStage()
baton.baton.limits.opensSession = async () => {}
const narrow = { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' as const }

const name = { variable: 'user_name', label: 'Name', kind: 'text', isRequired: true }
const email = { variable: 'user_email', label: 'E-mail', kind: 'email', isRequired: true }
const topic = {
  variable: 'topic',
  label: 'Topic',
  kind: 'choice',
  isRequired: false,
  choices: ['Order', 'Repair'],
}
const terms = { variable: 'terms', label: 'I agree', kind: 'consent', isRequired: true }

const set = async (bot: { id: string }, settings: object) =>
  must(await baton.put(`/bots/${bot.id}/widget/settings`, settings))

/** A bot that greets by name and asks for a person of a group when told to. */
async function askingBot() {
  const group = await baton.group()
  const ana = await baton.operator({ name: 'Ana', groups: [group.id] })
  const asking = { type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }
  const replies = [{ label: 'A person', on_click: [{ type: 'go_to', interaction: 'person' }] }]
  const bot = await baton.bot([{ type: 'quick_replies', text: 'Welcome {{ user_name }}', replies }], {
    interactions: [{ name: 'person', actions: [asking] }],
    fallback: [{ type: 'text', text: 'What?' }],
  })
  return { bot, group, ana }
}

type Waiting = { id: string; chatState: string; group: { id: string } | null; variables: Record<string, unknown> }

async function onlyConversation(bot: { id: string }) {
  const { items } = must(await baton.get<{ items: { id: string }[] }>(`/conversations?bot=${bot.id}`))
  const path = `/conversations/${items[0]?.id}`
  return {
    read: async () => must(await baton.get<Waiting>(path)),
    call: async (call: string, body?: unknown) => must(await baton.post(`${path}/${call}`, body)),
  }
}

/** The button stands in a closed shadow root, into which no test can look. */
const openShadows = `{
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (init) { return attach.call(this, { ...init, mode: 'open' }) }
}`

test('[V-01] [V-04] before a click there are two calls to one host, and the button is as it was set', async () => {
  const { bot } = await askingBot()
  await set(bot, { theme: { accent: '#ffcc33', corner: 'start', launcher: 'text', title: 'Ask Harbor', distance: 40 } })
  const page = await (await browser.newContext()).newPage()
  const complaints = complaintsOf(page)
  await page.addInitScript(openShadows)
  const calls: string[] = []
  page.on('request', (request) => calls.push(request.url()))
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  const button = page.getByRole('button', { name: /^Ask Harbor/ })
  await button.waitFor()
  const { x = 0 } = (await button.boundingBox()) ?? {}
  expect(x).toBe(40)
  expect(await button.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe('rgb(255, 204, 51)')
  const ofWidget = calls.filter((url) => !new URL(url).pathname.startsWith('/demo'))
  expect(ofWidget.map((url) => new URL(url).pathname)).toEqual(['/widget.js', '/api/v1/widget/launcher'])
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  await button.click()
  const frame = await opened
  await frame.getByRole('heading', { name: 'Ask Harbor' }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test('[A-14] [A-04] questions first: by keyboard, with errors at their fields, before the first turn, and never twice', async () => {
  const { bot } = await askingBot()
  await set(bot, {
    preChat: { isOn: true, text: 'Who are you?', fields: [name, email, topic, terms] },
    offline: { isOn: true, fields: [email] },
  })
  const context = await browser.newContext()
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  await page.evaluate(`Baton.push(['setVariables', { user_name: 'Mira' }])`)
  const frame = await launch(page)
  const mail = frame.getByLabel('E-mail')
  await focused(mail)
  // The site has said it.
  expect(await frame.getByLabel('Name').count()).toBe(0)
  expect(await mail.getAttribute('autocomplete')).toBe('email')
  await page.keyboard.type('mira@shop')
  await page.keyboard.press('Enter')
  await frame.getByText('This is not an e-mail address').waitFor()
  await frame.getByText('We need your consent').waitFor()
  await focused(mail)
  expect(await mail.getAttribute('aria-invalid')).toBe('true')
  expect(await violationsOf(frame)).toEqual([])
  await page.keyboard.type('.example')
  await expect.poll(() => mail.getAttribute('aria-invalid')).toBeNull()
  await page.keyboard.press('Tab')
  await page.keyboard.press('R')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await frame.getByRole('log').getByText('Welcome Mira').waitFor()
  await frame.getByRole('button', { name: 'Leave a message' }).click()
  await focused(frame.getByLabel('Your message'))
  expect(await frame.getByLabel('E-mail').count()).toBe(0)
  await frame.getByRole('button', { name: 'Back to the chat' }).click()
  const { read } = await onlyConversation(bot)
  expect((await read()).variables).toMatchObject({
    user_name: 'Mira',
    user_email: 'mira@shop.example',
    topic: 'Repair',
    terms: true,
  })
  await page.reload({ waitUntil: 'load' })
  const again = await launch(page)
  await again.getByRole('log').getByText('Welcome Mira').waitFor()
  expect(await again.locator('.ask').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})

test('[V-09] every outcome of asking for a person has words: nobody there, left, joined, passed on, left again, closed', async () => {
  const { bot, group, ana } = await askingBot()
  const ben = await baton.operator({ name: 'Ben', groups: [group.id] })
  await set(bot, { offline: { isOn: true, text: 'Back at nine.', group: group.id, fields: [email] } })
  const chat = await openChat(browser, baton, bot, { reducedMotion: 'reduce' })
  const complaints = complaintsOf(chat.page)
  const { frame } = chat
  await frame.locator('.absence').getByText('Nobody is online right now.').waitFor()
  await frame.getByRole('button', { name: 'A person' }).click()
  await logOf(chat).getByText('We are asking somebody to join.').waitFor()
  await frame.locator('.waiting-room').getByText('Nobody is online right now. You are next.').waitFor()
  // It is there by itself, and keeps what is written when it is left.
  const message = frame.getByLabel('Your message')
  await frame.getByText('Back at nine.').waitFor()
  await message.fill('Please call me')
  expect(await violationsOf(frame), 'leaving').toEqual([])
  await frame.getByRole('button', { name: 'Back to the chat' }).click()
  await expect.poll(() => frame.locator('.composer textarea').inputValue()).toBe('Please call me')
  await frame.getByRole('button', { name: 'Leave a message' }).click()
  await frame.getByRole('button', { name: 'Send' }).click()
  await frame.getByText('Please fill this in.').waitFor()
  await frame.getByLabel('E-mail').fill('mira@shop.example')
  await frame.getByRole('button', { name: 'Send' }).click()
  await logOf(chat).getByText('Please call me').waitFor()
  await frame.locator('.waiting-room').getByText('Your message is kept, and the answer comes in this chat.').waitFor()
  expect(await frame.locator('.composer textarea').inputValue()).toBe('')
  const { read, call } = await onlyConversation(bot)
  expect(await read()).toMatchObject({
    chatState: 'operator_requested',
    group: { id: group.id },
    variables: { user_email: 'mira@shop.example' },
  })
  expect(await logOf(chat).getByText('What?').count()).toBe(0)
  expect(await violationsOf(frame), 'left').toEqual([])

  await call('claim', { operator: ana.id })
  await logOf(chat).getByText('Ana joined').waitFor()
  await expect.poll(() => frame.locator('.waiting-room').count()).toBe(0)
  await call('transfer', { operator: ben.id })
  await logOf(chat).getByText('Ana left, Ben joined').waitFor()
  await call('transfer', { group: group.id })
  await logOf(chat).getByText('Ben has passed you on.').waitFor()
  await call('claim', { operator: ana.id })
  await logOf(chat).getByText('Ana joined').nth(1).waitFor()
  await call('handover')
  await logOf(chat).getByText('Ana left. The assistant is back.').waitFor()
  await call('close')
  await logOf(chat).getByText('This conversation has ended.').waitFor()
  expect(complaints).toEqual([])
  await chat.context.close()
})

test('[V-09] [RO-40] outside hours it says when these begin, and inside where somebody is there, where one stands', async () => {
  const { bot, group } = await askingBot()
  await set(bot, { offline: { isOn: true, group: group.id } })
  // Open on the one day that is a week away: closed now, whenever this runs.
  const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  const day = days[(new Date(baton.baton.clock.now()).getUTCDay() + 3) % 7] ?? 'monday'
  const weekly = { [day]: [{ from: '09:00', to: '10:00' }] }
  const calendar = { name: 'Hours', timeZone: 'UTC', weekly, exceptions: [], holidays: [] }
  must(await baton.put(`/groups/${group.id}/routing`, { calendar }))
  const closed = await openChat(browser, baton, bot)
  await closed.frame.getByRole('button', { name: 'A person' }).click()
  await closed.frame.locator('.waiting-room').getByText('We are closed right now, and open again').waitFor()
  await closed.frame.getByLabel('Your message').waitFor()
  await closed.context.close()

  must(await baton.put(`/groups/${group.id}/routing`, {}))
  await baton.operator({ groups: [group.id], status: 'online' })
  const open = await openChat(browser, baton, bot)
  await open.frame.getByRole('button', { name: 'A person' }).click()
  await open.frame.locator('.waiting-room').getByText('You are number 2.').waitFor()
  expect(await open.frame.locator('.ask, .absence').count()).toBe(0)
  await open.context.close()
})

test('[A-14] [U-19] questions once somebody was asked to join, in Arabic, from right to left, at 320 pixels', async () => {
  const { bot } = await askingBot()
  await set(bot, {
    locale: 'ar',
    preChat: {
      isOn: true,
      when: 'before_operator',
      fields: [
        { ...name, isRequired: false },
        { ...email, isRequired: false },
      ],
    },
    texts: { ar: { labels: { user_name: 'الاسم', user_email: 'البريد' } } },
  })
  const context = await browser.newContext(narrow)
  const page = await context.newPage()
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  await hasButton(page)
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  // In Arabic the end is at the left.
  await page.mouse.click(48, narrow.viewport.height - 48)
  const frame = await opened
  await frame.getByRole('button', { name: 'A person' }).click()
  const field = frame.getByLabel('الاسم')
  await field.waitFor()
  expect(await frame.evaluate('document.documentElement.dir')).toBe('rtl')
  const isClipped = '[...document.querySelectorAll(".ask *")].some((one) => one.scrollWidth > one.clientWidth + 1)'
  expect(await frame.evaluate(isClipped)).toBe(false)
  expect(await violationsOf(frame)).toEqual([])
  await field.fill('ميرا')
  await frame.getByRole('button', { name: 'إرسال' }).click()
  await frame.locator('.composer').waitFor()
  const { read } = await onlyConversation(bot)
  await expect.poll(async () => (await read()).variables.user_name).toBe('ميرا')
  await context.close()
})

const colors = [
  '#ffffff',
  '#000000',
  '#ffcc33',
  '#ff0000',
  '#00ff00',
  '#0000ff',
  '#ffff00',
  '#808080',
  '#767676',
  '#e91e63',
  '#00bcd4',
  '#27457c',
]

/** Every text against what is behind it, and the rim of what is filled; worked out by the browser. */
const faults = `(() => {
  const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number)
  const light = (color) => {
    const [r, g, b] = channels(color).map((one) => { const s = one / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4 })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => { const [a, b] = [light(one), light(other)].sort((x, y) => x - y); return (b + 0.05) / (a + 0.05) }
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor
      if ((channels(color)[3] ?? 1) > 0) return color
    }
    return 'rgb(255, 255, 255)'
  }
  const found = []
  for (const element of document.body.querySelectorAll('*')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')
    if (!hasText || element.closest('.unseen') || element.matches(':disabled')) continue
    const seen = contrast(getComputedStyle(element).color, behind(element))
    if (seen < 4.5) found.push(element.className + ' ' + element.textContent.slice(0, 20) + ' ' + seen.toFixed(2))
  }
  for (const element of document.querySelectorAll('.own .bubble, .main-button')) {
    const seen = contrast(getComputedStyle(element).borderTopColor, behind(element.parentElement))
    if (seen < 3) found.push(element.className + ' rim ' + seen.toFixed(2))
  }
  return found
})()`

/** A page of Baton's own origin with the preview in it, as the desk has it. */
async function openPreview(bot: {
  id: string
}): Promise<{ page: Page; frame: Frame; show(wish: object): Promise<void> }> {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  const settings = must(await baton.get(`/bots/${bot.id}/widget/settings`))
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  await page.evaluate(`new Promise((done) => {
    addEventListener('message', ({ data }) => data?.type === 'ready' && done(), { once: true })
    const frame = document.createElement('iframe')
    frame.src = '/widget/chat?bot=${bot.id}&preview'
    document.body.append(frame)
  })`)
  const samples = { question: 'Open?', answer: 'Until six: https://shop.example', operator: 'Ana', reply: 'Hello' }
  const usual = {
    mark: 'baton-preview-1',
    type: 'show',
    settings,
    botName: 'Juno',
    scheme: 'light',
    locale: 'en',
    samples,
  }
  return {
    page,
    frame: await opened,
    show: (wish) =>
      page.evaluate(`new Promise((done) => {
        addEventListener('message', ({ data }) => data?.type === 'shown' && done(), { once: true })
        document.querySelector('iframe').contentWindow.postMessage(${JSON.stringify({ ...usual, ...wish })}, location.origin)
      })`),
  }
}

test('[A-09] a dozen colours, in light, dark and high contrast, as the browser works them out', async () => {
  const { bot } = await askingBot()
  const { page, frame, show } = await openPreview(bot)
  const given = must(await baton.get<{ theme: object }>(`/bots/${bot.id}/widget/settings`))
  for (const contrast of ['no-preference', 'more'] as const) {
    await page.emulateMedia({ contrast })
    for (const accent of colors) {
      const offline = { isOn: true, text: 'Later', group: null, fields: [email] }
      const settings = { ...given, theme: { ...given.theme, accent }, offline }
      for (const scheme of ['light', 'dark'] as const) {
        for (const state of ['talking', 'offline']) {
          await show({ settings, scheme, state })
          expect(await frame.evaluate<string[]>(faults), `${accent} ${scheme} ${contrast} ${state}`).toEqual([])
        }
      }
    }
  }
  await page.context().close()
})

test('[S-14] a preview hears nobody but the desk', async () => {
  const { bot } = await askingBot()
  // Another origin of the same machine, whose own policy would not show it.
  const page = await (await browser.newContext({ bypassCSP: true })).newPage()
  await page.goto(`${baton.origin.replace('127.0.0.1', 'localhost')}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  const loaded = page.waitForEvent('framenavigated', (frame) => frame.url().includes('preview'))
  await page.evaluate(`{
    const frame = document.createElement('iframe')
    frame.src = '${baton.origin}/widget/chat?bot=${bot.id}&preview'
    document.body.append(frame)
  }`)
  const frame = await loaded
  const isListening = 'performance.getEntriesByType("resource").some(({ name }) => name.includes("/preview-"))'
  await expect.poll(() => frame.evaluate(isListening)).toBe(true)
  const settings = must(await baton.get(`/bots/${bot.id}/widget/settings`))
  const samples = { question: 'Open?', answer: 'No', operator: 'Ana', reply: 'Hello' }
  const wish = {
    mark: 'baton-preview-1',
    type: 'show',
    settings,
    botName: 'Juno',
    state: 'talking',
    scheme: 'light',
    locale: 'en',
    samples,
  }
  await page.evaluate(`document.querySelector('iframe').contentWindow.postMessage(${JSON.stringify(wish)}, '*')`)
  // What was sent before this has been heard by now.
  await frame.evaluate(
    'new Promise((done) => { addEventListener("message", done, { once: true }); postMessage("own", "*") })',
  )
  const drawn = () => frame.evaluate('document.body.childElementCount')
  expect(await drawn()).toBe(0)
  // The same from the desk's origin is heard.
  const own = `{ origin: location.origin, source: parent, data: ${JSON.stringify(wish)} }`
  await frame.evaluate(`void dispatchEvent(new MessageEvent('message', ${own}))`)
  await expect.poll(drawn).toBeGreaterThan(0)
  await page.context().close()
})

test('[A-09] [O-11] the page at the desk: what is changed is seen at once, kept until it is saved, and refused at its field', async () => {
  const { bot } = await askingBot()
  const admin = await baton.operator({ role: 'admin' })
  const desk = await openDesk(browser, baton, admin)
  const complaints = complaintsOf(desk)
  await goTo(desk, '/setup/channels')
  await desk.getByRole('link', { name: (await botName(bot.id)) ?? '' }).click()
  const preview = desk.frameLocator('iframe')
  const look = desk.getByRole('region', { name: 'Look', exact: true })
  await preview.getByText('From ten to four.').waitFor()
  await look.getByRole('textbox', { name: 'Title' }).fill('Ask Harbor')
  await preview.getByRole('heading', { name: 'Ask Harbor' }).waitFor()
  await desk.getByRole('textbox', { name: 'Color' }).fill('#ffcc33')
  await desk.getByText(/On light, text is shown as #[0-9a-f]{6} so that it can be read/).waitFor()

  await desk.getByRole('textbox', { name: 'Picture' }).fill('http://shop.example/logo.png')
  await desk.getByRole('button', { name: 'Save', exact: true }).click()
  await desk.getByText('This is not an address that begins with https://.').waitFor()
  await focused(desk.getByRole('textbox', { name: 'Picture' }))
  await desk.getByRole('textbox', { name: 'Picture' }).fill('')

  await desk.getByRole('switch', { name: 'Ask before the chat' }).check()
  await desk.getByRole('button', { name: 'Add a question' }).click()
  await desk.getByRole('combobox', { name: 'What is shown' }).selectOption('pre_chat')
  await preview.getByLabel('Name').waitFor()
  // Looking at another page loses nothing.
  await desk.getByRole('button', { name: 'All chatbots' }).click()
  await desk.getByRole('link', { name: (await botName(bot.id)) ?? '' }).click()
  await desk
    .getByText('Not saved yet')
    .or(desk.getByText(/not saved/i))
    .first()
    .waitFor()
  await desk.getByRole('button', { name: 'Save', exact: true }).click()
  await expect
    .poll(async () => must(await baton.get<{ theme: object }>(`/bots/${bot.id}/widget/settings`)))
    .toMatchObject({
      theme: { title: 'Ask Harbor', accent: '#ffcc33', picture: null },
      preChat: { isOn: true, fields: [{ variable: 'user_name', kind: 'text' }] },
    })
  expect(await violationsOf(desk)).toEqual([])

  // Somebody else saves meanwhile: nothing is written over.
  await look.getByRole('textbox', { name: 'Title' }).fill('Mine')
  await set(bot, { theme: { title: 'Theirs' } })
  await desk.getByRole('button', { name: 'Save', exact: true }).click()
  await desk.getByRole('alert').getByText('Somebody else has saved these settings since.').waitFor()
  expect(must(await baton.get(`/bots/${bot.id}/widget/settings`))).toMatchObject({ theme: { title: 'Theirs' } })
  await desk.setViewportSize({ width: 320, height: 700 })
  await expect.poll(() => desk.evaluate('document.querySelector("main").scrollWidth')).toBeLessThanOrEqual(320)
  expect(complaints).toEqual([])
  await desk.context().close()
})

async function botName(id: string): Promise<string | undefined> {
  const { items } = must(await baton.get<{ items: { id: string; name: string }[] }>('/bots'))
  return items.find((one) => one.id === id)?.name
}
