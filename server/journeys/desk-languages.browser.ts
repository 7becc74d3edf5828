import { catalogue } from '@baton/actions/catalogue'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { botDocument, must } from '../src/testing.ts'
import { valuesFor } from './form-values.ts'
import { isPseudo, pseudo, said, shippedIn } from './pseudo.ts'
import { bundles, complaintsOf, goTo, leave, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage({ config: { BATON_DEMO: 'true' } })

type Named = { items: { id: string; name: string }[] }

async function named(path: string, name: string): Promise<{ id: string }> {
  const found = (await baton.get<Named>(path)).body.items.find((item) => item.name === name)
  if (found === undefined) throw new Error(`${path} has no ${name}`)
  return found
}

/** A conversation that was asked for, taken, passed on by a note, and is Alex's now; another that waits. */
async function filled() {
  const [alex, bot] = [await named('/operators', 'Alex Morgan'), await named('/bots', 'Harbor Bikes')]
  const chat = await baton.chat(bot, { text: 'Hello', variables: { user_name: '4711', order: 'HB-2041' } })
  must(
    await baton.put(`/conversations/${chat.id}/operator-state`, {
      mode: 'request_operator',
      operatorsGroup: 'support',
    }),
  )
  must(await chat.post('claim', { operator: alex.id }))
  must(await chat.post('messages', { operator: alex.id, text: '4712' }))
  must(await chat.post('messages', { operator: alex.id, text: '4713', note: true }))
  const waiting = await baton.chat(bot, { text: '4714', variables: { user_name: '4715' } })
  must(
    await baton.put(`/conversations/${waiting.id}/operator-state`, {
      mode: 'request_operator',
      operatorsGroup: 'support',
    }),
  )
  return { alex, chat, waiting }
}

/** What the desk says itself, in sight and to screen readers; not what people wrote and named, nor times and codes. */
const ownWords = `(() => {
  const others = 'time, code, kbd, bdi, pre, dt, option, textarea, [dir="auto"], [lang]:not(html), [aria-hidden="true"]'
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const words = []
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest(others) && node.parentElement.closest('script, style') === null) words.push(node.data)
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (element.closest('[dir="auto"]:not(textarea, input), [aria-hidden="true"]')) continue
    words.push(element.ariaLabel, element.title, element.placeholder)
  }
  return words.filter((one) => /\\p{L}{3}/u.test(one ?? ''))
})()`

/** What is wider than its place and neither says so by dots nor can be scrolled to, and what stands out of the window. */
const clipped = `(() => {
  const all = [...document.body.querySelectorAll('*')].filter((one) => one.clientWidth > 1 && !one.closest('svg, .react-flow, textarea, input, :has(> input)'))
  const isHidden = (one) => getComputedStyle(one).clipPath !== 'none' || one.closest('[aria-hidden="true"]') !== null
  const isClipped = (one) => {
    const { overflowX, textOverflow } = getComputedStyle(one)
    const scrolls = [overflowX, getComputedStyle(one.parentElement ?? one).overflowX].some((how) => how === 'auto' || how === 'scroll')
    return one.scrollWidth > one.clientWidth + 1 && !scrolls && textOverflow !== 'ellipsis'
  }
  const found = all.filter((one) => isClipped(one) && !isHidden(one)).map((one) => one.tagName + '.' + one.className + ' ' + one.textContent.slice(0, 60))
  const page = document.documentElement
  return page.scrollWidth > page.clientWidth + 1 ? [...found, 'the page is wider than its window'] : found
})()`

/** Names, formats, time zones, days, spans as the browser writes them, and what stands in the audit log as it was written. */
const theirs =
  /YAML|JSON|\d+ min\b|entered_\d+|X-Entered-\d+|Alex Morgan|Ana Ribeiro|Ben Okafor|[a-z]+@harborbikes\.example|Harbor Bikes|sales|support|main|welcome|menu|hours|repair|person|not understood|[A-Z]\w+\/[A-Z][\w/-]+|UTC|\d+\. \p{L}+\.?|\{".*\}/gu

const pages = [
  '/',
  '/setup/operators',
  '/setup/groups',
  '/setup/bots',
  '/setup/channels',
  '/setup/replies',
  '/setup/workspace',
  '/setup/keys',
  '/setup/audit',
  '/figures',
  '/wallboard',
  '/team',
  '/profile',
]

const wide = { width: 1440, height: 900 }
const narrow = { width: 320, height: 640 }

/** What this file says in German is said in the language of longer words once it is loaded. */
async function speakPseudo(desk: Page, name: 'de' | 'texts' | 'sentences'): Promise<void> {
  const { file, texts } = await shippedIn(bundles.BATON_DESK_DIR, 'de', name)
  const body = `export const ${name} = ${JSON.stringify(pseudo(texts))}`
  await desk.route(`**/assets/${file}`, (route) => route.fulfill({ contentType: 'text/javascript', body }))
}

async function isWhole(desk: Page, state: string): Promise<void> {
  const words = () => desk.evaluate<string[]>(ownWords)
  await expect.poll(async () => (await words()).length, { message: state }).toBeGreaterThan(5)
  expect(
    (await words()).filter((one) => !isPseudo(one.replace(theirs, ''))),
    state,
  ).toEqual([])
  await expect.poll(() => desk.evaluate<string[]>(clipped), { message: state }).toEqual([])
}

test('[U-19] [A-10] in a language of longer words nothing is left untranslated, and nothing cut off on a wide or a narrow window', async () => {
  const { alex, chat, waiting } = await filled()
  const desk = await openDesk(browser, baton, alex, { locale: 'de-DE', reducedMotion: 'reduce' })
  const complaints = complaintsOf(desk)
  await speakPseudo(desk, 'de')
  await desk.reload()
  await desk.getByRole('tab').first().waitFor()
  for (const path of [...pages, `/inbox/${waiting.id}`, `/inbox/${chat.id}`]) {
    await goTo(desk, path)
    await isWhole(desk, path)
    await desk.setViewportSize(narrow)
    await expect.poll(() => desk.evaluate<string[]>(clipped), { message: `${path} at 320 px` }).toEqual([])
    await desk.setViewportSize(wide)
  }
  for (const [key, name] of [
    ['a', 'transfer'],
    ['h', 'hand over'],
    ['?', 'help'],
    ['ControlOrMeta+k', 'palette'],
  ] as const) {
    await desk.keyboard.press(key)
    await desk.getByRole('dialog').waitFor()
    await isWhole(desk, name)
    await desk.keyboard.press('Escape')
    await desk.getByRole('dialog').waitFor({ state: 'detached' })
  }
  expect(complaints).toEqual([])
  await leave(desk)
})

/** Where the actions stand whose forms say most, in the order of the catalogue. */
function longestForms(): number[] {
  const lengths = [...catalogue.values()].map(({ schema }, index) => [index, JSON.stringify(schema).length] as const)
  return lengths
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 4)
    .map(([index]) => index)
}

/** Every action with something in each of its settings, and some mistakes. */
async function botOfEverything(): Promise<{ id: string }> {
  const actions = [...catalogue.values()].map((action) => ({ type: action.type, ...valuesFor(action) }))
  const lost = { name: '4717', actions: [{ type: 'text', text: '' }] }
  return must(await baton.post<{ id: string }>('/bots', botDocument(actions, { name: '4716', interactions: [lost] })))
}

test('[U-19] [A-10] [FL-12] so too in the designer: forms, the list of actions, what is wrong, and what can be done', async () => {
  const [alex, bot] = [await named('/operators', 'Alex Morgan'), await botOfEverything()]
  const desk = await openDesk(browser, baton, alex, { locale: 'de-DE', reducedMotion: 'reduce' })
  const complaints = complaintsOf(desk)
  const words = pseudo((await shippedIn(bundles.BATON_DESK_DIR, 'de')).texts)
  await speakPseudo(desk, 'de')
  await speakPseudo(desk, 'texts')
  await speakPseudo(desk, 'sentences')
  await desk.reload()
  await desk.getByRole('tab').first().waitFor()
  const button = (path: string) => desk.getByRole('button', { name: said(words, path), exact: true })
  await goTo(desk, '/setup/designer')
  await isWhole(desk, 'bots')
  await goTo(desk, `/setup/designer/${bot.id}`)
  await isWhole(desk, 'canvas')
  for (const entry of ['versions.title', 'learn.title', 'source.export', 'source.import', 'keys']) {
    await button('designer.more').first().click()
    await desk.getByRole('menuitem', { name: said(words, `designer.${entry}`) }).click()
    await desk.getByRole('dialog').waitFor()
    await isWhole(desk, entry)
    await desk.keyboard.press('Escape')
    await desk.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await desk.getByText(said(words, 'designer.views.outline'), { exact: true }).click()
  await desk.getByText(said(words, 'designer.trial.title'), { exact: true }).first().click()
  await desk.getByRole('log').waitFor()
  await isWhole(desk, 'outline and test chat')
  await button('designer.trial.close').click()
  await desk.getByText('welcome', { exact: true }).first().click()
  await desk.setViewportSize(narrow)
  await desk.getByText(said(words, 'designer.panes.inspector'), { exact: true }).click()
  for (const index of longestForms()) {
    await desk.locator(`[data-head="behaviors[0].interactions[0].actions[${index}]"]`).click()
    await isWhole(desk, `form ${index}`)
  }
  await button('designer.actions.add').last().click()
  await desk.getByRole('listbox').waitFor()
  await isWhole(desk, 'list of actions')
  expect(complaints).toEqual([])
  await leave(desk)
})

test('[U-19] [A-15] [A-09] in Arabic the desk runs from right to left, and breaks no rule of WCAG', async () => {
  const { alex, chat } = await filled()
  const { texts: ar } = await shippedIn(bundles.BATON_DESK_DIR, 'ar')
  const desk = await openDesk(browser, baton, alex, { locale: 'ar-EG', reducedMotion: 'reduce' })
  expect(await desk.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual(['ar', 'rtl'])
  await goTo(desk, `/inbox/${chat.id}`)
  const middleOf = async (place: ReturnType<Page['locator']>) => {
    const { x = 0, width = 0 } = (await place.boundingBox()) ?? {}
    return x + width / 2
  }
  const [rail, list, log] = [
    await middleOf(desk.getByRole('navigation', { name: said(ar, 'rail.main') })),
    await middleOf(desk.getByRole('tablist')),
    await middleOf(desk.getByRole('log')),
  ]
  expect([rail > list, list > log]).toEqual([true, true])
  const bubble = (text: string) => desk.getByRole('log').getByText(text, { exact: true })
  expect(await middleOf(bubble('Hello'))).toBeGreaterThan(await middleOf(bubble('4712')))
  expect(await violationsOf(desk), 'conversation').toEqual([])
  expect(await desk.evaluate<string[]>(clipped), 'conversation').toEqual([])
  await goTo(desk, '/figures')
  expect(await desk.evaluate<string[]>(clipped), 'figures').toEqual([])
  await goTo(desk, `/setup/designer/${(await named('/bots', 'Harbor Bikes')).id}`)
  await desk
    .locator('.react-flow__node')
    .filter({ hasText: /^person/ })
    .click()
  const [picture, inspector] = [
    desk.locator('.react-flow'),
    desk.getByRole('region', { name: said(ar, 'designer.panes.inspector'), exact: true }),
  ]
  expect(await middleOf(picture)).toBeGreaterThan(await middleOf(inspector))
  await inspector.locator('[data-head]').nth(1).click()
  const { texts: actionsInArabic } = await shippedIn(bundles.BATON_DESK_DIR, 'ar', 'texts')
  await inspector.getByText(said(actionsInArabic, 'actions.set_chat_operator_state.help'), { exact: true }).waitFor()
  expect(await violationsOf(desk), 'designer').toEqual([])
  expect(await desk.evaluate<string[]>(clipped), 'designer').toEqual([])
  await leave(desk)
})
