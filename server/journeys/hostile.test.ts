import { readFile } from 'node:fs/promises'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { testStore } from '../../lab/testing.ts'
import { type Answer, type Client, must, startTest, type TestBaton, type TestData, testData } from '../src/testing.ts'
import { type DescribedCall, describedCalls, stateOf } from './described-calls.ts'

const seed = 20_260_322
const json = { 'content-type': 'application/json' }

/** JSON texts that nobody sends in good faith. */
const hostile = [
  ...[
    'null',
    'true',
    '0',
    '-1',
    '1.5',
    '1e400',
    '-1e400',
    '9007199254740993',
    '1e-400',
    '""',
    '" "',
    '"\\u0000"',
    '"a\\u0000b"',
  ],
  ...[
    '"\\ud800"',
    '"\\udc00x"',
    '"\\u202e\\u200b"',
    '"🦆🦆"',
    '"__proto__"',
    '"constructor"',
    '"../../etc/passwd"',
    '"%00"',
    '"{{ 7 | times: 7 }}{% raw %}"',
  ],
  `"'; drop table operators; --"`,
  '"<img src=x onerror=alert(1)>"',
  '"javascript:alert(1)"',
  JSON.stringify('x'.repeat(201)),
  JSON.stringify('x'.repeat(10_001)),
  JSON.stringify('x'.repeat(300_000)),
  ...[
    '[]',
    '[[]]',
    '[null]',
    '[{}]',
    '["__proto__"]',
    '["\\u0000"]',
    '{}',
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"\\u0000":"\\u0000"}',
    '{"length":-1}',
    '{"toString":1}',
  ],
  JSON.stringify(Array(5_000).fill('x')),
  JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, index]))),
  JSON.stringify({ [`k${'x'.repeat(300)}`]: 1 }),
  `${'['.repeat(40)}${']'.repeat(40)}`,
  `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`,
]

/** What a call needs beside what its description says, so that the one field is judged. */
const neededToo: Record<string, string[]> = {
  '{conversation}/transfer from': ['group'],
  '{conversation}/messages text': ['operator'],
  '{conversation}/messages note': ['operator'],
  '{conversation}/messages mentions': ['operator'],
  '{conversation}/messages clientMessageId': ['operator'],
}

let baton: TestBaton
let data: TestData
/** Where the embedded store is, a second connection to it: it knows whether anything was written by the first. */
let beside: Database.Database | null
let calls: DescribedCall[]
let desk: Client
let contact: Client
/** What a good call has in each field; ids are of things that are there. */
let good: Record<string, unknown>

beforeAll(async () => {
  data = await testData()
  baton = await startTest({ data })
  beside = data.databasePath === undefined ? null : new Database(data.databasePath, { readonly: true })
  const free = async () => {}
  baton.baton.limits = {
    contactSays: free,
    contactUploads: free,
    opensSession: free,
    signsIn: free,
    asksForReset: free,
    mailsTranscript: free,
  }
  calls = await describedCalls(baton)
  const group = await baton.group()
  const operator = await baton.operator({ groups: [group.id] })
  const bot = await baton.bot([{ type: 'text', text: 'Hi' }], {
    interactions: [{ name: 'more', actions: [{ type: 'text', text: 'more' }] }],
  })
  const chat = await baton.chat(bot, 'hello')
  const session = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id }))
  contact = baton.as(session.token)
  desk = await baton.signIn(await baton.operator({ role: 'admin' }))
  good = {
    group: group.id,
    operator: operator.id,
    bot: bot.id,
    contact: chat.contact,
    conversation: chat.id,
    interaction: 'more',
    text: 'hello',
    mode: 'chatbot_controlled',
    query: {},
    status: 'online',
    role: 'operator',
    password: 'correct horse battery',
    next: 'correct horse battery',
    allowedSites: [],
    key: 'key_nobody',
    token: 'nobody',
    file: 'file_nobody',
    signature: 'none',
    wait: 0,
    score: 5,
    upTo: 1,
    quietHours: null,
    sound: 'none',
    push: 'off',
    mail: { requests: false, mentions: false },
    notifyAfterSeconds: 30,
    mailAfterSeconds: 180,
    showsContent: false,
    endpoint: 'https://push.example/browser',
    keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) },
  }
})
afterAll(async () => {
  beside?.close()
  await baton[Symbol.asyncDispose]()
  await data.drop()
})

let seen: { version: unknown; state: string } | null = null

/** What is there now. It is read again only where something may have been written, which most of the time is nothing. */
async function stateNow(): Promise<string> {
  const version = beside?.pragma('data_version', { simple: true })
  if (seen === null || version === undefined || version !== seen.version)
    seen = { version, state: await stateOf(baton.baton) }
  return seen.state
}

