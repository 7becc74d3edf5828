/** [V-02] [V-03] [V-04] What the widget costs the page that carries it: a slow machine's time, requests, layout; beside the same page without it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { type Context, type Figure, type Measurement, median } from './figures.ts'
import { withBrowser } from './in-browser.ts'
import { type MainThread, mainThreadOf } from './main-thread.ts'
import { call } from './processes.ts'

const usualRounds = 9
/** Times that the processor is slower than this one. */
const slowDown = 4
/** Long enough for everything that a page does by itself once it is loaded. Milliseconds. */
const restMs = 1_500

export const widgetHost: Measurement = {
  name: 'host',
  title: `A page with a strict content policy that carries the widget, on a processor ${slowDown} × slower`,
  run,
}

async function run({ directory, options }: Context): Promise<Figure[]> {
  const rounds = Number(options.get('rounds') ?? usualRounds)
  return withBrowser(directory, async (browser, baton) => {
    const site = await startSite(baton, await botAt(baton))
    const visits: Record<Kind, Visit[]> = { bare: [], carrying: [] }
    const threads: Record<Kind, MainThread[]> = { bare: [], carrying: [] }
    try {
      // One after the other, so that what else the machine does falls on both.
      for (let round = 0; round < rounds; round += 1)
        for (const name of ['bare', 'carrying'] as const) {
          threads[name].push(await mainThreadOf(browser, `${site.url}/${name}`, restMs))
          visits[name].push(await visit(browser, `${site.url}/${name}`, name === 'carrying'))
        }
    } finally {
      site.server.close()
    }
    return [...threadFigures(threads), ...figuresOf(visits)]
  })
}

type Kind = 'bare' | 'carrying'

async function botAt(url: string): Promise<string> {
  const behaviors = [
    { name: 'main', interactions: [{ name: 'welcome', start: true, actions: [{ type: 'text', text: 'Hello' }] }] },
  ]
  const { id } = await call<{ id: string }>(url, 'POST', '/bots', { name: 'Shop', startBehavior: 'main', behaviors })
  await call(url, 'POST', `/bots/${id}/publish`)
  return id
}

/** A page of some text, strict about what it lets in: scripts and frames of the chat's address, nothing else. */
async function startSite(baton: string, bot: string): Promise<{ url: string; server: Server }> {
  const policy = `default-src 'none'; img-src data:; script-src ${baton}; frame-src ${baton}; connect-src ${baton}; require-trusted-types-for 'script'`
  const paragraphs = Array.from({ length: 60 }, (_, index) => `<p>${`Paragraph ${index} of the shop. `.repeat(12)}</p>`)
  const server = createServer(({ url }, response) => {
    const snippet = url === '/carrying' ? `<script async src="${baton}/widget.js" data-bot="${bot}"></script>` : ''
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy })
    response.end(
      `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">${snippet}<h1>Shop</h1>${paragraphs.join('')}</html>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // By name, so that chat and page are two sites with a process each, as they are in the world.
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server }
}

type Visit = {
  shift: number
  paint: number
  requests: string[]
  bytes: number
  /** After a click on the button, until the field is there. */
  opening: number | null
}

const watch = `
  window.benchShift = 0; window.benchPaint = 0
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.benchShift += value }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => { for (const { startTime } of list.getEntries()) window.benchPaint = startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
`

async function visit(browser: Browser, url: string, isCarrying: boolean): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  const protocol = await context.newCDPSession(page)
  await protocol.send('Network.enable')
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: slowDown })
  const requests: string[] = []
  let bytes = 0
  page.on('request', (request) => requests.push(request.url()))
  protocol.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await page.addInitScript(watch)
  await page.goto(url, { waitUntil: 'load' })
  // Nobody looks meanwhile: looking is work of the page, too.
  await wait(restMs)
  if (isCarrying && !(await page.evaluate<boolean>("'Baton' in window")))
    throw new Error('the widget did not come in time')
  const seen = await seenBy(page)
  const before = { ...seen, requests: requests.slice(1).filter((one) => !one.startsWith('data:')), bytes }
  const opening = isCarrying ? await open(page) : null
  await context.close()
  if (complaints.length > 0) throw new Error(`the page complains: ${complaints.join(' · ')}`)
  return { ...before, opening }
}

async function seenBy(page: Page): Promise<Pick<Visit, 'shift' | 'paint'>> {
  return page.evaluate('({ shift: window.benchShift, paint: window.benchPaint })')
}

async function open(page: Page): Promise<number> {
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  const begun = performance.now()
  await page.mouse.click(1_200 - 48, 800 - 48)
  const frame = await opened
  await frame.getByRole('textbox').waitFor()
  return performance.now() - begun
}

/**
 * [V-02] In processor time of this machine, so many times as long. As Lighthouse does it, a script is charged with what runs in
 * it; what the browser loads and draws because of it stands beside that.
 */
function threadFigures({ bare, carrying }: Record<Kind, MainThread[]>): Figure[] {
  const slowed = (threads: MainThread[], of: keyof MainThread) => slowDown * median(threads.map((thread) => thread[of]))
  const without = slowed(bare, 'busy')
  return [
    {
      name: 'main thread before a click, in its scripts',
      value: slowed(carrying, 'scripts') - slowed(bare, 'scripts'),
      unit: 'ms',
      target: { most: 30 },
    },
    {
      name: 'and with loading and drawing, more than without',
      value: slowed(carrying, 'busy') - without,
      unit: 'ms',
      target: null,
      limit: { name: 'the page without it', value: without, unit: 'ms' },
    },
    {
      name: 'longest task before a click',
      value: slowed(carrying, 'longest'),
      unit: 'ms',
      target: { most: 50 },
      limit: { name: 'without it', value: slowed(bare, 'longest'), unit: 'ms' },
    },
  ]
}

function figuresOf({ bare, carrying }: Record<Kind, Visit[]>): Figure[] {
  const middle = (visits: Visit[], of: (visit: Visit) => number) => median(visits.map(of))
  const hosts = new Set(carrying.flatMap(({ requests }) => requests.map((one) => new URL(one).host)))
  const most = (of: (visit: Visit) => number) => Math.max(...carrying.map(of))
  const painted = middle(carrying, ({ paint }) => paint) - middle(bare, ({ paint }) => paint)
  return [
    { name: 'layout shift', value: most(({ shift }) => shift), unit: '', target: { most: 0 } },
    { name: 'largest paint, later than without', value: painted, unit: 'ms', target: { most: 50 } },
    {
      name: 'requests before a click',
      value: most(({ requests }) => requests.length),
      unit: '',
      target: { most: 2 },
      note: `${hosts.size} host`,
    },
    {
      name: 'bytes before a click, headers and all',
      value: most(({ bytes }) => bytes) / 1_000 - middle(bare, ({ bytes }) => bytes) / 1_000,
      unit: 'KB',
      target: { most: 15 },
    },
    {
      name: 'from the click to the field',
      value: middle(carrying, ({ opening }) => opening ?? 0),
      unit: 'ms',
      target: null,
    },
  ]
}
