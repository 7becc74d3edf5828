import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { must } from '../src/testing.ts'
import { pushReceiver } from './push-receiver.ts'
import { complaintsOf, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()
const request = { type: 'set_chat_operator_state', mode: 'request_operator' }
const always = {
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  from: '00:00',
  until: '00:00',
  timeZone: 'UTC',
}
const usual = { quietHours: null, sound: 'none', push: 'discreet', mail: { requests: false, mentions: false } }

/** Writes down what the page would have the system show: the browser of the tests shows nothing. */
const recording = `(() => {
  window.shown = []
  window.takenAway = []
  Notification.requestPermission = async () => 'granted'
  Object.defineProperty(Notification, 'permission', { get: () => 'granted' })
  const { prototype } = ServiceWorkerRegistration
  prototype.showNotification = async (title, options) => void window.shown.push({ title, ...options })
  prototype.getNotifications = async ({ tag }) =>
    window.shown.filter((one) => one.tag === tag).map((one) => ({ close: () => window.takenAway.push(one.tag) }))
})()`

/** A desk that is to notify; what it says of that is kept in the account. */
async function openNotifying(wishes: object = {}): Promise<{ desk: Page; operator: { id: string } }> {
  const operator = await baton.operator()
  must(await (await baton.signIn(operator)).put('/me/notifications', { ...usual, ...wishes }))
  const desk = await openDesk(browser, baton, operator)
  await desk.context().addInitScript(recording)
  await desk.reload()
  await desk.getByRole('button', { name: 'Turn on notifications' }).click()
  await desk.getByRole('button', { name: 'Turn off notifications' }).waitFor()
  return { desk, operator }
}

async function another(context: BrowserContext, path = '/'): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${baton.origin}${path}`)
  await page.getByRole('button', { name: 'Turn off notifications' }).waitFor()
  return page
}

const shownIn = (page: Page) => page.evaluate<{ title: string; tag: string }[]>('window.shown')
const tagsIn = async (...pages: Page[]) =>
  (await Promise.all(pages.map(shownIn))).flat().map(({ tag, title }) => `${title} (${tag})`)

/** Somebody asks for this operator: of colleagues’ requests nobody here is to hear. */
async function asks(operator: { id: string }) {
  const bot = await baton.bot([{ ...request, assignOperator: 'specific', operator: operator.id }])
  return baton.chat(bot, 'Hello')
}

test('[U-13] two windows show one notice, replace it silently, and take it away when it is read in either', async () => {
  const { desk, operator } = await openNotifying()
  const complaints = complaintsOf(desk)
  const other = await another(desk.context())
  const chat = await asks(operator)
  await expect.poll(() => tagsIn(desk, other)).toEqual([`${chat.contact} asks for an operator (${chat.id})`])
  for (const page of [desk, other]) await expect.poll(() => page.title()).toContain('(1)')
  const icon = () => desk.locator('link[rel="icon"]').getAttribute('href')
  expect(await icon()).toContain('mark-dot')
  must(await chat.post('claim', { operator: operator.id }))
  await chat.says('Are you there?')
  await expect.poll(async () => (await tagsIn(desk, other)).at(-1)).toBe(`${chat.contact} wrote (${chat.id})`)
  expect(new Set((await Promise.all([desk, other].map(shownIn))).flat().map(({ tag }) => tag)).size).toBe(1)
  await other.bringToFront()
  await other.goto(`${baton.origin}/inbox/${chat.id}`)
  const closed = async () =>
    (await Promise.all([desk, other].map((page) => page.evaluate<string[]>('window.takenAway')))).flat()
  await expect.poll(closed).toContain(chat.id)
  await expect.poll(() => desk.title()).not.toContain('(')
  expect(await icon()).not.toContain('mark-dot')
  expect(complaints).toEqual([])
  await desk.context().close()
})

test('[U-13] nothing of what is in front of the operator in any window, and nothing in quiet hours; the badge counts', async () => {
  const { desk, operator } = await openNotifying()
  const [first, second] = [await asks(operator), await asks(operator)]
  await expect.poll(() => tagsIn(desk)).toHaveLength(2)
  must(await first.post('claim', { operator: operator.id }))
  const front = await another(desk.context(), `/inbox/${first.id}`)
  await front.bringToFront()
  const locks = `navigator.locks.query().then(({ held }) => held.map(({ name }) => name))`
  await expect.poll(() => front.evaluate<string[]>(locks)).toContain(`baton.front ${first.id}`)
  const before = (await tagsIn(desk, front)).length
  await first.says('One more thing')
  await front.getByText('One more thing').first().waitFor()
  // What comes after it has been looked at, so that has been, too.
  must(await second.post('claim', { operator: operator.id }))
  await second.says('Me too')
  await expect.poll(async () => (await tagsIn(desk, front)).slice(before).join()).toContain('wrote')
  expect((await tagsIn(desk, front)).slice(before).join()).not.toContain(first.id)
  await desk.context().close()

  const quiet = await openNotifying({ quietHours: always, sound: 'chime' })
  const waiting = await asks(quiet.operator)
  await expect.poll(() => quiet.desk.title()).toContain('(1)')
  must(await waiting.post('claim', { operator: quiet.operator.id }))
  await quiet.desk.evaluate('navigator.locks.query()')
  expect(await tagsIn(quiet.desk)).toEqual([])
  await quiet.desk.context().close()
})

test('[U-13] the worker opens a notice that is clicked in the window that is there, and tells of a renewed subscription', async () => {
  const { desk, operator } = await openNotifying()
  const chat = await asks(operator)
  await expect.poll(() => tagsIn(desk)).toHaveLength(1)
  await expect.poll(() => desk.context().serviceWorkers().length).toBe(1)
  const [worker] = desk.context().serviceWorkers()
  await worker?.evaluate(`(() => {
    const event = new ExtendableEvent('notificationclick')
    event.notification = { data: { conversation: '${chat.id}' }, close() {} }
    self.dispatchEvent(event)
  })()`)
  await expect.poll(() => new URL(desk.url()).pathname).toBe(`/inbox/${chat.id}`)
  expect(desk.context().pages()).toHaveLength(1)

  // What the browser renews while it runs the worker reaches the server as whoever is signed in there.
  await using service = await pushReceiver()
  const { keys } = service.subscription
  const addressOf = (name: string) => `https://push.example/${name}`
  const client = await baton.signIn(operator)
  const { id } = must(await client.post<{ id: string }>('/me/push-subscriptions', { endpoint: addressOf('old'), keys }))
  await worker?.evaluate(`(() => {
    const event = new ExtendableEvent('pushsubscriptionchange')
    const subscription = (endpoint) => ({ endpoint, toJSON: () => ({ endpoint, keys: ${JSON.stringify(keys)} }) })
    event.oldSubscription = subscription('${addressOf('old')}')
    event.newSubscription = subscription('${addressOf('renewed')}')
    self.dispatchEvent(event)
  })()`)
  const browsers = async () => must(await client.get<{ browsers: string[] }>('/me/notifications')).browsers
  await expect.poll(browsers).not.toContain(id)
  expect(await browsers()).toHaveLength(1)
  await desk.context().close()
})

