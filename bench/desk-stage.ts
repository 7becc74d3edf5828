/** A desk at work behind a slow line: conversations to do things with, and the picture that shows what was done. */
import type { Browser, BrowserContext, CDPSession, Locator, Page } from 'playwright-core'
import type { Command } from '../desk/src/commands/table.ts'
import { en } from '../desk/src/texts/en.ts'
import { screen } from './in-browser.ts'
import { call } from './processes.ts'
import type { SlowLink } from './slow-link.ts'

/** How a conversation stands when something is done with it. */
export type Kind = 'mine' | 'colleagues' | 'chatbot' | 'offered'
/** What the browser tells of an input: from here on it is counted. */
export type InputEvent = 'keydown' | 'pointerup' | 'change'
/** In milliseconds: by the clock until it shows, and what the page's thread took of the processor for it. */
export type Taken = { seen: number; busy: number }
type Conversation = { id: string; contact: string }
export type Cast = { me: string; colleague: string; bot: string; asking: string; group: string }

/** Open besides those that something is done with, so that lists are as long as on a working day. */
export const rows = 200
/** Calls under way at once while it is filled. */
const atOnce = 16
/** Milliseconds after which something is not seen any more. */
const mostWaitMs = 4_000

const palette = `[role=combobox][aria-label="${en.keys.palette}"]`

export class Stage {
  readonly page: Page
  readonly link: SlowLink
  readonly cast: Cast
  readonly #server: string
  readonly #pools: Record<Kind, Conversation[]>
  readonly #meter: CDPSession
  #words = 0
  /** The one that was opened last. */
  current: Conversation = { id: '', contact: '' }

  constructor(desk: FreshDesk, link: SlowLink, server: string, cast: Cast, pools: Record<Kind, Conversation[]>) {
    this.page = desk.page
    this.#meter = desk.meter
    this.link = link
    this.cast = cast
    this.#server = server
    this.#pools = pools
  }

  /** At the server, behind the desk's back. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return call<Answer>(this.#server, method, path, body)
  }

  /** Another one each time. */
  async open(kind: Kind, place: 'inbox' | 'team' = 'inbox'): Promise<Conversation> {
    const next = this.#pools[kind].shift()
    if (next === undefined) throw new Error(`no conversation is left that is ${kind}`)
    this.current = next
    await this.goTo(`/${place}/${next.id}`)
    await this.page.locator(`#conversation h2[title="${next.contact}"]`).waitFor()
    await this.page.locator('#conversation [role=log] [data-seq]').first().waitFor()
    await this.letGo()
    return next
  }

  /** As somebody who has followed a link. */
  async goTo(path: string): Promise<void> {
    await this.page.evaluate(
      `if (location.pathname !== '${path}') { history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate')) }`,
    )
  }

  /** Nothing that has been written here before. */
  newWord(): string {
    this.#words += 1
    return `urgent-${this.#words}`
  }

  /** The focus is nowhere: keys are those of the desk. */
  async letGo(): Promise<void> {
    await this.page.evaluate('document.activeElement?.blur()')
  }

  key(key: string): Promise<void> {
    return this.page.keyboard.press(key)
  }

  /** Looks a command up in the palette; the next Enter does it. */
  async find(command: Command): Promise<void> {
    await this.key('ControlOrMeta+k')
    await this.page.locator(`${palette}:focus`).waitFor()
    await this.page.keyboard.insertText(en.keys.words[command])
    const chosen = this.page.locator('[role=dialog] [role=option][aria-selected=true]')
    for (let step = 0; step < mostSteps; step += 1) {
      if ((await chosen.getAttribute('id'))?.endsWith(`-${command}`)) {
        if ((await chosen.getAttribute('aria-disabled')) === 'true')
          throw new Error(`${command} cannot be done now: ${await chosen.textContent()}`)
        return
      }
      await this.key('ArrowDown')
    }
    throw new Error(`the palette does not offer ${command}`)
  }

  /** Does it by the palette. */
  async command(command: Command): Promise<void> {
    await this.find(command)
    await this.key('Enter')
    await this.page.locator(palette).waitFor({ state: 'detached' })
  }

  /** An empty field for a reply or a note. */
  async write(key: 'r' | 'n', words: string): Promise<Locator> {
    await this.letGo()
    await this.key(key)
    const field = this.page.locator('#conversation textarea:focus')
    await field.waitFor()
    await this.page.keyboard.insertText(words)
    return field
  }

