import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Chat, eventsOf, must } from '../src/testing.ts'
import { complaintsOf, focused, goTo, leave, openChat, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const reply = (desk: Page) => desk.getByRole('textbox', { name: /^Reply to/ })
const note = (desk: Page) => desk.getByRole('textbox', { name: /^Internal note/ })
const log = (desk: Page) => desk.getByRole('log')
const tray = (desk: Page) => desk.getByRole('list', { name: 'Files to send' })
const choices = (desk: Page) => desk.getByRole('listbox', { name: 'Canned replies' }).getByRole('option')

/** A conversation that an operator holds, and the desk of that operator with it open. */
async function held(
  name: string,
  variables = {},
  options = {},
): Promise<{ desk: Page; chat: Chat; operator: { id: string } }> {
  const operator = await baton.operator({ name, status: 'online' })
  const chat = await baton.chat(await baton.bot(), {
    text: 'Hello',
    variables: { user_name: `Contact of ${name}`, ...variables },
  })
  must(await chat.post('claim', { operator: operator.id }))
  const desk = await openDesk(browser, baton, operator, options)
  await openConversation(desk, chat)
  return { desk, chat, operator }
}

async function openConversation(desk: Page, chat: Chat): Promise<void> {
  await goTo(desk, `/inbox/${chat.id}`)
  await reply(desk).click()
  await focused(reply(desk))
}

/** What operators have said to the contact. */
const said = async (chat: Chat) =>
  eventsOf(await chat.events(), 'message')
    .filter(({ actor, data }) => actor.kind === 'operator' && !data.note)
    .map(({ data }) => data.text)

test('[U-09] a slash finds canned replies by what is typed, own ones first; what has no value is marked, and held back once', async () => {
  const canned = (shortcut: string, title: string, text: string) => ({ shortcut, title, text })
  must(
    await baton.post(
      '/canned-replies',
      canned('hello', 'Greeting', 'Hello {{ first_name }}, here is {{ operator_name }}.'),
    ),
  )
  must(
    await baton.post('/canned-replies', canned('order', 'Where it is', 'Your order {{ order_number }} is on its way.')),
  )
  const { desk, chat, operator } = await held('Ana', { user_name: 'Ida Lund' })
  const mine = await baton.signIn(operator)
  must(await mine.post('/me/canned-replies', canned('zzz', 'My own', 'Have a nice day.')))
  const complaints = complaintsOf(desk)

  await desk.keyboard.type('See and/or ')
  expect(await choices(desk).count()).toBe(0)
  await desk.keyboard.type('/')
  await expect.poll(() => choices(desk).allTextContents()).toHaveLength(3)
  expect(await choices(desk).first().textContent()).toContain('/zzz')
  expect(await violationsOf(desk), 'the list').toEqual([])
  await desk.keyboard.press('Escape')
  expect(await choices(desk).count()).toBe(0)
  expect(await reply(desk).inputValue()).toBe('See and/or /')

  await reply(desk).fill('')
  await desk.keyboard.type('/greet')
  await desk.getByRole('region', { name: 'Preview' }).getByText('Hello Ida, here is Ana.').waitFor()
  await desk.keyboard.press('Enter')
  await expect.poll(() => reply(desk).inputValue()).toBe('Hello Ida, here is Ana.')
  await desk.keyboard.type(' /')
  // What was used last stands first among those of the team.
  await expect.poll(async () => (await choices(desk).allTextContents())[1]).toContain('/hello')
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Tab')
  const whole = 'Hello Ida, here is Ana. Your order {{ order_number }} is on its way.'
  await expect.poll(() => reply(desk).inputValue()).toBe(whole)
  expect(
    await reply(desk).evaluate(
      'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)',
    ),
  ).toBe('{{ order_number }}')

  await desk.keyboard.press('Enter')
  await desk.getByRole('alert').getByText('Without a value: order_number.', { exact: false }).waitFor()
  expect(await said(chat)).toEqual([])
  await desk.keyboard.type('4711')
  await desk.keyboard.press('Enter')
  await expect.poll(() => said(chat)).toEqual([whole.replace('{{ order_number }}', '4711')])

  await desk.keyboard.type('Sure: {{ x }}')
  await desk.keyboard.press('Enter')
  await desk.getByText('Send again to send it all the same.').waitFor()
  await desk.keyboard.press('Enter')
  await expect.poll(async () => (await said(chat)).at(-1)).toBe('Sure: {{ x }}')
  expect(complaints).toEqual([])
  await leave(desk)
})

test('[U-06] a text begun on one device goes on, on another and after a reload, and is gone everywhere once it is sent', async () => {
  const { desk: laptop, chat, operator } = await held('Ben')
  const mine = await baton.signIn(operator)
  const kept = async () =>
    must(await mine.get<{ items: { reply: string }[] }>('/me/drafts')).items.map(({ reply }) => reply)
  const phone = await openDesk(browser, baton, operator)
  await laptop.keyboard.type('Half a sen')
  await expect.poll(kept).toEqual(['Half a sen'])
  await openConversation(phone, chat)
  await expect.poll(() => reply(phone).inputValue()).toBe('Half a sen')
  await phone.keyboard.press('End')
  await phone.keyboard.type('tence')
  await expect.poll(kept).toEqual(['Half a sentence'])
  await laptop.reload()
  await expect.poll(() => reply(laptop).inputValue()).toBe('Half a sentence')

  // What is written without a connection gets there when it is back.
  await laptop.context().setOffline(true)
  await reply(laptop).fill('Half a sentence, and the rest.')
  await laptop.context().setOffline(false)
  await laptop.evaluate("window.dispatchEvent(new Event('focus'))")
  await expect.poll(kept).toEqual(['Half a sentence, and the rest.'])
  await reply(laptop).press('Enter')
  await log(laptop).getByText('Half a sentence, and the rest.').waitFor()
  await expect.poll(kept).toEqual([])
  await phone.evaluate("window.dispatchEvent(new Event('focus'))")
  await expect.poll(() => reply(phone).inputValue()).toBe('')
  await leave(laptop)
  await leave(phone)
})

const retryFirst =
  "[...document.querySelectorAll('[role=log] button')].find((one) => one.textContent === 'Retry')?.click()"

test('[U-05] [D-02] what was not sent stays in its place in all tabs; whatever broke, it is one message in the end', async () => {
  const { desk, chat } = await held('Cleo')
  const sends = '**/api/v1/conversations/*/messages'
  const second = await desk.context().newPage()
  await second.goto(`${baton.origin}/inbox/${chat.id}`)
  await reply(second).click()
  await focused(reply(second))
  const failed = (page: Page, text: string) => log(page).locator('article').filter({ hasText: text })

  // The server says that it cannot; then it can.
  await desk.bringToFront()
  await desk.route(sends, (route) =>
    route.fulfill({ status: 503, json: { title: 'Not now', detail: 'The store cannot take this now.' } }),
  )
  await reply(desk).fill('first')
  await reply(desk).press('Enter')
  await failed(desk, 'first')
    .getByRole('alert')
    .getByText('The store cannot take this now.', { exact: false })
    .waitFor()
  await failed(second, 'first').getByRole('button', { name: 'Retry' }).waitFor()
  await desk.unroute(sends)
  // From both tabs at once.
  await Promise.all([desk, second].map((page) => page.evaluate(retryFirst)))
  await expect.poll(() => said(chat)).toEqual(['first'])
  for (const page of [desk, second])
    await failed(page, 'first').getByRole('button', { name: 'Retry' }).waitFor({ state: 'detached' })

  // The server took it, and the answer was lost: it is in the log, and written anew it is not sent twice.
  await desk.route(sends, async (route) => {
    await route.fetch()
    await route.abort()
  })
  await reply(desk).fill('second')
  await reply(desk).press('Enter')
  await expect.poll(() => said(chat)).toEqual(['first', 'second'])
  await failed(desk, 'second').getByRole('button', { name: 'Retry' }).waitFor({ state: 'detached' })
  await desk.unroute(sends)

  // The page goes in the middle of it: its call waits for something that does not come.
  const waiting = `${baton.origin}/api/v1/conversations/${chat.id}/events?after=400&wait=60`
  await desk.route(sends, (route) => route.continue({ url: waiting, method: 'GET' }))
  await reply(desk).fill('third')
  await reply(desk).press('Enter')
  await failed(desk, 'third').getByText('Sending').waitFor()
  expect(await failed(second, 'third').getByRole('button', { name: 'Retry' }).count()).toBe(0)
  await desk.close()
  await failed(second, 'third').getByRole('button', { name: 'Back to the field' }).click()
  await focused(reply(second))
  expect(await reply(second).inputValue()).toBe('third')
  await second.keyboard.press('Enter')
  await expect.poll(() => said(chat)).toEqual(['first', 'second', 'third'])
  await second.context().close()
})

test('[U-08] whoever loses the conversation while writing sees at once who has it and why, and keeps the text', async () => {
  const { desk, chat } = await held('Dora')
  const boss = await baton.operator({ name: 'Emil', role: 'supervisor', status: 'online' })
  await desk.keyboard.type('I was just about to say')
  must(await chat.post('transfer', { operator: boss.id }))
  const alert = desk.getByRole('alert').filter({ hasText: 'transferred to Emil while you wrote' })
  await alert.getByText('Your text is kept.', { exact: false }).waitFor()
  expect(await reply(desk).inputValue()).toBe('I was just about to say')
  expect(await reply(desk).getAttribute('readonly')).not.toBeNull()
  expect(await violationsOf(desk), 'locked').toEqual([])
  await reply(desk).press('Enter')
  await alert.getByRole('button', { name: 'Write as note instead' }).click()
  await focused(note(desk))
  expect(await note(desk).inputValue()).toBe('I was just about to say')
  await desk.keyboard.press('Enter')
  await log(desk)
    .locator('article')
    .filter({ hasText: 'I was just about to say' })
    .getByText('Only operators see this')
    .waitFor()
  expect(await said(chat)).toEqual([])
  await leave(desk)
})

test('[U-10] [I-40] what was written as a note does not get to the contact by a late key, by pasting, nor with its files', async () => {
  const { desk, chat } = await held('Finn')
  await desk.keyboard.press('Escape')
  await desk.keyboard.press('n')
  await focused(note(desk))
  await desk.keyboard.type('He owes us 300 Euro')
  await desk
    .locator('input[type=file]')
    .setInputFiles({ name: 'debts.txt', mimeType: 'text/plain', buffer: Buffer.from('300') })
  await tray(desk).getByText('debts.txt').waitFor()
  // The other text, at the very moment of sending.
  await desk.getByRole('radiogroup', { name: 'What you write' }).getByText('Reply').click()
  await focused(reply(desk))
  await desk.keyboard.press('Enter')
  expect(await reply(desk).inputValue()).toBe('')
  expect(await tray(desk).count()).toBe(0)
  await desk.keyboard.type('As I said: he owes us 300 euro')
  await desk.keyboard.press('Enter')
  await desk.getByRole('alert').getByText('These words were written as an internal note.', { exact: false }).waitFor()
  // A key that is held down passes nothing.
  await reply(desk).evaluate(
    "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true, cancelable: true }))",
  )
  expect(await said(chat)).toEqual([])
  await reply(desk).fill('')
  await desk.keyboard.press('Escape')
  await desk.keyboard.press('n')
  await focused(note(desk))
  await desk.keyboard.press('Enter')
  await log(desk).getByText('debts.txt').waitFor()
  const notes = eventsOf(await chat.events(), 'message').filter(({ data }) => data.note)
  expect(notes.map(({ data }) => data.parts.map(({ type }) => type))).toEqual([['text'], ['file']])
  expect(await said(chat)).toEqual([])
  await leave(desk)
})

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** Files brought to an element by an event of the mouse or the clipboard, which Playwright cannot make itself. */
const bring = (kind: 'drop' | 'paste', name: string, type: string, content: string) => `(() => {
  const bytes = Uint8Array.from(atob('${content}'), (one) => one.charCodeAt(0))
  const data = new DataTransfer()
  data.items.add(new File([bytes], '${name}', { type: '${type}' }))
  const at = ${kind === 'paste' ? 'document.activeElement' : "document.querySelector('[role=log]')"}
  const more = { bubbles: true, cancelable: true }
  const events = ${kind === 'paste' ? "[new ClipboardEvent('paste', { ...more, clipboardData: data })]" : "['dragenter', 'dragover', 'drop'].map((kind) => new DragEvent(kind, { ...more, dataTransfer: data }))"}
  for (const event of events) at.dispatchEvent(event)
})()`

const brought = [
  { name: 'invoice.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 an invoice') },
  { name: 'film.mov', mimeType: 'video/quicktime', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) },
  { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
]

