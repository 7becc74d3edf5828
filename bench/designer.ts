/** The designer with a bot of 500 interactions and 5,000 actions in one behavior: opening, checking, moving, typing, saving. */
import type { BrowserContext, Page } from 'playwright-core'
import { catalogue } from '../actions/src/catalogue.ts'
import type { BotDocument } from '../core/src/flow/bot.ts'
import { validateBot } from '../core/src/flow/validate.ts'
import { type Context, type Figure, type Measurement, median, percentile } from './figures.ts'
import { dragAround, type Frames, pressAll, type Spot } from './frames.ts'
import { screen, signedIn, withBrowser } from './in-browser.ts'
import { largeBot, nameAt, sizes } from './large-bot.ts'
import { call } from './processes.ts'

const usualRounds = 3
const checks = 20
const saves = 9
const sentence = 'and-a-sentence-that-somebody-adds-to-it'

export const designer: Measurement = {
  name: 'designer',
  title: `The designer, ${sizes.interactions} interactions and ${sizes.interactions * sizes.actions} actions in one behavior`,
  run,
}

async function run({ directory, options, say }: Context): Promise<Figure[]> {
  return withBrowser(directory, async (browser, url) => {
    const document = largeBot()
    const { id } = await call<{ id: string }>(url, 'POST', '/bots', document)
    const checked = [checking(document), await saving(url, id, document)].flat()
    const { context } = await signedIn(browser, url)
    const rounds = Number(options.get('rounds') ?? usualRounds)
    return [...checked, ...(await inBrowser(context, `${url}/setup/designer/${id}`, rounds, say))]
  })
}

/** The rules alone, as the server asks them at every save and publish. */
function checking(document: BotDocument): Figure {
  const world = { catalogue, packages: new Set<string>(), hasGroup: () => true, hasOperator: () => true, channels: [] }
  const times = Array.from({ length: checks }, () => {
    const begun = performance.now()
    const { errors } = validateBot(document, world)
    if (errors.length > 0) throw new Error(`${errors[0]?.path}: ${errors[0]?.message}`)
    return performance.now() - begun
  })
  return {
    name: `checking the draft, median of ${checks}`,
    value: median(times),
    unit: 'ms',
    target: { most: 100 },
    note: `the first ${times[0]?.toFixed(0)} ms`,
  }
}

/** What the designer sends a moment after an edit, and how long its answer with every problem takes. */
async function saving(url: string, id: string, document: BotDocument): Promise<Figure[]> {
  const times: number[] = []
  for (let round = 0; round < saves; round += 1) {
    const begun = performance.now()
    await call(url, 'PUT', `/bots/${id}/draft`, { ...document, operations: [{ type: 'text', text: `Save ${round}` }] })
    times.push(performance.now() - begun)
  }
  await call(url, 'PUT', `/bots/${id}/draft`, document)
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length
  return [
    { name: 'a save: bytes sent', value: bytes / 1_000, unit: 'KB', target: null },
    {
      name: `a save: asked and answered, p50 of ${saves}`,
      value: median(times),
      unit: 'ms',
      target: { most: 100 },
      note: `worst ${Math.max(...times).toFixed(0)} ms`,
    },
  ]
}

async function inBrowser(
  context: BrowserContext,
  address: string,
  rounds: number,
  say: Context['say'],
): Promise<Figure[]> {
  const opened: number[] = []
  const measured = { empty: [] as Frames[], drag: [] as Frames[], pan: [] as Frames[], whole: [] as Frames[] }
  const keys = { empty: [] as number[], arrows: [] as number[], letters: [] as number[] }
  // The first one fills the caches of the browser, as somebody who works there has them filled.
  await (await open(context, address)).page.close()
  for (let round = 0; round < rounds; round += 1) {
    const empty = await context.newPage()
    measured.empty.push(await dragAround(empty, { x: screen.width / 2, y: screen.height / 3 }))
    keys.empty.push(...(await pressAll(empty, [...sentence])))
    await empty.close()
    const { page, readyMs } = await open(context, address)
    opened.push(readyMs)
    measured.drag.push(await dragAround(page, await nodeOn(page)))
    measured.pan.push(await dragAround(page, await nothingOn(page)))
    keys.arrows.push(...(await movingOn(page)))
    keys.letters.push(...(await typing(page)))
    await page.getByRole('button', { name: 'Show everything' }).click()
    measured.whole.push(await dragAround(page, await nothingOn(page)))
    await page.close()
    say(
      `round ${round + 1}: open ${Math.round(readyMs)} ms, drag ${inWords(measured.drag.at(-1))}, pan ${inWords(measured.pan.at(-1))}, all on the screen ${inWords(measured.whole.at(-1))}, empty page ${inWords(measured.empty.at(-1))}`,
    )
  }
  return [
    {
      name: `open, until it can be used, median of ${rounds}`,
      value: median(opened) / 1_000,
      unit: 's',
      target: { most: 2 },
      note: `worst ${(Math.max(...opened) / 1_000).toFixed(2)} s`,
    },
    ...framesOf('dragging a node', measured.drag, measured.empty),
    ...framesOf('panning', measured.pan, measured.empty),
    ...framesOf('panning with everything on the screen', measured.whole, measured.empty),
    keysOf('arrow key → selection seen', keys.arrows, keys.empty),
    keysOf('letter in a text → seen', keys.letters, keys.empty),
  ]
}

