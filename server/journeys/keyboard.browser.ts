import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Chat, must } from '../src/testing.ts'
import { complaintsOf, focused, goTo, leave, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const chord = 'ControlOrMeta+k'
const field = (desk: Page) => desk.getByRole('combobox', { name: 'Commands' })
const option = (desk: Page, name: string | RegExp) => desk.getByRole('option', { name })
const reply = (desk: Page) => desk.getByRole('textbox', { name: /^Reply to/ })
const note = (desk: Page) => desk.getByRole('textbox', { name: /^Internal note/ })

async function openPalette(desk: Page): Promise<void> {
  await desk.keyboard.press(chord)
  await focused(field(desk))
}

/** What Enter would do now. */
async function chosen(desk: Page): Promise<string> {
  const id = await field(desk).getAttribute('aria-activedescendant')
  return (await desk.locator(`[id="${id}"]`).textContent()) ?? ''
}

/** So soon after each other that a busy machine cannot come between. */
async function sequence(desk: Page, ...keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => desk.keyboard.press(key)))
}

async function gone(desk: Page): Promise<void> {
  await desk.getByRole('dialog').waitFor({ state: 'detached' })
}

/** A contact who asks for an operator, whoever that is. */
async function asking(name: string): Promise<Chat> {
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator' }])
  return baton.chat(bot, { text: 'Hello', variables: { user_name: name } })
}

test('[U-01] the palette opens everywhere, finds by words and names, shows the shortcut, runs, and gives the focus back', async () => {
  const ana = await baton.operator({ name: 'Ana', role: 'supervisor', status: 'online' })
  const [first, second] = [await asking('Elena'), await asking('Zoë Brandt')]
  const desk = await openDesk(browser, baton, ana)
  const complaints = complaintsOf(desk)
  await goTo(desk, `/inbox/${first.id}`)
  await reply(desk).fill('Half a sen')
  await reply(desk).focus()

  await openPalette(desk)
  expect(await option(desk, /.*/).count()).toBeGreaterThan(30)
  await desk.keyboard.type('conv clo')
  await expect.poll(() => chosen(desk)).toMatch(/^Close conversation\s*E$/)
  await desk.keyboard.press('Escape')
  await focused(reply(desk))
  expect(await reply(desk).inputValue()).toBe('Half a sen')

  await openPalette(desk)
  await desk.keyboard.type('take over')
  await expect.poll(() => chosen(desk)).toMatch(/^Take over/)
  await desk.keyboard.press('Enter')
  await desk.getByText('You hold this conversation').first().waitFor()
  expect((await first.view()).operator?.id).toBe(ana.id)

  // What cannot be done says why, and is not done.
  await openPalette(desk)
  await desk.keyboard.type('take over')
  await expect.poll(() => chosen(desk)).toContain('You hold it already.')
  await desk.keyboard.press('Enter')
  expect(await option(desk, /^Take over/).getAttribute('aria-disabled')).toBe('true')
  await field(desk).fill('internal comment')
  await expect.poll(() => chosen(desk)).toMatch(/^Note/)
  await desk.keyboard.press('Enter')
  await focused(note(desk))

  await openPalette(desk)
  await desk.keyboard.type('nothing of this kind')
  await desk.getByText('Nothing fits “nothing of this kind”.').waitFor()
  await field(desk).fill('zoe')
  await expect.poll(() => chosen(desk)).toContain('Zoë Brandt')
  await desk.keyboard.press('Enter')
  await expect.poll(() => desk.url()).toContain(second.id)

  await openPalette(desk)
  await desk.keyboard.type('busy')
  await desk.keyboard.press('Enter')
  await desk.getByRole('button', { name: 'Your status: Busy' }).waitFor()
  // A dialog that is open keeps its keys.
  await desk.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await desk.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await desk.keyboard.press(chord)
  expect(await field(desk).count()).toBe(0)
  await desk.keyboard.press('Escape')
  await gone(desk)
  const button = desk.getByRole('button', { name: 'Commands' })
  await button.click()
  await focused(field(desk))
  await desk.keyboard.press(chord)
  await focused(button)
  expect(complaints).toEqual([])
  await leave(desk)
})

