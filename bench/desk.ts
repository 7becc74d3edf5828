/** The desk: how soon each action shows, and with a conversation of 10,000 messages and a list of 5,000 rows scrolling, what a new message costs, memory. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { ofActions, usualRounds as roundsOfActions } from './desk-actions.ts'
import { type Context, type Figure, type Measurement, median, percentile } from './figures.ts'
import type { Frames } from './frames.ts'
import { signedIn, withBrowser } from './in-browser.ts'
import { call } from './processes.ts'

const sizes = { messages: 10_000, rows: 5_000 } as const
const usualRounds = 3
/** Calls under way at once while it is filled. */
const atOnce = 16
const frames = 150
/** Milliseconds until what was drawn anew is at rest. */
const settling = 1_000
/** What a wheel that is turned in a hurry moves in a frame. */
const pixelsAFrame = 300
const log = '[role=log]'
const row = 'li:has(> a[href^="/inbox/conv_"])'

/** `--only actions`: what is done there, behind a slow line (`--act WORDS`: only those); `--only amounts`: all else. */
export const desk: Measurement = {
  name: 'desk',
  title: `The desk, a conversation of ${sizes.messages} messages and a list of ${sizes.rows} rows`,
  run,
}

async function run({ directory, options, say }: Context): Promise<Figure[]> {
  const only = options.get('only')
  const rounds = options.get('rounds')
  const measure = async (browser: Browser, url: string) => {
    const { context, operator } = await signedIn(browser, url)
    const done: Figure[] = []
    if (only !== 'amounts') {
      const acts = new RegExp(options.get('act') ?? '')
      const given = {
        server: url,
        signedIn: context,
        operator,
        rounds: Number(rounds ?? roundsOfActions),
        only: acts,
        say,
      }
      done.push(...(await ofActions(browser, given)))
    }
    if (only !== 'actions') done.push(...(await ofAmounts(context, url, operator, Number(rounds ?? usualRounds), say)))
    return done
  }
  return withBrowser(directory, measure, ['--enable-precise-memory-info'])
}

async function ofAmounts(
  context: BrowserContext,
  url: string,
  operator: string,
  rounds: number,
  say: Context['say'],
): Promise<Figure[]> {
  const begun = performance.now()
  const long = await fill(url, operator)
  say(`filled in ${((performance.now() - begun) / 1_000).toFixed(0)} s`)
  return [...(await ofLog(context, url, long, rounds, say)), ...(await ofList(context, url, rounds, say))]
}

/** The rows first, so that the long conversation is the newest. */
async function fill(url: string, operator: string): Promise<string> {
  const bot = await call<{ id: string }>(url, 'POST', '/bots', {
    name: 'Quiet',
    startBehavior: 'main',
    behaviors: [
      { name: 'main', interactions: [{ name: 'welcome', start: true, actions: [{ type: 'text', text: 'Hello' }] }] },
    ],
  })
  await call(url, 'POST', `/bots/${bot.id}/publish`)
  const says = (contact: string, text: string) =>
    call<{ conversation: { id: string } }>(url, 'POST', `/bots/${bot.id}/contacts/${contact}/messages`, { text })
  await eachOf(sizes.rows, (index) => says(`contact-${index}`, `Where is my order ${index}?`))
  const { conversation } = await says('talkative', 'It is a long story')
  await call(url, 'POST', `/conversations/${conversation.id}/claim`, { operator })
  await eachOf(sizes.messages, (index) =>
    index % 3 === 0
      ? call(url, 'POST', `/conversations/${conversation.id}/messages`, { operator, text: `Answer ${index}` })
      : says('talkative', `Line ${index} of a story that goes on ${'and on '.repeat(index % 30)}`),
  )
  return conversation.id
}

