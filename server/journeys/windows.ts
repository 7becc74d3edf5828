/** Two windows as people have them: a contact on a page with the widget, and an operator at the desk. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Frame,
  type Locator,
  type Page,
  type Request,
} from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { startTest, type TestBaton } from '../src/testing.ts'

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run']

const wholePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
/** The same engine without windows of its own, which cost a third of all the processor's time. */
const shellPath = process.env.CHROMIUM_SHELL_PATH ?? wholePath

export async function openBrowser(executablePath = wholePath): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags })
}

/** Where the desk and the widget lie that the test run has built. */
export const bundles = {
  BATON_DESK_DIR: process.env.BATON_DESK_DIR ?? '',
  BATON_WIDGET_DIR: process.env.BATON_WIDGET_DIR ?? '',
}

const opened = new Map<string, Browser>()

/** One for all files of a worker, which ends with it: starting one costs as much as a journey. */
async function theBrowser(path: string): Promise<Browser> {
  const known = opened.get(path)
  if (known?.isConnected()) return known
  const browser = await openBrowser(path)
  opened.set(path, browser)
  return browser
}

/**
 * A browser and a Baton with desk and widget for all journeys of a file; its windows are closed after the last.
 * `isWhole`: with what people set for sites, such as denying them to other sites' frames.
 */
export async function openStage({
  isWhole = false,
  ...options
}: Parameters<typeof startTest>[0] & { isWhole?: boolean } = {}): Promise<{ browser: Browser; baton: TestBaton }> {
  const browser = await theBrowser(isWhole ? wholePath : shellPath)
  const baton = await startTest({ ...options, config: { ...bundles, ...options.config } })
  afterAll(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
    await baton[Symbol.asyncDispose]()
  })
  return { browser, baton }
}

/** What must stay empty while people work: errors of scripts, and what the content policy refused. */
export type Complaints = string[]

export function complaintsOf(page: Page): Complaints {
  const complaints: Complaints = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Trusted/.test(message.text()))
      complaints.push(message.text())
  })
  return complaints
}

type Look = NonNullable<Parameters<Browser['newContext']>[0]>

/** A desk with a session in its cookie. */
export async function openDesk(
  browser: Browser,
  test: TestBaton,
  operator: { id: string },
  options: Look = {},
): Promise<Page> {
  const { cookie } = await test.signIn({ id: operator.id })
  const desk = await openWindow(browser, { viewport: { width: 1440, height: 900 }, ...options })
  const [name = '', value = ''] = cookie.split('=')
  await desk.context().addCookies([{ name, value, url: test.origin }])
  followRequests(desk)
  await desk.goto(`${test.origin}/`)
  await desk.getByRole('tab').first().waitFor()
  return desk
}

/** Whoever counts bytes gets only the pages that they open: those of the desk fetched ahead cost more than most journeys. */
const saving = `Object.defineProperty(Object.getPrototypeOf(navigator.connection), 'saveData', { get: () => true })`

/** Windows that were left: in one of them the next page finds its process and its files, which saves a third of its start. */
const left = new Set<Page>()

/** What each window was opened with. */
const looks = new WeakMap<Page, Look>()

async function openWindow(browser: Browser, look: Look): Promise<Page> {
  const isSuch = (page: Page) =>
    !page.isClosed() && page.context().browser() === browser && JSON.stringify(looks.get(page)) === JSON.stringify(look)
  const found = [...left].find(isSuch)
  if (found !== undefined) {
    left.delete(found)
    return found
  }
  const context = await browser.newContext(look)
  await context.addInitScript(saving)
  const window = await context.newPage()
  looks.set(window, look)
  return window
}

/**
 * Leaves a desk to whoever sits down next, who finds nothing of what was there. One with a script, a clock or a socket put into
 * it keeps that: it is closed instead.
 */
export async function leave(desk: Page): Promise<void> {
  const context = desk.context()
  for (const other of context.pages()) if (other !== desk) await other.close()
  desk.removeAllListeners()
  await desk.unrouteAll()
  const { origin } = new URL(desk.url())
  await desk.goto('about:blank')
  const tools = await context.newCDPSession(desk)
  await tools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage,indexeddb,service_workers' })
  await tools.detach()
  await context.setOffline(false)
  await context.clearCookies()
  await context.clearPermissions()
  const { viewport, reducedMotion = 'no-preference' } = looks.get(desk) ?? {}
  await desk.emulateMedia({ media: null, colorScheme: 'light', reducedMotion })
  schemes.delete(desk)
  if (viewport) await desk.setViewportSize(viewport)
  left.add(desk)
}

/** What a page has asked for: how often, and what has not come yet. */
type Traffic = { asked: number; underWay: Set<Request> }

const traffic = new WeakMap<Page, Traffic>()