let count = 0
function goodValue(name: string): unknown {
  count += 1
  if (name === 'name') return `name ${count}`
  if (name === 'shortcut') return `shortcut_${count}`
  if (name === 'email') return `one.${count}@team.example`
  return good[name] ?? 'x'
}

function clientFor({ path, isPublic }: DescribedCall): Client {
  if (isPublic) return baton.as(null)
  if (/\/(me|session|sessions)(\/|$)/.test(path)) return desk
  return path.includes('/widget/') && !path.includes('/bots/') ? contact : baton
}

function addressOf({ path, parameters }: DescribedCall, query = ''): string {
  const named = parameters
    .filter((one) => one.in === 'path')
    .reduce((text, { name }) => text.replace(`{${name}}`, encodeURIComponent(String(goodValue(name)))), path)
  return `${named}${query}`
}

function isProblem({ status, headers, body }: Answer): boolean {
  return (
    headers.get('content-type')?.includes('application/problem+json') === true &&
    body.status === status &&
    typeof body.code === 'string'
  )
}

/** Whatever was sent: good, or a problem that names the field and changed nothing. Answers what is there then. */
async function judge(answer: Answer, sent: string, before: string): Promise<string> {
  expect(answer.status, `${sent} → ${JSON.stringify(answer.body).slice(0, 300)}`).toBeLessThan(500)
  const after = await stateNow()
  if (answer.status < 400) return after
  expect(isProblem(answer), `${sent} → ${answer.status} is no problem document`).toBe(true)
  expect(JSON.stringify(answer.body), sent).not.toMatch(/node_modules|SQLITE|\.ts:\d/)
  expect(after === before, `${sent} → ${answer.status}, and something changed`).toBe(true)
  return after
}

/**
 * All of them on the embedded store. What validates is the same on both, and to compare what is there before and after
 * takes longer on a server: there each field of each call gets an eighth, the next one the next eighth.
 */
function partFor<Value>(turn: number, values: readonly Value[]): readonly Value[] {
  if (testStore === 'sqlite') return values
  const parts = Math.min(8, values.length)
  return values.filter((_, place) => place % parts === turn % parts)
}

const isMeant = ({ path }: DescribedCall) => !/\/(livez|readyz|metrics)$/.test(path)

