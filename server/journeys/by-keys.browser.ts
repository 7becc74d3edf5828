/** The desk and the chat without a mouse: what people do all day, by the keyboard alone. */
import { readFile } from 'node:fs/promises'
import type { Frame } from 'playwright-core'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type Chat, eventsOf, must } from '../src/testing.ts'
import { complaintsOf, focused, goTo, hasButton, openDesk, openStage, tabTo } from './windows.ts'

const { browser, baton } = await openStage()
const me = await baton.operator({ name: 'Kim', role: 'admin', status: 'online' })
const desk = await openDesk(browser, baton, me)
const complaints = complaintsOf(desk)
// Told of from the start: a key opens the dialog faster than it could be waited for.
const map = { name: 'map.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 a map') }
desk.on('filechooser', (chooser) => void chooser.setFiles(map))
const site = await (await browser.newContext({ viewport: { width: 1200, height: 800 } })).newPage()

/** What a mouse, a pen or a finger did, in any page. */
let touches = 0
for (const page of [desk, site]) {
  await page.exposeFunction('touched', () => {
    touches += 1
  })
  await page.addInitScript(`for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
    addEventListener(kind, () => window.touched(), true)`)
}
await desk.reload()
await desk.getByRole('tab').first().waitFor()

/** For what goes over the wire on a busy machine. */
const patiently = { timeout: 10_000 }

const reply = desk.getByRole('textbox', { name: /^Reply to/ })
const note = desk.getByRole('textbox', { name: /^Internal note/ })
const log = desk.getByRole('log')
const dialog = desk.getByRole('dialog')
const commands = desk.getByRole('combobox', { name: 'Commands' })
const row = (name: string) => desk.locator('li[data-row]').filter({ hasText: name })
const heading = (name: string) => desk.getByRole('heading', { level: 1, name, exact: true })
const banner = (text: string) => desk.getByText(text, { exact: true }).first()

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await desk.keyboard.press(key)
}

/** Names the command in the palette, and does it. */
async function run(words: string, command = new RegExp(`^${words}`, 'i')): Promise<void> {
  await press('ControlOrMeta+k')
  await focused(commands)
  await desk.keyboard.type(words)
  await expect.poll(chosen).toMatch(command)
  await press('Enter')
  await commands.waitFor({ state: 'detached' })
}

/** What Enter would do now. */
async function chosen(): Promise<string> {
  const id = await commands.getAttribute('aria-activedescendant')
  return (await desk.locator(`[id="${id}"]`).textContent()) ?? ''
}

async function write(key: 'r' | 'n', text: string): Promise<void> {
  await press(key)
  await focused(key === 'r' ? reply : note)
  await desk.keyboard.type(text)
}

type Begun = { variables?: Record<string, unknown>; tags?: string[] }
const asking = { type: 'set_chat_operator_state', mode: 'request_operator' }

/** Contacts who wait for an operator, next to each other in the list. */
async function waiting(...names: string[]): Promise<Chat[]> {
  const bot = await baton.bot([asking])
  const chats: Chat[] = []
  for (const user_name of names) chats.push(await baton.chat(bot, { text: 'Hello', variables: { user_name } }))
  return chats
}

async function open(chat: Chat): Promise<Chat> {
  await goTo(desk, `/inbox/${chat.id}`)
  await log.getByText('My chain is broken').or(log.getByText('Hello')).first().waitFor()
  return chat
}

/** A conversation with the chatbot, open at the desk. */
async function opened(user_name: string, { variables, ...more }: Begun = {}): Promise<Chat> {
  const said = { text: 'My chain is broken', variables: { user_name, ...variables }, ...more }
  return open(await baton.chat(await baton.bot(), said))
}

/** The same, and the operator of the desk has it. */
async function held(user_name: string, begun: Begun = {}): Promise<Chat> {
  const chat = await opened(user_name, begun)
  must(await chat.post('claim', { operator: me.id }))
  await banner('You hold this conversation').waitFor()
  return chat
}

