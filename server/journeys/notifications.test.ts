import type { OperatorView } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import type { Mail } from '../src/mail.ts'
import { type Client, type LiveClient, must, startTest, type TestBaton, testData } from '../src/testing.ts'
import { type Pushed, type PushReceiver, pushReceiver } from './push-receiver.ts'

const config = { BATON_EGRESS_ALLOW: '127.0.0.1' }
const request = { type: 'set_chat_operator_state', mode: 'request_operator' }
const usual = { quietHours: null, sound: 'none', push: 'discreet', mail: { requests: false, mentions: false } }
const always = { days: allDays(), from: '00:00', until: '00:00', timeZone: 'UTC' }

const nothingPushed: Pushed = { headers: {}, conversation: null, title: '', text: '' }

function allDays() {
  return ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
}

function mailbox() {
  const mails: (Mail & { id: string })[] = []
  const send = async (mail: Mail, id: string) => void mails.push({ ...mail, id })
  return { mails, mailer: { send, close() {} } }
}

/** Whoever is told of things: an operator who is away from any desk, with a browser and a mailbox. */
async function someone(baton: TestBaton, service: PushReceiver, wishes: object = {}) {
  const operator = await baton.operator({ status: 'offline' })
  const client = await baton.signIn(operator, 86_400_000)
  must(await client.put('/me/notifications', { ...usual, ...wishes }))
  const { id } = must(await client.post<{ id: string }>('/me/push-subscriptions', service.subscription))
  return { operator, client, subscription: id }
}

type HandClock = ReturnType<typeof handClock>

/** Lets the time pass in steps: the store and the network answer in their own. A desk that is open answers meanwhile. */
async function passes(clock: HandClock, seconds: number, desk?: LiveClient): Promise<void> {
  for (let second = 1; second <= seconds; second += 1) {
    clock.advance(1_000)
    await new Promise((resolve) => setTimeout(resolve, 2))
    if (desk !== undefined && second % 10 === 0) await answers(desk)
  }
}

/** Lets the time pass, more slowly, until something has come. */
async function until<T>(clock: HandClock, what: Promise<T>): Promise<T> {
  const mover = setInterval(() => clock.advance(100), 2)
  return what.finally(() => clearInterval(mover))
}

async function answers(desk: LiveClient): Promise<void> {
  desk.frames.length = 0
  desk.send({ type: 'ping' })
  await desk.until('pong')
}

/** Another push to somebody else, so that what was due before it has been decided by then. */
async function decided(baton: TestBaton, clock: HandClock, seconds = 40): Promise<void> {
  await using service = await pushReceiver()
  const { operator, client, subscription } = await someone(baton, service)
  const bot = await baton.bot([{ ...request, assignOperator: 'specific', operator: operator.id }])
  await baton.chat(bot)
  await passes(clock, seconds)
  await until(clock, service.pushed(1))
  must(await client.delete(`/me/push-subscriptions/${subscription}`))
}

async function start({ clock = handClock(), ...more }: Parameters<typeof startTest>[0] & { clock?: HandClock } = {}) {
  const { mails, mailer } = mailbox()
  const baton = await startTest({ config, clock, mailer, ...more })
  return { clock, mails, baton }
}

/** Whatever is asked next is asked after what the desk has said was written down. */
async function heard(baton: TestBaton, desk: LiveClient): Promise<void> {
  desk.send({ type: 'follow_inbox', after: null })
  await desk.until('inbox_caught_up')
  await baton.group()
}

async function sees(baton: TestBaton, client: Client & { cookie: string }, isVisible = true) {
  const live = await baton.live({ cookie: client.cookie, origin: baton.origin })
  live.send({ type: 'attention', isVisible })
  await heard(baton, live)
  return live
}

test('[U-13] a request that nobody sees goes out by push after half a minute, and by mail after three, once each', async () => {
  await using service = await pushReceiver()
  const { clock, mails, baton } = await start()
  await using _ = baton
  const group = await baton.group('Sales')
  const { operator } = await someone(baton, service, { mail: { requests: true, mentions: false } })
  must(await baton.patch(`/operators/${operator.id}`, { groups: [group.id] }))
  const chat = await baton.chat(await baton.bot([{ ...request, operatorsGroup: group.id }]), 'My SECRET words')
  await passes(clock, 28)
  expect(service.pushes).toEqual([])
  await passes(clock, 8)
  await until(clock, service.pushed(1))
  const [{ headers, ...said } = nothingPushed] = service.pushes
  expect(said).toEqual({
    conversation: chat.id,
    title: 'Somebody waits for Sales',
    text: 'Nobody at a desk has seen it yet.',
  })
  expect(headers).toMatchObject({ ttl: '3600', urgency: 'high', 'content-encoding': 'aes128gcm' })
  expect(headers.topic).toMatch(/^[\w-]{32}$/)
  expect(headers.authorization).toMatch(/^vapid t=[\w.-]+, k=/)
  expect(mails).toEqual([])
  await passes(clock, 150)
  await until(clock, expect.poll(() => mails.length).toBe(1))
  expect(mails[0]).toMatchObject({
    to: operator.email,
    subject: 'Somebody waits for Sales',
    unsubscribe: `${baton.origin}/profile`,
  })
  expect(mails[0]?.text).toContain(`${baton.origin}/inbox/${chat.id}`)
  expect(JSON.stringify([mails, service.pushes])).not.toMatch(/SECRET|contact-/)
  await decided(baton, clock)
  expect([service.pushes.length, mails.length]).toEqual([1, 1])
})