test('[U-02] [A-07] G and a letter leads to a place; keys are changed, refused, given back and turned off, for one operator', async () => {
  const ben = await baton.operator({ name: 'Ben', role: 'admin' })
  const chat = await asking('Farid')
  const desk = await openDesk(browser, baton, ben)
  for (const [letter, path] of [
    ['f', '/figures'],
    ['w', '/wallboard'],
    ['s', '/setup/operators'],
    ['d', '/designer'],
    ['i', '/'],
    ['p', '/profile'],
  ] as const) {
    await sequence(desk, 'g', letter)
    await expect.poll(() => new URL(desk.url()).pathname).toBe(path)
  }

  const key = (command: string) => desk.getByRole('button', { name: new RegExp(`^${command}: `) })
  const change = async (command: string, ...keys: string[]) => {
    await key(command).click()
    await desk.getByRole('button', { name: `Press a key for: ${command}`, exact: false }).waitFor()
    for (const one of keys) await desk.keyboard.press(one)
  }
  await change('Take over', 'r')
  await desk.getByRole('alert').getByText('R already means “Reply”.', { exact: false }).waitFor()
  expect(await key('Take over').textContent()).toBe('Take over: T')
  await change('Take over', 's')
  await desk.getByRole('alert').getByText('S already means “Snooze”.', { exact: false }).waitFor()
  await change('Take over', 'q')
  await expect.poll(() => key('Take over').textContent()).toBe('Take over: Q')
  await change('Reply', 'g', 't')
  await expect.poll(() => key('Reply').textContent()).toBe('Reply: G then T')
  await change('Note', 'Delete')
  await expect.poll(() => key('Note').textContent()).toBe('Note: No key')
  await desk.getByRole('button', { name: 'Back to the usual key: Note' }).click()
  await expect.poll(() => key('Note').textContent()).toBe('Note: N')

  await goTo(desk, `/inbox/${chat.id}`)
  const takeOver = desk.getByRole('button', { name: /^Take over/ })
  await expect.poll(() => takeOver.textContent()).toMatch(/Q$/)
  await desk.keyboard.press('?')
  const help = desk.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await help.getByRole('term').getByText('Take over', { exact: true }).waitFor()
  expect(
    await help
      .locator('dt', { hasText: /^Reply$/ })
      .locator('xpath=..')
      .textContent(),
  ).toMatch(/G.*T$/)
  await desk.keyboard.press('Escape')
  await gone(desk)
  await desk.keyboard.press('t')
  await sequence(desk, 'g', 't')
  await focused(reply(desk))
  await desk.keyboard.press('q')
  expect(await reply(desk).inputValue()).toBe('q')
  expect((await chat.view()).operator).toBeNull()

  await openPalette(desk)
  await desk.keyboard.type('single-key')
  await expect.poll(() => chosen(desk)).toMatch(/^Turn single-key shortcuts off/)
  await desk.keyboard.press('Enter')
  await expect.poll(() => takeOver.textContent()).toBe('Take over')
  await reply(desk).blur()
  await desk.keyboard.press('q')
  await desk.keyboard.press('?')
  await openPalette(desk)
  await desk.keyboard.type('turn single-key shortcuts on')
  await desk.keyboard.press('Enter')
  await expect.poll(() => takeOver.textContent()).toMatch(/Q$/)
  expect(await help.count()).toBe(0)
  expect((await chat.view()).operator).toBeNull()
  await reply(desk).blur()
  await desk.keyboard.press('q')
  await desk.getByText('You hold this conversation').first().waitFor()
  await leave(desk)
})

