import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { complaintsOf, launch, leave, logOf, openChat, openDesk, openStage, say } from './windows.ts'

const { browser, baton } = await openStage({ config: { BATON_DEMO: 'true' } })

type Named = { items: { id: string; name: string }[] }

async function named(path: string, name: string): Promise<{ id: string; name: string }> {
  const { body } = await baton.get(path)
  const found = (body as Named).items.find((item) => item.name === name)
  if (found === undefined) throw new Error(`${path} has no ${name}`)
  return found
}

const demoBot = () => named('/bots', 'Harbor Bikes')

/** The desk opens the conversation that is newest in this tab. */
async function openNewest(desk: Page, tab: RegExp): Promise<void> {
  await desk.getByRole('tab', { name: tab }).click()
  await desk.locator('a[href^="/inbox/conv_"]').first().click()
}

test('[HO-10][HO-4][HO-6][HO-42] a contact asks for a person, is taken over, answered, handed back, and the bot answers again', async () => {
  const alex = await named('/operators', 'Alex Morgan')
  const desk = await openDesk(browser, baton, alex)
  const deskComplaints = complaintsOf(desk)
  const chat = await openChat(browser, baton, await demoBot())
  const chatComplaints = complaintsOf(chat.page)
  await chat.frame.getByRole('button', { name: 'Talk to a person' }).click()
  await logOf(chat).getByText('Alex Morgan joined').waitFor()

  await openNewest(desk, /Mine/)
  await desk.getByText('You hold this conversation').first().waitFor()
  await say(chat, 'Is anybody there?')
  await desk.getByRole('log').getByText('Is anybody there?').waitFor()
  await expect.poll(() => logOf(chat).getByText('I did not get that.').count()).toBe(0)

  await desk.getByRole('textbox', { name: /^Reply to/ }).fill('Hello, this is *Alex*.')
  await desk.keyboard.press('Enter')
  await logOf(chat).getByText('Hello, this is').waitFor()

  await desk.getByText('Note', { exact: true }).first().click()
  await desk.getByRole('textbox', { name: /^Internal note/ }).fill('secret-canary for colleagues')
  await desk.keyboard.press('Enter')
  await desk.getByRole('log').getByText('secret-canary').waitFor()

  await chat.page.reload({ waitUntil: 'load' })
  chat.frame = await launch(chat.page)
  await logOf(chat).getByText('Hello, this is').waitFor()
  expect(await logOf(chat).getByText('secret-canary').count()).toBe(0)
  expect(await chat.frame.content()).not.toContain('secret-canary')

  await chat.context.setOffline(true)
  await say(chat, 'Written without a connection')
  await chat.context.setOffline(false)
  await desk.getByRole('log').getByText('Written without a connection').waitFor()
  await desk.reload()
  await desk.getByRole('log').getByText('Written without a connection').waitFor()
  expect(await desk.getByRole('log').getByText('Written without a connection').count()).toBe(1)

  await desk.context().setOffline(true)
  await desk
    .getByText(/No connection to the server|Connecting\./)
    .first()
    .waitFor()
  await say(chat, 'While the desk was offline')
  await desk.context().setOffline(false)
  await desk.getByRole('log').getByText('While the desk was offline').waitFor()
  expect(await desk.getByRole('log').getByText('While the desk was offline').count()).toBe(1)

  await desk.getByRole('button', { name: 'Hand over' }).first().click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Hand over' }).click()
  await logOf(chat).getByText('The assistant is back', { exact: false }).first().waitFor()
  await say(chat, 'When are you open?')
  await logOf(chat).getByText('Monday to Friday', { exact: false }).first().waitFor()
  expect([...deskComplaints, ...chatComplaints]).toEqual([])
  await leave(desk)
  await chat.context.close()
})

test('[HO-40] of two operators who click take over at once one holds the conversation, and the other reads who', async () => {
  const [ana, ben] = [await named('/operators', 'Ana Ribeiro'), await named('/operators', 'Ben Okafor')]
  const bot = await demoBot()
  const contact = `race-${Math.random().toString(36).slice(2)}`
  await baton.post(`/bots/${bot.id}/contacts/${contact}/messages`, { text: 'hello' })
  const desks = [await openDesk(browser, baton, ana), await openDesk(browser, baton, ben)] as const
  for (const desk of desks) {
    await desk.getByRole('tab', { name: /All/ }).click()
    await desk.getByRole('link', { name: new RegExp(contact) }).click()
    await desk.getByText('The chatbot answers').first().waitFor()
  }
  const takeOver = (desk: Page) =>
    desk
      .getByRole('button', { name: /^Take over/ })
      .first()
      .click({ timeout: 5_000 })
  await Promise.allSettled(desks.map(takeOver))
  const { body } = await baton.get('/conversations?chatState=taken_over')
  await expect
    .poll(
      async () => {
        const mine = await Promise.all(
          desks.map((desk) => desk.getByText('You hold this conversation', { exact: true }).count()),
        )
        return mine.filter((count) => count > 0).length
      },
      { timeout: 10_000 },
    )
    .toBe(1)
  expect((body as Named).items.length).toBeGreaterThan(0)
  const loser =
    (await desks[0].getByText('You hold this conversation', { exact: true }).count()) > 0 ? desks[1] : desks[0]
  await loser
    .getByText(/holds this conversation/)
    .first()
    .waitFor()
  for (const desk of desks) await leave(desk)
})

const hostile = [
  '<img src=x onerror="document.title=`owned`">',
  '<script>document.title="owned"</script>',
  '"><svg/onload=document.title="owned">',
  '[link](javascript:document.title="owned")',
  'javascript:document.title="owned"',
]

test('[FL-13][S-17] markup that a contact, a bot or an operator writes is shown as text at the desk and in the widget', async () => {
  const alex = await named('/operators', 'Alex Morgan')
  const bot = await demoBot()
  const chat = await openChat(browser, baton, bot)
  await chat.frame.getByRole('button', { name: 'Talk to a person' }).waitFor()
  for (const text of hostile) await say(chat, text)
  const desk = await openDesk(browser, baton, alex)
  const complaints = complaintsOf(desk)
  await openNewest(desk, /All/)
  for (const text of hostile) await desk.getByRole('log').getByText(text, { exact: false }).first().waitFor()
  await desk.getByRole('textbox', { name: /^Reply to/ }).fill(hostile.join('\n'))
  await desk.keyboard.press('Enter')
  await logOf(chat)
    .getByText(hostile[0] ?? '', { exact: false })
    .nth(1)
    .waitFor()
  expect(await desk.title()).not.toContain('owned')
  expect(await chat.frame.title()).not.toContain('owned')
  expect(await chat.page.title()).not.toContain('owned')
  expect(await desk.locator('a[href^="javascript"]').count()).toBe(0)
  expect(await chat.frame.locator('a[href^="javascript"]').count()).toBe(0)
  expect(complaints).toEqual([])
  await leave(desk)
  await chat.context.close()
})