test('[U-13] nobody is told of a request that was taken, or that somebody at a desk can see', async () => {
  await using service = await pushReceiver()
  const { clock, baton } = await start()
  await using _ = baton
  await someone(baton, service)
  const eve: OperatorView = await baton.operator({ status: 'online' })
  const desk = await sees(baton, await baton.signIn(eve, 86_400_000))
  const bot = await baton.bot([request])
  await baton.chat(bot)
  await passes(clock, 40, desk)
  desk.frames.length = 0
  desk.send({ type: 'attention', isVisible: false })
  await heard(baton, desk)
  await passes(clock, 31, desk)
  const taken = await baton.chat(bot)
  must(await taken.post('claim', { operator: eve.id }))
  await decided(baton, clock)
  expect(service.pushes).toEqual([])
  const unseen = await baton.chat(bot)
  await passes(clock, 40)
  await until(clock, service.pushed(1))
  expect(service.pushes.map(({ conversation }) => conversation)).toEqual([unseen.id])
})

test('[U-13] quiet hours are kept, and what is not wished is not sent', async () => {
  await using service = await pushReceiver()
  await using other = await pushReceiver()
  const { clock, mails, baton } = await start()
  await using _ = baton
  await someone(baton, service, { quietHours: always, mail: { requests: true, mentions: true } })
  await someone(baton, other, { push: 'off' })
  await baton.chat(await baton.bot([request]))
  await passes(clock, 200)
  await decided(baton, clock)
  expect([service.pushes, other.pushes, mails]).toEqual([[], [], []])
})

test('[U-13] a note tells whom it is for, unless they see it; the words only where operator and workspace allow it', async () => {
  await using service = await pushReceiver()
  await using other = await pushReceiver()
  const { clock, mails, baton } = await start()
  await using _ = baton
  const ana = await someone(baton, service, { push: 'full', mail: { requests: false, mentions: true } })
  const ben = await someone(baton, other, { push: 'full' })
  const desk = await sees(baton, ben.client)
  must(await baton.put(`/operators/${ben.operator.id}/status`, { status: 'online' }))
  const bot = await baton.bot([{ type: 'notify_operators', text: 'Please look, {{ user_name }} is important' }])
  const first = await baton.chat(bot, { variables: { user_name: 'Carla' } })
  await passes(clock, 40, desk)
  await until(clock, service.pushed(1))
  expect(service.pushes[0]).toMatchObject({
    conversation: first.id,
    title: 'A note for you',
    text: 'Open the conversation to read it.',
  })
  await until(clock, expect.poll(() => mails.length).toBe(1))
  expect(mails[0]).toMatchObject({ to: ana.operator.email, subject: 'A note for you' })
  must(
    await baton.put('/workspace/notifications', { notifyAfterSeconds: 10, mailAfterSeconds: 60, showsContent: true }),
  )
  must(await ana.client.patch('/me', { language: 'de' }))
  await baton.chat(bot, { variables: { user_name: 'Carla' } })
  await passes(clock, 20, desk)
  await until(clock, service.pushed(2))
  expect(service.pushes[1]).toMatchObject({
    title: 'Eine Notiz zu Carla',
    text: 'Please look, Carla is important',
  })
  expect(other.pushes).toEqual([])
  await desk.close()
})

test('[U-13] a browser that is gone is forgotten; a service that fails is asked again, later', async () => {
  await using service = await pushReceiver()
  const { clock, baton } = await start()
  await using _ = baton
  const { client, subscription } = await someone(baton, service)
  const browsers = async () => must(await client.get<{ browsers: string[] }>('/me/notifications')).browsers
  const bot = await baton.bot([request])
  service.answer(503)
  await baton.chat(bot)
  await passes(clock, 40)
  await until(clock, service.pushed(1))
  expect(await browsers()).toEqual([subscription])
  service.answer(410)
  await passes(clock, 30)
  await until(clock, service.pushed(2))
  await until(clock, expect.poll(browsers).toEqual([]))
})