const messagesOf = async (chat: Chat, isNote: boolean) =>
  eventsOf(await chat.events(), 'message').filter(
    ({ actor, data }) => actor.kind === 'operator' && (data.note ?? false) === isNote,
  )
const said = async (chat: Chat) => (await messagesOf(chat, false)).map(({ data }) => data.text)

/** One that failed leaves nothing open. */
beforeEach(async () => {
  await press('Escape', 'Escape')
})

describe('conversations', () => {
  test('[A-08] J and K go from one conversation to the next and back', async () => {
    const [first, second] = await waiting('Ada Berg', 'Bo Carl')
    if (first !== undefined) await open(first)
    await row('Bo Carl').waitFor()
    await press('j')
    await expect.poll(() => desk.url()).toContain(second?.id)
    await desk.getByRole('textbox', { name: 'Reply to Bo Carl' }).waitFor()
    await press('k')
    await desk.getByRole('textbox', { name: 'Reply to Ada Berg' }).waitFor()
  })

  test('[A-08] a slash searches, and Escape gives the keys back', async () => {
    const [found] = await waiting('Xaver Quell', 'Dana Eck')
    await goTo(desk, '/')
    await row('Dana Eck').waitFor()
    await press('/')
    await focused(desk.getByRole('searchbox', { name: 'Search conversations' }))
    await desk.keyboard.type('xaver')
    await row('Dana Eck').waitFor({ state: 'detached' })
    await row('Xaver Quell').waitFor()
    await press('Escape', 'j')
    await expect.poll(() => desk.url()).toContain(found?.id)
  })

  test('[A-08] T takes over', async () => {
    const chat = await opened('Emmy Falk')
    await press('t')
    await banner('You hold this conversation').waitFor()
    await expect.poll(async () => (await chat.view()).operator?.id, patiently).toBe(me.id)
  })

  test('[A-08] R writes a reply, which takes over', async () => {
    const chat = await opened('Fritz Gall')
    await write('r', 'Which chain is it?')
    await press('Enter')
    await log.getByText('Which chain is it?').waitFor()
    await expect.poll(() => said(chat), patiently).toEqual(['Which chain is it?'])
    expect((await chat.view()).operator?.id).toBe(me.id)
  })

  test('[A-08] N writes a note, which the contact does not see and which takes nothing over', async () => {
    const chat = await opened('Gerda Hall')
    await write('n', 'She has called before.')
    await press('Enter')
    await log.getByText('She has called before.').waitFor()
    await expect.poll(async () => (await messagesOf(chat, true)).length, patiently).toBe(1)
    expect([await said(chat), (await chat.view()).operator]).toEqual([[], null])
  })

  test('[A-08] [U-09] a slash puts in a canned reply, and what has no value is warned about and written over', async () => {
    const text = 'Your order {{ order_number }} is on its way.'
    must(await baton.post('/canned-replies', { shortcut: 'onway', title: 'On its way', text }))
    const chat = await held('Hilda Ines')
    await write('r', '/onway')
    await desk.getByRole('option', { name: /onway/, selected: true }).waitFor()
    await press('Enter')
    await expect.poll(() => reply.inputValue()).toBe(text)
    await press('Enter')
    await desk.getByRole('alert').getByText('Without a value: order_number.', { exact: false }).waitFor()
    expect(await said(chat)).toEqual([])
    await desk.keyboard.type('4711')
    await press('Enter')
    await expect.poll(() => said(chat), patiently).toEqual(['Your order 4711 is on its way.'])
  })

  test('[A-08] [U-17] U attaches a file, which is taken out of the tray again', async () => {
    await held('Ivo Jung')
    await press('u')
    const tray = desk.getByRole('list', { name: 'Files to send' })
    await tray.getByText('map.pdf').waitFor()
    await focused(reply)
    await tabTo(desk, 'Remove map.pdf')
    await press('Enter')
    await tray.waitFor({ state: 'detached' })
    await focused(reply)
  })

  test('[A-08] an emoji is put in by its name', async () => {
    const chat = await held('Jana Kern')
    await write('r', 'Done ')
    await run('emoji', /^Put in an emoji/)
    await focused(desk.getByRole('combobox', { name: 'Find an emoji by its name' }))
    await desk.keyboard.type('thumbs up')
    await expect
      .poll(() => desk.getByRole('option', { selected: true }).getAttribute('aria-label'))
      .toContain('thumbs up')
    await press('Enter')
    await focused(reply)
    await expect.poll(() => reply.inputValue()).toBe('Done 👍')
    await press('Enter')
    await expect.poll(() => said(chat), patiently).toEqual(['Done 👍'])
  })

  test('[A-08] a tag is set and taken away', async () => {
    const chat = await opened('Karl Lenz')
    await run('add a tag')
    const field = desk.getByRole('textbox', { name: 'Add a tag' })
    await focused(field)
    await desk.keyboard.type('urgent')
    await press('Enter')
    await expect.poll(async () => (await chat.view()).tags, patiently).toEqual(['urgent'])
    await desk.getByRole('button', { name: 'Remove tag urgent' }).waitFor()
    await tabTo(desk, 'Remove tag urgent', 'Shift+Tab')
    await press('Enter')
    await expect.poll(async () => (await chat.view()).tags, patiently).toEqual([])
    await focused(field)
  })

  test('[A-08] H hands over to the chatbot, with a note for it', async () => {
    const chat = await held('Lia Moos')
    await press('h')
    await focused(dialog.getByRole('textbox', { name: 'Note for the chatbot' }))
    await desk.keyboard.type('She has the number')
    await tabTo(desk, 'Hand over')
    await press('Enter')
    await banner('The chatbot answers').waitFor()
    expect((await chat.view()).chatState).toBe('chatbot_controlled')
    expect(eventsOf(await chat.events(), 'handed_over').at(-1)?.data.note).toBe('She has the number')
  })

  test('[A-08] A passes the conversation to a group', async () => {
    const group = await baton.group('Zither workshop')
    const chat = await held('Mark Noll')
    await press('a')
    await focused(dialog.getByRole('textbox', { name: 'Find an operator or group' }))
    await desk.keyboard.type('zither')
    await dialog.getByRole('button', { name: /^Zither workshop.*Enter/ }).waitFor()
    await press('Enter')
    await banner('Waiting for Zither workshop').waitFor()
    await expect.poll(async () => (await chat.view()).group?.id, patiently).toBe(group.id)
  })

  test('[A-08] a conversation is locked and unlocked', async () => {
    const chat = await held('Nele Orth')
    await run('lock')
    await expect.poll(async () => (await chat.view()).locked, patiently).toBe(true)
    await desk.getByText('Locked: what the contact writes is ignored.').waitFor()
    await run('unlock')
    await expect.poll(async () => (await chat.view()).locked, patiently).toBe(false)
  })

  test('[A-08] [RO-50] why not me is asked and read, and the focus comes back to the field', async () => {
    await opened('Olaf Pahl')
    await write('r', 'Half a sen')
    await run('why not me')
    await dialog.getByText('The chatbot holds this conversation, and nobody is asked.').waitFor()
    await press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await focused(reply)
    expect(await reply.inputValue()).toBe('Half a sen')
  })

  test('[A-08] [U-21] E closes, and Z calls it off', async () => {
    const chat = await held('Paul Quast')
    await press('e')
    await banner('Closed').waitFor()
    await press('z')
    await banner('You hold this conversation').waitFor()
    expect((await chat.view()).status).toBe('open')
  })

  test('[A-08] [U-02] S and a number snoozes, S and 0 ends it', async () => {
    const chat = await held('Rike Sand')
    const until = async () => (await chat.view()).snoozedUntil
    await press('s')
    await focused(dialog.getByRole('button', { name: /In an hour/ }))
    await press('1')
    await expect.poll(until, patiently).not.toBeNull()
    await dialog.waitFor({ state: 'detached' })
    await press('s')
    await focused(dialog.getByRole('button', { name: /End the snooze/ }))
    await press('0')
    await expect.poll(until, patiently).toBeNull()
  })

  test('[A-08] [U-02] X and Shift+J select several, which are tagged at once', async () => {
    const chats = await waiting('Sina Tamm', 'Timo Ulm')
    if (chats[0] !== undefined) await open(chats[0])
    await row('Timo Ulm').waitFor()
    await press('x', 'Shift+J')
    await desk.getByRole('toolbar').getByText('2 selected').waitFor()
    await run('tag the selected')
    await focused(dialog.getByRole('textbox', { name: 'Tag' }))
    await desk.keyboard.type('fair')
    await press('Enter')
    const tags = () => Promise.all(chats.map(async (chat) => (await chat.view()).tags))
    await expect.poll(tags, patiently).toEqual([['fair'], ['fair']])
  })

  test('[A-08] [U-13] a colleague is named in a note by a few letters', async () => {
    const zoe = await baton.operator({ name: 'Zora Wolf' })
    const chat = await opened('Uta Vogt')
    await write('n', '@zor')
    await desk.getByRole('option', { name: /Zora Wolf/, selected: true }).waitFor()
    await press('Enter')
    await expect.poll(() => note.inputValue()).toBe('@Zora Wolf ')
    await desk.keyboard.type('can you look?')
    await press('Enter')
    const mentioned = async () => (await messagesOf(chat, true)).map(({ data }) => data.mentions)
    await expect.poll(mentioned, patiently).toEqual([[zoe.id]])
  })

  test('[A-08] W whispers to the colleague who holds it', async () => {
    const una = await baton.operator({ name: 'Una Yildiz' })
    const chat = await baton.chat(await baton.bot(), { text: 'Hello', variables: { user_name: 'Veit Wirth' } })
    must(await chat.post('claim', { operator: una.id }))
    await goTo(desk, `/team/${chat.id}`)
    await banner('Una Yildiz holds this conversation').waitFor()
    await press('w')
    await focused(note)
    await expect.poll(() => note.inputValue()).toBe('@Una Yildiz ')
    await desk.keyboard.type('Ask for the number.')
    await press('Enter')
    const notes = async () => (await messagesOf(chat, true)).map(({ data }) => [data.text, data.mentions])
    await expect.poll(notes, patiently).toEqual([['@Una Yildiz Ask for the number.', [una.id]]])
    expect((await chat.view()).operator?.id).toBe(una.id)
  })

  test('[A-08] [FL-10] I shows the details, and a variable is changed where it stands', async () => {
    const chat = await held('Wim Zorn', { variables: { size: 'small' } })
    const shown = (value: string) => desk.getByRole('button', { name: `Change size: ${value}` })
    await shown('small').waitFor()
    await press('i')
    await shown('small').waitFor({ state: 'hidden' })
    await press('i')
    await shown('small').waitFor()
    await run('add a tag')
    await focused(desk.getByRole('textbox', { name: 'Add a tag' }))
    await tabTo(desk, 'Change size: small')
    await press('Enter')
    await focused(desk.getByRole('textbox', { name: 'Value of size' }))
    await press('ControlOrMeta+a')
    await desk.keyboard.type('large')
    await press('Enter')
    await expect.poll(async () => (await chat.view()).variables.size, patiently).toBe('large')
    await focused(shown('large'))
  })

  test('[A-08] a conversation is downloaded as text', async () => {
    await opened('Xenia Abel')
    const downloading = desk.waitForEvent('download')
    await run('download as text')
    expect(await readFile(await (await downloading).path(), 'utf8')).toContain('My chain is broken')
  })

  test('[A-08] [U-15] a filter is put together and saved for the team', async () => {
    const bot = await baton.bot([asking])
    await baton.chat(bot, { text: 'Hello', variables: { user_name: 'Yara Beck' }, tags: ['quartz'] })
    await baton.chat(bot, { text: 'Hello', variables: { user_name: 'Zeno Carl' } })
    await goTo(desk, '/')
    await row('Zeno Carl').waitFor()
    await press('/')
    await tabTo(desk, 'Filter')
    await press('Enter')
    const tag = desk.getByRole('combobox', { name: 'Tag' })
    await tag.getByRole('option', { name: 'quartz' }).waitFor({ state: 'attached' })
    await tabTo(desk, /^Tag/)
    await desk.keyboard.type('quartz')
    await row('Zeno Carl').waitFor({ state: 'detached' })
    await press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await focused(desk.getByRole('button', { name: 'Filter', exact: true }))
    await run('save this filter')
    await focused(dialog.getByRole('textbox', { name: 'Name' }))
    await desk.keyboard.type('Stones')
    await tabTo(desk, /^Share it with the team/)
    await press('Space', 'Enter')
    await desk.getByRole('button', { name: /^Stones/, pressed: true }).waitFor()
    const { items } = must(await baton.get<{ items: { name: string }[] }>('/filters'))
    expect(items.map(({ name }) => name)).toContain('Stones')
  })
})

