/** [FL-11] [FL-12] The form of every action, filled by hand. No action is known here: the catalogue says what there is to enter. */
import { catalogue } from '@baton/actions/catalogue'
import { type ActionDefinition, itemTriggerOf } from '@baton/core/flow'
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { botDocument, must } from '../src/testing.ts'
import { type Schema, type Settings, valuesFor } from './form-values.ts'
import { type Complaints, complaintsOf, goTo, openDesk, openStage, violationsOf } from './windows.ts'

/** A control that is not there is not waited for longer. Milliseconds. */
const patience = 15_000
const at = 'behaviors[0].interactions[0].actions[0]'
const actions = [...catalogue.values()].map((action) => [action.type, action] as const)

type Draft = {
  document: { behaviors: { interactions: { actions: Settings[] }[] }[] }
  problems: { path: string; code: string; message: string; level: string | null }[]
}

const { browser, baton } = await openStage()
let desk: Page
let complaints: Complaints
let bot: string
let named: { group: string; operator: string }
let ids: { group: string; operator: string }
let isOpen = false

beforeAll(async () => {
  const [admin, group] = [await baton.operator({ role: 'admin' }), await baton.group('Harbour team')]
  const operator = await baton.operator({ name: 'Ana Harbour', groups: [group.id], status: 'online' })
  named = { group: group.name, operator: operator.name }
  ids = { group: group.id, operator: operator.id }
  bot = must(await baton.post<{ id: string }>('/bots', emptyBot)).id
  desk = await openDesk(browser, baton, admin, { reducedMotion: 'reduce' })
  desk.setDefaultTimeout(patience)
  complaints = complaintsOf(desk)
})

const elsewhere = 'elsewhere'
const other = { name: elsewhere, actions: [] }
const document = botDocument([], { name: 'Every form', interactions: [other] })
const emptyBot = {
  ...document,
  behaviors: [...(document.behaviors as unknown[]), { name: elsewhere, interactions: [{ ...other, start: true }] }],
}

/** The bot with nothing in it, and its welcome open. The page stays the same, unless a test left it no one knows how. */
beforeEach(async () => {
  complaints.length = 0
  must(await baton.put(`/bots/${bot}/draft`, emptyBot))
  if (isOpen) await desk.evaluate("window.dispatchEvent(new Event('focus'))")
  else {
    await goTo(desk, `/designer/${bot}`)
    await desk.getByRole('group', { name: /^welcome: / }).click()
  }
  await inspector().getByText('Nothing happens here yet.').waitFor()
})

afterEach(({ task }) => {
  isOpen = task.result?.state !== 'fail'
})

const inspector = () => desk.getByRole('region', { name: 'Edit', exact: true })
const placeOf = (path: string) => inspector().locator(`[data-path="${path}"]`).first()

async function draft(): Promise<Draft> {
  return must(await baton.get<Draft>(`/bots/${bot}`))
}

async function save(): Promise<void> {
  await desk.keyboard.press('ControlOrMeta+s')
  await desk.locator('[data-saving="saved"]').waitFor()
}

async function add({ title, help }: ActionDefinition): Promise<void> {
  await inspector().getByRole('button', { name: 'Add an action', exact: true }).click()
  await desk.getByRole('textbox', { name: 'Find an action' }).fill(title)
  await desk.getByRole('option', { name: new RegExp(`^${RegExp.escape(title)}\\s*${RegExp.escape(help)}$`) }).click()
  await placeOf(at).waitFor()
}

/** Enters a value as its kind of setting asks for, and says what must have become of it. */
async function enter(path: string, schema: Schema, value: unknown): Promise<unknown> {
  const place = placeOf(path)
  if (schema.type === 'array' && isPicked(schema.items)) return enterSeveral(place, schema.items, value as string[])
  if (schema.type === 'array') return enterList(path, schema, value as unknown[])
  if (schema.properties !== undefined) return enterFields(path, schema, value as Settings)
  if (schema.patternProperties !== undefined) return enterPairs(place, value as Settings)
  if (schema.type === 'boolean') {
    await place.getByRole('switch').click()
    return value
  }
  if (isPicked(schema) || (await place.getByRole('combobox').count()) > 0)
    return enterPicked(place, schema, String(value))
  const isText = typeof value === 'string' || typeof value === 'number'
  if (!isText) await place.getByText('JSON', { exact: true }).click()
  await place.getByRole('textbox').fill(isText ? String(value) : JSON.stringify(value))
  return value
}

