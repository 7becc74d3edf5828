/**
 * [U-04] Each action of the desk while answers to writes and what sockets tell come two seconds late: from the input to the
 * frame that shows it, the first time on a fresh page and the third.
 */
import type { Browser, BrowserContext } from 'playwright-core'
import { allCommands } from '../desk/src/commands/table.ts'
import { type Act, besides, ofCommands } from './desk-acts.ts'
import {
  askForMe,
  type Cast,
  closeAll,
  fillPools,
  freshDesk,
  type Kind,
  openFloor,
  prepareCast,
  pressFloor,
  rows,
  Stage,
  type Taken,
} from './desk-stage.ts'
import { ofSwitches } from './desk-switches.ts'
import { type Context, type Figure, median, percentile } from './figures.ts'
import { type SlowLink, slowLink } from './slow-link.ts'

const delayMs = 2_000
const visibleMs = 100
const inpMs = 200
export const usualRounds = 5
const usualUses = 3
/** No further round is begun that would pass it. Milliseconds. */
const mostMs = 215_000
/** Presses on the empty page, and after how many actions again. */
const presses = 4
const actsBetween = 8
/** Milliseconds in which nothing is asked of a page that has just been opened, as of somebody who looks at it first. */
const lookingMs = 1_000

/** In milliseconds, one of each round; `busy`: one of each use. */
type Times = { first: number[]; last: number[]; busy: number[] }
type Measured = { times: Map<string, Times>; floor: number[]; inp: number[] }
type Given = {
  server: string
  signedIn: BrowserContext
  operator: string
  rounds: number
  only: RegExp
  say: Context['say']
}

export async function ofActions(browser: Browser, given: Given): Promise<Figure[]> {
  const { server, operator, rounds: most, say } = given
  const acts = namedActs().filter(([name]) => given.only.test(name))
  const measured: Measured = { times: new Map(), floor: [], inp: [] }
  const cast = await prepareCast(server, operator)
  await fillPools(server, cast, { mine: 0, colleagues: rows / 4, chatbot: (rows * 3) / 4, offered: 0 }, 0)
  const link = await slowLink(server, delayMs)
  const begun = performance.now()
  let rounds = 0
  try {
    for (let longest = 0; rounds < most && performance.now() - begun + longest < mostMs; ) {
      const before = performance.now()
      rounds += 1
      await oneRound(browser, given, { link, cast, acts, measured, round: rounds, until: begun + mostMs })
      longest = Math.max(longest, performance.now() - before)
      say(
        `round ${rounds}: ${((performance.now() - before) / 1_000).toFixed(0)} s, empty page p50 ${median(measured.floor).toFixed(0)} ms, INP ${measured.inp.at(-1)} ms`,
      )
    }
  } finally {
    await link.stop()
  }
  return figuresOf(
    measured,
    acts.map(([name]) => name),
    rounds,
  )
}

/** [U-04] Whatever the desk can be told to do: a command without a measurement is named. */
function namedActs(): [string, Act][] {
  const missing = allCommands.filter((command) => !Object.hasOwn(ofCommands, command))
  if (missing.length > 0) throw new Error(`not measured: ${missing.join(', ')}`)
  const measured = Object.entries(ofCommands).flatMap(([name, act]): [string, Act][] =>
    'left' in act ? [] : [[name, act]],
  )
  return [...measured, ...Object.entries(besides)]
}

type Round = {
  link: SlowLink
  cast: Cast
  acts: readonly [string, Act][]
  measured: Measured
  round: number
  until: number
}

async function oneRound(
  browser: Browser,
  given: Given,
  { link, cast, acts, measured, round, until }: Round,
): Promise<void> {
  const { server, signedIn, say } = given
  const pools = await fillPools(server, cast, neededFor(acts), round)
  const used = Object.values(pools).flatMap((pool) => pool.map(({ id }) => id))
  const desk = await freshDesk(browser, signedIn, link)
  const { context, page } = desk
  const stage = new Stage(desk, link, server, cast, pools)
  await askForMe(server, cast, 2 * usualUses, round)
  await page.waitForTimeout(lookingMs)
  const empty = await openFloor(context)
  for (const [index, [name, act]] of acts.entries()) {
    if (performance.now() > until) break
    // Neighbours come and go: the empty page is asked all along.
    if (index % actsBetween === 0) measured.floor.push(...(await pressFloor(empty, presses)))
    await page.bringToFront()
    note(measured, name, await timesOf(stage, name, act, say))
  }
  if (given.only.test('switches') && performance.now() < until)
    for (const [name, times] of await ofSwitches(stage, usualUses, say)) note(measured, name, times)
  measured.inp.push(await stage.interactionToNextPaint())
  await context.close()
  await closeAll(server, used)
}