test('[U-13] what a process had still to send when it ended, the next one sends, and what it had sent it does not', async () => {
  await using service = await pushReceiver()
  const data = await testData()
  const shared = { data, config: { ...config, BATON_SECRET_KEY: 'a secret that all starts of it are told' } }
  const before = await start(shared)
  await someone(before.baton, service)
  const bot = await before.baton.bot([request])
  const first = await before.baton.chat(bot)
  await passes(before.clock, 35)
  await until(before.clock, service.pushed(1))
  const second = await before.baton.chat(bot)
  await before.baton[Symbol.asyncDispose]()
  const clock = handClock(before.clock.now())
  {
    await using baton = (await start({ ...shared, clock })).baton
    await passes(clock, 35)
    await until(clock, service.pushed(2))
    await decided(baton, clock)
  }
  expect(service.pushes.map(({ conversation }) => conversation)).toEqual([first.id, second.id])
  await data.drop()
})

test('[U-13] [S-25] a push service has an address with https, or one that is allowed; its keys can be encrypted for', async () => {
  await using service = await pushReceiver()
  await using baton = await startTest()
  const client = await baton.signIn(await baton.operator())
  const { keys } = service.subscription
  const post = (body: object) => client.post('/me/push-subscriptions', body)
  expect((await post(service.subscription)).status).toBe(422)
  expect((await post({ endpoint: 'ftp://push.example/1', keys })).status).toBe(422)
  expect((await post({ endpoint: 'nonsense', keys })).status).toBe(422)
  expect((await post({ endpoint: 'https://push.example/1', keys: { ...keys, p256dh: 'A'.repeat(87) } })).status).toBe(
    422,
  )
  const good = { endpoint: 'https://127.0.0.1:1/private', keys }
  const [one, again] = [await post(good), await post(good)]
  expect([one.status, again.body]).toEqual([201, one.body])
  // A private address is never called, and the browser behind it is forgotten.
  expect(must(await client.post('/me/notifications/test'))).toEqual({ browsers: 1, reached: 0 })
  expect(must(await client.get('/me/notifications'))).toMatchObject({ ...usual, browsers: [] })
})

test('[U-13] a subscription that a browser renewed replaces the one before, told once or twice, and only its operator’s', async () => {
  await using service = await pushReceiver()
  await using baton = await startTest()
  const [ana, ben] = [await baton.signIn(await baton.operator()), await baton.signIn(await baton.operator())]
  const { keys } = service.subscription
  const known = (name: string) => ({ endpoint: `https://push.example/${name}`, keys })
  const renew = (client: Client, name: string, before: string) =>
    client.post<{ id: string }>('/me/push-subscriptions', { ...known(name), replaces: known(before).endpoint })
  for (const name of ['phone', 'desk']) must(await ana.post('/me/push-subscriptions', known(name)))
  const [first, again] = [await renew(ana, 'renewed', 'desk'), await renew(ana, 'renewed', 'desk')]
  expect([first.status, again.body]).toEqual([201, first.body])
  const { browsers } = must(await ana.get<{ browsers: string[] }>('/me/notifications'))
  expect(browsers).toHaveLength(2)
  expect(browsers).toContain(must(first).id)
  for (const before of ['phone', 'never']) expect((await renew(ben, 'taken', before)).status).toBe(404)
  expect(must(await ben.get('/me/notifications'))).toMatchObject({ browsers: [] })
  expect(must(await ana.get('/me/notifications'))).toMatchObject({ browsers })
})

test('[U-13] settings go along to every device; a wrong zone or time is refused at its place', async () => {
  await using baton = await startTest()
  const ana = await baton.operator()
  const [desk, phone] = [await baton.signIn(ana), await baton.signIn(ana)]
  const wishes = { ...usual, sound: 'chime', quietHours: { ...always, from: '22:00', until: '06:30' } }
  must(await desk.put('/me/notifications', wishes))
  expect(must(await phone.get('/me/notifications'))).toMatchObject(wishes)
  const wrong = (quietHours: object) => desk.put('/me/notifications', { ...usual, quietHours })
  expect(await wrong({ ...always, timeZone: 'Mars/Olympus' })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'quietHours.timeZone' }] },
  })
  expect((await wrong({ ...always, from: '24:00' })).status).toBe(422)
  const operator = await baton.keyFor('operator')
  const rules = { notifyAfterSeconds: 30, mailAfterSeconds: 180, showsContent: false }
  expect(must(await operator.get('/workspace/notifications'))).toEqual(rules)
  expect((await operator.put('/workspace/notifications', rules)).status).toBe(403)
})