function isPicked(item: Schema | undefined): item is Schema {
  return item?.enum !== undefined || item?.reference !== undefined
}

async function enterSeveral(place: Locator, item: Schema, values: string[]): Promise<unknown[]> {
  const entered = []
  for (const value of values) entered.push(await enterPicked(place, item, value))
  await desk.keyboard.press('Tab')
  return entered
}

async function enterList(path: string, { items = {} }: Schema, values: unknown[]): Promise<unknown[]> {
  const entered = []
  for (const [index, value] of values.entries()) {
    const isThere = (await placeOf(`${path}[${index}]`).count()) > 0
    const adds = placeOf(path).getByRole('button', { name: `Add: ${items.title}`, exact: true })
    if (!isThere) await adds.click()
    entered.push(await enter(`${path}[${index}]`, items, value))
  }
  return entered
}

async function enterFields(path: string, { properties = {} }: Schema, values: Settings): Promise<Settings> {
  const entered: Settings = {}
  for (const [name, schema] of Object.entries(properties))
    entered[name] = await enter(`${path}.${name}`, schema, values[name])
  return entered
}

async function enterPairs(place: Locator, values: Settings): Promise<Settings> {
  for (const [name, value] of Object.entries(values)) {
    await place.getByRole('button', { name: /^Add: / }).click()
    await place
      .getByRole('textbox', { name: /^Name: / })
      .last()
      .fill(name)
    await place
      .getByRole('textbox', { name: /^Value: / })
      .last()
      .fill(String(value))
  }
  return values
}

/** Options, groups, operators and places are picked by what they are called. */
async function enterPicked(place: Locator, schema: Schema, value: string): Promise<unknown> {
  const { optionTitles, reference } = schema
  const label =
    schema.enum !== undefined ? optionTitles?.[value] : reference === undefined ? elsewhere : named[reference]
  await place.getByRole('combobox').click()
  const option = new RegExp(`^${RegExp.escape(label ?? value)}${reference === undefined ? '$' : ''}`)
  await desk.getByRole('option', { name: option }).first().click()
  if (schema.enum !== undefined) return value
  return reference === undefined ? label : ids[reference]
}

/** The settings that the form shows, in its order. */
async function shown(): Promise<string[]> {
  const own = new RegExp(`^${RegExp.escape(at)}\\.(\\w+)$`)
  const paths = await placeOf(at)
    .locator('[data-path]')
    .evaluateAll((places) => places.map((place) => place.getAttribute('data-path') ?? ''))
  return paths.flatMap((path) => own.exec(path)?.slice(1) ?? [])
}

/** Goes on until no setting is left; one that is not shown has the settings it hangs on set for it. */
async function fillForm(action: ActionDefinition): Promise<Settings> {
  const fields = (action.schema as Schema).properties ?? {}
  const values = valuesFor(action)
  const entered: Settings = {}
  const left = () => Object.keys(fields).filter((name) => !(name in entered))
  const fill = async (name: string, value = values[name]) => {
    const schema = fields[name] ?? {}
    expect(await placeOf(`${at}.${name}`).textContent(), `${name} has its title`).toContain(schema.title)
    entered[name] = await enter(`${at}.${name}`, schema, value)
  }
  while (left().length > 0) {
    const visible = await shown()
    const [next] = visible.filter((name) => left().includes(name))
    if (next !== undefined) {
      await fill(next)
      continue
    }
    const [hidden = ''] = left()
    const wanted = Object.entries(fields[hidden]?.shownWhen ?? {}).map(
      ([name, value]) => [name, [value].flat()[0]] as const,
    )
    expect(
      wanted.some(([name, value]) => entered[name] !== value),
      `the form never shows "${hidden}"`,
    ).toBe(true)
    for (const [name, value] of wanted) await fill(name, value)
  }
  return entered
}

/** Where operations stand, and under which trigger: the action's own, and those of its first item. */
function operationsOf(action: ActionDefinition): string[] {
  const own = action.triggers.map((trigger) => `${at}.${trigger}`)
  if (action.items === undefined) return own
  return [...own, `${at}.${action.items.replaceAll('[]', '[0]')}[0].${itemTriggerOf(action)}`]
}

