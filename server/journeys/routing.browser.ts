import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { must } from '../src/testing.ts'
import { complaintsOf, focused, goTo, leave, openDesk, openStage, tabTo } from './windows.ts'

const { browser, baton } = await openStage()

const always = '00:00–24:00'
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

async function openRouting(desk: Page, group: { id: string }): Promise<void> {
  await goTo(desk, `/setup/groups/${group.id}`)
  await desk.getByRole('region', { name: 'Assign requests automatically' }).waitFor()
}

test('[RO-21] [RO-10] [RO-40] an administrator sets by keyboard how requests of a group find operators, and the next one does', async () => {
  const [admin, group] = [await baton.operator({ role: 'admin' }), await baton.group()]
  const desk = await openDesk(browser, baton, admin)
  const complaints = complaintsOf(desk)
  await openRouting(desk, group)
  await desk.getByText('the workspace’s settings count').waitFor()

  await tabTo(desk, 'Assign requests automatically')
  await desk.keyboard.press('Space')
  await tabTo(desk, 'Conversations at once')
  await desk.keyboard.type('2')
  await tabTo(desk, 'Only within opening hours')
  await desk.keyboard.press('Space')
  for (const day of weekdayNames) {
    await tabTo(desk, `Hours on ${day}`)
    await desk.keyboard.press('ControlOrMeta+a')
    await desk.keyboard.type('0-24')
  }
  await tabTo(desk, 'Save')
  await desk.keyboard.press('Enter')
  await desk.getByText('Saved', { exact: true }).waitFor()

  await desk.reload()
  await openRouting(desk, group)
  expect(await desk.getByRole('switch', { name: 'Assign requests automatically' }).isChecked()).toBe(true)
  expect(await desk.getByRole('textbox', { name: 'Conversations at once' }).inputValue()).toBe('2')
  for (const day of weekdayNames) expect(await desk.getByLabel(`Hours on ${day}`).inputValue()).toBe(always)
  await desk.getByText('A request goes to whoever has the fewest conversations').waitFor()

  const ana = await baton.operator({ groups: [group.id], status: 'online' })
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }])
  const chat = await baton.chat(bot)
  await expect.poll(async () => (await chat.view()).operator?.id).toBe(ana.id)
  expect(complaints).toEqual([])
  await leave(desk)
})

test('[RO-22] [U-06] a refused field says why where it stands, what was typed stays, and a look elsewhere loses nothing', async () => {
  const [admin, group, other] = [await baton.operator({ role: 'admin' }), await baton.group(), await baton.group()]
  must(await baton.put(`/groups/${group.id}/routing`, { fallbacks: [{ group: other.id, afterSeconds: 60 }] }))
  const desk = await openDesk(browser, baton, admin)
  await openRouting(desk, group)
  await desk.getByRole('textbox', { name: 'Conversations at once' }).fill('4')
  // Somebody else deletes the group meanwhile.
  must(await baton.delete(`/groups/${other.id}`))
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('This group was deleted.', { exact: false }).waitFor()
  await desk.getByText('Not saved. What you typed is kept.', { exact: false }).waitFor()

  await desk.getByRole('link', { name: 'Operators' }).click()
  await desk.getByRole('heading', { name: 'Operators' }).waitFor()
  await desk.goBack()
  expect(await desk.getByRole('textbox', { name: 'Conversations at once' }).inputValue()).toBe('4')
  await desk.getByRole('button', { name: /^Remove: / }).click()
  await desk.context().setOffline(true)
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('Not saved. What you typed is kept. The server cannot be reached.', { exact: false }).waitFor()
  await desk.context().setOffline(false)
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('Saved', { exact: true }).waitFor()
  expect(must(await baton.get(`/groups/${group.id}/routing`))).toEqual({ limit: 4 })
  await leave(desk)
})