describe('the desk', () => {
  const at = async (path: string) => {
    await goTo(desk, path)
    await desk.getByRole('button', { name: /^Your status/ }).waitFor()
  }
  const namesOf = async (path: string) =>
    must(await baton.get<{ items: { name: string; role?: string }[] }>(path)).items

  test('[A-08] [U-16] one is busy, and online again', async () => {
    await at('/')
    const status = async () => must(await baton.get<{ status: string }>(`/operators/${me.id}`)).status
    await run('status: busy')
    await expect.poll(status, patiently).toBe('busy')
    await desk.getByRole('button', { name: 'Your status: Busy' }).waitFor()
    await run('status: online')
    await expect.poll(status, patiently).toBe('online')
  })

  test('[A-08] the colors are dark, and as the system again', async () => {
    await at('/')
    const scheme = () => desk.evaluate<string>('document.documentElement.dataset.mantineColorScheme')
    await run('dark colors')
    await expect.poll(scheme).toBe('dark')
    await run('colors as the system')
    await expect.poll(scheme).toBe('light')
  })

  test('[A-08] the edge between list and conversation is moved by the arrow keys', async () => {
    await at('/')
    const name = 'Width of the Conversations'
    const width = async () => Number(await desk.getByRole('separator', { name }).getAttribute('aria-valuenow'))
    const before = await width()
    await press('/')
    await tabTo(desk, name)
    await press('ArrowRight', 'ArrowRight')
    await expect.poll(width).toBe(before + 32)
    await press('ArrowLeft', 'ArrowLeft')
    await expect.poll(width).toBe(before)
  })

  test('[A-08] [A-07] the keys are looked up, and the focus comes back to where it was', async () => {
    await at('/')
    await tabTo(desk, 'Keyboard shortcuts')
    const help = desk.getByRole('dialog', { name: 'Keyboard shortcuts' })
    for (const key of ['Enter', '?']) {
      await press(key)
      await help.getByRole('term').getByText('Take over', { exact: true }).waitFor()
      await press('Escape')
      await help.waitFor({ state: 'detached' })
      await focused(desk.getByRole('button', { name: 'Keyboard shortcuts' }))
    }
  })

  test('[A-08] a group is added and renamed, and the focus comes back each time', async () => {
    await at('/')
    await run('set-up: groups')
    await desk.getByRole('button', { name: 'Add group' }).first().waitFor()
    await tabTo(desk, 'Add group')
    await press('Enter')
    await focused(dialog.getByRole('textbox', { name: 'Name' }))
    await desk.keyboard.type('Harp makers')
    await press('Enter')
    await desk.getByRole('link', { name: 'Harp makers' }).waitFor()
    expect((await namesOf('/groups')).map(({ name }) => name)).toContain('Harp makers')
    await focused(desk.getByRole('button', { name: 'Add group' }))
    await tabTo(desk, 'Actions: Harp makers')
    await press('Enter')
    await focused(desk.getByRole('menuitem').first())
    await press('ArrowDown', 'Enter')
    await focused(dialog.getByRole('textbox', { name: 'Name' }))
    await press('ControlOrMeta+a')
    await desk.keyboard.type('Lute makers')
    await press('Enter')
    await desk.getByRole('link', { name: 'Lute makers' }).waitFor()
    await focused(desk.getByRole('button', { name: 'Actions: Lute makers' }))
  })

  test('[A-08] an operator is added as a supervisor, with a link to copy', async () => {
    await at('/')
    await run('set-up: operators')
    await desk.getByRole('button', { name: 'Add operator' }).first().waitFor()
    await tabTo(desk, 'Add operator')
    await press('Enter')
    await focused(dialog.getByRole('textbox', { name: 'Name' }))
    await desk.keyboard.type('Ludo Keller')
    await press('Tab')
    await desk.keyboard.type('ludo@team.example')
    await press('Tab', 'ArrowRight')
    await dialog.getByText('May also take and transfer those of others, past limits.').waitFor()
    await press('Enter')
    await desk.getByRole('dialog', { name: 'Link for Ludo Keller' }).waitFor()
    await dialog.getByRole('button', { name: 'Copy link' }).waitFor()
    await tabTo(desk, 'Copy link')
    expect((await namesOf('/operators')).find(({ name }) => name === 'Ludo Keller')?.role).toBe('supervisor')
  })

  test('[A-08] a key is made, shown, and good', async () => {
    await at('/')
    await run('set-up: api keys')
    await desk.getByRole('button', { name: 'Add key' }).first().waitFor()
    await tabTo(desk, 'Add key')
    await press('Enter')
    await focused(dialog.getByRole('textbox', { name: 'Name' }))
    await desk.keyboard.type('Till')
    await press('Enter')
    await focused(dialog.getByRole('button', { name: 'Copy' }))
    const key = await dialog.getByRole('code').textContent()
    expect((await baton.as(key).get('/conversations')).status).toBe(200)
  })

  test('[A-08] [U-19] the language is chosen, and chosen back', async () => {
    const mine = await baton.signIn(me)
    onTestFinished(async () => void must(await mine.patch('/me', { language: 'en' })))
    await at('/')
    await run('profile')
    await heading('Profile').waitFor()
    await tabTo(desk, /^Language/)
    await desk.keyboard.type('Deutsch')
    await heading('Profil').waitFor()
    await expect.poll(() => desk.evaluate('document.documentElement.lang')).toBe('de')
    await press('Home')
    await heading('Profile').waitFor()
  })

  test('[A-08] the figures are read as a table', async () => {
    await waiting('Bert Dorn')
    await at('/')
    await run('figures')
    await desk.getByRole('radio', { name: 'Plots' }).waitFor({ state: 'attached' })
    await tabTo(desk, 'Plots')
    await press('ArrowRight')
    await desk.getByRole('region', { name: 'Day by day' }).getByRole('columnheader', { name: 'Answered' }).waitFor()
  })

  test('[A-08] wallboard and team are reached, and a conversation is read along', async () => {
    const ole = await baton.operator({ name: 'Ole Adler' })
    const chat = await baton.chat(await baton.bot(), { text: 'Hello', variables: { user_name: 'Cleo Ernst' } })
    must(await chat.post('claim', { operator: ole.id }))
    await at('/')
    await run('wallboard')
    await heading('Wallboard').waitFor()
    await tabTo(desk, 'Back to the figures')
    await press('Enter')
    await heading('Figures').waitFor()
    await run('team')
    await desk.getByRole('link', { name: /^Cleo Ernst/ }).waitFor()
    await tabTo(desk, /^Cleo Ernst/)
    await press('Enter')
    await banner('Ole Adler holds this conversation').waitFor()
    expect((await chat.view()).operator?.id).toBe(ole.id)
  })

  test('[A-08] [S-07] one signs in with e-mail and password', async () => {
    const ira = await baton.operator({ name: 'Ira Frost' })
    must(await (await baton.signIn(ira)).put('/me/password', { next: 'a long way home' }))
    await site.goto(`${baton.origin}/`)
    await focused(site.getByRole('textbox', { name: 'E-mail' }))
    await site.keyboard.type(ira.email)
    await site.keyboard.press('Tab')
    await focused(site.getByLabel('Password', { exact: true }))
    await site.keyboard.type('a long way home')
    await site.keyboard.press('Enter')
    await site.getByRole('tab', { name: /Requested/ }).waitFor(patiently)
  })
})

