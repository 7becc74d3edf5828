// The demo bot, built from nothing in the designer: once with the mouse, once with the keyboard only.
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { addAction, botNamed, choose, draftOf, inspector, node, saved } from './designing.ts'
import { complaintsOf, focused, leave, openDesk, openStage, tabTo } from './windows.ts'

const { browser, baton } = await openStage()

const source = await readFile(new URL('../../bots/demo.yaml', import.meta.url), 'utf8')

type Action = {
  type: string
  text: string
  replies: { label: string; on_click: Action[] }[]
  interaction: string
  variable: string
  pattern: string
  wrongReplies: string[]
  maxTries: number
  on_give_up: Two
  tag: string
}
type Interaction<Actions = Action[]> = { name: string; keywords?: string[]; fallback?: boolean; actions: Actions }
type Two = [Action, Action]
type Five = [...Two, ...Two, Action]
type Demo = {
  name: string
  behaviors: [
    {
      interactions: [
        welcome: Interaction<Two>,
        menu: Interaction<[Action]>,
        hours: Interaction<Two>,
        repair: Interaction<Five>,
        person: Interaction<[...Five, Action]>,
        lost: Interaction<Two>,
      ]
    },
  ]
}

/** The example as it stands in its file; who chooses a group from a list means it by its id, which outlives its name. */
function demo(name: string, group: { id: string }): Demo {
  const document: Demo = parse(source, (key, value) => (key === 'operatorsGroup' ? group.id : value))
  return { ...document, name }
}

const isBuilt = (bot: string, wanted: Demo) =>
  expect.poll(async () => (await draftOf(baton, bot)).document).toEqual(wanted)

/** With nobody there the flow goes on; with somebody of the group online the contact is handed over. */
async function handsOver(bot: string, group: { id: string }): Promise<void> {
  const alone = await baton.chat({ id: bot })
  expect(alone.first).toEqual([expect.stringContaining('Hello'), expect.stringContaining('What can I do for you?')])
  expect((await alone.hears('Talk to a person')).at(-1)).toContain('Nobody is in right now.')
  expect((await alone.view()).chatState).toBe('chatbot_controlled')
  await baton.operator({ status: 'online' })
  const ana = await baton.operator({ groups: [group.id], status: 'online' })
  const chat = await baton.chat({ id: bot })
  await chat.says('Talk to a person')
  expect(await chat.view()).toMatchObject({ chatState: 'taken_over', operator: { id: ana.id } })
}

const publishable = async (desk: Page) => {
  await desk.getByRole('region', { name: 'Problems' }).getByText('No problems').waitFor()
  await saved(desk)
}
const isLive = (desk: Page) => desk.getByText('Version 1 is live').first().waitFor()

/** The actions of what is open, as their heads say them. */
/** Names are taken once: a journey that is tried again has others. */
const once = (name: string) => `${name} ${Date.now().toString(36)}`
const heads = (desk: Page) => inspector(desk).locator('[data-head]')
const order = (desk: Page) => heads(desk).allInnerTexts()
const inOrder = (...names: string[]) => names.map((name) => expect.stringMatching(new RegExp(`^${name}`)))

const field = (desk: Page, name: string) => inspector(desk).getByRole('textbox', { name, exact: true }).last()
const givingUp = 'Add an action: After too many tries'