const isReady = `(() => {
  const publish = [...document.querySelectorAll('button')].find((button) => button.textContent.includes('Publish'))
  return document.querySelector('[data-node]') !== null && publish !== undefined && !publish.disabled && publish.dataset.disabled === undefined
})()`

/** From the beginning of the navigation until a node is drawn and the bot can be published. */
async function open(context: BrowserContext, address: string): Promise<{ page: Page; readyMs: number }> {
  const page = await context.newPage()
  await page.addInitScript(`window.benchReady = new Promise((resolve) => {
    const look = () => requestAnimationFrame(${isReady} ? () => resolve(performance.now()) : look)
    requestAnimationFrame(look)
  })`)
  await page.goto(address)
  const readyMs = await page.evaluate<number>('window.benchReady')
  await page.getByRole('group', { name: new RegExp(`^${nameAt(0)}: `) }).waitFor()
  return { page, readyMs }
}

async function nodeOn(page: Page): Promise<Spot> {
  const box = await page.getByRole('group', { name: new RegExp(`^${nameAt(0)}: `) }).boundingBox()
  if (box === null) throw new Error('the first node is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + 12 }
}

/** A place of the canvas where nothing stands. */
async function nothingOn(page: Page): Promise<Spot> {
  return page.evaluate<Spot>(`(() => {
    const { left, top, width, height } = document.querySelector('#designer-picture').getBoundingClientRect()
    for (let y = top + 60; y < top + height - 60; y += 7)
      for (let x = left + 60; x < left + width - 60; x += 7)
        if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y }
    throw new Error('nothing is free')
  })()`)
}

/** From node to node and back. */
async function movingOn(page: Page): Promise<number[]> {
  const spot = await nodeOn(page)
  await page.mouse.click(spot.x, spot.y)
  await page.locator('[data-node]:focus').waitFor()
  const keys = Array.from({ length: 10 }, () => ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']).flat()
  return pressAll(page, keys)
}

async function typing(page: Page): Promise<number[]> {
  const side = page.getByRole('region', { name: 'Edit', exact: true })
  await side.getByRole('button', { name: /^Text/ }).first().click()
  const field = side.getByRole('textbox', { name: 'Text' })
  await field.click()
  return pressAll(page, [...sentence])
}

function framesOf(what: string, frames: readonly Frames[], empty: readonly Frames[]): Figure[] {
  const [p50, p95, longest] = [middle(frames, 'p50'), middle(frames, 'p95'), middle(frames, 'longest')]
  const usual = { p50: middle(empty, 'p50'), p95: middle(empty, 'p95') }
  const limit = { name: 'empty page', value: usual.p95, unit: 'ms' }
  return [
    {
      name: `${what}: frame time, p95`,
      value: p95,
      unit: 'ms',
      target: null,
      limit,
      note: `p50 ${p50.toFixed(1)}, longest ${longest.toFixed(0)} ms`,
    },
    { name: `${what}: p95 against an empty page`, value: p95 / usual.p95, unit: '×', target: { most: 2 } },
  ]
}

function middle(frames: readonly Frames[], field: keyof Frames): number {
  return median(frames.map((one) => one[field]))
}

function keysOf(name: string, times: readonly number[], empty: readonly number[]): Figure {
  const limit = { name: 'empty page', value: percentile(empty, 0.95), unit: 'ms' }
  const note = `p50 ${median(times).toFixed(0)}, worst ${Math.max(...times).toFixed(0)} ms`
  return { name: `${name}, p95`, value: percentile(times, 0.95), unit: 'ms', target: { most: 100 }, limit, note }
}

function inWords(frames: Frames | undefined): string {
  return frames === undefined ? '–' : `${frames.p50.toFixed(0)}/${frames.p95.toFixed(0)}/${frames.longest.toFixed(0)}`
}
