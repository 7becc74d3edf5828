import type { Page, WebSocketRoute } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { must } from '../src/testing.ts'
import { complaintsOf, goTo, leave, openChat, openDesk, openStage, violationsOf } from './windows.ts'

/** Goes like any other, and can be moved on: nobody waits for a deadline. */
const clock = handClock()
const tickMs = 50
const ticking = setInterval(() => clock.advance(tickMs), tickMs)
const { browser, baton } = await openStage({ clock, config: { BATON_DEMO: 'true' } })

afterAll(() => clearInterval(ticking))

/** A group that asks before it assigns, and a bot that asks for it. */
async function askingGroup(offer: object = { seconds: 40 }) {
  const group = await baton.group()
  must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, offer }))
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }])
  return { group, bot }
}

const offersOf = (desk: Page) => desk.getByRole('region', { name: 'What you are asked to take' })
const answer = (desk: Page, word: 'Accept' | 'Decline') => offersOf(desk).getByRole('button', { name: word })

test('[RO-3] [U-12] a gap that came while the connection was away is read when it is there again', async () => {
  const group = await baton.group(`Late shift ${Date.now().toString(36)}`)
  const lead = await baton.operator({ role: 'supervisor' })
  const mia = await baton.operator({ groups: [group.id], status: 'online' })
  await baton.baton.coverage.lookAtAll()
  const desk = await openDesk(browser, baton, lead)
  let isAway = false
  const open = new Set<WebSocketRoute>()
  await desk.routeWebSocket(/\/live/, (socket) => {
    if (isAway) return void socket.close()
    open.add(socket)
    socket.connectToServer()
  })
  await desk.reload()
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }])
  await baton.chat(bot, 'Anybody?')
  await desk.getByText('Anybody?').first().waitFor()
  isAway = true
  for (const socket of open) await socket.close()
  must(await baton.put(`/operators/${mia.id}/status`, { status: 'offline' }))
  await baton.baton.coverage.lookAtAll()
  clock.advance(16_000)
  await baton.baton.coverage.lookAtAll()
  isAway = false
  await desk.getByText(`Nobody in ${group.name} is online with room, and 1 request waits.`).waitFor()
  await desk.context().close()
})

test('[RO-30] whoever is asked sees it wherever they are, with the time that is left, and accepts with one key', async () => {
  const { group, bot } = await askingGroup()
  const ana = await baton.operator({ name: 'Ana', groups: [group.id] })
  const desk = await openDesk(browser, baton, ana)
  const complaints = complaintsOf(desk)
  await goTo(desk, '/setup/groups')
  await desk.getByRole('heading', { name: 'Groups' }).waitFor()
  const chat = await baton.chat(bot, { text: 'My order has not come', variables: { user_name: 'Elena' } })

  await offersOf(desk).getByText('My order has not come').waitFor()
  expect(await offersOf(desk).getByRole('timer').getAttribute('aria-label')).toMatch(/^(40|39|38) seconds left/)
  await expect.poll(() => desk.title()).toBe('(1) Elena asks for you')
  const announced = offersOf(desk).getByRole('status')
  const said = await announced.textContent()
  expect(said).toMatch(/^Elena asks for you\. \d+ seconds to answer\. Y accepts, D declines\.$/)
  // The browser's own clock runs; what is said to screen readers stays as it was.
  const before = await offersOf(desk).getByRole('timer').textContent()
  await expect.poll(() => offersOf(desk).getByRole('timer').textContent()).not.toBe(before)
  expect(await announced.textContent()).toBe(said)

  await desk.keyboard.press('y')
  await desk.getByText('You hold this conversation').first().waitFor()
  expect(desk.url()).toContain(chat.id)
  expect(await answer(desk, 'Accept').count()).toBe(0)
  await desk.getByRole('log').getByText('Ana is asked, with 40 seconds to answer').waitFor()
  expect((await chat.view()).operator?.id).toBe(ana.id)
  expect(complaints).toEqual([])
  await leave(desk)
})