describe('with the mouse', () => {
  const button = (desk: Page, name: string) => inspector(desk).getByRole('button', { name, exact: true })

  async function drawJump(desk: Page, from: string, port: number | 'end', to: string | null): Promise<void> {
    await grab(desk, node(desk, from).locator(`[data-handleid="${port}"]`))
    if (to === null) {
      const box = await node(desk, from).boundingBox()
      if (box === null) throw new Error(`${from} is not on the screen`)
      await desk.mouse.move(box.x + box.width + 60, box.y + box.height + 40, { steps: 4 })
    } else await isOver(node(desk, to).locator('[data-handleid="in"]'))
    await desk.mouse.up()
  }

  /** A picture that is still on its way may leave the mouse beside the port: then no jump begins, and it is tried again. */
  async function grab(desk: Page, port: Locator): Promise<void> {
    const begins = async () => {
      await port.hover()
      await desk.mouse.down()
      await desk.mouse.move(...(await besides(port)), { steps: 2 })
      const line = desk.locator('.react-flow__connection').waitFor({ state: 'attached', timeout: 2_000 })
      const hasBegun = await line.then(
        () => true,
        () => false,
      )
      if (!hasBegun) await desk.mouse.up()
      return hasBegun
    }
    await expect.poll(begins).toBe(true)
  }

  async function besides(port: Locator): Promise<[number, number]> {
    const box = await port.boundingBox()
    return box === null ? [0, 0] : [box.x + box.width / 2 + 6, box.y + box.height / 2 + 6]
  }

  /** The picture may still be on its way: it is followed until the end of the jump says that it fits. */
  async function isOver(port: Locator): Promise<void> {
    const fits = async () => {
      await port.hover({ force: true })
      return port.evaluate((element) => element.classList.contains('valid'))
    }
    await expect.poll(fits).toBe(true)
  }

  /** A jump into nothing begins a new interaction, whose name is asked for. */
  async function drawNew(desk: Page, from: string, port: number | 'end', name: string): Promise<void> {
    await drawJump(desk, from, port, null)
    await named(desk, name)
    await desk.getByRole('group', { name: new RegExp(`^${from}: .*leads to .*${name}`) }).waitFor()
    await desk.getByRole('button', { name: 'Arrange' }).click()
  }

  async function named(desk: Page, name: string): Promise<void> {
    await focused(field(desk, 'Name'))
    await field(desk, 'Name').fill(name)
    await inspector(desk).getByRole('heading', { name: 'Actions' }).click()
    await node(desk, name).waitFor()
  }

  async function open(desk: Page, { name, keywords = [] }: Interaction): Promise<void> {
    await node(desk, name).click({ position: { x: 60, y: 20 } })
    await expect.poll(() => field(desk, 'Name').inputValue()).toBe(name)
    if (keywords.length === 0) return
    await inspector(desk).getByRole('combobox', { name: 'Keywords' }).fill(keywords.join(', '))
    await inspector(desk).getByRole('heading', { name: 'Actions' }).click()
  }

  async function say(desk: Page, { text }: Action, where?: string): Promise<void> {
    await addAction(desk, 'Text', where)
    await focused(field(desk, 'Text'))
    await field(desk, 'Text').fill(text)
  }

  async function offer(desk: Page, { text, replies }: Action): Promise<void> {
    await addAction(desk, 'Quick replies')
    await field(desk, 'Text').fill(text)
    for (const [index, { label }] of replies.entries()) {
      if (index > 0) await button(desk, 'Add: Reply').click()
      await inspector(desk).getByRole('textbox', { name: 'Label' }).nth(index).fill(label)
    }
  }

  async function ask(desk: Page, action: Action, expects: string): Promise<void> {
    await addAction(desk, 'Input')
    await field(desk, 'Variable').fill(action.variable)
    await choose(desk, 'Expects', expects)
    if (action.pattern !== undefined) await field(desk, 'Pattern').fill(action.pattern)
    for (const [index, text] of action.wrongReplies.entries()) {
      await button(desk, 'Add: Reply').click()
      await field(desk, `Reply ${index + 1}`).fill(text)
    }
    await field(desk, 'Most tries').fill(String(action.maxTries))
    const [said, jump] = action.on_give_up
    await say(desk, said, givingUp)
    await addAction(desk, 'Go to', givingUp)
    await choose(desk, 'Interaction', jump.interaction)
    await inspector(desk).getByRole('switch', { name: 'Cancel further execution' }).click()
  }

  async function handOver(desk: Page, mode: string, group: { name: string }): Promise<void> {
    await addAction(desk, 'Set chat operator state')
    await choose(desk, 'State', mode)
    await choose(desk, 'Operators group', new RegExp(`^${group.name}`))
  }

  test('[FL-12] [FL-1] [HO-10] the demo bot is built from nothing, published, and hands a contact over', async () => {
    const [admin, group] = [await baton.operator({ role: 'admin' }), await baton.group(once('Workshop'))]
    const wanted = demo(once('Mouse bot'), group)
    const [welcome, menu, hours, repair, person, lost] = wanted.behaviors[0].interactions
    const desk = await openDesk(browser, baton, admin, { viewport: { width: 1920, height: 1080 } })
    const complaints = complaintsOf(desk)
    await desk.getByRole('link', { name: 'Designer' }).click()
    await desk.getByRole('button', { name: 'New chatbot' }).first().click()
    await desk.getByRole('textbox', { name: 'Name of the chatbot' }).fill(wanted.name)
    await desk.getByRole('button', { name: 'Begin' }).click()

    await open(desk, welcome)
    await say(desk, welcome.actions[0])
    await drawNew(desk, 'welcome', 'end', 'menu')
    await open(desk, menu)
    await offer(desk, menu.actions[0])
    await drawNew(desk, 'menu', 1, 'hours')
    await drawNew(desk, 'menu', 2, 'repair')
    await drawNew(desk, 'menu', 3, 'person')

    await open(desk, hours)
    await say(desk, hours.actions[0])
    await drawJump(desk, 'hours', 'end', 'menu')

    const [gladly, number, tag, thanks, shall] = repair.actions
    await open(desk, repair)
    await say(desk, gladly)
    await ask(desk, number, 'A text that matches a pattern')
    await say(desk, thanks)
    await addAction(desk, 'Set tag')
    await field(desk, 'Tag').fill(tag.tag)
    const [asAdded, asDragged] = [
      inOrder('Text', 'Input', 'Text', 'Set tag'),
      inOrder('Text', 'Input', 'Set tag', 'Text'),
    ]
    await heads(desk).nth(3).click()
    await heads(desk)
      .nth(3)
      .dragTo(heads(desk).nth(2), { targetPosition: { x: 40, y: 2 } })
    await expect.poll(() => order(desk)).toEqual(asDragged)
    await desk.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => order(desk)).toEqual(asAdded)
    await desk.getByRole('button', { name: 'Redo' }).click()
    await expect.poll(() => order(desk)).toEqual(asDragged)
    await offer(desk, shall)
    await drawJump(desk, 'repair', 6, 'person')
    await drawJump(desk, 'repair', 7, 'menu')

    const [moment, , nobody, address, , waiting] = person.actions
    await open(desk, person)
    await say(desk, moment)
    await handOver(desk, 'Operator takeover', group)
    await choose(desk, 'Assign operator', 'Whoever has the fewest conversations')
    await inspector(desk).getByRole('switch', { name: 'Only online operators' }).click()
    await inspector(desk).getByText('If nobody of them is online, nothing changes and the next action runs.').waitFor()
    await inspector(desk).getByRole('button', { name: 'Try it on the team now' }).click()
    await inspector(desk).getByText('Nothing would change now; the next action would run.').waitFor()
    // The problem panel says what is missing, and a click leads to the action.
    await desk.getByRole('button', { name: /when no operator is online the contact gets no answer/ }).click()
    await focused(heads(desk).nth(1))
    await say(desk, nobody)
    await ask(desk, address, 'An e-mail address')
    await handOver(desk, 'Request operator', group)
    await say(desk, waiting)

    await desk.getByRole('button', { name: 'Add an interaction' }).click()
    await named(desk, lost.name)
    await inspector(desk).getByRole('switch', { name: 'Fallback' }).click()
    await say(desk, lost.actions[0])
    await desk.getByRole('button', { name: 'Arrange' }).click()
    await drawJump(desk, lost.name, 'end', 'menu')

    await publishable(desk)
    const bot = await botNamed(baton, wanted.name)
    await isBuilt(bot, wanted)
    await desk.getByRole('button', { name: 'Publish' }).click()
    await isLive(desk)
    await handsOver(bot, group)
    expect(complaints).toEqual([])
    await leave(desk)
  })
})

