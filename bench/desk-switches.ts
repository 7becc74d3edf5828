/** [U-04] Whatever can be switched on the pages of settings, found there: a new switch is measured without being listed. */
import { setupPages } from '../desk/src/shell/setup-pages.ts'
import { en } from '../desk/src/texts/en.ts'
import type { Stage, Taken } from './desk-stage.ts'

/** The browser decides about it, with a service of its maker. */
const left: readonly string[] = [en.notifying.push]

const pages = ['/profile', ...setupPages.map((page) => `/setup/${page}`)]

/** Switches, boxes, and each side of what has several; not those that cannot be used. */
const findAll = `[...document.querySelectorAll('main input:is([type=checkbox], [type=radio]):enabled')]
  .filter((one) => !one.checked || one.type === 'checkbox')
  .filter((one) => (one.labels?.[0] ?? one).checkVisibility())
  .map((one, index) => { one.dataset.bench = index; return (one.ariaLabel ?? one.labels?.[0]?.innerText.split('\\n')[0] ?? '').trim() })`

/** Each use, by the page and the words of the switch. */
export async function ofSwitches(
  stage: Stage,
  uses: number,
  say: (text: string) => void,
): Promise<Map<string, Taken[]>> {
  const times = new Map<string, Taken[]>()
  for (const path of pages) {
    await stage.goTo(path)
    await stage.until(`location.pathname === '${path}' && document.querySelector('h1') !== null`)
    // All of it, also what follows the first picture.
    await stage.link.rest()
    await stage.page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))')
    const names = await stage.page.evaluate<string[]>(findAll)
    for (const [index, words] of names.entries()) {
      if (left.includes(words)) continue
      const measured: Taken[] = []
      try {
        for (let use = 0; use < uses; use += 1) measured.push(await flip(stage, index))
      } catch (error) {
        say(`switch ${path}, ${words}: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
      }
      times.set(`switch ${path}: ${words}`, measured)
    }
  }
  return times
}

/** A side that is chosen is not chosen again: another one of its own is, before. */
async function flip(stage: Stage, index: number): Promise<Taken> {
  const input = `document.querySelector('[data-bench="${index}"]')`
  const isChecked = await stage.holds(`${input}.checked`)
  const press = (selector: string) => stage.page.evaluate(`${selector}.focus()`).then(() => stage.key('Space'))
  if (isChecked && (await stage.holds(`${input}.type === 'radio'`))) {
    const other = `[...document.getElementsByName(${input}.name)].find((one) => !one.checked && !one.disabled)`
    await press(other)
    await stage.until(`!${input}.checked`)
    return flip(stage, index)
  }
  return stage.measure('keydown', `${input}.checked === ${!isChecked}`, () => press(input))
}