test('[RO-30] declined, the next one is asked, and colleagues see who is and may take it all the same', async () => {
  const { group, bot } = await askingGroup()
  const people = [
    await baton.operator({ name: 'Ben', groups: [group.id] }),
    await baton.operator({ name: 'Cleo', groups: [group.id] }),
  ] as const
  const desks = [await openDesk(browser, baton, people[0]), await openDesk(browser, baton, people[1])] as const
  const chat = await baton.chat(bot, { text: 'Hello', variables: { user_name: 'Farid' } })
  await expect.poll(async () => (await chat.view()).requestedOperator !== null).toBe(true)
  const isBen = (await chat.view()).requestedOperator?.id === people[0].id
  const [asked, other] = isBen ? desks : [desks[1], desks[0]]
  const name = isBen ? 'Ben' : 'Cleo'

  await answer(asked, 'Decline').waitFor()
  await other.getByText(`asked: ${name},`).waitFor()
  expect(await answer(other, 'Accept').count()).toBe(0)
  await answer(asked, 'Decline').click()
  await answer(other, 'Accept').waitFor()
  await expect.poll(() => answer(asked, 'Decline').count()).toBe(0)

  await asked.getByRole('link', { name: /Farid/ }).click()
  await asked.getByRole('log').getByText(`${name} declined`).waitFor()
  await asked.getByText(`${isBen ? 'Cleo' : 'Ben'} is asked`, { exact: true }).waitFor()
  await asked.keyboard.press('t')
  await asked.getByText('You hold this conversation').first().waitFor()
  await expect.poll(() => answer(other, 'Accept').count()).toBe(0)
  for (const desk of desks) await leave(desk)
})

test('[RO-30] an answer that comes too late says who was faster', async () => {
  const { group, bot } = await askingGroup()
  const [dora, eve] = [
    await baton.operator({ name: 'Dora', groups: [group.id] }),
    await baton.operator({ name: 'Eve', status: 'busy', groups: [group.id] }),
  ]
  const desk = await openDesk(browser, baton, dora)
  const chat = await baton.chat(bot, { text: 'Hi', variables: { user_name: 'Gil' } })
  await answer(desk, 'Accept').waitFor()
  await desk.route('**/offer/accept', async (route) => {
    must(await chat.post('claim', { operator: eve.id }))
    await route.continue()
  })
  await answer(desk, 'Accept').click()
  await offersOf(desk).getByRole('alert').getByText('Eve was faster: Gil is theirs.').waitFor()
  await offersOf(desk).getByRole('button', { name: 'Close' }).click()
  await expect.poll(() => offersOf(desk).getByRole('alert').textContent()).toBe('')
  await leave(desk)
})

test('[RO-2] [RO-30] who misses a request is told so, and says that they are there again', async () => {
  // Tried again, the names of the first time are still there.
  const [hanas, idas] = [`Hana ${Date.now().toString(36)}`, `Ida ${Date.now().toString(36)}`]
  const { group, bot } = await askingGroup({ seconds: 10, coolDownSeconds: 0, rounds: 1 })
  const hana = await baton.operator({ name: hanas, groups: [group.id] })
  const admin = await baton.operator({ role: 'admin' })
  const [desk, team] = [await openDesk(browser, baton, hana), await openDesk(browser, baton, admin)]
  await goTo(team, '/setup/operators')
  await team
    .getByRole('row', { name: new RegExp(hanas) })
    .getByText('Online')
    .waitFor()
  const chat = await baton.chat(bot, { text: 'Hi', variables: { user_name: idas } })
  await answer(desk, 'Accept').waitFor()
  clock.advance(11_000)

  await desk.getByText('You missed a request, so no more come to you.').waitFor()
  expect(await answer(desk, 'Accept').count()).toBe(0)
  await team
    .getByRole('row', { name: new RegExp(hanas) })
    .getByText('Not answering')
    .waitFor()
  await desk.getByRole('button', { name: 'Your status: Not answering' }).click()
  await desk.getByRole('menu').getByText('Choose Online when you are back.', { exact: false }).waitFor()
  await desk.keyboard.press('Escape')
  await desk.getByRole('link', { name: new RegExp(idas) }).click()
  await desk.getByRole('log').getByText(`${hanas} did not answer in time`).waitFor()
  // After so many rounds the request is open for all; a new one waits for somebody who is there.
  const next = await baton.chat(bot, { text: 'Hello', variables: { user_name: 'Jo' } })
  await goTo(desk, `/inbox/${next.id}`)
  await desk.getByRole('button', { name: 'Why not me?' }).click()
  await desk.getByRole('dialog').getByText('You missed a request', { exact: false }).waitFor()
  await desk.keyboard.press('Escape')
  await desk.getByRole('button', { name: 'I am here' }).click()
  await answer(desk, 'Accept').waitFor()
  await expect.poll(() => desk.getByRole('button', { name: 'I am here' }).count()).toBe(0)
  await team
    .getByRole('row', { name: new RegExp(hanas) })
    .getByText('Online')
    .waitFor()

  expect((await chat.view()).offeredUntil).toBeNull()
  for (const one of [desk, team]) await leave(one)
})

