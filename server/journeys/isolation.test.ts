import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, must, startTest, type TestBaton } from '../src/testing.ts'
import { type DescribedCall, describedCalls, stateOf } from './described-calls.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const json = { 'content-type': 'application/json' }
const foreign = [403, 404, 422]

/** One of everything, and what each is called in addresses and bodies. */
async function furnished(client: Client) {
  const group = await client.group()
  const operator = await client.operator({ groups: [group.id] })
  const bot = await client.bot([{ type: 'text', text: 'SECRET welcome' }], {
    interactions: [{ name: 'more', actions: [{ type: 'text', text: 'more' }] }],
  })
  const chat = await client.chat(bot, 'SECRET words')
  const form = new FormData()
  form.set('file', new Blob(['SECRET']), 'secret.txt')
  must(await client.send('POST', `/bots/${bot.id}/contacts/${chat.contact}/files`, form))
  const key = must(await client.post<{ id: string }>('/keys', { name: 'theirs', role: 'operator' }))
  const things = {
    group: group.id,
    operator: operator.id,
    bot: bot.id,
    conversation: chat.id,
    contact: chat.contact,
    key: key.id,
    interaction: 'more',
    from: operator.id,
  }
  return { things, names: [group.name, operator.name, operator.email, bot.name], chat, bot }
}

/** A good body for a call but for what it names. */
function bodyFor({ body, path }: DescribedCall, named: Record<string, unknown>): string | undefined {
  if (body === null) return undefined
  const good: Record<string, unknown> = {
    name: 'theirs no more',
    email: 'mine@team.example',
    text: 'hello',
    mode: 'operator_takeover',
    status: 'busy',
    role: 'admin',
    next: 'correct horse battery',
    allowedSites: [],
    enabled: false,
    setTags: ['mine'],
    capacity: 0,
    ...named,
  }
  const fields = Object.keys(body.properties ?? {}).filter((field) => field in good)
  const chosen = path.endsWith('/transfer') ? fields.filter((field) => field !== 'group') : fields
  const settings = path.endsWith('/operator-state') || path.endsWith('/dry-run') ? { assignOperator: 'specific' } : {}
  return JSON.stringify({ ...Object.fromEntries(chosen.map((field) => [field, good[field]])), ...settings })
}