describe('with the keyboard only', () => {
  const addHere = 'ControlOrMeta+Enter'
  const addToInteraction = 'ControlOrMeta+Shift+Enter'
  const addItem = 'Alt+Enter'

  async function press(desk: Page, ...keys: string[]): Promise<void> {
    for (const key of keys) await desk.keyboard.press(key)
  }

  async function add(desk: Page, title: string, first: string, chord = addHere): Promise<void> {
    await press(desk, chord)
    await focused(desk.getByRole('textbox', { name: 'Find an action' }))
    await desk.keyboard.type(title)
    await marked(desk, new RegExp(`^${title}`))
    await press(desk, 'Enter')
    await focused(
      field(desk, first)
        .or(inspector(desk).getByRole('combobox', { name: first, exact: true }))
        .last(),
    )
  }

  const marked = (desk: Page, option: RegExp) =>
    desk.locator('[role="option"][data-combobox-selected]').filter({ hasText: option }).waitFor()

  async function say(desk: Page, { text }: Action, chord?: string): Promise<void> {
    await add(desk, 'Text', 'Text', chord)
    await desk.keyboard.insertText(text)
  }

  /** Picks by typing. */
  async function pick(desk: Page, words: string): Promise<void> {
    await desk.keyboard.type(words)
    await desk.getByRole('option', { name: new RegExp(`^${words}`) }).waitFor()
    await press(desk, 'ArrowDown')
    await marked(desk, new RegExp(`^${words}`))
    await press(desk, 'Enter')
  }

  /** Opens the list of the field and walks down to the option. */
  async function walk(desk: Page, title: RegExp): Promise<void> {
    await press(desk, 'ArrowDown')
    const option = desk.getByRole('option', { name: title })
    await option.waitFor()
    const mostSteps = 12
    for (let step = 0; step < mostSteps; step += 1) {
      if ((await option.getAttribute('data-combobox-selected')) !== null) break
      await press(desk, 'ArrowDown')
    }
    await marked(desk, title)
    await press(desk, 'Enter')
  }

  async function goTo(desk: Page, { interaction }: Action, chord?: string): Promise<void> {
    await add(desk, 'Go to', 'Interaction', chord)
    await pick(desk, interaction)
  }

  async function interaction(desk: Page, { name, keywords = [] }: Interaction): Promise<void> {
    await press(desk, 'n')
    await focused(field(desk, 'Name'))
    await desk.keyboard.type(name)
    await press(desk, 'Enter')
    if (keywords.length > 0) {
      await tabTo(desk, /^Keywords/)
      await desk.keyboard.type(keywords.join(','))
      await press(desk, 'Enter')
    }
  }

  async function toCanvas(desk: Page, name: string): Promise<void> {
    await press(desk, 'Escape')
    await focused(node(desk, name))
  }

  /** To an interaction wherever one is: it is looked for by its name. */
  async function jumpTo(desk: Page, { name }: Interaction): Promise<void> {
    await press(desk, 'ControlOrMeta+f')
    await focused(desk.getByRole('textbox', { name: 'Search this chatbot' }))
    await desk.keyboard.type(name)
    await marked(desk, new RegExp(`^${name}`))
    await press(desk, 'Enter')
    await focused(field(desk, 'Name'))
    await expect.poll(() => field(desk, 'Name').inputValue()).toBe(name)
  }

  async function offer(desk: Page, { text, replies }: Action): Promise<void> {
    await add(desk, 'Quick replies', 'Text', addToInteraction)
    await desk.keyboard.insertText(text)
    for (const [index, { label, on_click }] of replies.entries()) {
      if (index === 0) await tabTo(desk, /^Label/)
      else await press(desk, addItem)
      await focused(inspector(desk).getByRole('textbox', { name: 'Label' }).nth(index))
      await desk.keyboard.type(label)
      for (const action of on_click) await goTo(desk, action)
    }
  }

  async function ask(desk: Page, action: Action, expects: RegExp): Promise<void> {
    await add(desk, 'Input', 'Variable', addToInteraction)
    await desk.keyboard.type(action.variable)
    await press(desk, 'Tab')
    await walk(desk, expects)
    if (action.pattern !== undefined) {
      await press(desk, 'Tab')
      await focused(field(desk, 'Pattern'))
      await desk.keyboard.type(action.pattern)
    }
    await press(desk, 'Tab')
    for (const [index, text] of action.wrongReplies.entries()) {
      await press(desk, addItem)
      await focused(field(desk, `Reply ${index + 1}`))
      await desk.keyboard.insertText(text)
    }
    await tabTo(desk, /^Most tries/)
    await desk.keyboard.type(String(action.maxTries))
    await tabTo(desk, givingUp)
    const [said, jump] = action.on_give_up
    await say(desk, said)
    await goTo(desk, jump)
    await tabTo(desk, /^Cancel further execution/)
    await press(desk, 'Space')
  }

  test('[A-08] the demo bot is built from nothing, published, and hands a contact over', async () => {
    const [admin, group] = [await baton.operator({ role: 'admin' }), await baton.group(once('Shop floor'))]
    const wanted = demo(once('Keyboard bot'), group)
    const [welcome, menu, hours, repair, person, lost] = wanted.behaviors[0].interactions
    const desk = await openDesk(browser, baton, admin)
    const complaints = complaintsOf(desk)
    await desk.evaluate(counting)
    await tabTo(desk, /^Designer$/)
    await press(desk, 'Enter')
    await desk.getByRole('button', { name: 'New chatbot' }).first().waitFor()
    await tabTo(desk, /^New chatbot$/)
    await press(desk, 'Enter')
    await focused(desk.getByRole('textbox', { name: 'Name of the chatbot' }))
    await desk.keyboard.type(wanted.name)
    await press(desk, 'Enter')
    await node(desk, 'welcome').waitFor()
    // Nothing is in it yet: it opens where one begins.
    await focused(node(desk, 'welcome'))

    for (const one of [menu, hours, repair, person, lost]) {
      await interaction(desk, one)
      if (one.fallback === true) {
        await tabTo(desk, /^Fallback/)
        await press(desk, 'Space')
      }
      await toCanvas(desk, one.name)
    }

    await jumpTo(desk, welcome)
    await say(desk, welcome.actions[0])
    await goTo(desk, welcome.actions[1])
    await jumpTo(desk, menu)
    await offer(desk, menu.actions[0])
    await jumpTo(desk, hours)
    await say(desk, hours.actions[0])
    await goTo(desk, hours.actions[1])

    const [gladly, number, tag, thanks, shall] = repair.actions
    await jumpTo(desk, repair)
    await say(desk, gladly)
    await ask(desk, number, /^A text that matches a pattern/)
    await say(desk, thanks, addToInteraction)
    await add(desk, 'Set tag', 'Tag')
    await desk.keyboard.type(tag.tag)
    const [asAdded, asMoved] = [
      inOrder('Text', 'Input', 'Text', 'Set tag'),
      inOrder('Text', 'Input', 'Set tag', 'Text'),
    ]
    await press(desk, 'Escape', 'Alt+ArrowUp')
    await inspector(desk).getByText('Set tag is now number 3 of 4.').waitFor()
    await expect.poll(() => order(desk)).toEqual(asMoved)
    await press(desk, 'ControlOrMeta+z')
    await expect.poll(() => order(desk)).toEqual(asAdded)
    await press(desk, 'ControlOrMeta+y')
    await expect.poll(() => order(desk)).toEqual(asMoved)
    await offer(desk, shall)

    const [moment, , nobody, address, , waiting] = person.actions
    await jumpTo(desk, person)
    await say(desk, moment)
    await add(desk, 'Set chat operator state', 'State')
    await walk(desk, /^Operator takeover/)
    await press(desk, 'Tab')
    await pick(desk, group.name)
    await press(desk, 'Tab')
    await walk(desk, /^Whoever has the fewest/)
    await press(desk, 'Tab', 'Space')
    await inspector(desk).getByText('If nobody of them is online, nothing changes and the next action runs.').waitFor()
    await say(desk, nobody)
    await ask(desk, address, /^An e-mail address/)
    await add(desk, 'Set chat operator state', 'State', addToInteraction)
    await press(desk, 'Tab')
    await pick(desk, group.name)
    await say(desk, waiting)

    await jumpTo(desk, lost)
    await say(desk, lost.actions[0])
    await goTo(desk, lost.actions[1])
    // What is deleted leaves the focus with its neighbour; from there it is one step back to the canvas.
    await press(desk, 'Escape', 'Delete')
    await focused(heads(desk).first())
    await press(desk, 'ControlOrMeta+z')
    await expect.poll(() => order(desk)).toEqual(inOrder('Text', 'Go to'))
    await toCanvas(desk, lost.name)
    await publishable(desk)
    const bot = await botNamed(baton, wanted.name)
    await isBuilt(bot, wanted)
    await tabTo(desk, /^Publish$/, 'Shift+Tab')
    await press(desk, 'Enter')
    await isLive(desk)
    const { keys, clicks } = await desk.evaluate<{ keys: number; clicks: number }>('window.counted')
    expect(clicks).toBe(0)
    expect(keys).toBeLessThan(mostKeys)
    await handsOver(bot, group)
    expect(complaints).toEqual([])
    await leave(desk)
  })
})

/** Keys beside those that write: 24 actions with their settings, 5 interactions, 5 lists of replies, and the way to publish. */
const mostKeys = 220
/** Counts them, and what a mouse did. */
const counting = `window.counted = { keys: 0, clicks: 0 }
addEventListener('keydown', ({ key, ctrlKey, altKey }) => {
  const isModifier = ['Shift', 'Control', 'Alt', 'Meta'].includes(key)
  if (!isModifier && (key.length > 1 || ctrlKey || altKey)) window.counted.keys += 1
}, true)
addEventListener('pointerdown', () => { window.counted.clicks += 1 }, true)`
