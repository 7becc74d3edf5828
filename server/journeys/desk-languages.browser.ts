import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { must } from '../src/testing.ts'
import { isPseudo, pseudo, said, shippedIn } from './pseudo.ts'
import { bundles, complaintsOf, openDesk, openStage, violationsOf } from './windows.ts'

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
  const others = 'time, code, kbd, bdi, pre, dt, option, [dir="auto"], [lang]:not(html), [aria-hidden="true"]'
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

/** What is wider than its place and does not say so by dots, and what stands out of the window. */
const clipped = `(() => {
  const all = [...document.body.querySelectorAll('*')].filter((one) => one.clientWidth > 1 && !one.closest('svg, .react-flow, textarea, input'))
  const isHidden = (one) => getComputedStyle(one).clipPath !== 'none' || one.closest('[aria-hidden="true"]') !== null
  const isClipped = (one) => {
    const { overflowX, textOverflow } = getComputedStyle(one)
    return one.scrollWidth > one.clientWidth + 1 && !['auto', 'scroll'].includes(overflowX) && textOverflow !== 'ellipsis'
  }
  const found = all.filter((one) => isClipped(one) && !isHidden(one)).map((one) => one.tagName + '.' + one.className + ' ' + one.textContent.slice(0, 60))
  const page = document.documentElement
  return page.scrollWidth > page.clientWidth + 1 ? [...found, 'the page is wider than its window'] : found
})()`

/** Names, time zones, days and what stands in the audit log as it was written. */
const theirs =
  /Alex Morgan|Ana Ribeiro|Ben Okafor|[a-z]+@harborbikes\.example|Harbor Bikes|sales|support|main|welcome|menu|hours|repair|person|not understood|[A-Z]\w+\/[A-Z][\w/-]+|UTC|\d+\. \p{L}+\.?|\{".*\}/gu

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

async function isWhole(desk: Page, state: string): Promise<void> {
  const words = await desk.evaluate<string[]>(ownWords)
  expect(words.length, state).toBeGreaterThan(5)
  expect(
    words.filter((one) => !isPseudo(one.replace(theirs, ''))),
    state,
  ).toEqual([])
  expect(await desk.evaluate<string[]>(clipped), state).toEqual([])
}

test('[U-19] [A-10] in a language of longer words nothing is left untranslated, and nothing cut off on a wide or a narrow window', async () => {
  const { alex, chat, waiting } = await filled()
  const { file, texts } = await shippedIn(bundles.BATON_DESK_DIR, 'de')
  const desk = await openDesk(browser, baton, alex, { locale: 'de-DE', reducedMotion: 'reduce' })
  const complaints = complaintsOf(desk)
  const body = `export const de = ${JSON.stringify(pseudo(texts))}`
  await desk.route(`**/assets/${file}`, (route) => route.fulfill({ contentType: 'text/javascript', body }))
  for (const path of [...pages, `/inbox/${waiting.id}`, `/inbox/${chat.id}`]) {
    await desk.goto(`${baton.origin}${path}`, { waitUntil: 'networkidle' })
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
  await desk.context().close()
})

test('[U-19] [A-15] [A-09] in Arabic the desk runs from right to left, and breaks no rule of WCAG', async () => {
  const { alex, chat } = await filled()
  const { texts: ar } = await shippedIn(bundles.BATON_DESK_DIR, 'ar')
  const desk = await openDesk(browser, baton, alex, { locale: 'ar-EG', reducedMotion: 'reduce' })
  expect(await desk.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual(['ar', 'rtl'])
  await desk.goto(`${baton.origin}/inbox/${chat.id}`, { waitUntil: 'networkidle' })
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
  await desk.goto(`${baton.origin}/figures`, { waitUntil: 'networkidle' })
  expect(await desk.evaluate<string[]>(clipped), 'figures').toEqual([])
  await desk.context().close()
})