test('[U-17] [A-16] files are chosen, dropped and pasted, described, refused, retried, given up, and reach the contact', async () => {
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator' }])
  const contact = await openChat(browser, baton, bot)
  await contact.frame.getByRole('textbox', { name: 'Your message' }).fill('Hello')
  await contact.frame.getByRole('textbox', { name: 'Your message' }).press('Enter')
  const operator = await baton.operator({ name: 'Gisa', status: 'online' })
  const desk = await openDesk(browser, baton, operator)
  const complaints = complaintsOf(desk)
  // Told of from the start: a key opens the dialog faster than it could be waited for.
  desk.on('filechooser', (chooser) => void chooser.setFiles(brought))
  const find = async () =>
    (await baton.get<{ items: { id: string }[] }>(`/conversations?bot=${bot.id}`)).body.items[0]?.id
  await expect.poll(find).toBeDefined()
  await goTo(desk, `/inbox/${await find()}`)
  await reply(desk).waitFor()

  await desk.keyboard.press('u')
  await tray(desk).getByText('invoice.pdf').waitFor()
  await focused(reply(desk))
  await tray(desk).getByText('Too large: a file has at most 10 MB.').waitFor()
  await tray(desk).getByText('This file is empty.').waitFor()
  await desk.evaluate(bring('drop', 'photo.png', 'image/png', pixel))
  await desk.evaluate(bring('paste', 'screen.png', 'image/png', pixel))
  await tray(desk).getByRole('textbox', { name: 'Description of photo.png' }).fill('A red bicycle')
  await tray(desk).getByText('screen.png').waitFor()
  expect(await violationsOf(desk), 'the tray').toEqual([])
  await tray(desk).getByRole('button', { name: 'Remove film.mov' }).click()
  await tray(desk).getByRole('button', { name: 'Remove empty.txt' }).click()
  await tray(desk).getByRole('button', { name: 'Remove screen.png' }).click()

  const uploads = '**/api/v1/conversations/*/files'
  await desk.route(uploads, () => {})
  await reply(desk).fill('Here they are')
  await reply(desk).press('Enter')
  await tray(desk).getByRole('button', { name: 'Cancel sending invoice.pdf' }).click()
  await tray(desk).getByRole('button', { name: 'Cancel sending photo.png' }).click()
  await tray(desk).getByRole('button', { name: 'Remove invoice.pdf' }).waitFor()
  await desk.unroute(uploads)
  await desk.route(uploads, (route) => route.abort())
  await reply(desk).press('Enter')
  await tray(desk).getByText('Not sent: the server could not be reached.').first().waitFor()
  await desk.unroute(uploads)
  await tray(desk).getByRole('button', { name: 'Retry invoice.pdf' }).click()
  await tray(desk).getByText('invoice.pdf').waitFor({ state: 'detached' })
  await tray(desk).getByRole('button', { name: 'Retry photo.png' }).click()
  await tray(desk).waitFor({ state: 'detached' })
  const shown = contact.frame.getByRole('log')
  await shown.getByText('Here they are').waitFor()
  await shown.getByRole('link', { name: /invoice.pdf/ }).waitFor()
  await shown.getByRole('img', { name: 'A red bicycle' }).waitFor()
  await log(desk).getByRole('img', { name: 'A red bicycle' }).waitFor()
  expect(complaints).toEqual([])
  await leave(desk)
  await contact.context.close()
})

