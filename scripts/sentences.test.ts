import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '@baton/actions/catalogue'
import { validateBot } from '@baton/core/flow'
import { describe, expect, test } from 'vitest'
import { diagnostics, findings } from '../desk/src/sentences/findings.ts'
import { type Refusal, refusals } from '../desk/src/sentences/refusals.ts'
import { sentenceIn, sentenceSaid } from '../desk/src/sentences/sentences.ts'
import type { SentenceTexts } from '../desk/src/sentences/shape.ts'
import { type Token, tokensOf } from './source.ts'

const room = join(import.meta.dirname, '..')
const folder = join(room, 'desk/src/sentences/texts')
const all = await Promise.all(
  readdirSync(folder).map(async (file) => {
    const { sentences }: { sentences: SentenceTexts } = await import(join(folder, file))
    return [file.slice(0, 2), sentences] as const
  }),
)
const german = all.find(([language]) => language === 'de')?.[1]

test('[U-19] there are sentences for every language but English', () => {
  expect(all.map(([language]) => language)).toEqual(['ar', 'de', 'es', 'fr', 'it', 'ja', 'pl', 'pt', 'tr'])
})

const blanksOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)

/** Sentences without words, and those with something put in that the server does not say. */
function wrongIn(texts: Readonly<Record<string, string>>, english: Readonly<Record<string, string>>) {
  return Object.entries(english).filter(([name, message]) => {
    const text = texts[name] ?? ''
    const isBad = text.trim() === '' || /[!¡！]/.test(text)
    return isBad || !blanksOf(text).every((word) => blanksOf(message).includes(word))
  })
}

test.each(all)('[U-19] in %s the server says what it says, with nothing put in that it does not say', (_, texts) => {
  expect(wrongIn(texts.findings, { ...findings, ...diagnostics })).toEqual([])
  expect(wrongIn(texts.refusals, refusals)).toEqual([])
})

/** A server that has nothing: no groups, no operators, no packages, no model, and a channel that can do nothing. */
const bareWorld = {
  catalogue,
  packages: new Set<string>(),
  hasGroup: () => false,
  hasOperator: () => false,
  channels: [{ type: 'mail', can: [] }],
  lacks: new Set(['model'] as const),
}

/** Values in a list in a list, and so on. */
function nested<Value>(levels: number, innermost: Value, wrap: (inner: Value) => Value): Value {
  return levels === 0 ? innermost : wrap(nested(levels - 1, innermost, wrap))
}

type Action = { type: string; [setting: string]: unknown }

const input: Action = { type: 'input', variable: 'a', expects: 'text' }
const text: Action = { type: 'text', text: 'a' }
const button = (settings: object): Action => ({ type: 'buttons', text: 'a', buttons: [{ label: 'b', ...settings }] })
const set = (settings: object): Action => ({ type: 'set_variable', variable: 'a', ...settings })
const check = (settings: object): Action => ({ type: 'agent_state_check', check: 'status', ...settings })
const mail = (settings: object): Action => ({
  type: 'send_email',
  to: 'a@example.com',
  subject: 'a',
  text: 'b',
  ...settings,
})
const request = (settings: object): Action => ({
  type: 'http_request',
  method: 'GET',
  url: 'https://example.com',
  ...settings,
})
const takeover = { mode: 'operator_takeover', onlyOnlineOperators: true }
const model = { instructions: 'a', model: 'b' }