test('[RO-50] an operator asks why not them, and a supervisor of anybody', async () => {
  const { group, bot } = await askingGroup()
  const kim = await baton.operator({ name: 'Kim', groups: [group.id], capacity: 1 })
  const lead = await baton.operator({ name: 'Lea', role: 'supervisor' })
  const [desk, leads] = [await openDesk(browser, baton, kim), await openDesk(browser, baton, lead)]
  await baton.chat(bot, { text: 'First', variables: { user_name: 'Max' } })
  await answer(desk, 'Accept').click()
  await desk.getByText('You hold this conversation').first().waitFor()
  await desk.getByRole('button', { name: 'Why me?' }).click()
  await desk.getByRole('dialog').getByText('You hold this conversation.').waitFor()
  await desk.keyboard.press('Escape')

  const second = await baton.chat(bot, { text: 'Second', variables: { user_name: 'Nia' } })
  await goTo(desk, `/inbox/${second.id}`)
  await desk.getByText('Number 1 of 1 in the queue.', { exact: false }).waitFor()
  await desk.getByRole('button', { name: 'Why not me?' }).click()
  await desk
    .getByRole('dialog')
    .getByText('It does not come to you by itself. No room: 1 of 1 conversations.')
    .waitFor()

  await goTo(leads, `/inbox/${second.id}`)
  await leads.getByRole('button', { name: 'Why not me?' }).click()
  const dialog = leads.getByRole('dialog')
  await dialog.getByText('It does not come to you by itself. Not in the group.').waitFor()
  await dialog.getByRole('combobox', { name: 'Asked about' }).fill('Kim')
  await leads.getByRole('option', { name: 'Kim' }).click()
  await dialog.getByText('It does not go to Kim by itself. No room: 1 of 1 conversations.').waitFor()
  for (const one of [desk, leads]) await leave(one)
})

test('[RO-3] supervisors are told where requests wait and nobody has room, and since when on the wallboard', async () => {
  const group = await baton.group(`Night shift ${Date.now().toString(36)}`)
  const lead = await baton.operator({ role: 'supervisor' })
  const mia = await baton.operator({ name: 'Mia', groups: [group.id], status: 'online' })
  await baton.baton.coverage.lookAtAll()
  const desk = await openDesk(browser, baton, lead)
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }])
  const chat = await baton.chat(bot, 'Anybody?')
  must(await baton.put(`/operators/${mia.id}/status`, { status: 'offline' }))
  await baton.baton.coverage.lookAtAll()
  clock.advance(16_000)
  await baton.baton.coverage.lookAtAll()
  await desk.getByText(`Nobody in ${group.name} is online with room, and 1 request waits.`).waitFor()
  await desk.getByRole('link', { name: 'Wallboard' }).click()
  await desk
    .getByRole('row', { name: new RegExp(group.name) })
    .getByText('Nobody has room')
    .waitFor()
  await desk
    .getByRole('row', { name: new RegExp(group.name) })
    .getByText(/for \d+/)
    .waitFor()
  must(await chat.post('claim', { operator: lead.id }))
  await expect.poll(() => desk.getByText(`Nobody in ${group.name}`).count()).toBe(0)
  await leave(desk)
})

