import { expect, test } from 'vitest'
import { must } from '../src/testing.ts'
import {
  type Chat,
  goTo,
  hasButton,
  launch,
  leave,
  logOf,
  openChat,
  openDesk,
  openStage,
  say,
  violationsOf,
} from './windows.ts'

const { browser, baton } = await openStage({ config: { BATON_DEMO: 'true' } })

type Named = { items: { id: string; name: string }[] }

async function first(path: string, name: string): Promise<{ id: string }> {
  const found = (await baton.get<Named>(path)).body.items.find((item) => item.name === name)
  if (found === undefined) throw new Error(`${path} has no ${name}`)
  return found
}

const pages = [
  '/',
  '/setup/operators',
  '/setup/groups',
  '/setup/bots',
  '/setup/workspace',
  '/setup/keys',
  '/setup/channels',
  '/setup/replies',
  '/setup/audit',
  '/figures',
  '/wallboard',
  '/team',
  '/profile',
]

const look = { reducedMotion: 'reduce' as const }

test('[A-06] [A-09] no page of the desk breaks a rule of WCAG that a machine can check', async () => {
  const desk = await openDesk(browser, baton, await first('/operators', 'Alex Morgan'), look)
  for (const path of pages) {
    await goTo(desk, path)
    expect(await violationsOf(desk), path).toEqual([])
  }
  await leave(desk)
})

test('[U-18] [A-09] [A-10] in high contrast and in very large text it is as legible, and nothing stands out of the window', async () => {
  const bot = await first('/bots', 'Harbor Bikes')
  const chat = await baton.chat(bot, { text: 'Hello', variables: { user_name: 'Lin' } })
  const desk = await openDesk(browser, baton, await first('/operators', 'Alex Morgan'), look)
  await desk.evaluate(`localStorage.setItem('baton.settings', '{"contrast":"more","textSize":"largest"}')`)
  await desk.reload()
  for (const path of [`/inbox/${chat.id}`, '/setup/operators', '/profile']) {
    await desk.setViewportSize({ width: 1440, height: 900 })
    await goTo(desk, path)
    expect(await desk.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe('20px')
    expect(await violationsOf(desk), path).toEqual([])
    await desk.setViewportSize({ width: 320, height: 640 })
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    await expect.poll(() => desk.evaluate(beyond), { message: path }).toBeLessThan(2)
  }
  await leave(desk)
})

const spacing = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }'

/** What has the focus and lies, with its middle, under something else. */
const obscured = `(() => {
  const at = document.activeElement
  const { x, y, width, height } = at.getBoundingClientRect()
  if (at === document.body || width < 2 || height < 2) return null
  const over = document.elementFromPoint(x + width / 2, y + height / 2)
  const isSeen = over !== null && (at.contains(over) || over.contains(at) || over.closest('label')?.contains(at))
  return isSeen ? null : at.tagName + ' ' + (at.ariaLabel ?? at.textContent).slice(0, 60)
})()`

test('[A-05] [A-10] at twice the size no focus lies under a bar, and with wider spacing nothing stands out of the window', async () => {
  const bot = await first('/bots', 'Harbor Bikes')
  const chat = await baton.chat(bot, { text: 'Hello', variables: { user_name: 'Lin' } })
  const desk = await openDesk(browser, baton, await first('/operators', 'Alex Morgan'), look)
  await desk.setViewportSize({ width: 720, height: 450 })
  await goTo(desk, `/inbox/${chat.id}`)
  const stops = 30
  for (let stop = 0; stop < stops; stop += 1) {
    await desk.keyboard.press('Tab')
    expect(await desk.evaluate(obscured)).toBeNull()
  }
  await desk.setViewportSize({ width: 320, height: 640 })
  // As a reader's own style comes in, past the content policy of the page.
  await desk.evaluate(`{
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(${JSON.stringify(spacing)})
    document.adoptedStyleSheets = [sheet]
  }`)
  const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  await expect.poll(() => desk.evaluate(beyond)).toBeLessThan(2)
  await leave(desk)
})

