/** What a page makes its own thread do, in processor time: what else the machine does meanwhile is not in it. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, CDPSession } from 'playwright-core'

/** In microseconds; `tdur`: of the processor, `dur`: by the clock. */
type TraceEvent = {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  tdur?: number
  args: unknown
}

/** Milliseconds of the processor. `scripts`: the part of `busy` in which scripts ran, and what they called. */
export type MainThread = { busy: number; longest: number; scripts: number }

const running = new Set(['EvaluateScript', 'FunctionCall', 'RunMicrotasks', 'TimerFire'])

/** Loads the page in a window of its own, and follows its thread until it has rested for so many milliseconds. */
export async function mainThreadOf(browser: Browser, url: string, restMs: number): Promise<MainThread> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
  const page = await context.newPage()
  const session = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])))
  const traceConfig = { includedCategories: ['toplevel', 'devtools.timeline'], excludedCategories: ['*'] }
  await session.send('Tracing.start', { traceConfig })
  await page.goto(url, { waitUntil: 'load' })
  await wait(restMs)
  await endOf(session)
  await context.close()
  return timesIn(events, url)
}

async function endOf(session: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  await session.detach()
}

function timesIn(events: readonly TraceEvent[], url: string): MainThread {
  const parsing = events.find(({ name, args }) => name === 'ParseHTML' && JSON.stringify(args).includes(url))
  if (parsing === undefined) throw new Error(`the trace does not know the page ${url}`)
  const ofThread = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === parsing.pid && tid === parsing.tid)
  const tasks = outermost(ofThread.filter(({ name }) => name.endsWith('RunTask')))
  // What came before belongs to the window, not to the page.
  const ofPage = tasks.filter(({ ts, dur = 0 }) => ts + dur > parsing.ts)
  return {
    busy: sum(tasks.map(processorTime)),
    longest: Math.max(0, ...ofPage.map(processorTime)),
    scripts: sum(outermost(ofThread.filter(({ name }) => running.has(name))).map(processorTime)),
  }
}

/** Without those that lie in another. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  let end = 0
  return events
    .toSorted((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0))
    .filter(({ ts, dur = 0 }) => {
      if (ts < end) return false
      end = ts + dur
      return true
    })
}

function processorTime({ tdur = 0 }: TraceEvent): number {
  return tdur / 1_000
}

function sum(times: readonly number[]): number {
  return times.reduce((whole, time) => whole + time, 0)
}