describe('workspaces', () => {
  test('[S-01] [I-38] every call with one workspace’s key on another’s things is refused and changes nothing', async () => {
    const neighbour = await baton.workspace('Neighbour')
    const { things, names } = await furnished(neighbour)
    const neighbourId = must(await neighbour.get<{ id: string }>('/workspace')).id
    const before = await stateOf(baton.baton, neighbourId)
    const calls = (await describedCalls(baton)).filter(({ parameters }) =>
      parameters.some(({ in: place }) => place === 'path'),
    )
    let judged = 0
    for (const call of calls) {
      const inPath = call.parameters
        .filter(({ in: place, name }) => place === 'path' && name in things)
        .map(({ name }) => name)
      // A contact's name is the caller's own: there it means their own contact of that name.
      if (inPath.every((name) => name === 'contact')) continue
      const address = inPath.reduce(
        (path, name) => path.replace(`{${name}}`, things[name as keyof typeof things]),
        call.path,
      )
      const body = bodyFor(call, things)
      for (const client of [baton, await baton.keyFor('operator')]) {
        const answer = await client.send(call.method, address, body, body === undefined ? {} : json)
        expect(foreign, `${call.method} ${call.path} → ${answer.status}`).toContain(answer.status)
        expect(JSON.stringify(answer.body)).not.toContain('SECRET')
        for (const name of names) expect(JSON.stringify(answer.body)).not.toContain(name)
        judged += 1
      }
    }
    expect(judged).toBeGreaterThan(40)
    expect(await stateOf(baton.baton, neighbourId)).toBe(before)
  })

  test('[S-01] [I-38] what a body or a filter names is looked for in the own workspace only', async () => {
    const neighbour = await baton.workspace()
    const { things } = await furnished(neighbour)
    const own = await furnished(baton)
    const calls: [string, string, unknown][] = [
      ['POST', `/conversations/${own.things.conversation}/claim`, { operator: things.operator }],
      ['POST', `/conversations/${own.things.conversation}/transfer`, { operator: things.operator }],
      ['POST', `/conversations/${own.things.conversation}/transfer`, { group: things.group }],
      ['POST', `/conversations/${own.things.conversation}/messages`, { operator: things.operator, text: 'x' }],
      [
        'PUT',
        `/conversations/${own.things.conversation}/operator-state`,
        { mode: 'operator_takeover', operatorsGroup: things.group },
      ],
      [
        'PUT',
        `/conversations/${own.things.conversation}/operator-state`,
        { mode: 'operator_takeover', assignOperator: 'specific', operator: things.operator },
      ],
      ['POST', '/decisions/dry-run', { mode: 'operator_takeover', conversation: things.conversation }],
      ['POST', '/operators', { name: 'x', email: 'groups@team.example', groups: [things.group] }],
      ['PATCH', `/operators/${own.things.operator}`, { groups: [things.group] }],
      ...(['group', 'operator', 'bot'] as const).map((name): [string, string, unknown] => [
        'GET',
        `/conversations?${name}=${things[name]}`,
        undefined,
      ]),
      ['GET', `/actions?bot=${things.bot}`, undefined],
    ]
    const before = await stateOf(baton.baton)
    for (const [method, path, body] of calls) {
      const answer = await baton.send(method, path, body === undefined ? undefined : JSON.stringify(body), json)
      expect(foreign, `${method} ${path} → ${answer.status}`).toContain(answer.status)
    }
    expect(await stateOf(baton.baton)).toBe(before)
  })

  test('[I-38] the same contact id is another contact in another workspace, and forgetting one leaves the other', async () => {
    const neighbour = await baton.workspace()
    const [own, theirs] = [await baton.bot(), await neighbour.bot()]
    const path = (bot: { id: string }) => `/bots/${bot.id}/contacts/same/messages`
    must(await baton.post(path(own), { text: 'mine', variables: { user_name: 'Carla' } }))
    const { conversation } = must(
      await neighbour.post<{ conversation: { id: string; contactName: string } }>(path(theirs), { text: 'theirs' }),
    )
    expect(conversation.contactName).toBe('same')
    must(await baton.delete('/contacts/same'))
    expect((await neighbour.get(`/conversations/${conversation.id}`)).status).toBe(200)
    expect(must(await baton.delete('/contacts/same'))).toMatchObject({ conversations: 0 })
  })

  test('[I-38] lists, audit, keys and search show the own workspace only', async () => {
    const neighbour = await baton.workspace()
    await furnished(neighbour)
    const other = await baton.workspace()
    for (const path of ['/conversations', '/conversations?q=SECRET', '/operators', '/groups', '/bots'])
      expect(must(await other.get<{ items: unknown[] }>(path)).items, path).toEqual([])
    expect(must(await other.get<{ items: { id: string }[] }>('/keys')).items.length).toBe(1)
    const audit = must(await other.get<{ items: { action: string }[] }>('/audit')).items.map(({ action }) => action)
    expect(audit.sort()).toEqual(['key_added', 'workspace_added'])
  })

  test('[S-01] calls without a key, and with a widget’s token, are refused on every call that is not theirs', async () => {
    const { things, bot } = await furnished(baton)
    const token = must(await baton.as(null).post<{ token: string }>('/widget/sessions', { bot: bot.id })).token
    const before = await stateOf(baton.baton)
    for (const call of await describedCalls(baton)) {
      if (call.isPublic) continue
      const address = call.parameters
        .filter(({ in: place }) => place === 'path')
        .reduce(
          (path, { name }) => path.replace(`{${name}}`, String(things[name as keyof typeof things] ?? 'x')),
          call.path,
        )
      const body = bodyFor(call, things)
      const send = (client: Client) => client.send(call.method, address, body, body === undefined ? {} : json)
      expect((await send(baton.as(null))).status, `${call.method} ${call.path}`).toBe(401)
      const isWidgets = call.path.startsWith('/api/v1/widget/')
      expect((await send(isWidgets ? baton : baton.as(token))).status, `${call.method} ${call.path}`).toBe(403)
    }
    expect(await stateOf(baton.baton)).toBe(before)
  })
})