test('[A-09] nor do the settings of routing: none, all of them, refused, of an operator', async () => {
  const desk = await openDesk(browser, baton, await first('/operators', 'Alex Morgan'), look)
  const [group, other] = [await baton.group(), await baton.group()]
  const path = `/setup/groups/${group.id}`
  await goTo(desk, path)
  expect(await violationsOf(desk), 'nothing set').toEqual([])
  const hours = [{ from: '22:00', to: '06:00' }]
  const calendar = {
    name: 'Night',
    timeZone: 'Europe/Berlin',
    weekly: { friday: hours },
    exceptions: [{ from: '2026-12-24', until: '2026-12-26', periods: [] }],
    holidays: [{ date: '01-01', name: 'New Year', periods: hours }],
  }
  const able = { skills: ['billing'], languages: ['de'] }
  const fallbacks = [{ group: other.id, afterSeconds: 60 }]
  const deadlines = {
    unanswered: { afterSeconds: 300, outcome: 'group', group: other.id },
    waiting: { afterSeconds: 60, interaction: 'still here' },
    unreachable: { afterSeconds: 120, outcome: 'requeue' },
    idle: { afterSeconds: 1_800, warnSeconds: 300, outcome: 'close' },
    wrapUp: { afterSeconds: 60 },
  }
  const settings = {
    ...{ automatic: true, pick: 'random', limit: 3, holdIsFree: true, offer: {}, ramp: { everySeconds: 60 } },
    ...{ required: able, preferred: able, fallbacks, deadlines, calendar },
  }
  must(await baton.put(`/groups/${group.id}/routing`, settings))
  await desk.reload()
  await desk.getByRole('button', { name: 'Add a group' }).waitFor()
  expect(await violationsOf(desk), 'everything set').toEqual([])
  await desk.getByRole('button', { name: 'Add a group' }).click()
  await desk.getByRole('button', { name: 'Add a holiday' }).click()
  await desk.getByLabel('Hours on Monday').fill('noon')
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('Not saved. What you typed is kept.', { exact: false }).waitFor()
  expect(await violationsOf(desk), 'refused').toEqual([])
  await desk.getByRole('link', { name: 'Operators' }).click()
  await desk.getByRole('button', { name: 'Actions: Alex Morgan' }).click()
  await desk.getByRole('menuitem', { name: 'Edit operator' }).click()
  await desk.getByRole('dialog').getByRole('combobox', { name: 'Skills' }).waitFor()
  expect(await violationsOf(desk), 'operator').toEqual([])
  await desk.getByRole('dialog').getByRole('switch', { name: 'Own hours' }).check()
  expect(await violationsOf(desk), 'hours of an operator').toEqual([])
  await leave(desk)
})

test('[A-09] nor does a conversation at the desk with its dialogs, nor the chat beside it', async () => {
  const desk = await openDesk(browser, baton, await first('/operators', 'Alex Morgan'), look)
  const chat = await openChat(browser, baton, await first('/bots', 'Harbor Bikes'), look)
  await chat.frame.getByRole('button', { name: 'Talk to a person' }).waitFor()
  expect(await violationsOf(chat.frame), 'greeting').toEqual([])
  await chat.frame.getByRole('button', { name: 'Talk to a person' }).click()
  await logOf(chat).getByText('Alex Morgan joined').waitFor()
  await say(chat, 'Hello')
  expect(await violationsOf(chat.frame), 'taken over').toEqual([])
  await desk.getByRole('tab', { name: /Mine/ }).click()
  await desk.locator('a[href^="/inbox/conv_"]').first().click()
  await desk.getByRole('log').getByText('Hello', { exact: true }).waitFor()
  expect(await violationsOf(desk), 'conversation').toEqual([])
  await desk.getByRole('button', { name: 'Why?' }).first().click()
  await desk.getByRole('dialog').waitFor()
  expect(await violationsOf(desk), 'why').toEqual([])
  await goTo(desk, '/figures')
  await desk.getByText('Day by day').waitFor()
  await desk.getByRole('button', { name: 'Occupancy' }).click()
  await desk.getByRole('dialog').waitFor()
  expect(await violationsOf(desk), 'plots and a definition').toEqual([])
  await desk.keyboard.press('Escape')
  await desk.getByText('Table', { exact: true }).click()
  await desk.getByRole('rowheader').first().waitFor()
  expect(await violationsOf(desk), 'figures as a table').toEqual([])
  await goTo(desk, '/wallboard')
  await desk.getByText('Up to date').waitFor()
  expect(await violationsOf(desk), 'wallboard').toEqual([])
  await leave(desk)
  await chat.context.close()
})

test('[A-04] the chat opens, is used and closes by keyboard, and the focus comes back to its button', async () => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
  const page = await context.newPage()
  await page.goto(`${baton.origin}/demo`, { waitUntil: 'load' })
  await hasButton(page)
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const chat: Chat = { page, frame: await opened, context }
  await chat.frame.getByRole('textbox', { name: 'Your message' }).waitFor()
  await expect.poll(() => chat.frame.evaluate('document.activeElement?.tagName')).toBe('TEXTAREA')
  await page.keyboard.type('When are you open?')
  await page.keyboard.press('Enter')
  await logOf(chat).getByText('Monday to Friday').waitFor()
  await page.keyboard.press('Escape')
  await logOf(chat).waitFor({ state: 'hidden' })
  await page.keyboard.press('Enter')
  await logOf(chat).getByText('Monday to Friday').waitFor({ state: 'visible' })
  await context.close()
})

test('[A-01] bubbles of the bot say that a machine speaks, and the log is one for screen readers', async () => {
  const chat = await openChat(browser, baton, await first('/bots', 'Harbor Bikes'))
  await chat.frame.getByRole('button', { name: 'Talk to a person' }).waitFor()
  expect(await logOf(chat).getByText('Automated assistant').count()).toBeGreaterThan(0)
  expect(await logOf(chat).getAttribute('aria-label')).toBeTruthy()
  await chat.page.reload()
  chat.frame = await launch(chat.page)
  await logOf(chat).getByText('Hello, I am the assistant').waitFor()
  expect(await logOf(chat).getByText('Hello, I am the assistant').count()).toBe(1)
  await chat.context.close()
})