test('[RO-22] other groups are put in order by keyboard, and the focus goes along', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const [group, one, two, three] = [await baton.group(), await baton.group(), await baton.group(), await baton.group()]
  const fallbacks = [one, two, three].map(({ id }) => ({ group: id, afterSeconds: 60 }))
  must(await baton.put(`/groups/${group.id}/routing`, { fallbacks }))
  const desk = await openDesk(browser, baton, admin)
  await openRouting(desk, group)
  const up = desk.getByRole('button', { name: `Move up: ${three.name}` })
  await up.focus()
  for (const position of [2, 1]) {
    await desk.keyboard.press('Enter')
    await desk.getByText(`${three.name} is now number ${position} of 3.`).waitFor()
    await focused(up)
  }
  await desk.keyboard.press('Enter')
  await tabTo(desk, 'Save')
  await desk.keyboard.press('Enter')
  await desk.getByText('Saved', { exact: true }).waitFor()
  const saved = must(await baton.get<{ fallbacks: { group: string }[] }>(`/groups/${group.id}/routing`))
  expect(saved.fallbacks.map((fallback) => fallback.group)).toEqual([three.id, one.id, two.id])
  await leave(desk)
})

test('[RO-31] an operator gets skills and a weight, and a group can require what somebody has', async () => {
  const [admin, group] = [await baton.operator({ role: 'admin' }), await baton.group()]
  const ana = await baton.operator({ name: 'Ana' })
  const desk = await openDesk(browser, baton, admin)
  await goTo(desk, '/setup/operators')
  await desk.getByRole('button', { name: 'Actions: Ana' }).click()
  await desk.getByRole('menuitem', { name: 'Edit operator' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Skills' }).fill('billing')
  await dialog.getByRole('textbox', { name: 'Weight' }).fill('2')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(must(await baton.get(`/operators/${ana.id}/abilities`))).toEqual({
    skills: ['billing'],
    languages: [],
    weight: 2,
    calendar: null,
  })

  await openRouting(desk, group)
  const required = desk.getByRole('region', { name: 'Required' })
  await required.getByRole('combobox', { name: 'Skills' }).click()
  await desk.getByRole('option', { name: 'billing' }).click()
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('Saved', { exact: true }).waitFor()
  expect(must(await baton.get(`/groups/${group.id}/routing`))).toEqual({ required: { skills: ['billing'] } })
  await leave(desk)
})

test('[RO-30] [RO-32] [RO-10] [RO-24] offers, newcomers, seats and deadlines are set, told, kept and read again', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const [other, group] = [await baton.group('back office'), await baton.group()]
  const desk = await openDesk(browser, baton, admin)
  const region = (name: string) => desk.getByRole('region', { name, exact: true })
  const open = async () => {
    await desk.goto(`${baton.origin}/setup/workspace`)
    await region('Ask before assigning').waitFor()
  }
  await open()
  await desk.getByRole('switch', { name: 'Assign requests automatically' }).check()
  await desk.getByRole('combobox', { name: 'Who gets it' }).click()
  await desk.getByRole('option', { name: 'Everybody in turn' }).click()
  await desk.getByRole('switch', { name: 'Ask before assigning' }).check()
  await region('Ask before assigning').getByRole('textbox', { name: 'Seconds to answer' }).fill('30')
  await desk.getByRole('switch', { name: 'Spare newcomers' }).check()
  await desk.getByRole('switch', { name: 'Waiting for the contact is free' }).check()
  await desk.getByRole('button', { name: 'Add a channel' }).click()
  await desk.getByRole('combobox', { name: 'Channel 1' }).fill('phone')
  await desk.getByRole('switch', { name: 'Nobody takes a request' }).check()
  await desk.getByRole('combobox', { name: 'Nobody takes a request: what happens' }).click()
  await desk.getByRole('option', { name: 'pass it on to another group' }).click()
  await desk.getByRole('switch', { name: 'The owner is gone' }).check()
  await desk.getByRole('switch', { name: 'Nobody writes any more' }).check()
  await desk.getByRole('textbox', { name: 'Warning: after how long' }).fill('45')
  await desk.getByRole('switch', { name: 'Wrap-up' }).check()
  await desk.getByRole('switch', { name: 'Away too long' }).check()

  await desk.getByRole('button', { name: 'Save' }).last().click()
  await desk.getByText('Say which group.').waitFor()
  await desk.getByText('The warning takes at most half', { exact: false }).waitFor()
  await desk.getByRole('combobox', { name: 'Group it is passed on to' }).click()
  await desk.getByRole('option', { name: other.name }).click()
  await desk.getByRole('textbox', { name: 'Warning: after how long' }).fill('5')
  await desk.getByRole('button', { name: 'Save' }).last().click()
  await desk.getByText('Saved', { exact: true }).waitFor()
  expect(must(await baton.get('/workspace/routing'))).toEqual({
    automatic: true,
    pick: 'round_robin',
    channelWeights: { phone: 2 },
    holdIsFree: true,
    offer: { seconds: 30 },
    ramp: { everySeconds: 60 },
    deadlines: {
      unanswered: { afterSeconds: 300, outcome: 'group', group: other.id },
      unreachable: { afterSeconds: 120, outcome: 'requeue' },
      idle: { afterSeconds: 1_800, warnSeconds: 300, outcome: 'hand_back' },
      wrapUp: { afterSeconds: 60 },
      away: { afterSeconds: 1_800 },
    },
  })
  await open()
  await desk.getByText('They are asked first, and have 30 seconds to answer.', { exact: false }).waitFor()
  expect(await desk.getByRole('textbox', { name: 'Seconds to answer' }).inputValue()).toBe('30')

  // A group takes it over, and has no say in what is only the workspace's.
  await openRouting(desk, group)
  await desk.getByText('They are asked first', { exact: false }).waitFor()
  for (const only of ['Add a channel', 'Away too long'])
    expect(await desk.getByText(only, { exact: true }).count()).toBe(0)
  await desk.getByRole('switch', { name: 'Ask before assigning' }).uncheck()
  await desk.getByRole('switch', { name: 'Wrap-up' }).uncheck()
  await desk.getByRole('button', { name: 'Save' }).click()
  await desk.getByText('Saved', { exact: true }).waitFor()
  const saved = must(await baton.get<{ offer: null; deadlines: object }>(`/groups/${group.id}/routing`))
  expect(saved.offer).toBeNull()
  expect(Object.keys(saved.deadlines).sort()).toEqual(['idle', 'unanswered', 'unreachable'])
  must(await baton.put('/workspace/routing', {}))
  await leave(desk)
})

test('[RO-40] an operator has hours of their own, and unreadable ones are refused where they stand', async () => {
  const admin = await baton.operator({ role: 'admin' })
  const pia = await baton.operator({ name: 'Pia' })
  const desk = await openDesk(browser, baton, admin)
  await goTo(desk, '/setup/operators')
  await desk.getByRole('button', { name: 'Actions: Pia' }).click()
  await desk.getByRole('menuitem', { name: 'Edit operator' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('switch', { name: 'Own hours' }).check()
  await dialog.getByLabel('Hours on Friday').fill('noon')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Write hours such as', { exact: false }).waitFor()
  await dialog.getByText('One place needs a change before this can be saved.').waitFor()
  await dialog.getByLabel('Hours on Friday').fill('9-12')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const kept = must(await baton.get<{ calendar: { weekly: object } }>(`/operators/${pia.id}/abilities`))
  expect(kept.calendar.weekly).toMatchObject({
    monday: [{ from: '09:00', to: '17:00' }],
    friday: [{ from: '09:00', to: '12:00' }],
  })
  await leave(desk)
})

test('[RO-21] who is no administrator reads the settings and changes none', async () => {
  const [reader, group] = [await baton.operator({ role: 'operator' }), await baton.group()]
  must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, limit: 2 }))
  const desk = await openDesk(browser, baton, reader)
  await openRouting(desk, group)
  await desk.getByRole('region', { name: 'Assign requests automatically' }).getByText('On', { exact: true }).waitFor()
  expect(await desk.getByRole('switch').count()).toBe(0)
  expect(await desk.getByRole('textbox', { name: 'Conversations at once' }).isEditable()).toBe(false)
  expect(await desk.getByRole('button', { name: /Save|Add|Use the workspace/ }).count()).toBe(0)
  await leave(desk)
})