function neededFor(acts: readonly [string, Act][]): Record<Kind, number> {
  const counts: Record<Kind, number> = { mine: 8 * usualUses, colleagues: 0, chatbot: 0, offered: 0 }
  for (const [name, { on, uses = usualUses }] of acts) {
    if (on !== undefined) counts[on] += uses
    if (name === 'whisper') counts.colleagues += uses
  }
  return counts
}

/** Empty where it could not be done: it is said, and the others go on. */
async function timesOf(stage: Stage, name: string, act: Act, say: Context['say']): Promise<Taken[]> {
  const times: Taken[] = []
  try {
    for (let use = 0; use < (act.uses ?? usualUses); use += 1) {
      if (act.on !== undefined) await stage.open(act.on)
      await act.before?.(stage)
      const seen = typeof act.seen === 'string' ? act.seen : await act.seen(stage)
      times.push(await stage.measure(act.event, seen, () => act.input(stage)))
      await act.after?.(stage)
    }
  } catch (error) {
    say(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    await stage.recover()
  }
  return times
}

function note({ times }: Measured, name: string, taken: readonly Taken[]): void {
  const known = times.get(name) ?? { first: [], last: [], busy: [] }
  times.set(name, known)
  const [first, ...later] = taken.map(({ seen }) => seen)
  if (first !== undefined) known.first.push(first)
  known.last.push(...later.slice(-1))
  known.busy.push(...taken.map(({ busy }) => busy))
}

function figuresOf({ times, floor, inp }: Measured, names: readonly string[], rounds: number): Figure[] {
  const usual = median(floor)
  const limit = { name: 'empty page', value: usual, unit: 'ms' }
  const done = [...times].filter(([, { first }]) => first.length > 0)
  const left = [...names, ...times.keys()].filter((name) => !done.some(([one]) => one === name))
  const all = [...times.values()].flatMap(({ first, last }) => [...first, ...last])
  const busy = [...times.values()].flatMap((one) => one.busy)
  const slowest = Math.max(...done.map(([, one]) => worseOf(one)))
  return [
    ...done
      .sort(([, one], [, other]) => worseOf(other) - worseOf(one))
      .map(([name, one]): Figure => ({ name, ...ofOne(one, usual), target: { most: visibleMs } })),
    {
      name: `slowest of ${done.length} actions, median of ${rounds}`,
      value: slowest,
      unit: 'ms',
      target: { most: visibleMs },
      limit,
    },
    {
      name: 'actions that could not be done, or not in time',
      value: new Set(left).size,
      unit: '',
      target: { most: 0 },
      ...(left.length > 0 && { note: [...new Set(left)].join(', ') }),
    },
    {
      name: 'all actions, p95',
      value: percentile(all, 0.95),
      unit: 'ms',
      target: { most: visibleMs },
      limit: { name: 'empty page, p95', value: percentile(floor, 0.95), unit: 'ms' },
      note: `p50 ${median(all).toFixed(0)}, worst ${Math.max(...all).toFixed(0)} ms of ${all.length}`,
    },
    {
      name: 'all actions, of the processor, p95',
      value: percentile(busy, 0.95),
      unit: 'ms',
      target: null,
      note: `p50 ${median(busy).toFixed(0)}, worst ${Math.max(...busy).toFixed(0)} ms of the page's thread`,
    },
    {
      name: `INP, median of ${rounds} pages`,
      value: median(inp),
      unit: 'ms',
      target: { most: inpMs },
      note: `worst ${Math.max(...inp)} ms`,
    },
  ]
}

/** The first time and the third are judged alike. */
function worseOf({ first, last }: Times): number {
  return Math.max(median(first), last.length === 0 ? 0 : median(last))
}

function ofOne({ first, last, busy }: Times, usual: number): Pick<Figure, 'value' | 'unit' | 'note'> {
  const value = worseOf({ first, last, busy })
  const third = last.length === 0 ? '' : `third ${median(last).toFixed(0)}, `
  const worst = Math.max(...first, ...last).toFixed(0)
  return {
    value,
    unit: 'ms',
    note: `first ${median(first).toFixed(0)}, ${third}worst ${worst}, of the processor ${median(busy).toFixed(0)} ms; ${(value / usual).toFixed(1)} × an empty page`,
  }
}
