import type { Frame, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { type HostPage, nonce, serveHosts } from './host-server.ts'
import { openStage } from './windows.ts'

const { browser, baton } = await openStage({ isWhole: true })
baton.baton.limits.opensSession = async () => {}

const hostileStyles = `
  * { all: unset !important; font-size: 40px !important; color: red !important }
  html > *:not(head, body), baton-widget, iframe, button, div { display: none !important; opacity: 0 !important; z-index: -1 !important }
  body::after { content: ""; position: fixed; inset: 0; z-index: 2147482999; background: #0000 }`

/** As old libraries did it: more in every array and object, other meanings for what there is, and `$`. */
const oldLibraries = `
  window.$ = window.jQuery = () => ({ ready() {} })
  for (const name of ['each', 'include', 'without']) Array.prototype[name] = function () { return this }
  Array.prototype.toJSON = function () { return 'array' }
  Array.prototype.reduce = () => { throw new Error('not that reduce') }
  String.prototype.strip = function () { return this }
  Function.prototype.curry = function () { return this }
  for (const name of ['bot', 'open', 'color', 'position', 'type', 'token', 'global', 'extend']) Object.prototype[name] = 'polluted'
  Element.prototype.show = Element.prototype.hide = function () { return this }`

const pages: Record<string, HostPage> = {
  plain: {},
  policy: {
    policy: `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'none'; frame-src BATON; connect-src BATON; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
  },
  styles: { head: `<style>${hostileStyles}</style>` },
  spa: { body: '<div id="app"></div>' },
  turbo: {},
  old: { head: `<script nonce="${nonce}">${oldLibraries}</script>` },
  own: {
    head: '<script>window.Baton = { mine: true }</script>',
    snippet: '<script SCRIPT data-global="ShopChat"></script>',
  },
  twice: {
    head: '<script>window.Baton = window.Baton || []; Baton.push(["on", "open", () => { window.opened = (window.opened || 0) + 1 }])</script>',
    snippet: '<script SCRIPT></script><script SCRIPT></script>',
  },
  base: { head: '<base href="https://elsewhere.invalid/deep/">' },
  rtl: { html: 'lang="ar" dir="rtl"', opens: 'فتح الدردشة' },
  quirks: { doctype: '' },
  inner: {},
  sandbox: {
    snippet: '',
    body: '<iframe src="/inner" sandbox="allow-scripts allow-same-origin" width="1000" height="700"></iframe>',
  },
}

const bot = await baton.bot([{ type: 'text', text: 'Welcome to the shop' }], {
  fallback: [{ type: 'text', text: 'You said: {{ last_user_message }}' }],
})
const hosts = await serveHosts(pages, { origin: baton.origin, bot: bot.id })
afterAll(() => hosts.close())

const context = await browser.newContext({ viewport: { width: 1100, height: 800 } })
// Open, so that the button can be asked for its name.
await context.addInitScript(`{
  const { attachShadow } = Element.prototype
  Element.prototype.attachShadow = function (init) { return attachShadow.call(this, { ...init, mode: 'open' }) }
}`)

/** What a page looks like to itself, and which names stand in it. */
const looks = `(() => {
  const looksOf = (selector) => {
    const element = document.querySelector(selector)
    const { x, y, width, height } = element.getBoundingClientRect()
    return [x, y, width, height, ...[...getComputedStyle(element)].map((name) => getComputedStyle(element)[name])].join()
  }
  return ['h1', 'p', 'body'].map(looksOf).join('\\n')
})()`
const leaked = `Object.getOwnPropertyNames(window).filter((name) => !known.includes(name) && name !== 'known')`

type Visit = { page: Page; host: Page | Frame; complaints: string[] }

async function visit(
  name: string,
  { inner, origin = hosts.origin }: { inner?: string; origin?: string } = {},
): Promise<Visit> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${origin}/${name}`, { waitUntil: 'load' })
  const host = inner === undefined ? page : page.frame({ url: new RegExp(inner) })
  if (host === null) throw new Error(`${name} has no frame ${inner}`)
  return { page, host, complaints }
}

/** By the button, as people do it. */
async function openChat({ page, host }: Visit, name = 'Open chat'): Promise<Frame> {
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  await host.getByRole('button', { name }).click()
  const frame = await opened
  await frame.getByRole('log').getByText('Welcome to the shop').waitFor()
  return frame
}

async function talk(frame: Frame, text: string): Promise<void> {
  const field = frame.locator('.composer textarea')
  await field.fill(text)
  await field.press('Enter')
  await frame.getByText(`You said: ${text}`).waitFor()
}

async function end({ page, complaints }: Visit): Promise<void> {
  expect(complaints).toEqual([])
  await page.close()
}

test.each(Object.keys(pages).filter((name) => !['inner', 'sandbox', 'spa', 'turbo', 'own'].includes(name)))(
  '[V-06] [V-07] [V-13] [S-16] on the page "%s" the chat opens, says and is answered, and nothing of it is in the page',
  async (name) => {
    const visited = await visit(name)
    const { page } = visited
    const before = await page.evaluate(looks)
    const frame = await openChat(visited, pages[name]?.opens)
    await talk(frame, `Hello from ${name}`)
    // [V-13] In all of this the browser denies the chat, which is a frame of another site, whatever it might keep.
    if (name === 'plain') await expect(frame.evaluate('localStorage')).rejects.toThrow(/denied/)
    expect(await page.evaluate(looks)).toBe(before)
    expect(await page.evaluate(leaked)).toEqual(name === 'twice' ? ['opened'] : ['Baton'])
    expect(await page.locator('baton-widget').count()).toBe(1)
    const box = await page.locator('baton-widget iframe').boundingBox()
    expect([Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)]).toEqual([378, 638])
    if (name === 'twice') expect(await page.evaluate('opened')).toBe(1)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('baton-widget').isVisible()).toBe(false)
    await end(visited)
  },
)