test('[U-03] a shift without a mouse takes eleven keystrokes beyond text: accept, attach, canned reply, note, transfer, accept, close', async () => {
  const group = await baton.group('Shift')
  must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, offer: { seconds: 60 } }))
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }])
  const canned = { shortcut: 'look', title: 'I look', text: 'I will look where it is, {{ first_name }}.' }
  must(await baton.post('/canned-replies', canned))
  const cleo = await baton.operator({ name: 'Cleo', groups: [group.id] })
  const dora = await baton.operator({ name: 'Dora', status: 'busy' })
  const desk = await openDesk(browser, baton, cleo)
  const offers = desk.getByRole('region', { name: 'What you are asked to take' })
  const first = await baton.chat(bot, { text: 'My order has not come', variables: { user_name: 'Gil' } })
  await offers.getByRole('link', { name: 'Gil' }).waitFor()
  const second = await baton.chat(bot, { text: 'Thank you', variables: { user_name: 'Ida' } })
  await offers.getByRole('link', { name: 'Ida' }).waitFor()
  const map = { name: 'map.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 a map') }
  desk.on('filechooser', (chooser) => void chooser.setFiles(map))
  let strokes = 0
  const press = async (...keys: string[]) => {
    for (const key of keys) await desk.keyboard.press(key)
    strokes += keys.length
  }

  await press('y')
  await desk.getByText('You hold this conversation').first().waitFor()
  await desk.getByRole('log').getByText('My order has not come').waitFor()
  await press('u')
  await desk.getByRole('list', { name: 'Files to send' }).getByText('map.pdf').waitFor()
  await focused(reply(desk))
  await press('/')
  await desk.keyboard.type('look')
  await desk.getByRole('option', { name: /look/, selected: true }).waitFor()
  await press('Enter')
  await expect.poll(() => reply(desk).inputValue()).toBe('I will look where it is, Gil.')
  await press('ControlOrMeta+Enter')
  await desk.getByRole('log').getByText('I will look where it is, Gil.').waitFor()
  await desk.getByRole('log').getByText('map.pdf').waitFor()
  await press('n')
  await focused(note(desk))
  await desk.keyboard.type('It stands in the harbor.')
  await press('ControlOrMeta+Enter')
  await desk.getByRole('log').getByText('It stands in the harbor.').waitFor()
  await press('a')
  await focused(desk.getByRole('textbox', { name: 'Find an operator or group' }))
  await desk.getByRole('button', { name: /^Dora/ }).waitFor()
  await desk.keyboard.type('dora')
  await press('Enter')
  await desk.getByText('Dora holds this conversation').first().waitFor()
  await gone(desk)
  await press('y')
  await desk.getByRole('log').getByText('Thank you').waitFor()
  await desk.getByText('You hold this conversation').first().waitFor()
  await press('e')
  await desk.getByText('Conversation with Ida closed').first().waitFor()

  expect(strokes).toBe(11)
  expect((await first.view()).operator?.id).toBe(dora.id)
  // It could still be undone: with the page it is sent.
  await desk.reload()
  await expect.poll(async () => (await second.view()).status).toBe('closed')
  expect(await first.log()).toEqual(expect.arrayContaining([expect.stringContaining('I will look where it is, Gil.')]))
  await leave(desk)
})

test('[A-07] [A-08] [A-10] palette, help and keys break no rule of WCAG that a machine can check, nor is anything cut off on a narrow window', async () => {
  const eve = await baton.operator({ name: 'Eve', role: 'supervisor' })
  const chat = await asking('Maximiliane-Theodora von und zu Hohenstein-Waldburg')
  const finn = await baton.operator({ name: 'Finn' })
  must(await chat.post('claim', { operator: finn.id }))
  const desk = await openDesk(browser, baton, eve, { reducedMotion: 'reduce' })
  await goTo(desk, `/inbox/${chat.id}`)
  await desk.getByText('Finn holds this conversation').first().waitFor()
  await openPalette(desk)
  await desk.getByText('Finn holds this conversation.', { exact: true }).first().waitFor()
  expect(await violationsOf(desk), 'palette').toEqual([])
  await desk.keyboard.type('maxi')
  await expect.poll(() => chosen(desk)).toContain('Maximiliane')
  await desk.setViewportSize({ width: 320, height: 640 })
  expect(await desk.evaluate('document.documentElement.scrollWidth')).toBe(320)
  const { x = 0, width = 0 } = (await field(desk).boundingBox()) ?? {}
  expect([x >= 0, x + width <= 320]).toEqual([true, true])
  await desk.keyboard.press('Escape')
  await gone(desk)
  await desk.keyboard.press('?')
  await desk.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  expect(await violationsOf(desk), 'help').toEqual([])
  await desk.getByRole('button', { name: 'Change shortcuts' }).click()
  await desk.getByRole('button', { name: /^Close conversation: / }).click()
  await desk.keyboard.press('r')
  await desk.getByRole('alert').getByText('R already means', { exact: false }).waitFor()
  expect(await violationsOf(desk), 'keys').toEqual([])
  expect(await desk.evaluate('document.documentElement.scrollWidth')).toBe(320)
  await leave(desk)
})