  async closeDialog(): Promise<void> {
    await this.key('Escape')
    await this.page.getByRole('dialog').waitFor({ state: 'detached' })
  }

  /** Where something went wrong the next one begins with nothing open. */
  async recover(): Promise<void> {
    this.link.refuse(null)
    for (let press = 0; press < 3; press += 1) await this.key('Escape')
    await this.letGo()
  }

  holds(expression: string): Promise<boolean> {
    return this.page.evaluate<boolean>(`Boolean(${expression})`)
  }

  /** The page's content policy allows no evaluation of its own: it is asked from outside. */
  async until(expression: string): Promise<void> {
    await this.page.evaluate(`new Promise((resolve, reject) => {
      const last = performance.now() + ${mostWaitMs}
      const look = () => {
        if (${expression}) resolve(null)
        else if (performance.now() > last) reject(new Error('it does not become so: ' + ${JSON.stringify(expression)}))
        else requestAnimationFrame(look)
      }
      look()
    })`)
  }

  /** From the input to the frame that shows what is expected of it, which must not be so before. */
  async measure(event: InputEvent, seen: string, input: () => Promise<unknown>): Promise<Taken> {
    if (await this.holds(seen)) throw new Error('it is to be seen before it is done')
    await this.page.evaluate(`bench.watch('${event}', () => Boolean(${seen}))`)
    const before = await this.#busyUntilNow()
    await input()
    const took = await this.page.evaluate<number>(
      `Promise.race([bench.seen, new Promise((_, reject) => setTimeout(() => reject(new Error('it is not to be seen')), ${mostWaitMs}))])`,
    )
    return { seen: took, busy: (await this.#busyUntilNow()) - before }
  }

  async #busyUntilNow(): Promise<number> {
    const { metrics } = await this.#meter.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000
  }

  /** [U-04] Of all that was done on this page: the longest but one in fifty, as browsers count it. Milliseconds. */
  interactionToNextPaint(): Promise<number> {
    return this.page.evaluate<number>(
      '(() => { const all = [...bench.interactions.values()].sort((one, other) => other - one); return all[Math.floor(all.length / 50)] ?? 0 })()',
    )
  }
}

/** Down the palette, for a command whose words another one has as well. */
const mostSteps = 12

/**
 * Each frame looks whether it is so by now; the time is taken when the picture has been handed over. Nothing is found that
 * cannot be seen.
 */
export const watchInPage = `(() => {
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const saying = (element) => element.textContent + ' ' + (element.ariaLabel ?? '')
  window.bench = {
    seen: null,
    interactions: new Map(),
    shown: (selector, words = '') => [...document.querySelectorAll(selector)].some((one) => saying(one).includes(words) && shown(one)),
    watch(type, isSeen) {
      this.seen = new Promise((resolve) => addEventListener(type, ({ timeStamp }) => {
        const look = () => {
          if (!isSeen()) return void requestAnimationFrame(look)
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now() - timeStamp)
          port2.postMessage(0)
        }
        requestAnimationFrame(look)
      }, { capture: true, once: true }))
    },
  }
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId > 0) bench.interactions.set(interactionId, Math.max(duration, bench.interactions.get(interactionId) ?? 0))
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
})()`

/** The same on a page where next to nothing happens: what this machine takes for an input and its picture just then. */
export async function openFloor(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.setContent('<button aria-pressed="false">Toggle</button>')
  await page.evaluate(watchInPage)
  await page.evaluate(
    "document.querySelector('button').onclick = ({ target }) => target.ariaPressed = target.ariaPressed === 'true' ? 'false' : 'true'",
  )
  return page
}

export async function pressFloor(page: Page, presses: number): Promise<number[]> {
  await page.bringToFront()
  const times: number[] = []
  for (let press = 0; press < presses; press += 1) {
    const wanted = !(await page.evaluate<boolean>("document.querySelector('button').ariaPressed === 'true'"))
    await page.evaluate(`bench.watch('pointerup', () => bench.shown('button[aria-pressed=${wanted}]'))`)
    await page.locator('button').click()
    times.push(await page.evaluate<number>('bench.seen'))
  }
  return times
}

/** Everybody and everything there is besides conversations. */
export async function prepareCast(server: string, me: string): Promise<Cast> {
  const make = <Made = { id: string }>(path: string, body: unknown) => call<Made>(server, 'POST', path, body)
  const asking = await make('/groups', { name: 'Asking' })
  await call(server, 'PUT', `/groups/${asking.id}/routing`, { automatic: true, offer: { seconds: 600 } })
  const night = await make('/groups', { name: 'Night' })
  await call(server, 'PATCH', `/operators/${me}`, { groups: [asking.id], capacity: null })
  const colleague = await make('/operators', { name: 'Ben', email: 'ben@team.example', capacity: null })
  for (const [shortcut, title] of [
    ['late', 'It is late'],
    ['thanks', 'Thanks'],
  ])
    await make('/canned-replies', { shortcut, title, text: `${title}, {{ user_name }}.` })
  const bots: string[] = []
  for (const actions of [
    [{ type: 'text', text: 'Hello' }],
    [{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: asking.id }],
  ]) {
    const behaviors = [{ name: 'main', interactions: [{ name: 'welcome', start: true, actions }] }]
    const bot = await make('/bots', { name: `Bot ${bots.length + 1}`, startBehavior: 'main', behaviors })
    await call(server, 'POST', `/bots/${bot.id}/publish`)
    bots.push(bot.id)
  }
  return { me, colleague: colleague.id, bot: bots[0] ?? '', asking: bots[1] ?? '', group: night.id }
}

/** Fresh conversations, as many of each kind as are asked for. */
export async function fillPools(
  server: string,
  cast: Cast,
  counts: Readonly<Record<Kind, number>>,
  round: number,
): Promise<Record<Kind, Conversation[]>> {
  const pools: Record<Kind, Conversation[]> = { mine: [], colleagues: [], chatbot: [], offered: [] }
  const wanted = (['mine', 'colleagues', 'chatbot'] as const).flatMap((kind) => Array(counts[kind]).fill(kind))
  let next = 0
  const work = async () => {
    for (let index = next++; index < wanted.length; index = next++) {
      const kind: Kind = wanted[index]
      pools[kind].push(await speak(server, cast, kind, `Contact ${round}-${index}`))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return pools
}

/** [RO-30] Those who ask do so while I am there. */
export async function askForMe(server: string, cast: Cast, count: number, round: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await speak(server, cast, 'offered', `Asker ${round}-${index}`)
}

async function speak(server: string, cast: Cast, kind: Kind, contact: string): Promise<Conversation> {
  const bot = kind === 'offered' ? cast.asking : cast.bot
  const said = { text: `Where is my order, ${contact}?`, variables: { user_name: contact, order_number: '17' } }
  const path = `/bots/${bot}/contacts/${contact.toLowerCase().replaceAll(' ', '-')}/messages`
  const { conversation } = await call<{ conversation: { id: string } }>(server, 'POST', path, said)
  if (kind === 'mine' || kind === 'colleagues') {
    const operator = kind === 'mine' ? cast.me : cast.colleague
    await call(server, 'POST', `/conversations/${conversation.id}/claim`, { operator })
  }
  return { id: conversation.id, contact }
}

/** What a round has used, so that the next one finds lists as long as this one did. */
export async function closeAll(server: string, ids: readonly string[]): Promise<void> {
  let next = 0
  const work = async () => {
    for (let id = ids[next++]; id !== undefined; id = ids[next++])
      await call(server, 'POST', `/conversations/${id}/close`, {}).catch(() => null)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** `meter`: tells what the page's thread has taken of the processor. */
type FreshDesk = { context: BrowserContext; page: Page; meter: CDPSession }

/** A browser that knows nothing of the desk but who is signed in. */
export async function freshDesk(browser: Browser, signedIn: BrowserContext, link: SlowLink): Promise<FreshDesk> {
  const context = await browser.newContext({ viewport: screen })
  await context.addCookies(await signedIn.cookies())
  await context.grantPermissions(['notifications'], { origin: link.url })
  await context.addInitScript(watchInPage)
  const page = await context.newPage()
  await page.goto(link.url)
  await page.getByRole('button', { name: 'Your status: Online' }).waitFor()
  context.setDefaultTimeout(mostWaitMs)
  const meter = await context.newCDPSession(page)
  // What else the machine does meanwhile is not in it.
  await meter.send('Performance.enable', { timeDomain: 'threadTicks' })
  return { context, page, meter }
}