test('[A-08] an emoji is found by its name and put in by keyboard; nothing of it comes from elsewhere', async () => {
  const { desk } = await held('Hana', {}, { reducedMotion: 'reduce' })
  const fetched: string[] = []
  desk.on('request', (request) => fetched.push(request.url()))
  await desk.keyboard.type('Well done ')
  await desk.keyboard.press('Shift+Tab')
  await desk.getByRole('button', { name: 'Emoji' }).focus()
  await desk.keyboard.press('Enter')
  const search = desk.getByRole('combobox', { name: 'Find an emoji by its name' })
  await focused(search)
  await desk.keyboard.type('thumbs')
  await expect
    .poll(() => desk.getByRole('option', { selected: true }).getAttribute('aria-label'))
    .toContain('thumbs up')
  expect(await violationsOf(desk), 'emoji').toEqual([])
  await desk.keyboard.press('ArrowRight')
  await desk.keyboard.press('ArrowLeft')
  await desk.keyboard.press('Enter')
  await focused(reply(desk))
  expect(await reply(desk).inputValue()).toBe('Well done 👍')
  expect(fetched.every((url) => url.startsWith(baton.origin))).toBe(true)
  await leave(desk)
})

test('[U-09] [A-10] canned replies are made, changed and deleted in the set-up: own ones by everybody, those of the team by supervisors', async () => {
  const sue = await baton.operator({ name: 'Sue', role: 'supervisor' })
  const desk = await openDesk(browser, baton, sue, { reducedMotion: 'reduce' })
  await goTo(desk, '/setup/replies')
  const team = desk.getByRole('region', { name: 'Of the team' })
  await team.getByRole('button', { name: 'New team reply' }).click()
  const dialog = desk.getByRole('dialog')
  await focused(dialog.getByLabel('Shortcut'))
  await desk.keyboard.type('two words')
  await dialog.getByLabel('Title').fill('Opening hours')
  await dialog.getByLabel('Text').fill('Dear {{ first_name')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Only letters, digits', { exact: false }).waitFor()
  await dialog.getByLabel('Shortcut').fill('hours')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('This cannot be filled in', { exact: false }).waitFor()
  expect(await violationsOf(desk), 'the dialog').toEqual([])
  await dialog.getByLabel('Text').fill('We are open from nine to five, ')
  await dialog.getByRole('button', { name: 'Put in a variable' }).click()
  await desk.getByRole('menuitem', { name: 'first_name' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await team.getByText('We are open from nine to five, {{ first_name }}').waitFor()
  expect(await violationsOf(desk), 'the page').toEqual([])
  await desk.setViewportSize({ width: 320, height: 640 })
  expect(await desk.evaluate('document.documentElement.scrollWidth')).toBe(320)
  await team.getByRole('button', { name: 'Delete Opening hours' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await team.getByText('We are open', { exact: false }).waitFor({ state: 'detached' })
  await leave(desk)

  const operator = await openDesk(browser, baton, await baton.operator({ name: 'Tim' }))
  await goTo(operator, '/setup/replies')
  await operator.getByRole('button', { name: 'New own reply' }).waitFor()
  expect(await operator.getByRole('button', { name: 'New team reply' }).count()).toBe(0)
  await leave(operator)
})