test('[U-13] [U-22] the profile says what will happen; the settings go along to another browser', async () => {
  const { desk, operator } = await openNotifying()
  const complaints = complaintsOf(desk)
  await desk.getByRole('link', { name: 'Profile' }).click()
  const outlook = desk.getByRole('region', { name: 'What will happen' })
  await outlook.getByText('it shows notifications').waitFor()
  await desk.getByRole('switch', { name: 'Quiet hours' }).check()
  await outlook.getByText(/all of this is silent/).waitFor()
  await desk.locator('label', { hasText: 'Knock' }).click()
  expect(await violationsOf(desk)).toEqual([])
  await desk.getByRole('button', { name: 'Try it' }).click()
  await desk.getByText('A notification is on its way.').waitFor()
  expect((await tagsIn(desk)).at(-1)).toBe('Notifications work here (baton)')
  expect(complaints).toEqual([])
  const elsewhere = await openDesk(browser, baton, operator)
  await elsewhere.goto(`${baton.origin}/profile`)
  await expect.poll(() => elsewhere.getByRole('radio', { name: 'Knock' }).isChecked()).toBe(true)
  for (const page of [desk, elsewhere]) await page.context().close()
})

test('[U-13] the desk can be installed as an app', async () => {
  const desk = await openDesk(browser, baton, await baton.operator())
  const tools = await desk.context().newCDPSession(desk)
  const { installabilityErrors } = await tools.send('Page.getInstallabilityErrors')
  // A window of its own for each test is as private as one that people open so.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((error) => error !== 'in-incognito')).toEqual([])
  const { errors, data } = await tools.send('Page.getAppManifest')
  expect(errors).toEqual([])
  expect(JSON.parse(data ?? '{}')).toMatchObject({ display: 'standalone', start_url: '/' })
  await desk.context().close()
})