/** Each has something wrong in it that another has not. */
const wrong: readonly Action[] = [
  { type: 'not_an_action' },
  { ...text, colour: 'red' },
  { type: 'text' },
  { type: 'text', text: 1 },
  { type: 'text', text: '' },
  { type: 'text', text: 'a'.repeat(10_001) },
  { type: 'text', text: '{{ a' },
  { ...text, on_click: [] },
  { ...text, ...Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a${index}`, index])) },
  { ...input, on_input: [1] },
  { ...input, expects: 'nothing' },
  { ...input, maxTries: 0 },
  { ...input, maxTries: 1_000_000 },
  { ...input, variable: 'a b' },
  { ...input, variable: 'user_id' },
  { ...input, expects: 'pattern' },
  { ...input, expects: 'pattern', pattern: '(' },
  { ...input, expects: 'choice' },
  nested(22, input, (inner) => ({ ...input, on_input: [inner] })),
  { type: 'quick_replies', text: 'a', replies: [] },
  { type: 'quick_replies', text: 'a', replies: Array.from({ length: 31 }, () => ({ label: 'a' })) },
  { type: 'quick_replies', text: 'a', replies: [{ label: 'a', payload: '{{ b }}' }] },
  button({ url: 'ftp://example.com' }),
  button({ phone: 'a' }),
  button({ email: 'a' }),
  button({ url: 'https://example.com', phone: '+431234' }),
  { type: 'file_input', variable: 'a', kinds: ['image', 'image'] },
  { type: 'image', url: 'image.png', alt: 'a' },
  { type: 'go_to' },
  { type: 'go_to', interaction: 'a', to: 'start' },
  { type: 'go_to', behavior: 'nowhere', to: 'previous' },
  { type: 'go_to', behavior: 'nowhere' },
  { type: 'go_to', interaction: 'nowhere' },
  { type: 'schedule_behavior', after: 1, unit: 'days' },
  { type: 'schedule_behavior', interaction: 'welcome', after: 1_000, unit: 'days' },
  { type: 'condition', is: 'equal', variable: 'a', tag: 'b' },
  { type: 'condition', is: 'equal', variable: 'a b', value: 1 },
  { type: 'condition', is: 'greater', tag: 'a' },
  { type: 'condition', is: 'equal', variable: 'a' },
  { type: 'condition', is: 'matches', variable: 'a', value: '(' },
  { type: 'random_split', branches: [{ weight: 0 }] },
  { type: 'random_split', branches: [{ name: 'a' }, { name: 'a' }] },
  set({}),
  set({ value: 'a', how: 'replace' }),
  set({ value: 'a', how: 'add' }),
  set({ value: 0, how: 'divide' }),
  set({ value: nested<unknown>(102, 1, (inner) => [inner]) }),
  { type: 'set_tag', tag: 'a'.repeat(65) },
  request({ url: 'a' }),
  request({ body: 'a' }),
  request({ map: [{ path: '[', variable: 'a' }] }),
  request({ headers: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`a${index}`, 'b'])) }),
  mail({ to: 'a' }),
  mail({ to: Array.from({ length: 11 }, () => 'a@example.com').join(',') }),
  mail({ replyTo: 'a' }),
  { type: 'trigger_webhook', url: 'https://example.com' },
  { type: 'trigger_webhook', url: 'https://example.com', event: 'a b' },
  { type: 'ai_reply', ...model },
  { type: 'ai_conversation', ...model, onlyOnlineOperators: true },
  { type: 'privacy_opt_in', flag: 'A', text: 'b', accept: 'c', decline: 'd' },
  { type: 'privacy_opt_in', flag: 'a', text: 'b', accept: 'c', decline: 'c' },
  { type: 'create_conversation_url', handsOver: true },
  { type: 'assign_conversation', ...takeover, timeoutSeconds: 60 },
  { type: 'assign_conversation', ...takeover },
  { type: 'set_chat_operator_state', ...takeover },
  { type: 'set_chat_operator_state', mode: 'operator_takeover', assignOperator: 'specific' },
  { type: 'set_chat_operator_state', mode: 'operator_takeover', operator: 'a', operatorsGroup: 'b' },
  check({ group: 'a', operator: 'b' }),
  check({ check: 'conversations' }),
  check({ count: 1 }),
]

const interaction = (name: string, actions: readonly Action[], more: object = {}) => ({ name, actions, ...more })
const botOf = (interactions: readonly object[], more: object = {}) => ({
  name: 'a',
  startBehavior: 'main',
  behaviors: [{ name: 'main', interactions }],
  ...more,
})
const welcome = interaction('welcome', [text], { start: true })
const brokenBots: readonly unknown[] = [
  ...wrong.map((action) => botOf([interaction('welcome', [action], { start: true })])),
  botOf([welcome], { startBehavior: 'nowhere' }),
  botOf([
    welcome,
    welcome,
    interaction('fallback', [], { fallback: true }),
    interaction('more', [], { fallback: true }),
  ]),
  botOf([interaction('alone', [])]),
  botOf([interaction('welcome', [], { start: true, keywords: ['?'] })]),
  botOf([welcome], { operations: [{ type: 'set_chat_operator_state', mode: 'request_operator' }] }),
]

/** As they stand in the source: what is put in is a hole. */
const holed = (text: string) => text.replaceAll(/\{\{\w+\}\}/g, '{{}}')
const hole = /\$\{(?:[^{}]|\{[^}]*\})*\}/g

describe('[U-19] what the server finds in a draft is known by its sentence', () => {
  const messages = brokenBots.flatMap((bot) => {
    const { errors, warnings } = validateBot(bot, bareWorld)
    return [...errors, ...warnings].map(({ message }) => message)
  })
  const known = new Set<string | undefined>(messages.map((message) => sentenceIn(message)?.sentence.name))

  test('[U-19] each sentence that the server says of these bots has its words', () => {
    expect([...new Set(messages.filter((message) => sentenceIn(message) === null))]).toEqual([])
  })

  test('[U-19] each sentence known here is one that the server says', () => {
    expect(Object.keys(findings).filter((name) => !known.has(name))).toEqual([])
  })

  /** A trial of each would take a world of its own: what the sources say stands for it. */
  test('[U-19] each sentence known of a trial is one that the bot engine says', () => {
    const files = globSync(['core/src/{flow,command}/*.ts', 'actions/src/**/*.ts'], { cwd: room })
    const sources = files.map((file) => readFileSync(join(room, file), 'utf8').replace(hole, '{{}}')).join('\n')
    expect(Object.values(diagnostics).filter((text) => !sources.includes(holed(text)))).toEqual([])
    for (const [name, text] of Object.entries(diagnostics)) expect(sentenceIn(text)?.sentence.name).toBe(name)
  })
})

type Call = { file: string; line: number; name: string; sentences: string[] }

const refusing = ['Problem', 'invalid', 'forbidden', 'notFound', 'conflict']
const opening = new Set(['(', '[', '{'])
const closing = new Set([')', ']', '}'])

/** Where a source refuses, with the sentences that stand there. */
function callsIn(file: string): Call[] {
  const tokens = tokensOf(readFileSync(join(room, file), 'utf8'))
  return tokens.flatMap(({ kind, text, line }, at) => {
    const next = tokens[at + 1]?.text ?? ''
    const isCall = refusing.includes(text) && next === '(' && tokens[at - 1]?.text !== 'function'
    const isMessage = text === 'message' && (next === ':' || next === '=')
    if (kind !== 'name' || (!isCall && !isMessage)) return []
    const inside = isCall
      ? tokens.slice(at + 1, endOf(tokens, at + 1))
      : tokens.slice(at + 2).filter((token, place) => place === 0 || token.line === line)
    const sentences = sentencesIn(inside, text === 'notFound')
    return isMessage && sentences.length === 0 ? [] : [{ file, line, name: text, sentences }]
  })
}

function endOf(tokens: readonly Token[], start: number): number {
  let depth = 0
  for (let at = start; at < tokens.length; at++) {
    const { kind, text = '' } = tokens[at] ?? {}
    if (kind === 'sign' && opening.has(text)) depth += 1
    if (kind === 'sign' && closing.has(text)) depth -= 1
    if (depth === 0) return at
  }
  return tokens.length
}

/** What stands in the hole of a template is none of its own. */
function sentencesIn(tokens: readonly Token[], isThing: boolean): string[] {
  const templates = tokens.filter(({ kind }) => kind === 'template')
  const own = tokens.filter(
    (token) => isText(token) && !templates.some((other) => other !== token && other.text.includes(token.text)),
  )
  if (isThing) return own.map(({ text }) => `There is no such ${text}.`)
  return own.map(({ text }) => text.replace(hole, '{{}}')).filter((text) => text.includes(' '))
}

function isText(token: Token | undefined): boolean {
  return token?.kind === 'string' || token?.kind === 'template'
}

/** What nobody at the desk is told. */
const elsewhere = {
  contacts: [
    'Contacts rate nothing here.',
    'Contacts take no transcript along here.',
    'No mail is sent from here.',
    'This conversation goes on. It is rated once it is closed.',
    'This is no address.',
    'This needs a widget session.',
    'This site may not show this bot.',
    'This was done before.',
  ],
  programs: [
    'A key has 1 to 200 characters.',
    'A program says things over HTTP, naming the operator.',
    'A program says which operator it acts for.',
    'Calls with a session come from the desk itself (header `x-baton: 1`).',
    'Send `Authorization: Bearer KEY`.',
    'This key or token is not known, or it has ended.',
  ],
  /** The desk sends nothing of this form. */
  neverSent: [
    'A clientMessageId has 1 to 64 characters.',
    'A field has at most 10,000 bytes.',
    'A time as in 2026-03-22T10:00:00Z.',
    'An address holds no null character.',
    'Either `true` or `false`.',
    'Name the conversation and the text.',
    'Nothing can be encrypted for these keys.',
    'Seconds from 0 to 120.',
    'Send JSON: `content-type: application/json`.',
    'Send the file as multipart/form-data, in the field `file`.',
    'The address of a push service begins with https.',
    'The body is not JSON: {{}}',
    'The file goes into the field `file`.',
    'There is no field "{{}}" here.',
    'This is no time as RFC 3339 has it.',
    'This is not a cursor that a list has given.',
    'This multipart body cannot be read.',
    'This multipart body is not one file and a few fields.',
  ],
  /** Whoever asked has gone, or the errors beside it say it. */
  unread: ['The caller has gone.', '{{}}: {{}}'],
}
const unheard: readonly string[] = Object.values(elsewhere).flat()

/** Where a refusal hands on what is said elsewhere, and by whom. */
const handedOn = {
  'server/src/http/canned-replies.ts invalid': 'the template engine',
  'server/src/http/control.ts Problem': 'its first error',
  'server/src/http/control.ts invalid': 'the findings of a draft',
  'server/src/http/identity.ts Problem': 'its table, to contacts',
  'server/src/http/problems.ts Problem': 'who calls it',
  'server/src/http/refusals.ts Problem': 'who calls it',
  'server/src/http/routing.ts Problem': 'the calendar',
  'server/src/http/server.ts Problem': 'the HTTP server, to programs',
  'server/src/http/validation.ts Problem': 'the schemas',
  'server/src/http/workspace.ts Problem': 'the message beside it',
}

/** What only the schema library says. */
const ofSchemas: readonly string[] = [refusals.one_of_types]

describe('[U-19] what the server refuses is known by its sentence', () => {
  const files = globSync(
    ['server/src/**/*.ts', 'core/src/calendar/check-calendar.ts', 'core/src/flow/schema-problems.ts'],
    { cwd: room },
  )
  const calls = files
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap(callsIn)
    // Elsewhere in the server a message is for its log.
    .filter(({ name, file }) => name !== 'message' || !/^server\/src\/(?!http\/)/.test(file))
  const said = new Set(calls.flatMap(({ sentences }) => sentences))
  /** A blank that holds only what is known is filled with that. */
  const isKnown = (sentence: string) => {
    const found = sentenceIn(sentence) ?? sentenceIn(sentence.replaceAll('{{}}', 'admin'))
    return (
      found !== null &&
      (found.sentence.of === 'findings' ||
        found.sentence.name === 'no_such_thing' ||
        holed(refusals[found.sentence.name]) === sentence)
    )
  }

  test('[U-19] each refusal that a person at the desk can meet has its words', () => {
    expect(calls.length).toBeGreaterThan(100)
    expect([...said].filter((sentence) => !isKnown(sentence) && !unheard.includes(sentence))).toEqual([])
  })

  test('[U-19] each refusal says something here, or hands on what is said elsewhere', () => {
    const silent = calls.filter(({ sentences }) => sentences.length === 0)
    expect([...new Set(silent.map(({ file, name }) => `${file} ${name}`))].sort()).toEqual(Object.keys(handedOn).sort())
  })

  test('[U-19] each refusal known here is one that the server says', () => {
    const dead = Object.values(refusals).filter((text) => !said.has(holed(text)) && !ofSchemas.includes(text))
    expect(dead).toEqual([])
    expect(unheard.filter((text) => !said.has(text))).toEqual([])
  })

  test('[U-19] no refusal is taken for another', () => {
    const taken = Object.entries(refusals).filter(([name, text]) => {
      const filled = text.replace('{{role}}', 'admin').replace('{{types}}', 'string or null')
      return sentenceIn(filled)?.sentence.name !== (name as Refusal)
    })
    expect(taken).toEqual([])
  })
})

test('[U-19] names and numbers of a sentence are kept; a sentence of another server is nobody’s', () => {
  if (german === undefined) throw new Error('there are no sentences in German')
  const inGerman = (message: string) => sentenceSaid(message, german, 'de')
  expect(inGerman('Ana "the boss" Tors holds this conversation.')).toBe('Ana "the boss" Tors hat diese Unterhaltung.')
  expect(inGerman('This needs the role admin.')).toBe('Dafür braucht es diese Rolle: admin.')
  expect(inGerman('there is no group "support"')).toBe('es gibt keine Gruppe „support“')
  expect(inGerman('must be a number')).toBe('muss eine Zahl sein')
  expect(inGerman('must be integer')).toBe('muss von dieser Art sein: ganze Zahl')
  expect(inGerman('must be either string or null')).toBe('muss von einer dieser Arten sein: Text oder nichts')
  expect(inGerman('must be blue')).toBe(null)
  expect(inGerman('the moon is full')).toBe(null)
  const title = (blank: string, said: string) => (blank === 'action' && said === 'ai_reply' ? 'KI-Antwort' : null)
  expect(sentenceSaid('"ai_reply" fails here: this installation has no model set up', german, 'de', title)).toBe(
    '„KI-Antwort“ scheitert hier: In dieser Installation ist kein Modell eingerichtet',
  )
})