describe('hostile input, from the description of every call', () => {
  test('[S-04] [I-47] [S-30] every field of every body: a problem that names it and changes nothing, or a plain success', async () => {
    let state = await stateNow()
    let fields = 0
    for (const call of calls.filter(isMeant)) {
      const { properties = {}, required = [] } = call.body ?? {}
      for (const field of Object.keys(properties)) {
        fields += 1
        for (const value of partFor(fields, hostile)) {
          // A success may have ended the session, or closed what was open.
          if (call.path.endsWith('/me/password')) desk = await baton.signIn(await baton.operator({ role: 'admin' }))
          if (call.path.endsWith('/me/password')) state = await stateNow()
          const needed = [...required, ...(neededToo[`${call.path.split('/').slice(-2).join('/')} ${field}`] ?? [])]
          const others = needed.filter((name) => name !== field).map((name) => [name, goodValue(name)])
          const rest = JSON.stringify(Object.fromEntries(others)).slice(1, -1)
          const text = `{${JSON.stringify(field)}:${value}${rest === '' ? '' : `,${rest}`}}`
          const sent = `${call.method} ${call.path} ${text.slice(0, 120)}`
          const answer = await clientFor(call).send(call.method, addressOf(call), text, json)
          state = await judge(answer, sent, state)
          const errors = answer.body.errors as { path: string; code: string }[] | undefined
          if (answer.status === 422 && answer.body.code === 'invalid')
            expect(
              errors?.some(({ path }) => path.startsWith(field)),
              `${sent} → ${JSON.stringify(errors)}`,
            ).toBe(true)
        }
      }
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('[S-04] bodies that are no object, no JSON, of another kind, or too large', async () => {
    const state = await stateNow()
    for (const [turn, call] of calls.filter(({ body }) => body !== null).entries()) {
      const client = clientFor(call)
      const address = addressOf(call)
      const send = (text: string, type = 'application/json') =>
        client.send(call.method, address, text, { 'content-type': type })
      for (const text of partFor(turn, [
        '{',
        '{"a":}',
        'undefined',
        '{}{}',
        '{"a":NaN}',
        '\u0000',
        "{'a':1}",
        '\ufeff{}',
      ]))
        expect((await send(text)).status, `${call.path} ${text}`).toBe(400)
      for (const text of partFor(turn, ['null', '[]', '"x"', '1', 'true']))
        expect((await send(text)).status, `${call.path} ${text}`).toBe(422)
      for (const type of partFor(turn, [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'rubbish',
      ]))
        expect((await send('{}', type)).status, `${call.path} ${type}`).toBe(415)
      expect((await send(`{"x":"${'x'.repeat(2 * 1024 * 1024)}"}`)).status, call.path).toBe(413)
      if (call.body?.properties !== undefined && !/\/(bots|draft)$/.test(call.path))
        expect((await send('{"no_such_field":1}')).body, call.path).toMatchObject({
          status: 422,
          errors: expect.arrayContaining([expect.objectContaining({ path: 'no_such_field' })]),
        })
      expect((await send(`{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)).status, call.path).toBe(422)
    }
    expect(await stateNow()).toBe(state)
  })

  test('[S-04] every field of every address', async () => {
    const texts = [
      '',
      ' ',
      '%00',
      'x%00y',
      '%F0%9F%A6%86',
      '..',
      '..%2F..%2Fetc',
      '%27%20or%201=1--',
      '%3Cscript%3E',
      '__proto__',
      'constructor',
      '-1',
      '1e400',
      'NaN',
      'x'.repeat(201),
      'x'.repeat(501),
      '%ff',
      '%',
      '%ud800',
    ]
    let state = await stateNow()
    let parameters = 0
    for (const call of calls.filter(isMeant)) {
      const rest =
        call.body === null
          ? undefined
          : JSON.stringify(Object.fromEntries((call.body.required ?? []).map((name) => [name, goodValue(name)])))
      for (const { name, in: place } of call.parameters) {
        parameters += 1
        for (const text of partFor(parameters, texts)) {
          const isPath = place === 'path'
          // A contact may have any name: writing to it or forgetting it is legal.
          if (isPath && name === 'contact') continue
          const address = isPath
            ? addressOf({ ...call, path: call.path.replace(`{${name}}`, text) })
            : addressOf(call, `?${name}=${text}`)
          const answer = await clientFor(call).send(call.method, address, rest, rest === undefined ? {} : json)
          const sent = `${call.method} ${address.slice(0, 150)}`
          state = await judge(answer, sent, state)
        }
      }
    }
  })

  test('[S-04] [FL-2] [FL-9] a bot document with anything anywhere is kept or refused, and what can be published runs', async () => {
    const document = parse(await readFile(new URL('../../bots/demo.yaml', import.meta.url), 'utf8'))
    await baton.group('support')
    must(await baton.put('/workspace', { packages: ['pro_team'] }))
    const paths = pathsIn(document)
    const values = fc.constantFrom(
      ...hostile.filter((text) => text.length < 20_000).map((text) => JSON.parse(text) as unknown),
    )
    const added = must(await baton.post<{ id: string }>('/bots', { ...document, name: 'mutated' }))
    let live = 0
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), values, async (path, value) => {
        const mutated = { ...(changed(document, path, value) as object), name: 'mutated' }
        const saved = await baton.put(`/bots/${added.id}/draft`, mutated)
        expect([200, 422], `${path.join('.')} ${JSON.stringify(saved.body).slice(0, 200)}`).toContain(saved.status)
        const published = await baton.post(`/bots/${added.id}/publish`)
        expect([200, 422], `${path.join('.')} ${JSON.stringify(published.body).slice(0, 200)}`).toContain(
          published.status,
        )
        if (published.status !== 200) return
        live += 1
        const chat = await baton.chat(added, { text: 'repair', wait: 0 })
        for (const said of [
          { text: 'HB-1234', wait: 0 },
          { payload: 'x', wait: 0 },
        ])
          expect((await chat.says(said)).status).toBe(200)
        expect((await chat.post('close')).status).toBe(200)
      }),
      { seed, numRuns: 250 },
    )
    expect(live).toBeGreaterThan(20)
  })
})

type Path = readonly (string | number)[]

function pathsIn(value: unknown, at: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [at]
  const inner = Array.isArray(value) ? value.map((one, index) => [index, one] as const) : Object.entries(value)
  return [...(at.length === 0 ? [] : [at]), ...inner.flatMap(([key, one]) => pathsIn(one, [...at, key]))]
}

function changed(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to
  if (Array.isArray(value)) return value.map((one, index) => (index === step ? changed(one, rest, to) : one))
  return Object.fromEntries(
    Object.entries(value as object).map(([key, one]) => [key, key === step ? changed(one, rest, to) : one]),
  )
}