/** Goes to another page of an open desk as its links do, and waits until that has all that it asked for. */
export async function goTo(desk: Page, path: string): Promise<void> {
  await desk.evaluate(
    `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
  )
  await atRest(desk)
}

/** Nothing is asked for any more, and what has come is drawn: no sign of loading, which alone is a status with a name. */
export async function atRest(desk: Page): Promise<void> {
  const followed = traffic.get(desk) ?? followRequests(desk)
  for (;;) {
    const { asked } = followed
    await desk.evaluate(drawn)
    if (followed.underWay.size === 0 && followed.asked === asked) return
  }
}

const drawn = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  do { await frame(); await frame() } while (document.querySelector('[role="status"][aria-label]') !== null)
})()`

function followRequests(page: Page): Traffic {
  const followed: Traffic = { asked: 0, underWay: new Set() }
  traffic.set(page, followed)
  page.on('request', (request) => {
    followed.asked += 1
    followed.underWay.add(request)
  })
  const done = (request: Request) => followed.underWay.delete(request)
  page.on('requestfinished', done)
  page.on('requestfailed', done)
  return followed
}

export type Chat = { page: Page; frame: Frame; context: BrowserContext }

/** The demo site with the chat opened by its launcher (whose shadow root is closed: it is clicked where it stands). */
export async function openChat(
  browser: Browser,
  test: TestBaton,
  bot: { id: string },
  options: Look = {},
): Promise<Chat> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options })
  const page = await context.newPage()
  await page.goto(`${test.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  return { page, frame: await launch(page), context }
}

export async function launch(page: Page): Promise<Frame> {
  await hasButton(page)
  const { width, height } = page.viewportSize() ?? { width: 1200, height: 800 }
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  await page.mouse.click(width - 48, height - 48)
  return opened
}

/** The button of the chat comes when its look is known. */
export async function hasButton(page: Page): Promise<void> {
  await page.locator('baton-widget:not([hidden])').waitFor({ state: 'attached' })
}

export async function say({ frame }: Chat, text: string): Promise<void> {
  await frame.getByRole('textbox', { name: 'Your message' }).fill(text)
  await frame.getByRole('button', { name: 'Send' }).click()
}

/** Waits until what is typed lands there: what shows a field gives it the focus a moment later. */
export async function focused(field: Locator): Promise<void> {
  await expect.poll(() => field.evaluate((element) => element.matches(':focus'))).toBe(true)
}

/** Goes on with the tab key until what has the focus has such a name: this whole one, or one of this pattern. */
export async function tabTo(place: Page | Frame, name: string | RegExp, key = 'Tab'): Promise<void> {
  const page = 'page' in place ? place.page() : place
  const mostSteps = 80
  for (let step = 0; step < mostSteps; step += 1) {
    await page.keyboard.press(key)
    const found = (await place.evaluate<string>(nameOfFocused)).trim()
    if (typeof name === 'string' ? found === name : name.test(found)) return
  }
  throw new Error(`The tab key does not lead to ${name}`)
}

const nameOfFocused =
  '(() => { const at = document.activeElement; return at.ariaLabel ?? at.labels?.[0]?.innerText ?? at.innerText ?? "" })()'

/** What stands in the log of the chat, line by line. */
export function logOf({ frame }: Chat) {
  return frame.getByRole('log')
}

type Violation = { id: string; impact: string; nodes: { target: string[] }[] }

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What of the rules depends on colors alone. */
const ofColors = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
const ofWcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** In which each page was looked at last. */
const schemes = new WeakMap<Page, 'light' | 'dark'>()

/**
 * What axe finds, one line each; only the WCAG rules. The page is looked at in the scheme that it is in and, for its colors, in
 * the other, in which it stays: each change draws all of it anew.
 */
export async function violationsOf(place: Page | Frame, within = 'document'): Promise<string[]> {
  const page = 'page' in place ? place.page() : place
  if (!(await place.evaluate<boolean>("'axe' in window"))) await place.evaluate(await axe)
  const find = async (colorScheme: 'light' | 'dark', runOnly: unknown) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await place.evaluate(settled(colorScheme))
    const found = await place.evaluate<Violation[]>(
      `axe.run(${within}, { resultTypes: ['violations'], runOnly: ${JSON.stringify(runOnly)} }).then((result) => result.violations)`,
    )
    const targets = found.flatMap(({ id, impact, nodes }) => nodes.map((node) => ({ id, impact, node })))
    return targets.map(({ id, impact, node }) => `${colorScheme}: ${id} (${impact}): ${node.target.join(' ')}`)
  }
  const [here, there] = schemes.get(page) === 'dark' ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
  const all = await find(here, ofWcag)
  schemes.set(page, there)
  return [...all, ...(await find(there, ofColors))]
}

/** The scheme is drawn, which the desk does by itself a moment later; with reduced motion no color is on its way then. */
const settled = (colorScheme: string) => `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const { dataset } = document.documentElement
  while ((dataset.mantineColorScheme ?? '${colorScheme}') !== '${colorScheme}') await frame()
  await frame()
  await frame()
})()`
