import { readdirSync, readFileSync } from 'node:fs'
import { type ActionDefinition, schemaProblems, validateBot } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const actions = [...catalogue.values()].map((action) => [action.type, action] as const)

/** Settings that each action accepts. */
const valid: Record<string, Record<string, unknown>> = {
  text: { text: 'a' },
  image: { url: '/a.png', alt: 'a' },
  video: { url: '/a.mp4', name: 'a' },
  audio: { url: '/a.mp3', name: 'a' },
  file: { url: '/a.pdf', name: 'a' },
  quick_replies: { text: 'a', replies: [{ label: 'a', payload: 'b' }] },
  buttons: { text: 'a', buttons: [{ label: 'a', url: 'https://example.com' }, { label: 'b' }] },
  card: { title: 'a', subtitle: 'b', image: '/c.png', buttons: [{ label: 'd', phone: '+431234' }] },
  carousel: { text: 'a', cards: [{ title: 'a', subtitle: 'b', image: '/c.png', buttons: [{ label: 'd' }] }] },
  delay: { seconds: 0.5 },
  input: { variable: 'a', expects: 'choice', pattern: 'a', choices: ['a'], wrongReplies: ['b'], maxTries: 2 },
  file_input: { variable: 'a', kinds: ['image'], maxMegabytes: 1, wrongReplies: ['b'], maxTries: 2 },
  rating: {
    text: 'a',
    scale: 'thumbs',
    comment: 'b',
    skip: 'c',
    variable: 'd',
    wrongReplies: ['e'],
    maxTries: 2,
  },
  go_to: { behavior: 'a', interaction: 'b', cancelFurtherExecution: true },
  condition: { variable: 'a', is: 'equal', value: 1 },
  bookmark: {},
  random_split: { branches: [{ name: 'a', weight: 2 }, {}], variable: 'b' },
  set_variable: { variable: 'a', value: [1, { b: null }], how: 'append' },
  set_tag: { tag: 'a' },
  drop_tag: { tag: 'a' },
  http_request: {
    method: 'POST',
    url: 'https://example.com',
    headers: { accept: 'text/plain' },
    body: { a: 1 },
    map: [{ path: 'a', variable: 'b' }],
    timeoutSeconds: 5,
  },
  send_email: { to: 'ana@example.com', subject: 'a', text: 'b', replyTo: '{{ user_email }}' },
  trigger_webhook: {
    url: 'https://example.com',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    event: 'a.b',
    variables: ['a'],
  },
  script: { code: 'return {}', timeoutMilliseconds: 100 },
  ai_reply: {
    instructions: 'a',
    model: 'b',
    variable: 'c',
    maxTokens: 100,
    temperature: 0.5,
    historyMessages: 5,
    timeoutSeconds: 5,
    failureText: 'd',
  },
  ai_conversation: {
    instructions: 'a',
    model: 'b',
    maxTokens: 100,
    temperature: 0.5,
    historyMessages: 5,
    timeoutSeconds: 5,
    maxAnswers: 5,
    maxTokensInAll: 5_000,
    operatorsGroup: 'c',
    assignOperator: 'specific',
    operator: 'd',
    onlyOnlineOperators: true,
    requestText: 'e',
    onFailureRequest: true,
    failureText: 'f',
  },
  privacy_opt_in: {
    flag: 'a',
    text: 'b',
    accept: 'c',
    decline: 'd',
    askAgain: true,
    wrongReplies: ['e'],
    maxTries: 2,
  },
  privacy_flag_condition: { flag: 'a', is: 'refused' },
  forget_user: {},
  schedule_behavior: { behavior: 'a', interaction: 'b', after: 2, unit: 'hours' },
  end_conversation: {},
  add_note: { text: 'a' },
  assign_conversation: {
    mode: 'request_operator',
    operatorsGroup: 'a',
    operators: ['b'],
    assignOperator: 'less_busy',
    onlyOnlineOperators: true,
    message: 'c',
    timeoutSeconds: 60,
  },
  agent_state_check: { group: 'a', check: 'status', is: 'is_not', status: 'away' },
  calendar_check: { group: 'a' },
  create_conversation_url: { hours: 2, takesOver: true, handsOver: true, variable: 'a' },
  notify_operators: { text: 'a', group: 'b', operators: ['c'], byMail: true },
  set_chat_operator_state: {
    mode: 'operator_takeover',
    operatorsGroup: 'a',
    assignOperator: 'specific',
    operator: 'b',
    onlyOnlineOperators: true,
  },
}

