/** Makes the pictures in `docs/pictures/`: `npm run pictures`. A day at the demo shop, at the desk and in the widget, light and dark. */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startTest, type TestBaton } from '../src/testing.ts'
import { bundles, logOf, openBrowser, openChat, openDesk, say } from './windows.ts'

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
type Named = { items: { id: string; name: string }[] }

async function named(baton: TestBaton, path: string, name: string): Promise<{ id: string }> {
  const found = (await baton.get<Named>(path)).body.items.find((item) => item.name === name)
  if (found === undefined) throw new Error(`${path} has no ${name}`)
  return found
}

/** Contacts in every state: with the bot, waiting, with a colleague. */
async function fill(baton: TestBaton, bot: { id: string }, ana: { id: string }): Promise<void> {
  const talk = (contact: string, said: object) => baton.post(`/bots/${bot.id}/contacts/${contact}/messages`, said)
  const people = [
    ['mira', 'Mira Lindqvist', 'What does a new chain cost?'],
    ['tom', 'Tom Albright', 'When are you open on Saturday?'],
    ['yusuf', 'Yusuf Demir', 'My repair is HB-2041, how far is it?'],
    ['chiara', 'Chiara Bonetti', 'Do you rent cargo bikes?'],
  ] as const
  for (const [id, user_name, text] of people) await talk(id, { text, variables: { user_name } })
  const { body } = await baton.get<{ items: { id: string; contact: string }[] }>('/conversations')
  const idOf = (contact: string) => body.items.find((item) => item.contact === contact)?.id ?? ''
  for (const contact of ['mira', 'yusuf'])
    await baton.put(`/conversations/${idOf(contact)}/operator-state`, {
      mode: 'request_operator',
      operatorsGroup: 'support',
    })
  await baton.post(`/conversations/${idOf('chiara')}/claim`, { operator: ana.id })
  await baton.post(`/conversations/${idOf('chiara')}/messages`, {
    operator: ana.id,
    text: 'We do, from Friday on. Which days do you need one?',
  })
}

const cannedReplies = [
  { shortcut: 'hours', title: 'Opening hours', text: 'We are open from ten to six, {{ first_name }}.' },
  {
    shortcut: 'repair',
    title: 'A repair',
    text: 'Hello {{ first_name }}, I look at your repair and write in a moment.',
  },
]

const browser = await openBrowser()
const baton = await startTest({ config: { ...bundles, BATON_DEMO: 'true' } })
try {
  await mkdir(folder, { recursive: true })
  const [bot, alex, ana] = [
    await named(baton, '/bots', 'Harbor Bikes'),
    await named(baton, '/operators', 'Alex Morgan'),
    await named(baton, '/operators', 'Ana Ribeiro'),
  ]
  await fill(baton, bot, ana)
  const desk = await openDesk(browser, baton, alex)
  const chat = await openChat(browser, baton, bot)
  await chat.frame.getByRole('button', { name: 'Talk to a person' }).click()
  await logOf(chat).getByText('Alex Morgan joined').waitFor()
  await say(chat, 'My front brake squeals since the repair. Can I come by today?')
  await desk.getByRole('tab', { name: /Mine/ }).click()
  await desk.locator('a[href^="/inbox/conv_"]').first().click()
  await desk
    .getByRole('textbox', { name: /^Reply to/ })
    .fill('Of course, we are here until six. Ask for me at the counter, it takes *ten minutes*.')
  await desk.keyboard.press('Enter')
  await logOf(chat).getByText('Of course').waitFor()
  await desk.getByRole('tab', { name: /All/ }).click()
  await desk.getByText('Mira Lindqvist').first().waitFor()
  for (const scheme of ['light', 'dark'] as const) {
    for (const [page, name] of [
      [desk, 'desk'],
      [chat.page, 'widget'],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      if (page === desk) {
        await page.reload()
        await page.getByText('Of course').first().waitFor()
        await page.getByRole('tab', { name: /All/ }).click()
        await page.getByText('Chiara Bonetti').first().waitFor()
      }
      await page.screenshot({ path: `${folder}${name}-${scheme}.png`, animations: 'disabled' })
    }
  }
  await desk.emulateMedia({ colorScheme: 'light' })
  await desk.getByRole('button', { name: 'Why?' }).first().click()
  await desk.getByRole('dialog').waitFor()
  await desk.screenshot({ path: `${folder}why-light.png`, animations: 'disabled' })
  for (const canned of cannedReplies) await baton.post('/canned-replies', canned)
  const { items } = (await baton.get<{ items: { id: string; contact: string }[] }>('/conversations')).body
  const idOf = (contact: string) => items.find((item) => item.contact === contact)?.id
  await desk.goto(`${baton.origin}/inbox/${idOf('yusuf')}`)
  await desk.getByRole('region', { name: 'Why they are waiting' }).waitFor()
  await desk.getByRole('textbox', { name: /^Reply to/ }).pressSequentially('/')
  await desk.getByRole('option', { name: /repair/ }).waitFor()
  await desk.screenshot({ path: `${folder}waiting-light.png`, animations: 'disabled' })
  await desk.keyboard.press('Escape')
  await desk.goto(`${baton.origin}/setup/channels/${bot.id}`, { waitUntil: 'networkidle' })
  await desk.screenshot({ path: `${folder}settings-light.png`, animations: 'disabled' })
  const arabic = await openDesk(browser, baton, alex, { locale: 'ar' })
  await arabic.goto(`${baton.origin}/inbox/${idOf('chiara')}`, { waitUntil: 'networkidle' })
  await arabic.screenshot({ path: `${folder}arabic-light.png`, animations: 'disabled' })
  const phone = await openDesk(browser, baton, alex, { viewport: { width: 390, height: 780 }, colorScheme: 'dark' })
  await phone.goto(`${baton.origin}/inbox/${idOf('chiara')}`, { waitUntil: 'networkidle' })
  await phone.screenshot({ path: `${folder}phone-dark.png`, animations: 'disabled' })
  await desk.goto(`${baton.origin}/designer/${bot.id}`)
  await desk.getByRole('group', { name: /^person: / }).click()
  await desk.getByText('to operators', { exact: false }).first().waitFor()
  for (const scheme of ['light', 'dark'] as const) {
    await desk.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await desk.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor()
    await desk.screenshot({ path: `${folder}designer-${scheme}.png`, animations: 'disabled' })
  }
} finally {
  await browser.close()
  await baton[Symbol.asyncDispose]()
}