test('[RO-23] [V-09] whoever waits is told their number, as it changes, and nothing more once somebody has come', async () => {
  const group = await baton.group()
  const omar = await baton.operator({ groups: [group.id] })
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }])
  const first = await baton.chat(bot)
  clock.advance(1_000)
  const chat = await openChat(browser, baton, bot)
  await chat.frame.getByText('You are number 2. Somebody will be with you as soon as possible.').first().waitFor()
  await chat.frame.getByRole('status').getByText('You are number 2.', { exact: false }).waitFor()
  must(await first.post('claim', { operator: omar.id }))
  await chat.frame.locator('.waiting-room').getByText('You are next.', { exact: false }).waitFor()
  // Read aloud at most every 20 s: what changed just now is not yet.
  expect(await chat.frame.getByRole('status').getByText('You are next.', { exact: false }).count()).toBe(0)
  const { items } = must(await baton.get<{ items: { id: string }[] }>('/conversations?chatState=operator_requested'))
  must(await baton.post(`/conversations/${items.at(-1)?.id}/claim`, { operator: omar.id }))
  await chat.frame
    .getByRole('log')
    .getByText(/joined/)
    .waitFor()
  expect(await chat.frame.locator('.waiting-room').count()).toBe(0)
  await chat.context.close()
})

test('[A-09] [A-10] no state of an offer breaks a rule of WCAG that a machine can check, nor is anything cut off on a narrow window', async () => {
  const look = { reducedMotion: 'reduce' as const }
  const { group, bot } = await askingGroup({ seconds: 30 })
  const rosa = await baton.operator({ name: 'Rosa', role: 'supervisor', groups: [group.id] })
  const desk = await openDesk(browser, baton, rosa, look)
  for (const name of ['Tom', 'Una', 'Maximiliane-Theodora von und zu Hohenstein-Waldburg'])
    await baton.chat(bot, { text: 'My order has not come', variables: { user_name: name } })
  await offersOf(desk).getByRole('link', { name: 'Una' }).waitFor()
  expect(await violationsOf(desk), 'several offers').toEqual([])
  await offersOf(desk).getByRole('link', { name: 'Tom' }).click()
  await desk.getByText('You are asked', { exact: true }).waitFor()
  expect(await violationsOf(desk), 'in the conversation').toEqual([])
  await desk.getByRole('button', { name: 'Why me?' }).click()
  await desk.getByRole('dialog').getByText('You are being asked right now.').waitFor()
  expect(await violationsOf(desk), 'why').toEqual([])
  await desk.keyboard.press('Escape')
  await desk.setViewportSize({ width: 320, height: 640 })
  expect(await desk.evaluate('document.documentElement.scrollWidth')).toBe(320)
  for (const button of await offersOf(desk).getByRole('button').all()) {
    const { width = 0, height = 0 } = (await button.boundingBox()) ?? {}
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
  }
  await desk.setViewportSize({ width: 1440, height: 900 })
  clock.advance(31_000)
  await desk.getByRole('button', { name: 'I am here' }).waitFor()
  await baton.baton.coverage.lookAtAll()
  clock.advance(16_000)
  await baton.baton.coverage.lookAtAll()
  await desk.getByText('is online with room', { exact: false }).waitFor()
  expect(await violationsOf(desk), 'missed, and nobody there').toEqual([])
  const chat = await openChat(browser, baton, bot, look)
  await chat.frame
    .locator('.waiting-room')
    .getByText(/You are number \d/)
    .waitFor()
  expect(await violationsOf(chat.frame), 'waiting room').toEqual([])
  await leave(desk)
  await chat.context.close()
})