test('[FL-11] every folder is one action of the catalogue, and the other way round', () => {
  expect(folders.map((folder) => folder.replaceAll('-', '_')).sort()).toEqual([...catalogue.keys()].sort())
})

test.each(folders)('[FL-11] the folder %s holds action, test and help page', (folder) => {
  const files = readdirSync(`${import.meta.dirname}/${folder}`)
  expect(files).toEqual(expect.arrayContaining(['action.ts', 'action.test.ts', 'README.md']))
  const page = readFileSync(`${import.meta.dirname}/${folder}/README.md`, 'utf8')
  const action = catalogue.get(folder.replaceAll('-', '_'))
  expect(page).toMatch(new RegExp(`^# ${action?.title}\n`))
  for (const name of [...fieldNames(action), ...(action?.triggers ?? [])]) expect(page).toContain(`\`${name}\``)
})

test.each(actions)('[FL-11] %s has a title and help', (_, { title, help }) => {
  expect(title).not.toBe('')
  expect(help).toMatch(/^[A-Z].*\.$/)
})

test.each(actions)(
  '[FL-11][FL-12] every field of %s has a title and a description, and its objects are closed',
  (_, action) => {
    expect(unlabelled(action.schema)).toEqual([])
  },
)

test.each(actions)('[FL-12] the form of %s has a control for everything its schema says', (_, { schema }) => {
  expect(undrawn(schema)).toEqual([])
})

test.each(actions)('[FL-2] %s accepts its settings and refuses unknown ones, everywhere', (type, action) => {
  const settings = valid[type] ?? {}
  expect(schemaProblems(action.schema, settings)).toEqual([])
  expect(action.check?.(settings) ?? []).toEqual([])
  for (const [path, wrong] of withUnknown(settings)) {
    const found = schemaProblems(action.schema, wrong).map((problem) => `${problem.path} ${problem.code}`)
    if (isFree(action, path)) expect(found).toEqual([])
    else expect(found).toEqual([`${path} unknown_setting`])
  }
})