test('[V-06] where the page replaces its body, or all that it is made of, the button stays or comes back, and the talk goes on', async () => {
  const visited = await visit('spa', { origin: hosts.sameSite })
  const { page } = visited
  const frame = await openChat(visited)
  await talk(frame, 'First view')
  await page.evaluate(`{
    history.pushState({ view: 2 }, '', '/spa?view=2')
    const body = document.createElement('body')
    body.textContent = 'Second view'
    document.body.replaceWith(body)
  }`)
  await talk(frame, 'Second view')
  const again = page.waitForEvent('framenavigated', (one) => one.url().includes('/widget/chat'))
  await page.evaluate(
    `document.documentElement.replaceChildren(document.createElement('head'), document.createElement('body'))`,
  )
  const anew = await again
  await anew.getByRole('log').getByText('You said: Second view').waitFor()
  await talk(anew, 'Third view')
  expect(await page.evaluate('history.state')).toEqual({ view: 2 })
  await end(visited)
})

test('[V-06] where each link runs the scripts of the next page in the same window, there is one button and one chat', async () => {
  const visited = await visit('turbo')
  const { page } = visited
  await page.locator('baton-widget').waitFor({ state: 'attached' })
  for (const view of [2, 3])
    await page.evaluate(`(async () => {
      const next = new DOMParser().parseFromString(await (await fetch('/turbo?view=${view}')).text(), 'text/html')
      history.pushState({ turbo: ${view} }, '', '/turbo?view=${view}')
      document.body.replaceWith(next.body)
      const script = document.createElement('script')
      const { src, dataset } = next.querySelector('script[data-bot]')
      script.dataset.bot = dataset.bot
      await new Promise((resolve) => { script.onload = resolve; script.src = src; document.head.append(script) })
    })()`)
  const frame = await openChat(visited)
  await talk(frame, 'After two links')
  expect(await page.locator('baton-widget').count()).toBe(1)
  await end(visited)
})

test('[V-06] a name that the page has taken stays the page’s; another one can be given', async () => {
  const visited = await visit('own')
  const { page } = visited
  await page.waitForFunction("'ShopChat' in window")
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  await page.evaluate("ShopChat.say('Hello from own')")
  await (await opened).getByText('Hello from own').waitFor()
  expect(await page.evaluate('Baton')).toEqual({ mine: true })
  expect(await page.evaluate(leaked)).toEqual(['ShopChat'])
  await end(visited)
})

test('[V-06] in a sandboxed frame that keeps its origin the chat works as anywhere', async () => {
  const visited = await visit('sandbox', { inner: '/inner' })
  await talk(await openChat(visited), 'Hello from the sandbox')
  await end(visited)
})
