import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { must } from '../src/testing.ts'
import { isPseudo, pseudo, said, shippedIn, type Tree } from './pseudo.ts'
import { bundles, type Chat, complaintsOf, launch, logOf, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()
const narrow = { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' as const }

const shipped = async (language: string) => (await shippedIn(bundles.BATON_WIDGET_DIR, language)).texts

/** A page in a language with the widget on it, whose chat nobody has opened. What is said of the site may change later. */
async function openPage(
  bot: { id: string },
  site: { lang: string; attributes: string },
  options: BrowserContextOptions = narrow,
): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  // Open, so that the button can be asked for its name.
  await page.addInitScript(`{
    const { attachShadow } = Element.prototype
    Element.prototype.attachShadow = function (init) { return attachShadow.call(this, { ...init, mode: 'open' }) }
  }`)
  await page.route('**/demo?*', async (route) => {
    const response = await route.fetch()
    const html = await response.text()
    const body = html.replace('lang="en"', `lang="${site.lang}"`).replace('data-bot', `${site.attributes} data-bot`)
    await route.fulfill({ response, body })
  })
  await page.goto(`${baton.origin}/demo?bot=${bot.id}`, { waitUntil: 'load' })
  return page
}

/** A bot that greets, offers a person of a group, and the group with somebody who can claim. */
async function greetingBot() {
  const group = await baton.group()
  const ana = await baton.operator({ name: 'Ana', groups: [group.id] })
  const asking = { type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id }
  const replies = [{ label: 'A person', on_click: [{ type: 'go_to', interaction: 'person' }] }]
  const bot = await baton.bot([{ type: 'quick_replies', text: 'Welcome aboard', replies }], {
    interactions: [{ name: 'person', actions: [asking] }],
  })
  return { bot, ana }
}

async function onlyConversation(bot: { id: string }) {
  const { items } = must(await baton.get<{ items: { id: string }[] }>(`/conversations?bot=${bot.id}`))
  const path = `/conversations/${items[0]?.id}`
  return async (call: string, body?: unknown) => must(await baton.post(`${path}/${call}`, body))
}

/** What we say ourselves, in sight and to screen readers; not what bot and people say, nor the times. */
const ownWords = `(() => {
  const others = '.bubble, .chip, h1, time, [dir="auto"]:not(textarea)'
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const words = [document.title]
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest(others)) words.push(node.data)
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder]'))
    words.push(element.ariaLabel, element.title, element.placeholder)
  return words.filter((one) => /\\p{L}/u.test(one ?? ''))
})()`

/** What is wider or, of the field, higher than its place. A bot's name may end in dots. */
const clipped = `(() => {
  const all = [...document.body.querySelectorAll('*')].filter((one) => one.clientWidth > 1 && !one.closest('h1, svg'))
  const isClipped = (one) =>
    one.scrollWidth > one.clientWidth || (one.matches('textarea:placeholder-shown, button') && one.scrollHeight > one.clientHeight)
  return all.filter(isClipped).map((one) => one.tagName + '.' + one.className + ' ' + one.textContent)
})()`

test('[U-19] in a language of longer words nothing is left untranslated and nothing is cut off, whatever happens', async () => {
  const { bot, ana } = await greetingBot()
  const page = await openPage(bot, { lang: 'en', attributes: 'data-locale="de"' })
  const complaints = complaintsOf(page)
  const texts: Tree = { ...pseudo(await shipped('de')), language: 'de' }
  const body = `export const de = ${JSON.stringify(texts)}`
  await page.route('**/widget/assets/de-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body }))
  const chat: Chat = { page, context: page.context(), frame: await launch(page) }
  // Alone stands a name only where it says who speaks.
  const isOwn = (words: string) => words !== ana.name
  const isWhole = async (state: string) => {
    const words = (await chat.frame.evaluate<string[]>(ownWords)).filter(isOwn)
    expect(words.length, state).toBeGreaterThan(5)
    expect(
      words.filter((one) => !isPseudo(one)),
      state,
    ).toEqual([])
    expect(await chat.frame.evaluate<string[]>(clipped), state).toEqual([])
  }
  /** Up to its blank, if it has one. */
  const say = (path: string) => said(texts, path).replace(/(?<=.)\{.*/s, '')
  const field = chat.frame.locator('.composer textarea')

  await logOf(chat).getByText('Welcome aboard').waitFor()
  await isWhole('greeting')
  const conversation = await onlyConversation(bot)

  await chat.frame.getByRole('button', { name: 'A person' }).click()
  await chat.frame.locator('.waiting-room').getByText(say('waiting.next')).waitFor()
  await isWhole('waiting room')
  await conversation('claim', { operator: ana.id })
  await logOf(chat).getByText('[Ana ïšt jétzt').waitFor()
  await conversation('messages', { operator: ana.id, text: 'Hello from Ana' })
  await logOf(chat).getByText('Hello from Ana').waitFor()
  await isWhole('taken over')

  const refusal = Promise.withResolvers<void>()
  await page.route('**/api/v1/widget/files', (route) => refusal.promise.then(() => route.fulfill({ status: 415 })))
  const file = { name: 'plan.bin', mimeType: 'application/octet-stream', buffer: Buffer.from('plan') }
  await chat.frame.locator('input[type=file]').setInputFiles(file)
  await chat.frame.getByText(say('delivery.uploading')).waitFor()
  await isWhole('file on its way')
  refusal.resolve()
  await chat.frame.getByText(say('delivery.failed.type_refused')).waitFor()
  await isWhole('file refused')
  await chat.frame.getByRole('button', { name: say('delivery.discard') }).click()

  await field.fill('x'.repeat(3_999))
  await chat.frame.locator('.hint').getByText('[ñøçh 1 Zéïçhéñ').waitFor()
  await field.fill('x'.repeat(4_001))
  await chat.frame.locator('.hint').getByText('[1 Zéïçhéñ zü vïél').waitFor()
  await isWhole('too long')
  await field.fill('')

  await chat.context.setOffline(true)
  await chat.frame.getByText(say('link.offline')).waitFor()
  await field.fill('Written without a connection')
  await field.press('Enter')
  await logOf(chat).getByText(say('delivery.waiting')).waitFor()
  await isWhole('offline')
  await chat.context.setOffline(false)
  await chat.frame.getByText(say('link.back')).waitFor()
  await isWhole('back')

  await conversation('lock')
  await expect.poll(() => field.getAttribute('placeholder')).toBe(say('composer.locked'))
  await isWhole('locked')
  await conversation('unlock')
  await conversation('handover')
  await logOf(chat).getByText('[Ana ïšt gégåñgéñ').waitFor()
  await isWhole('handed back')
  await conversation('close')
  await logOf(chat).getByText(say('says.closed')).waitFor()
  await expect.poll(() => field.getAttribute('placeholder')).toBe(say('composer.startAnew'))
  await isWhole('closed')

  await page.route('**/api/v1/widget/sessions', (route) => route.fulfill({ status: 403 }))
  await page.reload({ waitUntil: 'load' })
  chat.frame = await launch(page)
  await chat.frame.getByText(say('refused.site')).waitFor()
  await isWhole('refused')
  expect(complaints).toEqual([])
  await chat.context.close()
})

test('[V-14] [A-09] in Arabic the chat runs from right to left, in words and layout, and breaks no rule of WCAG', async () => {
  const { bot, ana } = await greetingBot()
  const ar = await shipped('ar')
  const page = await openPage(bot, { lang: 'ar-EG', attributes: '' })
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(/assets\/([a-z]{2})-/.exec(request.url())?.[1] ?? ''))
  const opened = page.waitForEvent('framenavigated', (frame) => frame.url().includes('/widget/chat'))
  await page.getByRole('button', { name: 'فتح الدردشة' }).click()
  const chat: Chat = { page, context: page.context(), frame: await opened }
  await logOf(chat).getByText('Welcome aboard').waitFor()
  expect(
    await chat.frame.evaluate('[document.documentElement.lang, document.documentElement.dir, document.title]'),
  ).toEqual(['ar', 'rtl', said(ar, 'title')])
  expect(await (await chat.frame.frameElement()).getAttribute('title')).toBe(said(ar, 'title'))
  expect(loaded.filter((language) => language !== '')).toEqual(['ar'])
  expect(await violationsOf(chat.frame), 'greeting').toEqual([])
  const conversation = await onlyConversation(bot)
  await chat.frame.getByRole('button', { name: 'A person' }).click()
  await chat.frame.locator('.waiting-room').getByText(said(ar, 'waiting.next')).waitFor()
  await conversation('claim', { operator: ana.id })
  await logOf(chat).getByText('\u2068Ana\u2069 معك الآن').waitFor()
  await chat.frame.getByRole('textbox', { name: said(ar, 'composer.label') }).fill('مرحبا')
  await chat.frame.getByRole('button', { name: said(ar, 'composer.send') }).click()
  await logOf(chat).getByText('مرحبا').waitFor()
  const middleOf = async (selector: string) => {
    const { x = 0, width = 0 } = (await chat.frame.locator(selector).last().boundingBox()) ?? {}
    return x + width / 2
  }
  const middle = narrow.viewport.width / 2
  expect(await middleOf('.own .bubble')).toBeLessThan(middle)
  expect(await middleOf('.theirs .bubble')).toBeGreaterThan(middle)
  for (const button of ['.send', 'header button']) expect(await middleOf(button)).toBeLessThan(middle)
  expect(await chat.frame.evaluate<string[]>(clipped)).toEqual([])
  expect(await violationsOf(chat.frame), 'taken over').toEqual([])
  await chat.context.close()
})

test('[V-14] the language is what the site set, else that of the page, else that of the browser, and English at last', async () => {
  const { bot } = await greetingBot()
  const site = { lang: '', attributes: '' }
  const page = await openPage(bot, site, { ...narrow, locale: 'pl' })
  const languageOn = async (lang: string, attributes = '') => {
    Object.assign(site, { lang, attributes })
    await page.reload({ waitUntil: 'load' })
    const shown = page.locator('baton-widget:not([hidden])')
    await shown.waitFor({ state: 'attached' })
    return shown.getAttribute('lang')
  }
  expect(await languageOn('fr', 'data-locale="ja-JP"')).toBe('ja')
  expect(await languageOn('pt-BR')).toBe('pt')
  expect(await languageOn('')).toBe('pl')
  expect(await languageOn('zh-Hant')).toBe('en')
  expect(await languageOn('fr-CA')).toBe('fr')
  // The chat is there even when its words are not.
  await page.route('**/widget/assets/fr-*.js', (route) => route.abort())
  const frame = await launch(page)
  await frame.getByRole('textbox', { name: 'Your message' }).waitFor()
  expect(await frame.evaluate('document.documentElement.lang')).toBe('en')
  await page.context().close()
})