test.each(actions)('[FL-2] %s refuses settings of a wrong type', (type, action) => {
  const settings = valid[type] ?? {}
  for (const field of Object.keys(settings).filter((name) => !isFree(action, name))) {
    for (const wrong of [null, [[]], { unknown: 1 }, 1e9, -1]) {
      const found = schemaProblems(action.schema, { ...settings, [field]: wrong })
      expect(found.map(({ path }) => path.split(/[.[]/)[0])).toContain(field)
    }
  }
})

test.each(actions)('[FL-2] %s says which setting is missing', (type, action) => {
  const required = action.schema.required ?? []
  const found = schemaProblems(action.schema, {}).map(({ path, code }) => `${path} ${code}`)
  expect(found).toEqual(required.map((field) => `${field} required`))
  expect(Object.keys(valid[type] ?? {})).toEqual(expect.arrayContaining([...required]))
})

test('[FL-2] the example of the specification is a good bot', () => {
  const reply = { label: 'Talk to a person', on_click: [{ type: 'go_to', interaction: 'person' }] }
  const handoff = {
    mode: 'operator_takeover',
    operatorsGroup: 'support',
    assignOperator: 'less_busy',
    onlyOnlineOperators: true,
  }
  const person = [
    { type: 'text', text: 'One moment, I am getting somebody.' },
    { type: 'set_chat_operator_state', ...handoff },
    { type: 'text', text: 'Nobody is in right now. Leave your e-mail and we will write.' },
  ]
  const welcome = [
    { type: 'text', text: "Hi {{ user_name | default: 'there' }}, I am Acme's assistant." },
    { type: 'quick_replies', replies: [reply] },
  ]
  const interactions = [
    { name: 'welcome', start: true, actions: welcome },
    { name: 'person', actions: person },
    { name: 'not understood', fallback: true, actions: [{ type: 'text', text: 'Sorry, I did not get that.' }] },
  ]
  const bot = { name: 'Acme support', startBehavior: 'main', behaviors: [{ name: 'main', interactions }] }
  const known = { packages: new Set(['pro_team']), hasGroup: () => true, hasOperator: () => true, channels: [] }
  expect(validateBot(bot, { catalogue, ...known })).toEqual({ errors: [], warnings: [] })
})

type Schema = {
  type?: string | string[]
  enum?: string[]
  reference?: string
  shownWhen?: Record<string, unknown>
  title?: string
  description?: string
  optionTitles?: Record<string, string>
  additionalProperties?: boolean
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  items?: Schema
}

function fieldNames(action: ActionDefinition | undefined): string[] {
  return Object.keys((action?.schema as Schema | undefined)?.properties ?? {})
}

/** The paths of fields without title or description, of choices without a name, and of objects that take anything. */
function unlabelled(schema: Schema, path = ''): string[] {
  const isOpen = schema.type === 'object' && schema.additionalProperties !== false
  const isUnnamed = schema.enum?.some((option) => !schema.optionTitles?.[option])
  const fields = { ...schema.properties, ...schema.patternProperties }
  const inner = Object.entries(fields).flatMap(([name, field]) => [
    ...(field.title && field.description ? [] : [`${path}.${name}`]),
    ...unlabelled(field, `${path}.${name}`),
  ])
  return [
    ...(isOpen || isUnnamed ? [path] : []),
    ...inner,
    ...(schema.items ? unlabelled(schema.items, `${path}[]`) : []),
  ]
}

/** Words of schemas that the designer draws from, and those that it leaves to the server to say. */
const drawnFrom = [
  'type enum properties patternProperties items required default minimum maximum maxItems',
  'title description optionTitles template multiline reference package shownWhen',
  'additionalProperties maxProperties minItems uniqueItems minLength maxLength pattern',
].flatMap((words) => words.split(' '))

/** What a form cannot show as it is meant, by path: the designer would offer any JSON there, or a list of nothing. */
function undrawn(schema: Schema, path = ''): string[] {
  const { type, items, properties = {}, patternProperties = {}, reference } = schema
  const isPicked = items?.enum !== undefined || items?.reference !== undefined
  const unmeant = [
    ...Object.keys(schema).filter((word) => !drawnFrom.includes(word)),
    ...(reference === undefined || ['group', 'operator'].includes(reference) ? [] : [`reference to ${reference}`]),
    ...(type === 'array' && items === undefined ? ['no items'] : []),
    ...(items?.type === 'array' ? ['a list in a list'] : []),
    ...(items !== undefined && !isPicked && !items.title ? ['items without a title'] : []),
    ...Object.values(patternProperties).flatMap((value) =>
      value.type === 'string' ? [] : ['pairs of other than texts'],
    ),
    ...Object.values(properties)
      .flatMap(({ shownWhen = {} }) => Object.keys(shownWhen))
      .flatMap((name) => (name in properties ? [] : [`shown when ${name}, which is not there`])),
  ]
  return [
    ...unmeant.map((what) => `${path}: ${what}`),
    ...Object.entries(properties).flatMap(([name, field]) => undrawn(field, `${path}.${name}`)),
    ...(items === undefined ? [] : undrawn(items, `${path}[]`)),
  ]
}

/** Fields that hold any JSON. */
function isFree(action: ActionDefinition, path: string): boolean {
  const field = (action.schema as Schema).properties?.[path.split(/[.[]/)[0] ?? '']
  return field !== undefined && field.type === undefined && field.enum === undefined
}

/** The settings with one unknown setting in one of its objects, for each of them. */
function withUnknown(value: unknown, path = ''): [string, unknown][] {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      withUnknown(item, `${path}[${index}]`).map(([at, wrong]): [string, unknown] => [at, value.with(index, wrong)]),
    )
  if (value === null || typeof value !== 'object') return []
  const name = 'not a setting'
  const inner = Object.entries(value).flatMap(([key, field]) =>
    withUnknown(field, path === '' ? key : `${path}.${key}`).map(([at, wrong]): [string, unknown] => [
      at,
      { ...value, [key]: wrong },
    ]),
  )
  return [[path === '' ? name : `${path}.${name}`, { ...value, [name]: 1 }], ...inner]
}