describe('the chat', () => {
  const menu = [{ type: 'quick_replies', text: 'What is it?', replies: [{ label: 'Hours' }, { label: 'Repair' }] }]
  const field = (frame: Frame) => frame.getByRole('textbox', { name: 'Your message' })
  const atLauncher = () => site.evaluate<boolean>("document.activeElement.localName === 'baton-widget'")

  /** The chat of this bot, opened on its site. */
  async function opening(actions: Record<string, unknown>[]): Promise<{ bot: { id: string }; frame: Frame }> {
    const bot = await baton.bot(actions, { fallback: [{ type: 'text', text: 'Noted: {{ last_user_message }}' }] })
    await site.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
    await hasButton(site)
    await toLauncher()
    const opened = site.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
    await site.keyboard.press('Enter')
    const frame = await opened
    return { bot, frame }
  }

  async function toLauncher(): Promise<void> {
    const mostSteps = 40
    for (let step = 0; step < mostSteps && !(await atLauncher()); step += 1) await site.keyboard.press('Tab')
    expect(await atLauncher()).toBe(true)
  }

  test('[A-08] it is opened, written in, and closed with Escape, and the focus is on its button again', async () => {
    const { frame } = await opening([{ type: 'text', text: 'Welcome' }])
    await frame.getByRole('log').getByText('Welcome').waitFor()
    await focused(field(frame))
    await site.keyboard.type('Hello')
    await site.keyboard.press('Enter')
    await frame.getByRole('log').getByText('Noted: Hello').waitFor()
    await site.keyboard.press('Escape')
    await field(frame).waitFor({ state: 'hidden' })
    expect(await atLauncher()).toBe(true)
    await site.keyboard.press('Enter')
    await focused(field(frame))
  })

  test('[A-08] a quick reply is chosen', async () => {
    const { frame } = await opening(menu)
    await frame.getByRole('button', { name: 'Repair' }).waitFor()
    await focused(field(frame))
    await tabTo(frame, 'Repair', 'Shift+Tab')
    await site.keyboard.press('Enter')
    await frame.getByRole('log').getByText('Noted: Repair').waitFor()
    await focused(field(frame))
  })

  test('[A-08] [V-11] the chat is ended and rated', async () => {
    const { bot, frame } = await opening([{ type: 'text', text: 'Welcome' }])
    await frame.getByRole('log').getByText('Welcome').waitFor()
    await focused(field(frame))
    await tabTo(frame, 'More', 'Shift+Tab')
    await site.keyboard.press('Enter')
    await focused(frame.getByRole('button', { name: 'Download as text' }))
    await tabTo(frame, 'End chat')
    await site.keyboard.press('Enter')
    await focused(frame.getByRole('button', { name: 'Keep chatting' }))
    await tabTo(frame, 'End chat')
    await site.keyboard.press('Enter')
    await frame.getByRole('group', { name: 'How was this chat?' }).waitFor()
    await tabTo(frame, '1 of 5')
    await site.keyboard.press('ArrowRight')
    await tabTo(frame, 'Send')
    await site.keyboard.press('Enter')
    await frame.getByText('Thank you for your rating.').waitFor()
    const { items } = must(await baton.get<{ items: { id: string }[] }>(`/conversations?bot=${bot.id}&status=any`))
    const events = must(
      await baton.get<{ items: { type: string; data: object }[] }>(`/conversations/${items[0]?.id}/events`),
    )
    expect(events.items.find(({ type }) => type === 'rated')?.data).toMatchObject({ score: 2 })
  })
})

test('[A-08] nothing of all this took a mouse, a pen or a finger', async () => {
  expect(touches).toBe(0)
  expect(complaints).toEqual([])
  // It would have been noticed.
  await goTo(desk, '/')
  await desk.mouse.click(700, 800)
  await expect.poll(() => touches).toBeGreaterThan(0)
})