async function eachOf(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

async function ofLog(
  context: BrowserContext,
  url: string,
  id: string,
  rounds: number,
  say: Context['say'],
): Promise<Figure[]> {
  const opened: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const page = await context.newPage()
    await page.goto(`${url}/inbox/${id}`)
    await page.locator(`${log} [data-seq]`).first().waitFor()
    opened.push(await page.evaluate<number>('performance.now()'))
    await page.close()
  }
  const page = await context.newPage()
  await page.goto(`${url}/inbox/${id}`)
  await page.locator(`${log} [data-seq]`).first().waitFor()
  const fresh = await heapOf(page)
  const begun = performance.now()
  await page.evaluate(toBeginning)
  const messages = await page.evaluate<number>(`document.querySelectorAll('${log} article').length`)
  if (messages < sizes.messages) throw new Error(`only ${messages} messages are there`)
  say(`all ${messages} messages loaded in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
  const full = await heapOf(page)
  const measured = { empty: [] as Frames[], up: [] as Frames[], news: [] as Frames[] }
  for (let round = 0; round < rounds; round += 1) {
    measured.empty.push(await onEmptyPage(context))
    measured.up.push(await scrollThrough(page, log))
    measured.news.push(await whileNewsComes(page, url, id, round))
    say(`log, round ${round + 1}: ${inWords(measured.up.at(-1))}, empty page ${inWords(measured.empty.at(-1))}`)
  }
  await page.close()
  return [
    {
      name: `opening it, until its end is shown, median of ${rounds}`,
      value: median(opened) / 1_000,
      unit: 's',
      target: { most: 2 },
      note: `worst ${(Math.max(...opened) / 1_000).toFixed(2)} s`,
    },
    ...framesOf('scrolling through the log', measured.up, measured.empty),
    {
      name: 'a message comes while all are loaded: longest frame',
      value: middle(measured.news, 'longest'),
      unit: 'ms',
      target: { most: 100 },
    },
    heapFigure(`memory with all ${sizes.messages} messages`, full, fresh),
  ]
}

async function ofList(context: BrowserContext, url: string, rounds: number, say: Context['say']): Promise<Figure[]> {
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('tab', { name: /^All/ }).click()
  await page.locator(row).first().waitFor()
  await page.evaluate(markList)
  const fresh = await heapOf(page)
  const begun = performance.now()
  const rows = await page.evaluate<number>(toLastRow)
  say(`${rows} rows loaded in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
  const full = await heapOf(page)
  const measured = { empty: [] as Frames[], list: [] as Frames[] }
  for (let round = 0; round < rounds; round += 1) {
    measured.empty.push(await onEmptyPage(context))
    measured.list.push(await scrollThrough(page, '[data-bench=list]'))
    say(`list, round ${round + 1}: ${inWords(measured.list.at(-1))}`)
  }
  await page.close()
  return [
    { name: 'rows that the list shows', value: rows, unit: '', target: { least: sizes.rows } },
    ...framesOf('scrolling through the list', measured.list, measured.empty),
    heapFigure(`memory with ${rows} rows`, full, fresh),
  ]
}

/** As somebody who keeps scrolling up: each time older ones are fetched. */
const toBeginning = `(async () => {
  const log = document.querySelector('${log}')
  const first = () => Number(log.querySelector('[data-seq]').dataset.seq)
  while (first() > 2) {
    const before = first()
    log.scrollTop = 0
    while (first() === before) await new Promise((resolve) => setTimeout(resolve, 5))
  }
})()`

/** Whatever scrolls around the rows. */
const markList = `(() => {
  let place = document.querySelector('${row}')
  while (!/auto|scroll/.test(getComputedStyle(place).overflowY)) place = place.parentElement
  place.dataset.bench = 'list'
})()`

/** As somebody who keeps scrolling down, until nothing more comes; answers how many rows there is room for. */
const toLastRow = `(async () => {
  const place = document.querySelector('[data-bench=list]')
  for (let still = 0; still < 600; ) {
    const before = place.scrollHeight
    place.scrollTop = before
    await new Promise((resolve) => setTimeout(resolve, 10))
    still = place.scrollHeight === before ? still + 1 : 0
  }
  return Math.round(place.scrollHeight / document.querySelector('${row}').getBoundingClientRect().height)
})()`

/** From the end upwards, the same way on every page. */
async function scrollThrough(page: Page, place: string): Promise<Frames> {
  const times = await page.evaluate<number[]>(`new Promise((resolve) => {
    const place = document.querySelector('${place}')
    place.scrollTop = place.scrollHeight
    const times = []
    let before = 0
    const see = (now) => {
      if (before > 0) times.push(now - before)
      before = now
      place.scrollTop -= ${pixelsAFrame}
      if (times.length < ${frames}) requestAnimationFrame(see)
      else resolve(times)
    }
    setTimeout(() => requestAnimationFrame(see), 500)
  })`)
  return framesIn(times)
}

async function onEmptyPage(context: BrowserContext): Promise<Frames> {
  const page = await context.newPage()
  await page.setContent(
    '<div id="place" style="height: 800px; overflow: auto"><div style="height: 500000px"></div></div>',
  )
  const measured = await scrollThrough(page, '#place')
  await page.close()
  return measured
}

async function whileNewsComes(page: Page, url: string, id: string, round: number): Promise<Frames> {
  await page.evaluate(`document.querySelector('${log}').scrollTop = 1e9`)
  await page.waitForTimeout(settling)
  const watched = page.evaluate<number[]>(`new Promise((resolve) => {
    const times = []
    let before = 0
    const see = (now) => {
      if (before > 0) times.push(now - before)
      before = now
      if (times.length < 60) requestAnimationFrame(see)
      else resolve(times)
    }
    requestAnimationFrame(see)
  })`)
  await call(url, 'PATCH', `/conversations/${id}`, { setTags: [`round-${round}`] })
  const { operator } = await call<{ operator: { id: string } }>(url, 'GET', `/conversations/${id}`)
  await call(url, 'POST', `/conversations/${id}/messages`, { operator: operator.id, text: `News ${round}` })
  return framesIn(await watched)
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.enable').then(() => session.send('Performance.getMetrics'))
  await session.detach()
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_000_000
}

function heapFigure(name: string, value: number, fresh: number): Figure {
  const limit = { name: 'just opened', value: fresh, unit: 'MB' }
  return { name, value, unit: 'MB', target: { most: 150 }, limit }
}

function framesOf(what: string, measured: readonly Frames[], empty: readonly Frames[]): Figure[] {
  const [p95, usual] = [middle(measured, 'p95'), middle(empty, 'p95')]
  const note = `p50 ${middle(measured, 'p50').toFixed(1)}, longest ${middle(measured, 'longest').toFixed(0)} ms`
  const limit = { name: 'empty page', value: usual, unit: 'ms' }
  return [
    { name: `${what}: frame time, p95`, value: p95, unit: 'ms', target: null, limit, note },
    { name: `${what}: p95 against an empty page`, value: p95 / usual, unit: '×', target: { most: 2 } },
  ]
}

function framesIn(times: readonly number[]): Frames {
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), longest: Math.max(...times) }
}

function middle(measured: readonly Frames[], field: keyof Frames): number {
  return median(measured.map((one) => one[field]))
}

function inWords(one: Frames | undefined): string {
  return one === undefined ? '–' : `${one.p50.toFixed(0)}/${one.p95.toFixed(0)}/${one.longest.toFixed(0)}`
}
