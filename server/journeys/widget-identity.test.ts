import type { ConversationView } from '@baton/core/protocol'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { must, startTest, type TestBaton, textsOf } from '../src/testing.ts'

const clock = handClock()
let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ clock })
  baton.baton.limits.opensSession = async () => {}
  baton.baton.limits.contactSays = async () => {}
})
afterAll(() => baton[Symbol.asyncDispose]())

type Secret = { isOn: boolean; secret: string; rotatedAt: string | null; previousUntil: string | null }
type Session = { token: string; contactToken: string | null; contact: { key: string; isVerified: boolean } }
type Loaded = { conversation: { id: string } | null; events: Parameters<typeof textsOf>[0] }
type Bot = { id: string }
const day = 24 * 3_600_000

const rotate = async (bot: Bot) => must(await baton.post<Secret>(`/bots/${bot.id}/widget/identity-secret`))
const stateOf = async (bot: Bot) => must(await baton.get<Secret>(`/bots/${bot.id}/widget/identity-secret`))

function tokenFor(secret: string, sub: string, claims: Record<string, unknown> = {}): Promise<string> {
  const exp = Math.floor(clock.now() / 1_000) + 600
  return new SignJWT({ exp, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(sub)
    .sign(new TextEncoder().encode(secret))
}

const ask = (bot: Bot, more: object) => baton.as(null).post<Session>('/widget/sessions', { bot: bot.id, ...more })

async function enter(bot: Bot, more: object = {}) {
  const session = must(await ask(bot, more))
  const client = baton.as(session.token)
  const loaded = async () => must(await client.get<Loaded>('/widget/conversation'))
  return {
    ...session,
    client,
    loaded,
    says: async (text: string) =>
      must(await client.post<{ conversation: { id: string } }>('/widget/messages', { text })).conversation.id,
    hasOpen: async () => (await loaded()).conversation?.id ?? null,
    reads: async () => textsOf((await loaded()).events),
    follow: async () => {
      const { ticket } = must(await client.post<{ ticket: string }>('/widget/tickets', {}))
      return baton.live({ ticket })
    },
  }
}

const viewOf = async (id: string) => must(await baton.get<ConversationView>(`/conversations/${id}`))

describe('contacts that a site vouches for', () => {
  test('[V-13] keep their conversation over devices; what the site says of them holds, whatever the page says', async () => {
    const bot = await baton.bot()
    const { secret } = await rotate(bot)
    const claims = { name: 'Ana Ribeiro', email: 'ana@shop.example', variables: { plan: 'gold' } }
    const phone = await enter(bot, { identity: await tokenFor(secret, '42', claims) })
    expect(phone.contact).toEqual({ key: 'user:42', isVerified: true })
    expect(phone.contactToken).toBeNull()
    const said = { text: 'From my phone', variables: { user_name: 'Mallory', plan: 'free', color: 'red' } }
    const { conversation } = must(await phone.client.post<Loaded>('/widget/messages', said))
    const laptop = await enter(bot, { identity: await tokenFor(secret, '42', claims) })
    expect(await laptop.reads()).toEqual(['From my phone', 'Hello'])
    const view = await viewOf(conversation?.id ?? '')
    expect(view).toMatchObject({ contact: 'user:42', contactName: 'Ana Ribeiro' })
    expect(view.variables).toMatchObject({
      ...{ user_verified: true, user_name: 'Ana Ribeiro', user_email: 'ana@shop.example', plan: 'gold', color: 'red' },
    })
  })

  test('[V-13] nobody says of themselves that they are', async () => {
    const bot = await baton.bot()
    const visitor = await enter(bot)
    const id = await visitor.says('hi')
    expect((await viewOf(id)).variables.user_verified).toBe(false)
    for (const name of ['user_verified', 'user_verified.x']) {
      const answer = await visitor.client.post('/widget/messages', { text: 'x', variables: { [name]: true } })
      expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ code: 'variable_reserved' }] }])
    }
    // A program may name its contacts as it likes: on its own channel that proves nothing.
    const said = must(
      await baton.post<{ conversation: ConversationView }>(`/bots/${bot.id}/contacts/user:42/messages`, { text: 'x' }),
    )
    expect(said.conversation.variables.user_verified).toBe(false)
  })

  test('[V-13] are not read by an anonymous browser, nor by one that another site vouched for', async () => {
    const [bot, other] = [await baton.bot(), await baton.bot()]
    const [{ secret }, { secret: others }] = [await rotate(bot), await rotate(other)]
    const ana = await enter(bot, { identity: await tokenFor(secret, '42') })
    const id = await ana.says('secret-canary')
    for (const more of [{}, { contactToken: ana.token }, { contactToken: ana.contact.key }]) {
      const visitor = await enter(bot, more)
      expect(visitor.contact.isVerified).toBe(false)
      expect(await visitor.hasOpen()).toBeNull()
      expect((await visitor.client.get(`/widget/conversations/${id}/events`)).status).toBe(404)
      const socket = await visitor.follow()
      socket.send({ type: 'follow', conversation: id, after: 0 })
      await socket.until('resync_required')
      expect(JSON.stringify(socket.frames)).not.toContain('secret-canary')
    }
    const elsewhere = await enter(other, { identity: await tokenFor(others, '42') })
    expect((await elsewhere.client.get(`/widget/conversations/${id}/events`)).status).toBe(404)
    const foreign = await ask(bot, { identity: await tokenFor(others, '42') })
    expect([foreign.status, foreign.body]).toMatchObject([401, { code: 'identity_refused' }])
    const named = await ask(bot, { identity: await tokenFor(secret, '42', { aud: other.id }) })
    expect(named.status).toBe(401)
  })

  test('[V-13] take along what they began before, and whoever reads on in the old name reads nothing more', async () => {
    const bot = await baton.bot()
    const { secret } = await rotate(bot)
    const visitor = await enter(bot)
    const id = await visitor.says('Where is my order?')
    const socket = await visitor.follow()
    socket.send({ type: 'follow', conversation: id, after: 0 })
    await socket.until('caught_up')
    const reading = visitor.client.get<{ items: unknown[] }>(`/widget/conversations/${id}/events?after=4&wait=30`)
    const identity = await tokenFor(secret, 'ana', { name: 'Ana' })
    const ana = await enter(bot, { identity, contactToken: visitor.contactToken })
    await socket.until('resync_required')
    expect(await ana.hasOpen()).toBe(id)
    expect(await ana.says('secret-canary')).toBe(id)
    expect(must(await reading).items).toEqual([])
    expect(await ana.reads()).toEqual(['Where is my order?', 'Hello', 'secret-canary'])
    expect(await viewOf(id)).toMatchObject({
      contact: 'user:ana',
      contactName: 'Ana',
      variables: { user_verified: true },
    })
    expect(await visitor.hasOpen()).toBeNull()
    expect(JSON.stringify(socket.frames)).not.toContain('secret-canary')
    // Whoever uses the browser next begins anew.
    expect(await visitor.says('Somebody else')).not.toBe(id)
  })

  test('[V-13] who has something open finds that, and what was begun before stays where it is', async () => {
    const bot = await baton.bot()
    const { secret } = await rotate(bot)
    const own = await (await enter(bot, { identity: await tokenFor(secret, 'ben') })).says('Mine')
    const visitor = await enter(bot)
    const begun = await visitor.says('Begun')
    const ben = await enter(bot, { identity: await tokenFor(secret, 'ben'), contactToken: visitor.contactToken })
    expect([await ben.hasOpen(), await visitor.hasOpen()]).toEqual([own, begun])
  })

  test('[V-13] a secret is shown once; while it changes both are good, for a week; taken away none is', async () => {
    const bot = await baton.bot()
    expect(await stateOf(bot)).toEqual({ isOn: false, rotatedAt: null, previousUntil: null })
    expect((await ask(bot, { identity: await tokenFor('guessed', '42') })).status).toBe(401)
    const { secret: first } = await rotate(bot)
    expect(await stateOf(bot)).toMatchObject({ isOn: true, previousUntil: null })
    const { secret: second, previousUntil } = await rotate(bot)
    expect(previousUntil).toBe(new Date(clock.now() + 7 * day).toISOString())
    expect(JSON.stringify(await stateOf(bot))).not.toContain(second)
    const statusWith = async (secret: string) => (await ask(bot, { identity: await tokenFor(secret, '42') })).status
    expect([await statusWith(first), await statusWith(second)]).toEqual([201, 201])
    clock.advance(7 * day)
    expect([await statusWith(first), await statusWith(second)]).toEqual([401, 201])
    expect((await baton.delete(`/bots/${bot.id}/widget/identity-secret`)).status).toBe(204)
    expect([await statusWith(second), (await stateOf(bot)).isOn]).toEqual([401, false])
  })

  test('[S-01] only an administrator sees or changes the secret', async () => {
    const bot = await baton.bot()
    const path = `/bots/${bot.id}/widget/identity-secret`
    const supervisor = await baton.keyFor('supervisor')
    const calls = [supervisor.get(path), supervisor.post(path), supervisor.delete(path)]
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([403, 403, 403])
  })

  test('[V-13] where the token has expired the session goes on for its hour, and a new one needs a new token', async () => {
    const bot = await baton.bot()
    const { secret } = await rotate(bot)
    const identity = await tokenFor(secret, '42')
    const ana = await enter(bot, { identity })
    clock.advance(11 * 60_000)
    await ana.says('Still here')
    expect((await ask(bot, { identity })).body).toMatchObject({ code: 'identity_refused' })
    clock.advance(3_600_000)
    expect((await ana.client.post('/widget/messages', { text: 'Too late' })).status).toBe(401)
  })
})
