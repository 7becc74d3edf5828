import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { must } from '../src/testing.ts'
import { corpus, elsewhere } from './markup-corpus.ts'
import { modelServer } from './model-server.ts'
import { complaintsOf, goTo, launch, logOf, openDesk, openStage } from './windows.ts'

const model = await modelServer()
const { browser, baton } = await openStage({
  config: { BATON_DEMO: 'true', BATON_AI_URL: model.url, BATON_AI_KEY: 'key' },
})
afterAll(() => model[Symbol.asyncDispose]())

/** What no page may do with any of these texts. */
type Caught = { ran: string[]; fetched: string[] }

async function caughtIn(context: BrowserContext): Promise<Caught> {
  const caught: Caught = { ran: [], fetched: [] }
  await context.exposeFunction('ran', (what: unknown) => void caught.ran.push(String(what)))
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== baton.origin && !['data:', 'blob:', 'about:'].includes(protocol)) caught.fetched.push(request.url())
  })
  return caught
}

const together = Array.from({ length: 5 }, (_, part) => corpus.slice(part * 40, part * 40 + 40).join('\n'))
const nothing: Caught = { ran: [], fetched: [] }

/** Long enough for what begins by itself: pictures that fail, handlers, animations. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 100))))',
  )
}

/** What stands nowhere in the page, of those texts that light formatting leaves as they are. */
const missingIn = (texts: readonly string[]) => {
  const plain = texts.filter((text) => !/[^\x20-\x7e]|[*_~`[\]]|https?:/.test(text))
  return `${JSON.stringify(plain)}.filter((one) => !document.body.textContent.includes(one))`
}

test('[S-17] on a page that takes them for markup they run and fetch', async () => {
  expect(new Set(corpus).size).toBe(200)
  const context = await browser.newContext()
  const caught = await caughtIn(context)
  await context.route(`https://${elsewhere}/**`, (route) => route.abort())
  const page = await context.newPage()
  await context.route('https://plain.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>Plain</p>' }),
  )
  await page.goto('https://plain.example/')
  // Those that lead elsewhere would end the test with the page.
  const staying = corpus.filter((text) => !/refresh|<base/i.test(text))
  const place = "document.body.appendChild(document.createElement('div'))"
  await page.evaluate(`for (const text of ${JSON.stringify(staying)}) ${place}.innerHTML = text`)
  await expect.poll(() => caught.ran.length).toBeGreaterThan(30)
  await expect.poll(() => caught.fetched.filter((address) => address.includes(elsewhere)).length).toBeGreaterThan(10)
  await context.close()
})

test('[S-17] 200 texts of markup, as they come from a contact, a bot and an operator, run and fetch nothing at the desk and in the chat', async () => {
  const operator = await baton.operator({ name: 'Ana', role: 'admin' })
  must(await baton.patch(`/operators/${operator.id}`, { name: `Ana ${corpus[12]}` }))
  const bot = await baton.bot([{ type: 'text', text: 'Hello' }], {
    fallback: [{ type: 'text', text: '{{last_user_message}}' }],
    name: `Bot ${corpus[13]}`,
  })
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
  const inChat = await caughtIn(context)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  const opened = page.waitForResponse('**/api/v1/widget/sessions')
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  const chat = { page, context, frame: await launch(page) }
  await logOf(chat).getByText('Hello', { exact: true }).waitFor()
  const { token } = await (await opened).json()
  const asContact = { authorization: `Bearer ${token}` }
  const { items } = must(await baton.get<{ items: { id: string }[] }>(`/conversations?bot=${bot.id}`))
  const id = items[0]?.id ?? ''
  const conversation = `/conversations/${id}`
  // Forty to a message: nobody may send two hundred at once.
  for (const text of together) must(await baton.post('/widget/messages', { text }, asContact))
  must(await baton.post(`${conversation}/claim`, { operator: operator.id }))
  for (const text of together) must(await baton.post(`${conversation}/messages`, { operator: operator.id, text }))
  must(await baton.patch(conversation, { variables: { user_name: corpus[14] } }))
  await expect.poll(() => chat.frame.evaluate(missingIn(corpus))).toEqual([])
  await page.reload({ waitUntil: 'load' })
  chat.frame = await launch(page)
  await expect.poll(() => chat.frame.evaluate(missingIn(corpus))).toEqual([])
  await settled(page)
  expect([inChat, complaints]).toEqual([nothing, []])

  const alone = await baton.chat(bot)
  for (const text of corpus) must(await alone.says(text))
  const desk = await openDesk(browser, baton, operator)
  const atDesk = await caughtIn(desk.context())
  const refused = complaintsOf(desk)
  await goTo(desk, `/inbox/${alone.id}`)
  await desk.getByRole('log').waitFor()
  await settled(desk)
  await goTo(desk, `/inbox/${id}`)
  await desk.getByRole('log').waitFor()
  await expect.poll(() => desk.evaluate(missingIn(corpus))).toEqual([])
  await settled(desk)
  expect([atDesk, refused]).toEqual([nothing, []])
  await desk.context().close()
  await context.close()
})

test('[S-17] nor as names, variables, tags, file names, canned replies, and answers of a model', async () => {
  const operator = await baton.operator({ name: 'Ben', role: 'admin', status: 'online' })
  must(await baton.patch(`/operators/${operator.id}`, { name: `Ben ${corpus[20]}` }))
  const group = await baton.group(`Group ${corpus[21]}`)
  const bot = await baton.bot([{ type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }])
  const variables = Object.fromEntries(corpus.map((text, index) => [`v${index}`, text]))
  const chat = await baton.chat(bot, { text: 'Hello', variables: { ...variables, user_name: corpus[22] } })
  for (const text of corpus.slice(0, 40))
    must(await baton.patch(`/conversations/${chat.id}`, { setTags: [text.slice(0, 60)] }))
  for (const [index, text] of corpus.slice(0, 40).entries()) {
    const form = new FormData()
    form.set(
      'file',
      new File(['hello'], text.replaceAll(/[^\x20-\x7e]|[/\\]/g, ' ').slice(0, 80), { type: 'text/plain' }),
    )
    const answer = await baton.send('POST', `/bots/${bot.id}/contacts/${chat.contact}/files`, form as never)
    expect([index, answer.status < 500]).toEqual([index, true])
  }
  const thinking = await baton.bot([], { fallback: [{ type: 'ai_reply', model: 'small', instructions: 'Be kind.' }] })
  const answered = await baton.chat(thinking, 'Hello')
  for (const text of together) {
    model.will({ text })
    must(await answered.says('And now?'))
  }
  for (const [index, text] of corpus.entries()) {
    const { status } = await baton.post('/canned-replies', { shortcut: `r${index}`, title: text.slice(0, 80), text })
    // What is no template is refused.
    expect([text, status]).toEqual([text, text.includes('{{') && status === 422 ? 422 : 201])
  }
  const desk = await openDesk(browser, baton, operator)
  const caught = await caughtIn(desk.context())
  const refused = complaintsOf(desk)
  for (const path of [
    `/inbox/${chat.id}`,
    `/inbox/${answered.id}`,
    '/setup/replies',
    '/setup/operators',
    '/setup/groups',
    '/setup/audit',
  ]) {
    await goTo(desk, path)
    await settled(desk)
    expect([path, caught, refused]).toEqual([path, nothing, []])
  }
  expect(model.asked.length).toBeGreaterThan(together.length - 1)
  await desk.context().close()
})
