/** [U-21] [U-02] Undo and snooze at the desk, with a server whose answers are held back. */
import type { ConversationSummary } from '@baton/core/protocol'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Chat, eventsOf, must } from '../src/testing.ts'
import { focused, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const bar = (desk: Page) => desk.getByRole('region', { name: 'What can be undone' })
const held = (desk: Page) => desk.getByText('You hold this conversation', { exact: true }).first()
const banner = (desk: Page, text: string) => desk.getByText(text, { exact: true }).first()

/** An operator's desk with a conversation of theirs open. */
async function atWork(contact: string) {
  const ana = await baton.operator({ name: `Ana of ${contact}`, status: 'online' })
  const chat = await baton.chat(await baton.bot(), { text: 'My chain is broken', variables: { user_name: contact } })
  must(await chat.post('claim', { operator: ana.id }))
  const desk = await openDesk(browser, baton, ana)
  await desk.getByRole('tab', { name: /^Mine/ }).click()
  await desk.getByRole('link', { name: new RegExp(contact) }).click()
  await held(desk).waitFor()
  const calls = countingCalls(desk)
  return { ana, chat, desk, calls }
}

/** What the desk has asked for, by the last step of its path. */
function countingCalls(desk: Page): string[] {
  const calls: string[] = []
  desk.on('request', (request) => {
    if (request.method() === 'POST') calls.push(new URL(request.url()).pathname.split('/').at(-1) ?? '')
  })
  return calls
}

/** What the operator does does not get there before it is let through: whatever shows till then shows without an answer. */
async function holdingBack(desk: Page): Promise<{ letThrough(): Promise<void> }> {
  const held: (() => void)[] = []
  await desk.route('**/api/v1/conversations/*/*', async (route) => {
    if (route.request().method() === 'POST') await new Promise<void>((resolve) => held.push(resolve))
    await route.continue()
  })
  return {
    async letThrough() {
      await expect.poll(() => held.length, { timeout: 10_000 }).toBe(1)
      held.shift()?.()
    },
  }
}

async function leave(desk: Page): Promise<void> {
  await desk.unrouteAll({ behavior: 'ignoreErrors' })
  await desk.context().close()
}

/** For what goes over the wire on a busy machine. */
const patiently = { timeout: 10_000 }

const statusOf = async (chat: Chat) => (await chat.view()).status

test('[U-21] [U-04] closing shows at once and is sent only after ten seconds, once; Z calls it off', async () => {
  const { chat, desk, calls } = await atWork('Cora')
  await desk.clock.install()
  await desk.keyboard.press('e')
  await banner(desk, 'Closed').waitFor()
  await bar(desk).getByText('Conversation with Cora closed').waitFor()
  await desk.keyboard.press('z')
  await held(desk).waitFor()
  await expect.poll(() => bar(desk).count()).toBe(0)
  await desk.clock.fastForward(20_000)
  expect([calls, await statusOf(chat)]).toEqual([[], 'open'])
  await desk.keyboard.press('e')
  await banner(desk, 'Closed').waitFor()
  await desk.keyboard.press('e')
  // The clock of the page goes on beside what it is moved by.
  await desk.clock.fastForward(5_000)
  expect([calls, await statusOf(chat)]).toEqual([[], 'open'])
  await desk.clock.fastForward(5_000)
  await expect.poll(() => statusOf(chat), patiently).toBe('closed')
  await desk.clock.fastForward(60_000)
  expect(calls).toEqual(['close'])
  expect(await violationsOf(desk)).toEqual([])
  await leave(desk)
})

test('[U-21] a closing is not lost with its page, and not done twice', async () => {
  const { chat, desk } = await atWork('Dario')
  await desk.keyboard.press('e')
  await banner(desk, 'Closed').waitFor()
  await desk.reload()
  await expect.poll(() => statusOf(chat), patiently).toBe('closed')
  const { items } = must(await baton.get<{ items: ConversationSummary[] }>('/conversations?status=any'))
  expect(items.filter(({ contactName }) => contactName === 'Dario').length).toBe(1)
  expect(eventsOf(await chat.events(), 'closed').length).toBe(1)
  await leave(desk)
})

test('[U-21] a browser that dies loses no closing: the next page of the operator looks after it', async () => {
  const { ana, chat, desk } = await atWork('Edda')
  await desk.keyboard.press('e')
  await banner(desk, 'Closed').waitFor()
  const kept = await desk.evaluate(() => Object.entries(localStorage).filter(([place]) => /closing/.test(place)))
  expect(kept.length).toBe(1)
  await desk.keyboard.press('z')
  await held(desk).waitFor()
  expect(await desk.evaluate(() => Object.keys(localStorage).filter((place) => /closing/.test(place)))).toEqual([])
  await leave(desk)
  // As it is found after a crash: written down, and nobody has sent it.
  const next = await openDesk(browser, baton, ana)
  await next.evaluate((entries) => {
    for (const [place, text] of entries)
      localStorage.setItem(place, JSON.stringify({ ...JSON.parse(text), at: Date.now() - 60_000 }))
  }, kept)
  await next.reload()
  await expect.poll(() => statusOf(chat), patiently).toBe('closed')
  await leave(next)
})

test('[U-21] the contact who writes again calls a closing off, and the operator reads why', async () => {
  const { chat, desk, calls } = await atWork('Fay')
  await desk.keyboard.press('e')
  await banner(desk, 'Closed').waitFor()
  must(await chat.says('One more thing'))
  await desk.getByText('Fay has written again, so the conversation stays open.').waitFor()
  await held(desk).waitFor()
  expect(await bar(desk).count()).toBe(0)
  expect([calls, await statusOf(chat)]).toEqual([[], 'open'])
  await leave(desk)
})

test('[U-21] [U-04] [HO-41] a transfer shows at once; undone it comes back, unless it has moved on: then who has it is said', async () => {
  const { ana, chat, desk } = await atWork('Gita')
  const ben = await baton.operator({ name: 'Ben', status: 'online' })
  const owner = async () => (await chat.view()).operator?.id
  const passOn = async () => {
    await desk.keyboard.press('a')
    await focused(desk.getByRole('textbox', { name: 'Find an operator or group' }))
    await desk.getByRole('dialog').getByRole('button', { name: /^Ben/ }).waitFor()
    await desk.keyboard.type('ben')
  }
  await desk.keyboard.press('Escape')
  const server = await holdingBack(desk)
  await passOn()
  await desk.keyboard.press('Enter')
  await banner(desk, 'Ben holds this conversation').waitFor()
  expect(await owner()).toBe(ana.id)
  await server.letThrough()
  await expect.poll(owner, patiently).toBe(ben.id)
  await desk.keyboard.press('z')
  await held(desk).waitFor()
  expect(await owner()).toBe(ben.id)
  await server.letThrough()
  await expect.poll(owner, patiently).toBe(ana.id)
  await desk.unrouteAll({ behavior: 'wait' })
  await passOn()
  await desk.keyboard.press('Enter')
  await expect.poll(owner, patiently).toBe(ben.id)
  const cleo = await baton.operator({ name: 'Cleo' })
  must(await chat.post('transfer', { operator: cleo.id }))
  await banner(desk, 'Cleo holds this conversation').waitFor()
  await desk.keyboard.press('z')
  await desk.getByText('Cleo has it now.').waitFor()
  expect(await owner()).toBe(cleo.id)
  await leave(desk)
})

test('[U-02] [U-04] [U-21] snooze by two keys shows at once, hides it from mine, is undone, and comes back by itself', async () => {
  const { ana, chat, desk } = await atWork('Hugo')
  const row = desk.getByRole('link', { name: /Hugo/ })
  const until = async () => (await chat.view()).snoozedUntil
  const dialog = desk.getByRole('dialog', { name: 'Snooze' })
  const server = await holdingBack(desk)
  await desk.keyboard.press('s')
  await focused(dialog.getByRole('button', { name: /In an hour/ }))
  expect(await violationsOf(desk)).toEqual([])
  const line = desk.getByRole('button', { name: '1 snoozed' })
  await desk.keyboard.press('1')
  await line.waitFor()
  expect([await row.count(), await until()]).toEqual([0, null])
  await desk
    .getByText(/Snoozed until/)
    .first()
    .waitFor()
  await server.letThrough()
  await expect.poll(until, patiently).not.toBeNull()
  await desk.keyboard.press('z')
  await row.waitFor()
  expect(await until()).not.toBeNull()
  await server.letThrough()
  await expect.poll(until, patiently).toBeNull()
  await desk.unrouteAll({ behavior: 'wait' })
  await desk.keyboard.press('s')
  await focused(dialog.getByRole('button', { name: /In an hour/ }))
  await desk.keyboard.press('ArrowUp')
  await desk.keyboard.press('ArrowUp')
  await focused(dialog.getByLabel(/Date and time of your own/))
  await desk.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  must(await chat.post('snooze', { until: new Date(Date.now() + 8_000).toISOString(), operator: ana.id }))
  await line.click()
  await row.getByText(/Snoozed until/).waitFor({ state: 'attached' })
  await desk.getByText('Back from its snooze: Hugo').waitFor()
  await line.waitFor({ state: 'detached' })
  await row.waitFor()
  await leave(desk)
})

test('[U-04] what the server refuses is taken away again, with the reason', async () => {
  const { chat, desk } = await atWork('Iris')
  const eve = await baton.operator({ name: 'Eve' })
  await desk.route('**/api/v1/conversations/*/snooze', async (route) => {
    // Behind the desk's back.
    must(await chat.post('transfer', { operator: eve.id }))
    await route.continue()
  })
  await desk.keyboard.press('s')
  await focused(desk.getByRole('dialog', { name: 'Snooze' }).getByRole('button', { name: /In an hour/ }))
  await desk.keyboard.press('1')
  await desk.getByText('Eve has it now.').waitFor()
  await banner(desk, 'Eve holds this conversation').waitFor()
  expect(await bar(desk).count()).toBe(0)
  expect((await chat.view()).snoozedUntil).toBeNull()
  await leave(desk)
})