test.each(actions)('[FL-11] [FL-12] the form of %s takes everything its schema knows', async (_, action) => {
  await add(action)
  await placeOf(at).getByText(action.help, { exact: true }).waitFor()
  const entered = await fillForm(action)
  for (const path of operationsOf(action)) {
    await placeOf(path)
      .getByRole('button', { name: /^Add an action: / })
      .waitFor()
  }
  await save()
  const { document, problems } = await draft()
  expect(document.behaviors[0]?.interactions[0]?.actions).toEqual([{ type: action.type, ...entered }])
  const found = problems.filter(({ path }) => path.startsWith(at))
  // All at once some settings exclude each other; each by itself is right.
  const errors = found.filter(({ level }) => level !== 'warning')
  expect(errors.filter(({ code }) => code !== 'not_allowed')).toEqual([])
  for (const { path, message } of found) await placeOf(path).getByText(message).first().waitFor()
  expect(complaints).toEqual([])
})

/** By the kind of setting what is outside its bounds; undefined: this one is of another kind, or has none. */
const outside: Record<string, (schema: Schema) => unknown> = {
  'a number': ({ maximum }) => (maximum === undefined ? undefined : maximum + 1),
  'a text': ({ type, maxLength = 0 }) => (type === 'string' && maxLength > 0 ? 'a'.repeat(maxLength + 1) : undefined),
  'a text of a pattern': ({ type, pattern }) => (type === 'string' && pattern !== undefined ? '?' : undefined),
  'a list of texts': ({ items }) => (items?.maxLength === undefined ? undefined : ['a'.repeat(items.maxLength + 1)]),
  'a pair': ({ patternProperties }) => (patternProperties === undefined ? undefined : { 'two words': 'a' }),
}

test.each(Object.entries(outside))('[FL-2] [FL-12] %s that is out of bounds says so at its field', async (_, of) => {
  const [action, name, schema] = firstWith(of)
  await add(action)
  await enter(`${at}.${name}`, schema, of(schema))
  await save()
  const [found] = (await draft()).problems.filter(
    ({ path, code }) => path.startsWith(`${at}.${name}`) && code !== 'required',
  )
  await placeOf(found?.path ?? 'no problem')
    .getByText(found?.message ?? '')
    .first()
    .waitFor()
  expect(complaints).toEqual([])
})

test('[FL-11] the help page of an action opens from its form, with its tables and examples', async () => {
  const [action] = firstWith((schema) => schema.patternProperties)
  await add(action)
  await placeOf(at)
    .getByRole('button', { name: `Help: ${action.title}` })
    .click()
  const page = desk.getByRole('dialog', { name: action.title })
  for (const name of Object.keys(action.schema.properties ?? {}))
    await page.getByRole('cell', { name, exact: true }).waitFor()
  await page.locator('pre').first().waitFor()
  expect(await violationsOf(desk)).toEqual([])
  await desk.keyboard.press('Escape')
  await page.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test('[FL-12] what is no JSON says so at its field, and never stands in the draft', async () => {
  const [action, name] = firstWith(({ type, ...rest }) =>
    type === undefined && rest.enum === undefined ? true : undefined,
  )
  await add(action)
  const place = placeOf(`${at}.${name}`)
  await place.getByText('JSON', { exact: true }).click()
  await place.getByRole('textbox').fill('{ "a": 1')
  await place.getByText('This is not JSON.').waitFor()
  await save()
  expect((await draft()).document.behaviors[0]?.interactions[0]?.actions[0]).not.toHaveProperty(name)
  await place.getByRole('textbox').fill('{ "a": 1 }')
  await save()
  expect((await draft()).document.behaviors[0]?.interactions[0]?.actions[0]).toHaveProperty(name, { a: 1 })
})

/** The first setting that a form shows from the beginning and that this says something of. */
function firstWith(of: (schema: Schema) => unknown): [ActionDefinition, string, Schema] {
  for (const action of catalogue.values())
    for (const [name, schema] of Object.entries((action.schema as Schema).properties ?? {}))
      if (schema.shownWhen === undefined && of(schema) !== undefined) return [action, name, schema]
  throw new Error('No action has such a setting')
}
